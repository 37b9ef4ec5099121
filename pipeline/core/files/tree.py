"""The actual contents of a folder that may be anybody's: no link is followed, nothing is waited for.

Time and memory grow with what is there, whatever its names are; a file is read in pieces, and only when its
digest is asked for.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.files import beneath
from pipeline.core.records import FileDigest

EntryKind: TypeAlias = Literal["file", "folder", "link", "special"]
"""Kind of an entry; ``special`` is a named pipe, a socket or a device."""

_CHUNK = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeEntry:
    """One name below a folder."""

    path: str
    """Path from that folder, with ``/``. Bytes that are not UTF-8 are surrogates, as in Python."""
    kind: EntryKind
    size: int
    """Size in bytes."""


def walk(root: Path, start: str = "", *, into: Callable[[str], bool] = lambda _: True) -> Iterator[TreeEntry]:
    """Yield all that lies below the folder ``start`` of ``root``, one folder after the other, names sorted.

    Hidden names are included. Paths are relative to ``start``, by default ``root`` itself. ``into`` says,
    given a folder's path, whether to look into it. Raises ``OSError`` for a folder that cannot be read.
    """
    waiting = [""]
    while waiting:
        here = waiting.pop()
        found = tree_entries(root, "/".join(filter(None, (start, here))), prefix=f"{here}/" if here else "")
        yield from found
        waiting += [item.path for item in reversed(found) if item.kind == "folder" and into(item.path)]


def tree_entries(root: Path, path: str = "", *, prefix: str = "") -> list[TreeEntry]:
    """Return what lies in the folder at ``path`` below ``root``, sorted; their paths begin with ``prefix``.

    Raises ``OSError``.
    """
    with beneath.list_below(root, path) as folder, os.scandir(folder) as names:
        return sorted((_found(prefix, entry) for entry in names), key=lambda item: item.path)


def digest_below(root: Path, path: str) -> FileDigest:
    """Return the digest of the file at ``path`` below ``root``. Raises ``OSError`` where it is no file."""
    whole = hashlib.sha256()
    size = 0
    with beneath.open_below(root, path) as file:
        while chunk := file.read(_CHUNK):
            whole.update(chunk)
            size += len(chunk)
    return FileDigest(path=path, sha256=whole.hexdigest(), size=size)


def _found(prefix: str, entry: os.DirEntry[str]) -> TreeEntry:
    kind: EntryKind = "special"
    if entry.is_symlink():
        kind = "link"
    elif entry.is_dir(follow_symlinks=False):
        kind = "folder"
    elif entry.is_file(follow_symlinks=False):
        kind = "file"
    return TreeEntry(path=f"{prefix}{entry.name}", kind=kind, size=entry.stat(follow_symlinks=False).st_size)
