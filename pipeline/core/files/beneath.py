"""Files below a folder that may be anybody's. They are read, and no link leads out of the folder.

The folder itself is what the user named, and may be reached by links. Below it every name is opened relative
to the folder before it, and none may be a link, so that a folder that is swapped for a link meanwhile leads
nowhere either. Only regular files are read: a named pipe is not waited for, a device not touched.

Paths are relative to that folder, with ``/``. All functions that do not say otherwise raise ``OSError``.
"""

from __future__ import annotations

import errno
import os
import stat as modes
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from pipeline.core import limits
from pipeline.core.files import durable

_WAY = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
"""Flags to open folders that are passed through. As with any path, the right to search them is enough."""
_LIST = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC


@contextmanager
def open_below(root: Path, path: str) -> Iterator[BufferedReader]:
    """Open the regular file at ``path`` below ``root`` to read."""
    with _parent(root, path) as (folder, name):
        handle = _step(name, _FILE, folder, root, path)
    with durable.regular(handle, root / path) as file:
        yield file


def read_below(root: Path, path: str, *, limit: int = limits.WHOLE) -> bytes:
    """Return the content of the regular file at ``path`` below ``root``.

    A file that is larger than ``limit`` bytes is not read.
    """
    with open_below(root, path) as file:
        return durable.bounded(file, root / path, limit=limit)


@contextmanager
def list_below(root: Path, path: str = "") -> Iterator[int]:
    """Open the folder at ``path`` below ``root``, the root itself by default, and yield a descriptor of it.

    The descriptor is for ``os.scandir``.
    """
    if path:
        with _parent(root, path) as (folder, name):
            handle = _step(name, _LIST, folder, root, path)
    else:
        handle = os.open(root, _LIST & ~os.O_NOFOLLOW)
    try:
        yield handle
    finally:
        os.close(handle)


def stat(root: Path, path: str) -> os.stat_result:
    """Return what stands at ``path`` below ``root``; of a link, the link itself."""
    with _parent(root, path) as (folder, name):
        return os.stat(name, dir_fd=folder, follow_symlinks=False)


def is_file(root: Path, path: str) -> bool:
    """Say whether a regular file stands at ``path`` below ``root``. Raises nothing."""
    return modes.S_ISREG(_mode(root, path))


def is_folder(root: Path, path: str) -> bool:
    """Say whether a folder stands at ``path`` below ``root``. Raises nothing."""
    return modes.S_ISDIR(_mode(root, path))


def is_there(root: Path, path: str) -> bool:
    """Say whether anything stands at ``path`` below ``root``, a link too, and what cannot be looked at.

    What cannot be looked at counts as being there: opening it then tells why. Raises nothing.
    """
    try:
        stat(root, path)
    except OSError as error:
        return error.errno not in (errno.ENOENT, errno.ENOTDIR)
    return True


def _mode(root: Path, path: str) -> int:
    try:
        return stat(root, path).st_mode
    except OSError:
        return 0


@contextmanager
def _parent(root: Path, path: str) -> Iterator[tuple[int, str]]:
    """Yield a descriptor of the folder that ``path`` lies in, and its name in there."""
    *folders, name = path.split("/")
    if any(part in ("", ".", "..") or "\0" in part for part in (*folders, name)):
        raise OSError(errno.EINVAL, "is no path below a folder", str(root / path.replace("\0", "?")))
    here = os.open(root, _WAY & ~os.O_NOFOLLOW)
    try:
        for depth, part in enumerate(folders, 1):
            below = _step(part, _WAY, here, root, "/".join(folders[:depth]))
            os.close(here)
            here = below
        yield here, name
    finally:
        os.close(here)


def _step(name: str, flags: int, folder: int, root: Path, path: str) -> int:
    """Open a name in a folder; ``path`` below ``root`` leads to it and is for the message."""
    try:
        return os.open(name, flags, dir_fd=folder)
    except OSError as error:
        # With O_DIRECTORY the kernel reports a link as "not a folder".
        if error.errno in (errno.ELOOP, errno.ENOTDIR) and _is_link(name, folder):
            words = f"{path} is a symbolic link, which is not followed"
            raise OSError(errno.ELOOP, words, str(root / path)) from error
        raise OSError(error.errno, error.strerror, str(root / path)) from error


def _is_link(name: str, folder: int) -> bool:
    try:
        return modes.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except OSError:
        return False
