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
from pipeline.core.interrupt import GRACE_SECONDS, Terminated, ended_by, stoppable, threads

STUCK = """
import ctypes, threading
from pipeline.__main__ import main
from pipeline.core.interrupt import stoppable
mutex, system = ctypes.create_string_buffer(64), ctypes.CDLL(None)
with stoppable(grace=0.1):
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
    """With the exit code that a shell expects, after the time of grace."""
    root = str(Path(__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-c", STUCK],
        cwd=root,
        stdout=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"stuck\n"
    process.send_signal(how)
    assert process.wait() == 128 + how
    process.stdout.close()


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

    def interrupted() -> None:
        with threads(1) as pool:
            pool.submit(wait)
            begun.wait()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert over.is_set()
    assert late.is_set()
    calls: list[int] = []
    with threads(1) as pool, ended_by(lambda: calls.append(1)):
        assert pool.submit(lambda: 3).result() == 3
    assert calls == []


def test_the_time_of_grace_is_within_what_is_promised() -> None:
    """A run that is told to stop is gone 5 seconds later, whatever it is at."""
    assert GRACE_SECONDS < 5
