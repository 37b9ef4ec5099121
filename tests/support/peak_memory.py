"""How much memory a process takes at most while it runs tests, and what raised it."""

from __future__ import annotations

import ctypes
from collections.abc import Generator
from pathlib import Path

import pytest

NAMED = 8
"""How many of the tests that raised the peak are told."""


def peak_mib() -> float:
    """Return the most memory that this process had at once, resident, in MiB.

    ``getrusage`` says the same, but for a process that another one started: to that it gives the peak of
    its parent where this is higher.
    """
    rows = Path("/proc/self/status").read_text().splitlines()
    (kib,) = (row.split()[1] for row in rows if row.startswith("VmHWM:"))
    return int(kib) / 1024


def _give_back() -> None:
    """Have the C library return its free memory to the system; others than glibc do so by themselves."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class PeakMemory:
    """A pytest plugin: the test with which a process passes ``limit_mib`` fails, and says who did how much.

    Each process that runs tests has one of its own. What tests start as processes does not count.
    """

    def __init__(self, limit_mib: float) -> None:
        self._limit = limit_mib
        self._peak = 0.0
        self._raised: list[tuple[float, str]] = []
        self._told = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Count what was taken before the first test apart."""
        if not self._raised:
            self._count("before the first test")

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
        """Count what a test and its fixtures took; fail it where it passed the limit, once a process.

        After the last test of a module, the allocator gives back what is free: what one module left lying
        there does not count against the next.
        """
        yield
        if nextitem is None or nextitem.path != item.path:
            _give_back()
        self._count(item.nodeid)
        if self._peak > self._limit and not self._told:
            self._told = True
            pytest.fail(self._said(), pytrace=False)

    def _count(self, name: str) -> None:
        peak = max(self._peak, peak_mib())  # some tests have the system forget its own
        self._raised.append((peak - self._peak, name))
        self._peak = peak

    def _said(self) -> str:
        most = sorted(self._raised, reverse=True)[:NAMED]
        return "\n".join(
            [
                f"this process has taken {self._peak:.0f} MiB, of {self._limit:.0f} that it may;",
                "start what needs so much as a process of its own, or give it less to do:",
                *(f"{mib:+6.0f} MiB  {name}" for mib, name in most if mib >= 1),
            ]
        )
