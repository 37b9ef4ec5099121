"""Search for the files that the user's names stand for: files, folders, globs, standard input."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import SourceError
from pipeline.core.files import durable
from pipeline.core.records import FileDigest
from pipeline.core.text.file_names import escaped_name
from pipeline.read import places
from pipeline.read.formats import PARSERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An input that was named or found, not yet read."""

    origin: str
    """The input as the user named it; for a file in a folder, the folder as named and the path below it.
    Signs that no line must hold are escaped (``escaped_name``): the name stands in records and in
    messages."""
    path: Path | None
    """The file's path; None for standard input."""
    content: bytes | None = None
    """The bytes, where they were received already, as those of an input that can be read only once."""
    format: str | None = None
    """The format, one of ``PARSERS``, where the file name's ending does not decide it."""
    listed: tuple[tuple[str, tuple[FileDigest, ...]], ...] = ()
    """The results of earlier runs into the folder for this input: ids of documents, and their files as
    recorded."""


_NOTHING = f"holds no file that can be read ({' '.join(f'.{end}' for end in PARSERS)})"
_NO_MATCH = "no file matches"


def find_inputs(
    inputs: Sequence[str], *, outside: Path | None = None, note_empty: Callable[[str], None] | None = None
) -> Iterator[Reference | SourceError]:
    """Yield what the inputs name: files, folders (walked, hidden ones left out), globs, ``-``.

    Each file comes once, in a fixed order. When a folder around ``outside`` is walked, what lies below
    ``outside`` is left out: a run must not read what runs have written. An input that leads nowhere yields an
    error in its place. So does a folder without files, and a pattern that matches none in a folder that is
    there, unless ``note_empty`` is given, which is called with a line about it: an empty drop folder is no
    failure.
    """
    seen: set[Path] = set()
    for name in inputs:
        found: Sequence[Reference | SourceError]
        try:
            found = _expand(name, outside)
        except OSError as error:
            found = [_wrong(name, f"cannot be read: {error.strerror}")]
        if not found:
            empty = _wrong(name, _NOTHING if Path(name).is_dir() else _NO_MATCH)
            if note_empty is None or not _is_there(name):
                found = [empty]
            else:
                note_empty(empty.message)
        for item in found:
            if isinstance(item, Reference) and item.path is not None:
                real = item.path.resolve()
                if real in seen:
                    continue
                seen.add(real)
            yield item


def _expand(name: str, outside: Path | None) -> Sequence[Reference | SourceError]:
    if name == "-":
        return [Reference(origin="-", path=None)]
    if not name:
        return [SourceError("an empty input name leads nowhere; name a file, a folder or -")]
    path = Path(name)
    found = durable.mode(path)
    if stat.S_ISDIR(found):
        return _walk(path, outside)
    if found:
        return [Reference(origin=escaped_name(name), path=path)]
    if any(sign in name for sign in "*?["):
        return _taken(places.matching(name))
    problem = "is a broken link" if path.is_symlink() else "no such file or folder"
    return [_wrong(name, problem)]


def _is_there(name: str) -> bool:
    """Say whether the folder of an input is there; of a pattern, the folder before its first sign.

    A name with brackets may be that of a file that is gone.
    """
    path = Path(name)
    before_sign = re.split(r"[*?\[]", name, maxsplit=1)[0]
    return path.is_dir() or (any(sign in name for sign in "*?") and Path(f"{before_sign}x").parent.is_dir())


def _reference(path: Path) -> Reference:
    return Reference(origin=escaped_name(str(path)), path=path)


def _wrong(name: str, problem: str) -> SourceError:
    """Return the error for an input that leads to no file."""
    origin = escaped_name(name)
    error = SourceError(f"{origin}: {problem}")
    error.origin = origin
    return error


def _walk(folder: Path, outside: Path | None) -> list[Reference | SourceError]:
    left_out = (
        outside.resolve() if outside is not None and folder.resolve() in outside.resolve().parents else None
    )
    found = places.below(folder, besides=left_out)
    return _taken(
        item for item in found if isinstance(item, OSError) or item.suffix.lower().lstrip(".") in PARSERS
    )


def _taken(found: Iterable[places.FoundPath]) -> list[Reference | SourceError]:
    """Return the files among what was found, and errors for names that may have been files."""
    taken: list[Reference | SourceError] = []
    for item in found:
        try:
            if isinstance(item, OSError):
                raise item
            mode = durable.mode(item)
        except OSError as error:
            taken.append(_wrong(os.fsdecode(error.filename), f"cannot be read: {error.strerror}"))
            continue
        if stat.S_ISREG(mode):
            taken.append(_reference(item))
        elif not mode and item.is_symlink():
            taken.append(_wrong(str(item), "is a broken link"))
    return taken
