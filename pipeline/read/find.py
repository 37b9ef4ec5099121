"""What the user named to the files that it stands for: files themselves, folders, globs, standard input."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import SourceError, printable
from pipeline.core.files import durable
from pipeline.core.records import FileDigest
from pipeline.read import places
from pipeline.read.formats import PARSERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An input that was named or found, not yet read."""

    origin: str
    """As the user named it; for files of a folder, the folder as named and the path below it. Signs
    that no line must hold are escaped (``errors.printable``): it stands in records and in messages."""
    path: Path | None
    """None for standard input."""
    content: bytes | None = None
    """The bytes, where they have been received already, as of what can be read only once."""
    format: str | None = None
    """One of ``PARSERS``, where it does not go by the file name's ending."""
    listed: tuple[tuple[str, tuple[FileDigest, ...]], ...] = ()
    """What earlier runs into the folder made of this input: ids of documents, and their files as recorded."""


def find_inputs(inputs: Sequence[str], *, outside: Path | None = None) -> Iterator[Reference | SourceError]:
    """Yield what the inputs name: files, folders (walked, hidden ones left out), globs, ``-``.

    Each file comes once, in a fixed order. What lies below ``outside`` is left out where a folder around it
    is walked: a run must not read what runs have written. An input that leads nowhere yields an error in its
    place.
    """
    seen: set[Path] = set()
    for name in inputs:
        found: Sequence[Reference | SourceError]
        try:
            found = _expand(name, outside)
        except OSError as error:
            found = [_wrong(name, f"cannot be read: {error.strerror}")]
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
        return _walk(path, outside) or [
            _wrong(name, f"holds no file that can be read ({' '.join(f'.{end}' for end in PARSERS)})")
        ]
    if found:
        return [Reference(origin=printable(name), path=path)]
    if any(sign in name for sign in "*?["):
        return _taken(places.matching(name)) or [_wrong(name, "no file matches")]
    problem = "is a broken link" if path.is_symlink() else "no such file or folder"
    return [_wrong(name, problem)]


def _reference(path: Path) -> Reference:
    return Reference(origin=printable(str(path)), path=path)


def _wrong(name: str, problem: str) -> SourceError:
    """Return what is wrong with an input that never came to be one."""
    origin = printable(name)
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
    """Return the files among what was found, and what is wrong with names that may have been some."""
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
