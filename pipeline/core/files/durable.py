"""Durable writes and safe reads: what is written outlives a crash, and reading never waits."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from pipeline.core import limits

_CHUNK = 2**20


def write_durably(path: Path, content: bytes) -> None:
    """Write a file, and return when it is on the disk. Raises ``OSError``."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync(*paths: Path) -> None:
    """Bring to the disk what was written to files, and the names in folders. Raises ``OSError``."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def mode(path: Path) -> int:
    """Return the mode of what a path leads to, 0 where it leads to nothing.

    Raises ``OSError`` where that cannot be told. Since Python 3.14 ``Path.exists`` hides that error.
    """
    try:
        return path.stat().st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            return 0
        raise


def visible_entries(folder: Path) -> list[Path]:
    """Return what lies in a folder, sorted, without hidden names; nothing where it is not there.

    Raises ``OSError`` where the folder cannot be listed. Since Python 3.13 ``Path.glob`` hides that error.
    """
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []


def read_regular(path: Path, *, limit: int = limits.WHOLE) -> bytes:
    """Return a file's content, opened as by ``open_regular``.

    Raises ``OSError``, also where the file is larger than ``limit`` bytes; it is then not read.
    """
    with open_regular(path) as file:
        return bounded(file, path, limit=limit)


def bounded(file: BinaryIO, path: Path, *, limit: int) -> bytes:
    """Return what an open file holds, whatever size the system states: that may be 0, or change meanwhile.

    Raises ``OSError``, which names ``path``, where the file holds more than ``limit`` bytes.
    """
    size = os.fstat(file.fileno()).st_size
    content = file.read(size + 1) if size <= limit else b""
    while size <= limit and len(content) > size:  # a pipe, or a file that grows
        size = len(content)
        content += file.read(min(_CHUNK, limit + 1 - size))
    if max(size, len(content)) > limit:
        raise OSError(errno.EFBIG, f"is larger than {limits.size_words(limit)}", str(path))
    return content


@contextmanager
def open_regular(path: Path) -> Iterator[BufferedReader]:
    """Open a file that the user named. Anything else, such as a named pipe, is refused and never waited for.

    Links are followed; ``beneath`` follows none. Raises ``OSError``.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with regular(handle, path) as file:
        yield file


def regular(handle: int, path: Path) -> BufferedReader:
    """Return the file that a descriptor stands for; the descriptor is taken over.

    Raises ``OSError``, which names ``path``, where it is no regular file.
    """
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    raise OSError(errno.EINVAL, "is not a regular file", str(path))
