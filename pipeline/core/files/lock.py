"""Locks on files and folders: the kernel keeps them, and frees them when a process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def take_lock(handle: int, *, wait: bool = False) -> None:
    """Hold an open file or folder against all others that ask for it, until its last descriptor is closed.

    A process that inherits the descriptor holds it too. Raises ``BlockingIOError`` where another process has
    it and ``wait`` is false, and ``OSError`` where the file system has no locks.
    """
    fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


def share_lock(handle: int) -> None:
    """Hold an open file with any number of others that share it, against ``take_lock``.

    Raises as ``take_lock`` does.
    """
    fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Let others know that a folder is read while the block runs, so that nobody removes it; writes nothing.

    Any number of readers may. Where the folder cannot be opened, or its file system has no locks, nobody is
    let know.
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        yield
        return
    try:
        with suppress(OSError):
            share_lock(handle)
        yield
    finally:
        os.close(handle)


@contextmanager
def removing(folder: Path) -> Iterator[None]:
    """Keep readers out of a folder while the block runs. Raises ``BlockingIOError`` if it is read now."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        take_lock(handle)
        yield
    finally:
        os.close(handle)
