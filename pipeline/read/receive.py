"""Receiving of an input's bytes: all from one state of its file, and not more than can be held."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from pipeline.core.errors import SourceError
from pipeline.core.files import streams
from pipeline.read.reference import Reference

MAX_BYTES = 32 * 2**20
"""The largest file that is read, in bytes. No report is that long, and a stray disk image must not starve a
run."""

Taken = TypeVar("Taken")
_CHANGES = "changes while it is read; run again once it is written"

READINGS = 3
"""How many times a file is read, at most, if it changes while it is read."""
PAUSE_SECONDS = 0.2
"""How long to wait before a file is read again, in seconds: whoever writes it may be done by then."""


def is_read_once(reference: Reference) -> bool:
    """Say whether an input's bytes can be received only once, as those of standard input or a pipe."""
    if reference.fetched is not None or reference.name:
        return False
    return reference.path is None or streams.is_stream(reference.path)


def received(reference: Reference, *, stdin: BinaryIO | None = None) -> bytes:
    """Return the bytes of one input; ``stdin`` as for ``read_document``. Raises ``SourceError``."""
    try:
        if reference.content is not None:
            content = reference.content
        elif reference.path is None:
            content = (stdin or sys.stdin.buffer).read(MAX_BYTES + 1)
        else:
            content = _whole(reference.path, reference.origin)
    except OSError as error:
        closed = reference.path is None and error.errno == errno.EBADF
        problem = "standard input is closed" if closed else error.strerror
        raise SourceError(f"{reference.origin}: cannot be read: {problem}") from error
    if len(content) > MAX_BYTES:
        raise SourceError(f"{reference.origin}: is larger than {MAX_BYTES // 2**20} MiB; split it first")
    return content


def with_open_file(reference: Reference, take: Callable[[BinaryIO], Taken]) -> Taken:
    """Return what ``take`` makes of an input's file, which may be of any size, open.

    Raises ``SourceError``, also where the file changes meanwhile.
    """
    origin = reference.origin
    if reference.path is None:
        raise ValueError(f"{origin} has no file")
    try:
        with streams.open_once(reference.path) as file:
            before = os.fstat(file.fileno())
            taken = take(file)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise SourceError(f"{origin}: cannot be read: {error.strerror}") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise SourceError(f"{origin}: {_CHANGES}")
    return taken


def _whole(path: Path, origin: str) -> bytes:
    """Return a file's bytes, all from one state of it: a file that changes meanwhile is read again."""
    for reading in range(READINGS):
        if reading:
            time.sleep(PAUSE_SECONDS)
        with streams.open_once(path) as file:
            before = os.fstat(file.fileno())
            content = file.read(MAX_BYTES + 1)
            after = os.fstat(file.fileno())
        sizes = (after.st_size or len(content), MAX_BYTES + 1)  # /proc has files without a size
        same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        if not stat.S_ISREG(after.st_mode) or (same and len(content) in sizes):
            return content
    raise SourceError(f"{origin}: {_CHANGES}")
