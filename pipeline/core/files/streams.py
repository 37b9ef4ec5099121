"""Files that the user names, which may be pipes: a pipe is read once, and not waited for without end."""

from __future__ import annotations

import errno
import io
import os
import select
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from pipeline.core.errors import WriteError
from pipeline.core.files import durable

SILENCE_SECONDS = 60.0
"""How long a pipe may stay silent, in seconds. Nothing tells a slow writer from one that never comes."""


def is_stream(path: Path) -> bool:
    """Say whether the bytes of a file can be read only once, as those of a pipe or a terminal."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


@contextmanager
def open_once(path: Path) -> Iterator[io.BufferedReader]:
    """Open a file to read, once and from its beginning.

    Raises ``OSError``, also while it is read: ``TimeoutError`` for a pipe that stays silent for
    ``SILENCE_SECONDS``. A terminal is waited for.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    file: io.BufferedReader
    try:
        if stat.S_ISFIFO(os.stat(handle).st_mode):  # noqa: PTH116 - of what is open
            file = io.BufferedReader(_Pipe(handle))
        else:
            os.set_blocking(handle, True)
            file = os.fdopen(handle, "rb", closefd=False)
        with file:
            yield file
    finally:
        os.close(handle)


def read_once(path: Path, *, limit: int) -> bytes:
    """Return what a file holds.

    Raises ``OSError`` as ``open_once`` does, and where the file holds more than ``limit`` bytes.
    """
    with open_once(path) as file:
        return durable.bounded(file, path, limit=limit)


@contextmanager
def rereadable(path: Path) -> Iterator[io.BufferedReader]:
    """Open a file that can be read again after ``seek(0)``; a stream is copied as it is read.

    Raises ``OSError`` as ``open_once`` does, and ``WriteError`` where there is no room for the copy.
    """
    with open_once(path) as file:
        if not is_stream(path):
            yield file
            return
        copy = tempfile.TemporaryFile()  # noqa: SIM115 - nobody else can open it, and it ends with the process
        try:
            yield io.BufferedReader(_Copied(file, copy, name=path))
        finally:
            with suppress(OSError):  # full disk: buffered data is no longer needed
                copy.close()


class _Pipe(io.RawIOBase):
    """A pipe that may stay silent for a limited time before each piece."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._bell = select.poll()
        # A pipe that nobody has opened for writing gives no event, not even its end.
        self._bell.register(handle, select.POLLIN)

    def fileno(self) -> int:
        return self._handle

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]
        while True:
            if not self._bell.poll(SILENCE_SECONDS * 1000):
                raise TimeoutError(
                    errno.ETIMEDOUT,
                    f"nothing was written to this pipe for {SILENCE_SECONDS:.0f} s; write to it while it is"
                    " read, or give a file",
                )
            try:
                return os.readv(self._handle, [buffer])
            except BlockingIOError:  # another reader was faster
                continue


class _Copied(io.RawIOBase):
    """A stream whose bytes are kept as they come, so that they can be read again from the beginning."""

    def __init__(self, source: BinaryIO, copy: IO[bytes], *, name: Path) -> None:
        self._source, self._copy, self._name = source, copy, name

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._copy.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._copy.seek(offset, whence)

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]
        piece = self._copy.read(len(buffer))
        if not piece:
            piece = self._source.read(len(buffer))
            self._keep(piece)
        buffer[: len(piece)] = piece
        return len(piece)

    def _keep(self, piece: bytes) -> None:
        try:
            self._copy.write(piece)
            self._copy.flush()
        except OSError as error:
            raise WriteError(
                f"{tempfile.gettempdir()}: a copy of {self._name}, which can be read only once, cannot be"
                f" written there: {error.strerror}; free some room, or name another folder with TMPDIR"
            ) from error
