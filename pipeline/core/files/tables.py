"""Tables compiled from files that take long to parse, kept below the user's cache folder.

A file of tables has a first line, a checksum of all that follows, a header in JSON, and the parts as bytes.
It is read only if it is a regular file of this user that nobody else can write, its checksum is right, and
its key is that of what it would be compiled from now. The checksum is there for damage: who can write the
file could write a digest as well, and a digest of 14 MB would take a tenth of a short command. Otherwise the
tables are compiled anew and the file is written again. Where it cannot be written, the tables are compiled
in memory each time: slower, and the same. Nothing in a file is executed.

The files lie in ``$XDG_CACHE_HOME/depeche/tables``, by default ``~/.cache/depeche/tables``. They may be
removed at any time.
"""

from __future__ import annotations

import json
import mmap
import os
import stat
import sys
import unicodedata
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path

from pipeline.core import clock
from pipeline.core.dataclass import dataclass
from pipeline.core.files import durable
from pipeline.core.files.cache import cache_folder
from pipeline.core.files.replace import BESIDE, replacing

Tables = Mapping[str, memoryview]
"""The parts of compiled tables, by name: bytes, which begin where numbers of eight bytes may."""

_MAGIC = b"depeche tables 2\n"
_KEY_BYTES = 32
_CHECKSUM_BYTES = 4
_START = 64
"""Where the header begins. What stands before it: the first line, the checksum, the header's length."""
_ALIGNED = 64
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_KEPT = 3
"""Number of files of each kind that are kept, so that two installations do not undo each other's work."""
_LEFTOVER_SECONDS = 24 * 3600
"""Age from which a file that was never finished is removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How tables are made."""

    name: str
    """The kind of tables, which begins the file's name."""
    sources: tuple[Path, ...]
    """All files that decide what is made, those with the code among them."""
    make: Callable[[], Mapping[str, bytes]]


def compiled(recipe: Recipe) -> Tables:
    """Return the tables of a recipe: from the cache where they are there and right, else made anew.

    Raises what ``recipe.make`` raises.
    """
    place = _place(recipe)
    if place is None:
        return _viewed(_packed("", recipe.make()))
    folder, key = place
    path = folder / f"{recipe.name}-{key[:16]}.tables"
    found = _read(path, key)
    if found is None:
        content = _packed(key, recipe.make())
        _keep(path, content)
        found = _viewed(content)
    return found


def _place(recipe: Recipe) -> tuple[Path, str] | None:
    """Return the cache folder, and the key of what the recipe makes; None where nothing can be kept."""
    folder = cache_folder("tables")
    try:
        return None if folder is None else (folder, _key(recipe))
    except OSError:
        return None


def _key(recipe: Recipe) -> str:
    """Return a digest of what decides about the tables: their sources, this module and Python's Unicode."""
    digest = blake2b(digest_size=_KEY_BYTES)
    digest.update(f"{_MAGIC!r} {recipe.name} {sys.byteorder} {unicodedata.unidata_version}".encode())
    for path in (Path(__file__), *recipe.sources):
        content = path.read_bytes()
        digest.update(f"\n{path.name} {len(content)}\n".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def _packed(key: str, parts: Mapping[str, bytes]) -> bytes:
    """Return the content of a file of tables."""
    sizes = [-(-len(part) // _ALIGNED) * _ALIGNED for part in parts.values()]
    starts = accumulate(sizes, initial=0)
    table = [(name, start, len(part)) for (name, part), start in zip(parts.items(), starts, strict=False)]
    header = json.dumps({"key": key, "parts": table}).encode()
    header += b" " * (-len(header) % _ALIGNED)
    padded = (part.ljust(size, b"\0") for part, size in zip(parts.values(), sizes, strict=True))
    sized = b"".join(
        [len(header).to_bytes(_START - len(_MAGIC) - _CHECKSUM_BYTES, "little"), header, *padded]
    )
    return _MAGIC + _checksum(sized) + sized


def _viewed(content: bytes | mmap.mmap) -> Tables:
    """Return the parts of a file's content. Raises ``ValueError`` where it is no such file."""
    parts, _ = _unpacked(content)
    return parts


def _unpacked(content: bytes | mmap.mmap) -> tuple[Tables, str]:
    """Return the parts of a file's content, and its key. Raises ``ValueError`` where it is not whole."""
    view = memoryview(content).toreadonly()
    begin = len(_MAGIC) + _CHECKSUM_BYTES
    if len(view) < _START or view[: len(_MAGIC)] != _MAGIC:
        raise ValueError("not a file of tables")
    if _checksum(view[begin:]) != view[len(_MAGIC) : begin]:
        raise ValueError("damaged")
    end = _START + int.from_bytes(view[begin:_START], "little")
    header = json.loads(bytes(view[_START:end]))
    parts = {name: view[end + start : end + start + size] for name, start, size in header["parts"]}
    return parts, header["key"]


def _checksum(content: bytes | memoryview) -> bytes:
    return zlib.crc32(content).to_bytes(_CHECKSUM_BYTES, "little")


def _read(path: Path, key: str) -> Tables | None:
    """Return the parts of a file in the cache; None where it is missing, not to be trusted, or not right."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC)
        with durable.regular(handle, path) as file:
            found = os.fstat(file.fileno())
            if found.st_uid != os.geteuid() or found.st_mode & _OTHERS_MAY_WRITE or not found.st_size:
                return None
            mapped = mmap.mmap(file.fileno(), found.st_size, prot=mmap.PROT_READ)
            parts, own = _unpacked(mapped)
            mapped.madvise(
                mmap.MADV_DONTNEED
            )  # its checksum needed all of it, what is looked up needs little
    except (OSError, ValueError):
        return None
    return parts if own == key else None


def _keep(path: Path, content: bytes) -> None:
    """Write a file to the cache, whole or not at all. It does not matter if that is impossible."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(path, mode=0o600) as file:
            file.write(content)
        _sweep(path)


def _sweep(path: Path) -> None:
    """Remove older files of the same kind, and what was never finished."""
    kind = path.name.rpartition("-")[0]
    ages = {each: each.lstat().st_mtime for each in path.parent.iterdir()}
    same = [each for each in ages if each.name.rpartition("-")[0] == kind and each != path]
    unfinished = [each for each, age in ages.items() if each.name.startswith(BESIDE) and _is_old(age)]
    for each in (*sorted(same, key=ages.__getitem__, reverse=True)[_KEPT - 1 :], *unfinished):
        each.unlink(missing_ok=True)


def _is_old(age: float) -> bool:
    return clock.now().timestamp() - age > _LEFTOVER_SECONDS
