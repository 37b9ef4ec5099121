"""A file that is obeyed though nobody named it, if nobody else can have put it there.

It must belong to this user or to root, and not be open to everybody to write; nor may its folder be, unless
only owners can rename what lies in it (the sticky bit, as on ``/tmp``). The same holds for every link that
leads to it. Groups may write: where each user has a group of their own, files are often made so. Folders
further up are not looked at.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from pipeline.core import limits
from pipeline.core.errors import UsageError
from pipeline.core.files import durable

_MOST_LINKS = 40
"""The most links that are followed, as many as Linux follows."""


def read_trusted(path: Path) -> bytes | None:
    """Return the content of the file at ``path``; None where there is no file.

    Raises ``OSError`` where it cannot be read, ``UsageError`` where it is not to be trusted.
    """
    try:
        place = _followed(path)
        handle = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    with durable.regular(handle, place) as file:
        found = os.fstat(file.fileno())  # the opened file, even if replaced since
        _check_owner(path, found)
        if found.st_mode & stat.S_IWOTH:
            raise _refused(path, "everybody can write it")
        return durable.bounded(file, path, limit=limits.SETTINGS)


def _followed(path: Path) -> Path:
    """Return the place that a name leads to, link by link; each link must be trusted."""
    place = path
    for _ in range(_MOST_LINKS):
        found = place.lstat()  # first: where there is no file, nothing is wrong with its folder
        mode = place.parent.stat().st_mode
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            raise _refused(path, f"everybody can write to the folder {place.parent.absolute()}")
        _check_owner(path, found)
        if not stat.S_ISLNK(found.st_mode):
            return place
        place = place.parent / place.readlink()
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))


def _check_owner(path: Path, found: os.stat_result) -> None:
    if found.st_uid not in (os.geteuid(), 0):
        raise _refused(path, f"it belongs to the user {found.st_uid}, neither to you nor to root")


def _refused(path: Path, why: str) -> UsageError:
    remedy = f"read it, and name it (--config {path}), or work in another folder"
    return UsageError(f"{path}: is not used unasked: {why}; {remedy}")
