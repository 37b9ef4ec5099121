"""One external program: fed once, listened to, and ended with all that it started, however it ends.

``program_chain.py`` is for programs that answer; this is for one that does something.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.core.dataclass import dataclass

_CHUNK = 65_536
_LAST_CHUNKS = 16
_LOOK_SECONDS = 0.05
"""How often it is looked whether the program has ended: others may hold its output open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a program ended."""

    code: int | None
    """The exit code, minus the signal's number where one ended it; None where its time was over."""
    words: bytes
    """The end of what it wrote to standard output and error."""


def run_program(
    command: Sequence[str],
    *,
    given: bytes,
    environment: Mapping[str, str],
    folder: Path,
    seconds: float,
    kept: int,
) -> Ended:
    """Run a program to its end, for ``seconds`` at most, and say how it ended.

    ``command`` is the program and its arguments; there is no shell. ``given`` is its standard input, and
    ``kept`` the bytes of its output that are kept. Raises ``OSError`` where it cannot be started.
    """
    process = subprocess.Popen(
        command,
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        cwd=folder,
        process_group=0,
    )
    try:
        return _Watch(process, given, kept).until(time.monotonic() + seconds)
    finally:
        with contextlib.suppress(ProcessLookupError):  # the leader is not reaped yet, so the group is its own
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()  # should it have left its group
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class _Watch:
    """A program at work: what is still to be written, and the end of what it has said."""

    def __init__(self, process: subprocess.Popen[bytes], given: bytes, kept: int) -> None:
        self._process = process
        self._unsent = memoryview(given)
        self._kept = kept
        self._words = b""

    def until(self, end: float) -> Ended:
        """Write and listen until the program has ended, or the time is over."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise OSError("the program has no pipes")
        os.set_blocking(stdin.fileno(), False)
        os.set_blocking(stdout.fileno(), False)
        with selectors.DefaultSelector() as selector:
            selector.register(stdin, selectors.EVENT_WRITE, self._write)
            selector.register(stdout, selectors.EVENT_READ, self._listen)
            while (code := self._code()) is None and time.monotonic() < end:
                if not selector.get_map():
                    time.sleep(_LOOK_SECONDS)
                for key, _ in selector.select(_LOOK_SECONDS) if selector.get_map() else ():
                    if not key.data():
                        selector.unregister(key.fileobj)
        for _ in range(_LAST_CHUNKS):  # what it leaves behind may write without an end
            if not self._listen():
                break
        return Ended(code=code, words=self._words)

    def _code(self) -> int | None:
        """Return how the program ended, without reaping it; None while it runs."""
        end = os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        if end is None:
            return None
        return end.si_status if end.si_code == os.CLD_EXITED else -end.si_status

    def _write(self) -> bool:
        """Write some more; the input is closed after the last byte. Returns False where nothing is left."""
        stdin = self._process.stdin
        if stdin is None:
            return False
        try:
            self._unsent = self._unsent[os.write(stdin.fileno(), self._unsent[:_CHUNK]) :]
        except BlockingIOError:
            return True
        except BrokenPipeError:  # it does not read, which is its own affair
            self._unsent = memoryview(b"")
        if not self._unsent:
            stdin.close()
        return bool(self._unsent)

    def _listen(self) -> bool:
        """Read what is there. Returns False where nothing is, or nothing more will come."""
        stdout = self._process.stdout
        if stdout is None:
            return False
        try:
            chunk = os.read(stdout.fileno(), _CHUNK)
        except BlockingIOError:
            return False
        self._words = (self._words + chunk)[-self._kept :]
        return bool(chunk)
