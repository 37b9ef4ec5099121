"""Locks on files and folders: the kernel keeps them, and frees them when a process ends, however it ends."""

from __future__ import annotations

import fcntl


def take_lock(handle: int, *, wait: bool = False) -> None:
    """Hold an open file or folder against all others that ask for it, until its last descriptor is closed.

    A process that inherits the descriptor holds it too. Raises ``BlockingIOError`` where another process has
    it and ``wait`` is false, and ``OSError`` where the file system has no locks.
    """
    fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
