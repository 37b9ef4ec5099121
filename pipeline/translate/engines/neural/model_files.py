"""Facts from the files of a model: their digest, and the licence that the README states."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias, TypeVar

from pipeline.core import limits
from pipeline.core.errors import EngineError
from pipeline.core.files import durable

Loaded = TypeVar("Loaded")

Digests: TypeAlias = tuple[tuple[str, str], ...]
"""The path of each file in the model's folder and its sha256, in order."""

Stamp: TypeAlias = tuple[int, int, int, int]
"""Facts that show, without reading a file, whether another has replaced it."""

_TRIES = 3


def file_stamp(path: Path) -> Stamp:
    """Return the stamp of the file at ``path``: inode, size, and times of content and state.

    The time of the state cannot be set back. Raises ``OSError``.
    """
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def digests(folder: Path, files: Iterable[Path]) -> Digests:
    """Return the digests of files, sorted by path. Raises ``OSError``."""
    return tuple(
        (path.relative_to(folder).as_posix(), stamped_digest(path, file_stamp(path)))
        for path in sorted(files)
    )


def combined_digest(found: Digests, *, more: str = "") -> str:
    r"""Return the sha256 of lines ``<path in folder>\0<sha256 of the file>\n``, in the order of ``found``.

    ``more`` is a last line with what distinguishes models beside their files.
    """
    whole = hashlib.sha256()
    for path, sha256 in found:
        whole.update(f"{path}\0{sha256}\n".encode())
    whole.update(more.encode())
    return whole.hexdigest()


def load_whole(name: str, look: Callable[[], Digests], load: Callable[[], Loaded]) -> tuple[Loaded, Digests]:
    """Load a model, and return it with the digests of its files, which are the same before and after.

    ``look`` returns the digests as they are now. Raises what ``look`` and ``load`` raise, and ``EngineError``
    if the files change at every try.
    """
    for _ in range(_TRIES):
        before = look()
        loaded = load()
        if look() == before:
            return loaded, before
    raise EngineError(f"{name} changes while it is loaded; wait until it is installed, then run again")


@lru_cache(maxsize=4096)
def stamped_digest(path: Path, _stamp: Stamp) -> str:
    """Return a file's sha256. The cache's key has its stamp, so a file that was replaced is read again.

    Raises ``OSError``.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stated_licence(folder: Path) -> str:
    """Return the licence that the folder's README states; ``unknown`` if it states none."""
    try:
        readme = durable.read_regular(folder / "README.md", limit=limits.SETTINGS).decode(errors="replace")
    except OSError:
        return "unknown"
    match = re.search(r"licen[cs]e[ds]?\W+(?:under\W+)?([^\n]{2,80})", readme, re.IGNORECASE)
    return match.group(1).strip(" .*_`") if match else "unknown"
