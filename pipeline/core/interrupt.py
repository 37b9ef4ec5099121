"""Being told to stop, by Ctrl-C or by SIGTERM: at once, but not in the middle of a sentence on the screen.

Python acts on a signal when the main thread returns from the library that it is in, which can take long in a
translation. So a separate thread ends the process if the main thread does not get to it. Threads that wait
for external programs receive no signals, so whoever waits for such threads ends the programs.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

GRACE_SECONDS = 4.0
"""How long the process may still run after a signal, in seconds, before it is ended."""


class Terminated(BaseException):
    """SIGTERM was received. It is no ``Exception``, so that nobody takes it for a document's failure."""


class _Ending:
    """The waits of other threads that only ending what they wait for can break off."""

    lock = threading.Lock()
    under_way = False
    calls: ClassVar[list[Callable[[], None]]] = []


@contextmanager
def ended_by(end: Callable[[], None]) -> Iterator[None]:
    """Run the block so that other threads can break it off: ``ending`` calls ``end`` meanwhile."""
    with _Ending.lock:
        _Ending.calls.append(end)
        late = _Ending.under_way
    try:
        if late:
            end()
        yield
    finally:
        with _Ending.lock:
            _Ending.calls.remove(end)


@contextmanager
def ending() -> Iterator[None]:
    """End what is in an ``ended_by`` block now, or enters one while this block runs."""
    with _Ending.lock:
        _Ending.under_way = True
        calls = tuple(_Ending.calls)
    try:
        for end in calls:
            end()
        yield
    finally:
        with _Ending.lock:
            _Ending.under_way = False


@contextmanager
def threads(count: int | None) -> Iterator[ThreadPoolExecutor]:
    """Yield a pool of ``count`` threads; if the block ends in an error, what they wait for is ended."""
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(max_workers=count)
    try:
        yield pool
    except BaseException:  # told to stop, and a program may hang
        pool.shutdown(wait=False, cancel_futures=True)
        with ending():
            pool.shutdown()
        raise
    finally:
        pool.shutdown()


@contextmanager
def stoppable(*, grace: float = GRACE_SECONDS, end: Callable[[int], None] = os._exit) -> Iterator[None]:
    """Raise ``Terminated`` on SIGTERM (Ctrl-C raises ``KeyboardInterrupt`` as ever) while the block runs.

    If the process still runs ``grace`` seconds after a signal, ``end`` is called with 128 plus the signal's
    number, whatever the process is doing: what runs write is whole at every moment. A process that was told
    to ignore SIGTERM goes on ignoring it. Only the main thread can be told to stop.
    """
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    heard, told = os.pipe()
    os.set_blocking(told, False)
    threading.Thread(target=_watch, args=(heard, grace, end), daemon=True).start()
    before = signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.set_wakeup_fd(before)
        os.close(told)


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


def _watch(heard: int, grace: float, end: Callable[[int], None]) -> None:
    """Read signals until nobody can send any more; time starts with the first that tells to stop."""
    with suppress(OSError), os.fdopen(heard, "rb", buffering=0) as line:
        while numbers := line.read(64):
            number = next((n for n in numbers if n in (signal.SIGINT, signal.SIGTERM)), None)
            if number is not None:
                threading.Event().wait(grace)
                end(128 + number)
                return
