"""A process for parsers that strangers' bytes may crash, hang or blow up: one document at a time, in limits.

The process lives on between documents, and is replaced after one that killed it, or after many. It gets a
function's name with bytes, and answers with bytes, which are data and never unpickled: whoever took it over
could send anything.
"""

from __future__ import annotations

import atexit
import os
import signal
import socket
import struct
import subprocess
import threading
import time
from contextlib import suppress

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import ProgramError
from pipeline.core.processes import confined_child, python_child

PART_COST = 256
"""So many bytes a part of an answer takes beside its own."""
_LEAVE_SECONDS = 2.0
"""Seconds that an idle process may take to end by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confines:
    """What one process may take."""

    seconds: int = 60
    """The longest time for one document, of the clock and of the processor each."""
    mebibytes: int = 1024
    """Most address space."""
    answer_bytes: int = 64 * 2**20
    """The longest answer, and the longest part of one."""
    parts_bytes: int = 0
    """The most bytes of all parts of an answer; each counts as ``PART_COST`` more than it has."""
    documents: int = 500
    """So many documents are given to one process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfinedAnswer:
    """What a function in the process returned or raised."""

    content: bytes
    """Its value; where it refused, the words of the refusal."""
    refused: bool = False
    parts: tuple[bytes, ...] = ()
    """What it gave one by one."""


class _LostError(Exception):
    """The process ended before its answer."""


class _EndedError(Exception):
    """The process was ended, as it took or answered too much."""


class ConfinedProcess:
    """The process, started at the first document. Threads take turns."""

    def __init__(self, confines: Confines | None = None) -> None:
        """Start nothing yet."""
        self._confines = confines or Confines()
        self._turn = threading.Lock()
        self._running: _Running | None = None

    def ask(self, function: str, content: bytes, *, file: int | None = None) -> ConfinedAnswer:
        """Call a function, ``package.module:name``, with bytes in the process, and return its answer.

        ``file`` is the descriptor of a file to read, which the function gets, open, after the bytes.

        A function refuses by a ``DepecheError``. Where a process that had other documents before dies,
        another try is made in a new one. Raises ``ProgramError`` with the end of a sentence that begins with
        what was read: ``ended the process that read it (SIGSEGV)``.
        """
        with self._turn:
            try:
                if self._running is not None and self._running.served < self._confines.documents:
                    with suppress(_LostError):
                        return self._asked(self._running, function, content, file)
                self._end()
                self._running = _Running(self._confines)
                _started.add(self)
                return self._asked(self._running, function, content, file)
            except (_LostError, _EndedError) as error:
                raise ProgramError(str(error)) from error

    def close(self) -> None:
        """End the process; the next document starts another."""
        with self._turn:
            self._end()

    def _asked(self, running: _Running, function: str, content: bytes, file: int | None) -> ConfinedAnswer:
        try:
            return running.ask(function, content, file)
        except (_LostError, _EndedError):
            self._running = None
            raise

    def _end(self) -> None:
        if self._running is not None:
            self._running.end(patience=_LEAVE_SECONDS)
            self._running = None


_started: set[ConfinedProcess] = set()
"""Those that may have a process, for the end of this one."""


@atexit.register
def _end_all() -> None:
    for process in _started:
        process.close()


class _Running:
    """One process at work."""

    def __init__(self, confines: Confines) -> None:
        self.served = 0
        self._confines = confines
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = subprocess.Popen(
                    python_child.module_command(
                        confined_child.__name__, theirs.fileno(), confines.mebibytes, confines.seconds
                    ),
                    env=python_child.environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=(theirs.fileno(),),
                    process_group=0,
                )
        except OSError as error:
            ours.close()
            raise ProgramError(
                f"cannot be read: a process for it cannot be started: {error.strerror}"
            ) from error
        self._line = ours

    def ask(self, function: str, content: bytes, file: int | None) -> ConfinedAnswer:
        """Send a document and wait for the answer. Raises the errors above, once the process is no more."""
        self.served += 1
        end = time.monotonic() + self._confines.seconds
        name = function.encode()
        try:
            self._line.settimeout(self._confines.seconds)
            header = confined_child.REQUEST.pack(len(name), len(content))
            if file is None:
                self._line.sendall(header)
            else:
                self._line.sendall(header[socket.send_fds(self._line, [header], [file]) :])
            self._line.sendall(name)
            self._line.sendall(content)
            return self._answer(end)
        except TimeoutError as error:
            self.end()
            raise _EndedError(f"takes longer than {self._confines.seconds} s to read") from error
        except (OSError, struct.error) as error:
            raise _LostError(self.end(patience=_LEAVE_SECONDS)) from error

    def _answer(self, end: float) -> ConfinedAnswer:
        parts: list[bytes] = []
        room = self._confines.parts_bytes
        while True:
            kind, length = confined_child.ANSWER.unpack(self._exactly(confined_child.ANSWER.size, end))
            if length > self._confines.answer_bytes or kind not in confined_child.ANSWER_KINDS:
                self.end()
                raise _EndedError(f"holds more than {self._confines.answer_bytes >> 20} MiB of text")
            if kind != confined_child.PART:
                content = self._exactly(length, end)
                return ConfinedAnswer(
                    content=content, refused=kind == confined_child.REFUSED, parts=tuple(parts)
                )
            room -= length + PART_COST
            if room < 0:
                self.end()
                raise _EndedError(f"holds more than {self._confines.parts_bytes >> 20} MiB that is read")
            parts.append(self._exactly(length, end))

    def _exactly(self, length: int, end: float) -> bytes:
        """Return so many bytes of the answer. Raises ``TimeoutError``, or ``OSError`` where none come."""
        found = bytearray()
        while len(found) < length:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._line.settimeout(left)
            chunk = self._line.recv(min(2**20, length - len(found)))
            if not chunk:
                raise ConnectionResetError
            found += chunk
        return bytes(found)

    def end(self, *, patience: float = 0) -> str:
        """Close the line, wait ``patience`` seconds for the process to end, kill it; say how it ended."""
        self._line.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        return _ending(self._process.returncode, self._confines)


def _ending(code: int, confines: Confines) -> str:
    if -code == signal.SIGXCPU:
        return f"takes longer than {confines.seconds} s to read"
    if code >= 0:
        return f"ended the process that read it (exit code {code})"
    try:
        return f"ended the process that read it ({signal.Signals(-code).name})"
    except ValueError:
        return f"ended the process that read it (signal {-code})"
