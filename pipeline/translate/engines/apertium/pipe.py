"""A chain of external programs joined by pipes. It is fed once and read to the end, and never deadlocks.

Apertium translates with a chain of ten or so programs. They are started here in one process group, so that
no program outlives the call, however it ends. One selector loop serves standard input, output and error, so
that no full pipe can stop another.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from types import TracebackType
from typing import IO, Self

from pipeline.core.errors import EngineError

_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
"""The whole environment of the programs. It is the same on every machine, and always UTF-8."""

_CHUNK = 65_536
_POLL_SECONDS = 0.002
_STDERR_KEPT = 2_000
"""Bytes of standard error that are kept for the error message. The rest is read and dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a chain may take, and how much it may write."""

    stall_seconds: float
    """Longest wait for the next answer."""
    total_seconds: float
    """Longest wait for all answers, start-up and exit included."""
    output_bytes: int
    """Most bytes that the chain may write. More is taken for an error."""


class ProgramChain:
    """A chain of programs, each of which reads what the one before it writes. It is a context manager.

    Leaving the context kills the whole process group and reaps every member, however the work ended.
    """

    def __init__(self, commands: Sequence[Sequence[str]]) -> None:
        """Take the programs as argument lists, each with the program's path first. There is no shell."""
        self._commands = commands
        self._lock = threading.Lock()
        self._reaped = self._ended = False
        self._members: list[subprocess.Popen[bytes]] = []
        self._pipes: list[IO[bytes]] = []

    def __enter__(self) -> Self:
        """Start every program. Raises ``EngineError`` if one cannot be started."""
        try:
            self._start()
        except OSError as error:
            self._stop()
            program = self._commands[len(self._members)][0]
            raise EngineError(
                f"cannot start {program}: {error.strerror}; install it again, or free memory"
            ) from error
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def end(self) -> None:
        """Kill the programs. A thread that waits for them gets an ``EngineError``."""
        with self._lock:
            self._ended = True
            if not self._reaped:
                self._kill()

    def _start(self) -> None:
        read_end, write_end = os.pipe()
        self._stderr = os.fdopen(read_end, "rb", buffering=0)
        self._pipes.append(self._stderr)
        source: int | IO[bytes] = subprocess.PIPE
        try:
            for command in self._commands:
                member = subprocess.Popen(
                    command,
                    bufsize=0,
                    stdin=source,
                    stdout=subprocess.PIPE,
                    stderr=write_end,
                    env=_ENVIRONMENT,
                    cwd="/",
                    # The first member leads the group; it stays a zombie, and the group alive, until _stop.
                    process_group=self._members[0].pid if self._members else 0,
                )
                self._pipes.extend(pipe for pipe in (member.stdin, member.stdout) if pipe)
                if self._members and not isinstance(source, int):
                    source.close()
                self._members.append(member)
                source = member.stdout or subprocess.PIPE
        finally:
            os.close(write_end)

    def _kill(self) -> None:
        if self._members:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._members[0].pid, signal.SIGKILL)

    def _stop(self) -> None:
        with self._lock:
            self._kill()
            self._reaped = True
        for member in self._members:
            member.wait()
        for pipe in self._pipes:
            pipe.close()

    def converse(self, payload: bytes, patience: Patience) -> bytes:
        """Write ``payload``, close the input, and return all that the chain writes until it ends.

        A NUL byte in the output counts as progress. Raises ``EngineError`` if the chain takes longer or
        writes more than ``patience`` allows, or if a member's exit code is not 0.
        """
        first, last = self._members[0].stdin, self._members[-1].stdout
        if first is None or last is None:
            raise EngineError("the chain of programs has no pipes; call it inside its context")
        if self._ended:
            raise EngineError("stopped before it was asked")
        talk = _Talk(payload, first, last, self._stderr, patience)
        talk.run()
        codes = [self._exit_code(member, talk) for member in self._members]
        # A program that loses its reader dies of SIGPIPE: the cause is further down the chain.
        culprits = [at for at, code in enumerate(codes) if code not in (0, -signal.SIGPIPE)]
        culprits += [at for at, code in enumerate(codes) if code != 0]
        if culprits:
            at = culprits[0]
            raise EngineError(f"{_name(self._members[at])} {_end(codes[at])}{talk.last_words()}")
        return bytes(talk.output)

    def _exit_code(self, member: subprocess.Popen[bytes], talk: _Talk) -> int:
        """Wait for a member to end, without reaping it, so that no other process gets its group's number."""
        while True:
            end = os.waitid(os.P_PID, member.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
            if end is not None:
                return end.si_status if end.si_code == os.CLD_EXITED else -end.si_status
            if talk.seconds_left() <= 0:
                raise EngineError(f"{_name(member)} hangs: it did not end after its last answer")
            time.sleep(_POLL_SECONDS)


class _Talk:
    """One exchange with a chain: the bytes still to write, those read so far, and the times."""

    def __init__(
        self, payload: bytes, stdin: IO[bytes], stdout: IO[bytes], stderr: IO[bytes], patience: Patience
    ) -> None:
        self._unsent = memoryview(payload)
        self._stdin, self._stdout, self._stderr = stdin, stdout, stderr
        self._patience = patience
        self._started = self._progress = time.monotonic()
        self._complaints = b""
        self.output = bytearray()

    def seconds_left(self) -> float:
        now = time.monotonic()
        stall = self._progress + self._patience.stall_seconds - now
        return min(stall, self._started + self._patience.total_seconds - now)

    def last_words(self) -> str:
        """Quote the end of what the programs wrote to standard error, for a message."""
        words = self._complaints.decode("utf-8", "replace").strip()
        return f"; it said: {words[-300:]}" if words else ""

    def run(self) -> None:
        os.set_blocking(self._stdin.fileno(), False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._stdin, selectors.EVENT_WRITE, self._write)
            selector.register(self._stdout, selectors.EVENT_READ, self._read)
            selector.register(self._stderr, selectors.EVENT_READ, self._listen)
            while selector.get_map():
                left = self.seconds_left()
                if left <= 0:
                    heard = self.output.count(0)
                    raise EngineError(
                        f"Apertium hangs: no answer for {time.monotonic() - self._progress:.0f} s, "
                        f"{heard} answers before{self.last_words()}"
                    )
                for key, _ in selector.select(left):
                    if not key.data():
                        selector.unregister(key.fileobj)

    def _write(self) -> bool:
        """Write some more. Returns False if nothing is left or nobody reads."""
        try:
            self._unsent = self._unsent[os.write(self._stdin.fileno(), self._unsent[:_CHUNK]) :]
        except BlockingIOError:
            return True
        except BrokenPipeError:
            self._unsent = memoryview(b"")
        if not self._unsent:
            self._stdin.close()
        return bool(self._unsent)

    def _read(self) -> bool:
        """Read what the last program wrote. Returns False at its end."""
        chunk = os.read(self._stdout.fileno(), _CHUNK)
        self.output += chunk
        if len(self.output) > self._patience.output_bytes:
            raise EngineError(f"Apertium answers far more than it was asked{self.last_words()}")
        if b"\0" in chunk:
            self._progress = time.monotonic()
        return bool(chunk)

    def _listen(self) -> bool:
        """Read standard error and keep its end. Returns False when every program has closed it."""
        chunk = os.read(self._stderr.fileno(), _CHUNK)
        self._complaints = (self._complaints + chunk)[-_STDERR_KEPT:]
        return bool(chunk)


def _name(member: subprocess.Popen[bytes]) -> str:
    command = member.args
    return PurePath(str(command[0])).name if isinstance(command, Sequence) else str(command)


def _end(code: int) -> str:
    if code > 0:
        return f"ended with exit code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
