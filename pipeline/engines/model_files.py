"""What the files of a model say: their digest, and the licence that a README states."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pipeline import durable, limits


def digest(folder: Path, files: Iterable[Path], *, more: str = "") -> str:
    r"""Return the sha256 of lines ``<path in folder>\0<sha256 of the file>\n``, sorted by path.

    ``more`` is a last line for what, beside the files, tells one model from another. Raises ``OSError``.
    """
    whole = hashlib.sha256()
    for path in sorted(files):
        stat = path.stat()
        digest = _of_file(path, stat.st_mtime_ns, stat.st_size)
        whole.update(f"{path.relative_to(folder).as_posix()}\0{digest}\n".encode())
    whole.update(more.encode())
    return whole.hexdigest()


@lru_cache(maxsize=4096)
def _of_file(path: Path, _changed: int, _size: int) -> str:
    """Digest a file; time and size belong to the cache's key, so that a replaced model is read anew."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stated_licence(folder: Path) -> str:
    """Return what the folder's README says of a licence; ``unknown`` where it says nothing."""
    try:
        readme = durable.read(folder / "README.md", limit=limits.SETTINGS).decode(errors="replace")
    except OSError:
        return "unknown"
    match = re.search(r"licen[cs]e[ds]?\W+(?:under\W+)?([^\n]{2,80})", readme, re.IGNORECASE)
    return match.group(1).strip(" .*_`") if match else "unknown"
