"""Replacing a file whole or not at all: the new one is written beside it, synced to the disk, and renamed.

A process that is killed in between leaves the file beside, under a name that nothing takes for the file
itself.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from pipeline.core.files import durable

BESIDE = ".writing-"
"""Prefix of the names of files and folders that are not yet whole."""


@contextmanager
def replacing(target: Path, *, beside: Path | None = None, mode: int | None = None) -> Iterator[BinaryIO]:
    """Yield a file to write; it takes the place of ``target`` when the block ends, and none where that fails.

    ``beside`` is the path that it is written to, in the folder of ``target``; by default a name that nobody
    else has. What stands at ``beside`` is removed, never written through. ``mode`` is the file's mode, None
    for that of a new file. Raises ``OSError``.
    """
    beside = beside or target.with_name(f"{BESIDE}{os.getpid()}-{secrets.token_hex(4)}")
    with suppress(FileNotFoundError):
        beside.unlink()
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            if mode is not None:
                os.fchmod(handle, stat.S_IMODE(mode))
            yield file
        durable.sync(beside)
        beside.replace(target)
        with suppress(PermissionError):  # the folder may be writable but not readable
            durable.sync(target.parent)
    finally:
        beside.unlink(missing_ok=True)


def replace_file(target: Path, pieces: Iterable[bytes], *, beside: Path | None = None) -> None:
    """Write ``pieces`` to ``target``, replacing an older file; ``beside`` is as for ``replacing``.

    Raises ``OSError``.
    """
    with replacing(target, beside=beside) as file:
        for piece in pieces:
            file.write(piece)


def create_file(target: Path, content: bytes, *, mode: int) -> None:
    """Write ``content`` to ``target`` unless a file is there; if several processes do, the first wins.

    Raises ``OSError``.
    """
    beside = target.with_name(f"{BESIDE}{os.getpid()}-{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        durable.sync(beside)
        with suppress(FileExistsError):
            os.link(beside, target)
        durable.sync(target.parent)
    finally:
        beside.unlink(missing_ok=True)
