"""Being told to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pipeline.__main__ import main
from pipeline.core.interrupt import (
    GRACE_SECONDS,
    Terminated,
    ended_by,
    last_words,
    map_in_threads,
    postponed,
    stoppable,
)

STUCK = """
import ctypes, threading
from pipeline.__main__ import main
from pipeline.core.interrupt import last_words, stoppable
mutex, system = ctypes.create_string_buffer(64), ctypes.CDLL(None)
with stoppable(grace=0.1), last_words(lambda: "cut off"):
    system.pthread_mutex_lock(mutex)
    threading.Timer(0.5, lambda: print("stuck", flush=True)).start()
    system.pthread_mutex_lock(mutex)
"""
"""Waits in C for ever: no signal handler of Python's gets its turn."""


def test_sigterm_unwinds_the_block() -> None:
    """As Ctrl-C would, so that all that is open is closed; afterwards all is as it was."""
    ended: list[int] = []
    with pytest.raises(Terminated), stoppable(grace=0, end=ended.append):
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_no_exception_handler_takes_it_for_a_failure() -> None:
    """A document's failure is an ``Exception``; this is none."""
    assert not issubclass(Terminated, Exception)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_who_is_stuck_in_a_library_ends_too(how: signal.Signals) -> None:
    """With the exit code that a shell expects, after the time of grace, and with its last words."""
    root = str(Path(__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-c", STUCK],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"stuck\n"
    process.send_signal(how)
    _, said = process.communicate()
    assert (process.returncode, said) == (128 + how, b"cut off\n")


def test_who_was_told_to_ignore_sigterm_goes_on_ignoring_it() -> None:
    """The parent's word counts."""
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with stoppable():
            os.kill(os.getpid(), signal.SIGTERM)
            assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)


def test_another_thread_may_enter() -> None:
    """Nothing is set there: signals go to the main thread."""
    found: list[object] = []

    def enter() -> None:
        with stoppable():
            found.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert found == [signal.SIG_DFL]


def test_the_command_ends_as_a_shell_expects(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it was doing, and without a traceback."""
    for error, code in [(KeyboardInterrupt, 130), (Terminated, 143)]:

        def stopped(error: type[BaseException] = error) -> None:
            raise error

        monkeypatch.setattr("pipeline.cli.app.main", stopped)
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == code


def test_what_threads_wait_for_is_ended_with_their_block() -> None:
    """Nobody waits for them for ever, and what begins too late is ended at once; other blocks are let be."""
    begun, over, late = threading.Event(), threading.Event(), threading.Event()

    def wait() -> None:
        with ended_by(over.set):
            begun.set()
            over.wait()
        with ended_by(late.set):
            late.wait()

    def interrupt() -> None:
        begun.wait()
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        map_in_threads(lambda act: act(), [wait, interrupt], 2)
    assert over.is_set()
    assert late.is_set()
    calls: list[int] = []
    with ended_by(lambda: calls.append(1)):
        assert map_in_threads(str, [3, 4], 1) == ["3", "4"]
        with pytest.raises(ZeroDivisionError):
            map_in_threads(lambda number: 1 / number, [1, 0], 1)
    assert calls == [1]


@pytest.mark.parametrize(("how", "error"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, Terminated)])
def test_a_signal_is_put_off_to_the_end_of_the_block(how: signal.Signals, error: type[BaseException]) -> None:
    """Of blocks within blocks, to the end of the outer one; then all handlers are as before."""
    steps = []

    def interrupted() -> None:
        with postponed():
            with postponed():
                signal.raise_signal(how)
                steps.append("inner")
            steps.append("outer")

    with stoppable(end=lambda _: None):  # the process goes on
        before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
        with pytest.raises(error):
            interrupted()
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
    assert steps == ["inner", "outer"]


def test_a_signal_that_is_ignored_is_not_put_off() -> None:
    """And other threads may enter the block, which changes nothing."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with postponed():
            assert map_in_threads(lambda _: postponed().__enter__(), [0], 1) == [None]
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


def test_last_words_are_those_of_the_block() -> None:
    """Who leaves the block by itself says what it wants."""
    ended: list[int] = []
    with pytest.raises(KeyboardInterrupt), stoppable(end=ended.append), last_words(lambda: "never said"):
        signal.raise_signal(signal.SIGINT)
    assert ended == []


def test_the_time_of_grace_is_within_what_is_promised() -> None:
    """A run that is told to stop is gone 5 seconds later, whatever it is at."""
    assert GRACE_SECONDS < 5
