"""What really lies in a folder that may be anybody's: no link is followed, nothing is waited for.

Time and memory grow with what is there, whatever its names are; a file is read in pieces, and only when its
digest is asked for.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from pipeline import durable
from pipeline.records import FileDigest

Kind: TypeAlias = Literal["file", "folder", "link", "special"]
"""``special`` is a named pipe, a socket or a device."""

_CHUNK = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One name below a folder."""

    path: str
    """From that folder, with ``/``. Bytes that are not UTF-8 are surrogates, as Python has them."""
    kind: Kind
    size: int
    """Bytes."""


def walk(root: Path, *, into: Callable[[str], bool] = lambda _: True) -> Iterator[Found]:
    """Yield all that lies below ``root``, one folder after the other, names sorted; hidden ones too.

    ``into`` says of a folder's path whether to look into it. Raises ``OSError`` for one that cannot be read.
    """
    waiting = [""]
    while waiting:
        here = waiting.pop()
        with os.scandir(root / here) as entries:
            found = sorted((_found(here, entry) for entry in entries), key=lambda item: item.path)
        yield from found
        waiting += [item.path for item in reversed(found) if item.kind == "folder" and into(item.path)]


def digest(root: Path, path: str) -> FileDigest:
    """Return the digest of the file at ``path`` below ``root``. Raises ``OSError`` where it is none."""
    whole = hashlib.sha256()
    size = 0
    with durable.opened(root / path, follow=False) as file:
        while chunk := file.read(_CHUNK):
            whole.update(chunk)
            size += len(chunk)
    return FileDigest(path=path, sha256=whole.hexdigest(), size=size)


def _found(folder: str, entry: os.DirEntry[str]) -> Found:
    path = f"{folder}/{entry.name}" if folder else entry.name
    kind: Kind = "special"
    if entry.is_symlink():
        kind = "link"
    elif entry.is_dir(follow_symlinks=False):
        kind = "folder"
    elif entry.is_file(follow_symlinks=False):
        kind = "file"
    return Found(path=path, kind=kind, size=entry.stat(follow_symlinks=False).st_size)
