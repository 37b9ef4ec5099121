"""A chain of external programs joined by pipes, in one process group.

It is fed once and read to its end, or asked again and again. No program outlives the chain, however it ends.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import PurePath
from types import TracebackType
from typing import IO, Self

from pipeline.core.errors import RAISE_FILES, EngineError, ProgramError
from pipeline.core.processes.exchange import Exchange, Patience

_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
"""The whole environment of the programs. It is the same on every machine, and always UTF-8."""

_POLL_SECONDS = 0.002


class ProgramChain:
    """A chain of programs, each of which reads what the one before it writes. It is a context manager.

    Leaving the context kills the whole process group and reaps every member, however the work ended.
    """

    def __init__(self, commands: Sequence[Sequence[str]], *, name: str) -> None:
        """Take the programs as argument lists, each with the program's path first. There is no shell.

        ``name`` is what messages call the chain.
        """
        self._commands = commands
        self._chain_name = name
        self._lock = threading.Lock()
        self._reaped = self._ended = False
        self._members: list[subprocess.Popen[bytes]] = []
        self._pipes: list[IO[bytes]] = []

    def __enter__(self) -> Self:
        """Start every program. Raises ``EngineError`` if one cannot be started."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start every program, for who cannot use the context. Raises ``EngineError`` if one cannot be."""
        try:
            self._start()
        except OSError as error:
            self.stop()
            program = self._commands[len(self._members)][0]
            too_many = error.errno in (errno.EMFILE, errno.ENFILE)
            remedy = RAISE_FILES if too_many else "install it again, or free memory"
            raise ProgramError(f"cannot start {program}: {error.strerror}; {remedy}") from error
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Kill the whole process group, reap every member, and close the pipes."""
        with self._lock:
            self._kill()
            self._reaped = True
        for member in self._members:
            member.wait()
        for pipe in self._pipes:
            pipe.close()

    @property
    def processes(self) -> tuple[int, ...]:
        """The process numbers of the programs."""
        return tuple(member.pid for member in self._members)

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

    def converse(self, payload: bytes, patience: Patience) -> bytes:
        """Write ``payload``, close the input, and return all that the chain writes until it ends.

        A NUL byte in the output counts as progress. Raises ``EngineError`` if the chain takes longer or
        writes more than ``patience`` allows, or if a member's exit code is not 0.
        """
        talk = self._exchange(payload, patience)
        talk.run()
        codes = [self._exit_code(member, talk) for member in self._members]
        # A program that loses its reader dies of SIGPIPE: the cause is further down the chain.
        culprits = [at for at, code in enumerate(codes) if code not in (0, -signal.SIGPIPE)]
        culprits += [at for at, code in enumerate(codes) if code != 0]
        if culprits:
            at = culprits[0]
            raise ProgramError(f"{_name(self._members[at])} {_end(codes[at])}{talk.last_words()}")
        return bytes(talk.output)

    def ask(self, payload: bytes, answers: int, patience: Patience) -> bytes:
        """Write ``payload``, and return as many answers as it asks for. The programs go on waiting.

        Raises ``EngineError`` if the chain takes longer or writes more than ``patience`` allows, if a program
        has ended, or if anything but the answers came. The chain must then be stopped.
        """
        talk = self._exchange(payload, patience, answers)
        talk.refuse_unasked()
        talk.run()
        return bytes(talk.output)

    def _exchange(self, payload: bytes, patience: Patience, answers: int | None = None) -> Exchange:
        first, last = self._members[0].stdin, self._members[-1].stdout
        if first is None or last is None:
            raise EngineError("the chain of programs has no pipes; call it inside its context")
        if self._ended:
            raise EngineError("stopped before it was asked")
        name = self._chain_name
        return Exchange(payload, first, last, self._stderr, patience, name=name, answers=answers)

    def _exit_code(self, member: subprocess.Popen[bytes], talk: Exchange) -> int:
        """Wait for a member to end, without reaping it, so that no other process gets its group's number."""
        while True:
            end = os.waitid(os.P_PID, member.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
            if end is not None:
                return end.si_status if end.si_code == os.CLD_EXITED else -end.si_status
            if talk.seconds_left() <= 0:
                raise ProgramError(f"{_name(member)} hangs: it did not end after its last answer")
            time.sleep(_POLL_SECONDS)


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
