"""Files in folders that the user named, and files that patterns match, with the errors met on the way.

``Path.rglob`` and ``glob`` silently pass over a folder that may not be read.
"""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

FoundPath: TypeAlias = Path | OSError
"""The path of what is no folder, or the error why a folder cannot be listed."""

_MAGIC = frozenset("*?[")


def below(folder: Path, *, besides: Path | None = None) -> list[FoundPath]:
    """Return what lies in a folder and the folders in it, sorted; links to folders are not followed.

    Hidden names are left out, and so is what lies in ``besides``, a resolved path.
    """
    errors: list[OSError] = []
    found: list[FoundPath] = []
    for place, folders, names in os.walk(folder, onerror=errors.append):
        here = Path(place)
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and (besides is None or (here / name).resolve() != besides)
        ]
        found.extend(here / name for name in names if not name.startswith("."))
    return sorted([*found, *errors], key=_path)


def matching(pattern: str) -> list[FoundPath]:
    """Return what a pattern matches, sorted: ``*``, ``?`` and ``[...]`` as in a shell, ``**`` any folders.

    Hidden names match where the pattern has the dot. Folders are left out.
    """
    parts = Path(pattern).parts
    start = Path(parts[0]) if Path(pattern).is_absolute() else Path()
    rest = parts[1:] if Path(pattern).is_absolute() else parts
    return sorted({_path(item): item for item in _matches(start, rest)}.values(), key=_path)


def _matches(folder: Path, parts: Sequence[str]) -> Iterator[FoundPath]:
    if not parts:
        if not folder.is_dir():
            yield folder
        return
    part, rest = parts[0], parts[1:]
    if not _MAGIC & set(part):
        if rest or os.path.lexists(folder / part):
            yield from _matches(folder / part, rest)
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        yield error
        return
    shown = [entry for entry in entries if not entry.name.startswith(".") or part.startswith(".")]
    if part == "**":
        yield from _at_any_depth(folder, shown, parts)
        return
    for entry in shown:
        if fnmatch.fnmatchcase(entry.name, part):
            yield from _matches(folder / entry.name, rest)


def _at_any_depth(
    folder: Path, entries: Sequence[os.DirEntry[str]], parts: Sequence[str]
) -> Iterator[FoundPath]:
    """Yield what matches behind ``**``, which ``parts`` begin with: here, or in any folder below."""
    rest = parts[1:]
    if rest:
        yield from _matches(folder, rest)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _matches(folder / entry.name, parts)
        elif not rest:
            yield folder / entry.name


def _path(found: FoundPath) -> Path:
    return found if isinstance(found, Path) else Path(os.fsdecode(found.filename))
