"""Being told to stop, by Ctrl-C or by SIGTERM: at once, but not in the middle of a sentence on the screen.

Python acts on a signal when the main thread returns from the library that it is in, which can take long in a
translation. So a separate thread ends the process if the main thread does not get to it. Threads that wait
for external programs receive no signals, so whoever waits for such threads ends the programs.

The exception of a signal can come between any two steps of the main thread, and so between taking a lock and
giving it back. Other threads would then wait for that lock for ever. So the main thread puts signals off
while it uses what other threads use too: futures, pools of threads, conditions.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

_Item = TypeVar("_Item")
_Value = TypeVar("_Value")

LOOK_SECONDS = 0.25
"""How long the main thread waits for other threads until it acts on a signal, in seconds."""
GRACE_SECONDS = 4.0
"""How long the process may still run after a signal, in seconds, before it is ended."""


_AFRESH = "\x1b[?25h\r\n"
"""Shows a terminal's cursor again, and begins a new line."""


class Terminated(BaseException):
    """SIGTERM was received. It is no ``Exception``, so that nobody takes it for a document's failure."""


class TimedOut(BaseException):
    """The time of a ``time_limit`` is over. It is no ``Exception``, as ``Terminated`` is none."""


class _Ending:
    """The waits of other threads that only ending what they wait for can break off."""

    lock = threading.Lock()
    under_way = False
    calls: ClassVar[list[Callable[[], None]]] = []
    last_words: ClassVar[list[Callable[[], str]]] = []


@contextmanager
def last_words(words: Callable[[], str]) -> Iterator[None]:
    """Have a line written to standard error if the process is ended after its time of grace in the block.

    ``words`` is called for it, from another thread.
    """
    _Ending.last_words.append(words)
    try:
        yield
    finally:
        _Ending.last_words.pop()


class postponed:  # noqa: N801 - a context, like contextlib's
    """Put SIGINT, SIGTERM and SIGALRM off until the end of the block, which must be short.

    They are then sent once more, to the handlers that they have outside of the block. This is no generator,
    for a signal could come in the steps between a generator's and the block. Outside of the main thread,
    where no signal comes, nothing is done.
    """

    def __init__(self) -> None:
        """Change nothing yet."""
        self._noted: list[int] = []
        self._before: list[tuple[signal.Signals, Any]] = []

    def __enter__(self) -> None:
        """Put signals off."""
        if threading.current_thread() is not threading.main_thread():
            return
        try:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
                before = signal.getsignal(number)
                if callable(before):  # neither ignored nor fatal
                    self._before.append((number, before))
                    signal.signal(number, self._note)
        except BaseException:  # the second signal, while only the first was put off
            self._restore()
            raise

    def __exit__(self, *error: object) -> None:
        """Send again what came meanwhile."""
        self._restore()
        for number in self._noted[:1]:
            signal.raise_signal(number)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._noted.append(number)

    def _restore(self) -> None:
        try:
            while self._before:
                number, before = self._before[-1]
                signal.signal(number, before)
                self._before.pop()
        except BaseException:  # the signal whose handler was restored first
            self._restore()
            raise


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


def is_ending() -> bool:
    """Say whether what other threads wait for is being ended, so that nothing more of it is to be begun."""
    return _Ending.under_way


def wait_for(futures: Collection[Future[Any]], timeout: float) -> bool:
    """Wait until all of ``futures`` are done, for so many seconds at most, and say whether they are.

    A signal is acted on when the time is over. So ``LOOK_SECONDS`` is as long as a user should wait.
    """
    from concurrent.futures import wait

    with postponed():
        return not wait(futures, max(0.0, timeout)).not_done


def map_in_threads(function: Callable[[_Item], _Value], items: Iterable[_Item], count: int) -> list[_Value]:
    """Return what ``function`` returns for each of ``items``, worked on by ``count`` threads.

    Raises the error of the first item that has one. If there is any, what other threads wait for is ended.
    """
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(max_workers=count)
    try:
        with postponed():
            futures = [pool.submit(function, item) for item in items]
        values = []
        for future in futures:
            while not wait_for([future], LOOK_SECONDS):
                pass
            values.append(future.result())
    except BaseException:  # told to stop, and a program may hang
        with postponed():
            pool.shutdown(wait=False, cancel_futures=True)
            with ending():
                pool.shutdown()
        raise
    with postponed():
        pool.shutdown()
    return values


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


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raise ``TimedOut`` in the block after so many seconds; None is no limit. Of the main thread alone."""
    if seconds is None:
        yield
        return
    before = signal.signal(signal.SIGALRM, _time_out)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _time_out(number: int, frame: FrameType | None) -> None:
    raise TimedOut


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


def _watch(heard: int, grace: float, end: Callable[[int], None]) -> None:
    """Read signals until nobody can send any more; time starts with the first that tells to stop."""
    with suppress(OSError), os.fdopen(heard, "rb", buffering=0) as line:
        while numbers := line.read(64):
            number = next((n for n in numbers if n in (signal.SIGINT, signal.SIGTERM)), None)
            if number is not None:
                threading.Event().wait(grace)
                with suppress(OSError):
                    lead = _AFRESH if os.isatty(2) else ""  # bars may stand there
                    os.write(2, "".join(f"{lead}{words()}\n" for words in _Ending.last_words[-1:]).encode())
                end(128 + number)
                return
