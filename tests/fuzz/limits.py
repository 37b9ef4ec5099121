"""What one case may take: processor time, waiting, memory."""

from __future__ import annotations

import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from pipeline.errors import DepecheError

CPU_SECONDS = 5.0
WALL_SECONDS = 60.0
"""Much longer, for the machine may be busy with other things."""
MEMORY = 256 * 2**20
"""Bytes by which the process may grow in one case."""
ADDRESS_SPACE = 4 * 2**30
"""Bytes of a whole process."""


class TooMuchError(Exception):
    """A case took more time or memory than it may."""


def confine() -> None:
    """Limit the address space of this process, so that a blow-up ends in ``MemoryError``."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, hard))


def guarded(run: Callable[[bytes], None], data: bytes) -> None:
    """Run one case within its limits. Raises ``TooMuchError``, and whatever the case raises."""
    before = _peak()
    with _timed():
        try:
            run(data)
        except DepecheError as error:
            raise AssertionError(f"an error that is no answer here: {error!r}") from error
    grown = _peak() - before
    if grown > MEMORY:
        raise TooMuchError(f"grew by {grown >> 20} MiB")


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _end(number: int, _: FrameType | None) -> None:
    raise TooMuchError(f"{CPU_SECONDS:g} s of work" if number == signal.SIGPROF else f"{WALL_SECONDS:g} s")


@contextmanager
def _timed() -> Iterator[None]:
    signal.signal(signal.SIGPROF, _end)
    signal.signal(signal.SIGALRM, _end)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
