"""What one case may take: processor time, waiting, memory."""

from __future__ import annotations

import re
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

from pipeline.core.errors import DepecheError

ADDRESS_SPACE = 4 * 2**30
"""Bytes of a whole process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Of one case."""

    cpu_seconds: float = 5.0
    wall_seconds: float = 60.0
    """Much longer, for the machine may be busy with other things."""
    memory: int = 256 * 2**20
    """Bytes by which the process may grow."""


LIMITS = Limits()

_STATUS = Path("/proc/self/status")
_HELD = re.compile(rb"VmHWM:\s*(\d+)")
_FORGET = Path("/proc/self/clear_refs")


class TooMuchError(Exception):
    """A case took more time or memory than it may."""


def confine() -> None:
    """Limit the address space of this process, so that a blow-up ends in ``MemoryError``."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, hard))


def guarded(run: Callable[[bytes], None], data: bytes, limits: Limits = LIMITS) -> None:
    """Run one case within its limits. Raises ``TooMuchError``, and whatever the case raises."""
    with suppress(OSError):  # otherwise the peak of an earlier case would hide the growth of this one
        _FORGET.write_text("5")
    before = _peak()
    with _timed(limits):
        try:
            run(data)
        except DepecheError as error:
            raise AssertionError(f"an error that is no answer here: {error!r}") from error
    grown = _peak() - before
    if grown > limits.memory:
        raise TooMuchError(f"grew by {grown >> 20} MiB")


def _peak() -> int:
    """Return the most bytes that this process has held; ``getrusage`` counts who started it, too."""
    found = _HELD.search(_STATUS.read_bytes())
    return int(found[1]) * 1024 if found else 0


def _end(limits: Limits, number: int, _: FrameType | None) -> None:
    cpu = number == signal.SIGPROF
    raise TooMuchError(f"{limits.cpu_seconds:g} s of work" if cpu else f"{limits.wall_seconds:g} s")


@contextmanager
def _timed(limits: Limits) -> Iterator[None]:
    signal.signal(signal.SIGPROF, partial(_end, limits))
    signal.signal(signal.SIGALRM, partial(_end, limits))
    signal.setitimer(signal.ITIMER_PROF, limits.cpu_seconds)
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
