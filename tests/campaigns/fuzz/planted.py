"""Targets with defects on purpose, to see that each way finds what it should: see ``test_ways``."""

from __future__ import annotations

import ctypes

from hypothesis import strategies as st

from tests.campaigns.fuzz.limits import Limits
from tests.campaigns.fuzz.shapes import Bytes
from tests.campaigns.fuzz.target import Target


def errors(data: bytes) -> None:
    """Raise, or blow up to a size that the machine has, or to one that no process may have."""
    if len(data) < 2:
        return
    match sum(data) % 3:
        case 0:
            raise KeyError("planted")
        case 1:
            bytearray(b"x") * (64 * 2**20)
        case _:
            bytearray(2**40)


def hangs(data: bytes) -> None:
    """Work without end."""
    while len(data) > 1:
        pass


def stuck(data: bytes) -> None:
    """Hang in C, where no signal is heard: wait for a lock that is one's own, which takes no processor."""
    if len(data) > 1:
        mutex = ctypes.create_string_buffer(64)
        for _ in range(2):
            ctypes.PyDLL(None).pthread_mutex_lock(mutex)


_LIMITS = {
    errors: Limits(cpu_seconds=600, wall_seconds=6000, memory=32 * 2**20),
    hangs: Limits(cpu_seconds=0.05, wall_seconds=6000),
    stuck: Limits(cpu_seconds=0.05, wall_seconds=2),
}
"""What is not looked for is generous: a slow or busy machine is no finding."""

TARGETS: dict[str, Target] = {
    run.__name__: Target(
        run=run, seeds=lambda: (b"\0", b"\1", b"\2", b"\3"), share=1, longest=64, limits=limits
    )
    for run, limits in _LIMITS.items()
}
SHAPES: dict[str, Bytes] = dict.fromkeys(TARGETS, st.binary(max_size=8))
