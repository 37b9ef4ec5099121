"""A folder of packages or models. It is locked while it changes, changed by renames, and swept.

argostranslate reads the same folder, and cannot list any package if one folder in it has no
``metadata.json``. So a folder that is being filled has one at once, of a type that argostranslate ignores.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.core.errors import BusyError, PackageError
from pipeline.core.files import durable
from pipeline.core.files.lock import take_lock
from pipeline.packages.inspect.archive import METADATA

FOLDER_LOCK = ".depeche.lock"
"""Name of the file that is locked while a folder of packages or models changes."""
INSTALLING = ".installing-"
REMOVING = ".removing-"
_REPLACED = "replaced"
"""Name, in a folder that is being filled, of the older package that the new one replaces."""


_AT_FDCWD = -100
"""The constant ``AT_FDCWD`` in ``linux/fcntl.h``."""
_RENAME_EXCHANGE = 2
"""The constant ``RENAME_EXCHANGE`` in ``linux/fs.h``."""


@contextmanager
def hold_folder(folder: Path, *, otherwise: str = "choose another by --packages") -> Iterator[None]:
    """Make ``folder``, sweep it, and hold it until the block ends or the process dies.

    ``otherwise`` is the remedy to name if it cannot be made. Raises ``BusyError`` if another process holds
    it, ``PackageError`` if it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / FOLDER_LOCK).open("ab")
    except OSError as error:
        raise PackageError(f"{folder}: cannot be made or written: {error.strerror}; {otherwise}") from error
    with lock:
        try:
            take_lock(lock.fileno())
        except OSError:
            raise BusyError(f"{folder}: another install or removal is under way; wait for it") from None
        _sweep(folder)
        yield


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Make a folder beside the packages, to fill. What is left in it at the end is deleted."""
    beside = Path(tempfile.mkdtemp(prefix=INSTALLING, dir=folder))
    try:
        (beside / METADATA).write_text('{"type": "unfinished"}\n')
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def put(package: Path, target: Path, beside: Path) -> None:
    """Rename a package out of its staging folder ``beside`` to ``target``, in place of an older one.

    The two are exchanged in one step, so that one of them is always there. If this fails, the old one is. On
    a file system that cannot exchange them, neither is there between two renames. If the process is killed
    at that moment, the next install brings the old one back.
    """
    if (target.exists() or target.is_symlink()) and exchange(package, target):
        durable.sync(target.parent)
        return
    replaced = beside / _REPLACED
    old = target.exists() or target.is_symlink()
    if old:
        replaced.mkdir()
        target.rename(replaced / target.name)
    try:
        package.rename(target)
    except OSError:
        if old:
            (replaced / target.name).rename(target)
        raise
    durable.sync(target.parent)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step. Returns False if the system or the file system cannot do so.

    Raises ``OSError``.
    """
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:  # the C library lacks the function
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
        return False
    raise OSError(code, os.strerror(code), str(other))


def discard_package(package: Path) -> None:
    """Remove a package: rename it away in one step, then delete its files. Raises ``PackageError``."""
    away = package.with_name(f"{REMOVING}{package.name}")
    try:
        package.rename(away)
        durable.sync(package.parent)
    except OSError as error:
        raise PackageError(f"{package}: cannot be removed: {error.strerror}") from error
    _delete(away)


def _sweep(folder: Path) -> None:
    """Delete leftovers of killed installs and removals. A package that an install had moved comes back."""
    for beside in folder.glob(f"{INSTALLING}*"):
        for old in (beside / _REPLACED).glob("*"):
            if not (folder / old.name).exists():
                old.rename(folder / old.name)
        _delete(beside)
    for away in folder.glob(f"{REMOVING}*"):
        _delete(away)


def _delete(path: Path) -> None:
    if path.is_symlink():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path, ignore_errors=True)
