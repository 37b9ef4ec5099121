"""Files as they really are on the disk: written so that they outlive a crash, read without waiting."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def write(path: Path, content: bytes) -> None:
    """Write a file, and return when the disk has it. Raises ``OSError``."""
    write_all(path, (content,))


def write_all(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that need not be held in memory as a whole, else as ``write``. Raises ``OSError``."""
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
    sync(path)


def sync(*paths: Path) -> None:
    """Have the disk hold what was written to files, and the names in folders. Raises ``OSError``."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read(path: Path, *, follow: bool = True) -> bytes:
    """Return a file's content; ``follow`` as for ``opened``. Raises ``OSError``."""
    with opened(path, follow=follow) as file:
        return file.read()


@contextmanager
def opened(path: Path, *, follow: bool = True) -> Iterator[BinaryIO]:
    """Open a file to read; what is no file, such as a named pipe, is refused and never waited for.

    ``follow`` says whether ``path`` may be a symbolic link. Raises ``OSError``.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "is not a regular file", str(path))
        yield file
