"""A folder of ``.argosmodel`` files with an index, to carry to a machine without a network."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import Literal

import languages
from pipeline.core import codec, limits
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import PackageError, RecordError
from pipeline.core.files import durable
from pipeline.core.files.replace import replace_file
from pipeline.packages.download import ByteCallback, discard_part, fetch
from pipeline.packages.folder import hold_folder, staging
from pipeline.packages.index import Available
from pipeline.packages.inspect.check import check_and_unpack, peek

INDEX = "index.json"
_SUFFIX = ".argosmodel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirrored:
    """One file of a mirror."""

    file: str
    """The file's name in the mirror's folder."""
    size: int
    sha256: str
    version: str
    from_code: str
    """The source language as Argos names it."""
    to_code: str
    origin: str
    """The address that the file was fetched from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorIndex:
    """``index.json`` of a mirror."""

    schema: Literal["depeche/mirror"] = "depeche/mirror"
    schema_version: Literal[1] = 1
    packages: tuple[Mirrored, ...] = ()


def add_to_mirror(item: Available, folder: Path, *, timeout: float, report: ByteCallback) -> Path:
    """Fetch a package into the mirror in ``folder``, and enter it in the index. Returns its file.

    A package that is already there is left alone. An older version for its pair is replaced. The package is
    checked as for an installation, because the machine that it is carried to cannot fetch another. Raises
    ``PackageError``, and ``BusyError`` if another process changes ``folder``.
    """
    with hold_folder(folder):
        index = _read(folder)
        for entry in index.packages:
            if _stands_for(entry, item) and entry.version == item.version and _is_whole(folder, entry):
                return folder / entry.file
        part = folder / f".{item.name}.part"
        url = fetch(item.links, part, name=item.name, timeout=timeout, report=report)
        try:
            new = _check(item, part, folder, url)
            part.rename(folder / new.file)
            old = [entry for entry in index.packages if _stands_for(entry, item)]
            kept = [entry for entry in index.packages if not _stands_for(entry, item)]
            _write(folder, replace(index, packages=tuple(sorted([*kept, new], key=lambda entry: entry.file))))
            for entry in old:
                if entry.file != new.file:
                    (folder / entry.file).unlink(missing_ok=True)
        except OSError as error:
            raise PackageError(f"{item.name}: cannot be kept in {folder}: {error.strerror}") from error
        finally:
            discard_part(part)
        return folder / new.file


def read_folder(folder: Path) -> tuple[tuple[Available, ...], tuple[PackageError, ...]]:
    """Return the packages in a folder, and an error for each file that is no package.

    If the folder has an ``index.json``, as a mirror has, the packages are those that it lists. Otherwise they
    are all files that end in ``.argosmodel``, described by their own metadata. Raises ``PackageError`` if
    there are none, or the index is no mirror's.
    """
    if (folder / INDEX).exists():
        return tuple(_available(entry, folder) for entry in _read(folder).packages), ()
    found: list[Available] = []
    wrong: list[PackageError] = []
    for path in durable.visible_entries(folder):
        if path.suffix != _SUFFIX:
            continue
        try:
            found.append(_peeked(path))
        except PackageError as error:
            wrong.append(error)
    if not found and not wrong:
        raise PackageError(
            f"{folder}: has no {_SUFFIX} files; make such a folder by: depeche languages mirror"
        )
    return tuple(found), tuple(wrong)


def _check(item: Available, part: Path, folder: Path, url: str) -> Mirrored:
    """Check the fetched package by unpacking and loading it. Returns its entry."""
    with part.open("rb") as file, staging(folder) as beside:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        metadata = check_and_unpack(file, beside / "unpacked", item.name).metadata
    if (metadata.from_code, metadata.to_code) != (item.from_code, item.to_code):
        raise PackageError(f"{item.name}: {url} is {metadata.name}, not what the index says")
    return Mirrored(
        file=f"{item.name}-{re.sub(r'[^A-Za-z0-9]+', '_', item.version)}{_SUFFIX}",
        size=part.stat().st_size,
        sha256=digest,
        version=item.version,
        from_code=item.from_code,
        to_code=item.to_code,
        origin=url,
    )


def _peeked(path: Path) -> Available:
    try:
        with path.open("rb") as file:
            metadata = peek(file, str(path))
    except OSError as error:
        raise PackageError(f"{path}: cannot be read: {error.strerror}") from error
    return Available(
        version=metadata.version, from_code=metadata.from_code, to_code=metadata.to_code, file=path
    )


def _available(entry: Mirrored, folder: Path) -> Available:
    return Available(
        version=entry.version,
        from_code=entry.from_code,
        to_code=entry.to_code,
        file=folder / entry.file,
        sha256=entry.sha256,
    )


def _stands_for(entry: Mirrored, item: Available) -> bool:
    return (entry.from_code, entry.to_code) == (item.from_code, item.to_code)


def _is_whole(folder: Path, entry: Mirrored) -> bool:
    try:
        with (folder / entry.file).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
    except OSError:
        return False


def _read(folder: Path) -> MirrorIndex:
    if not (folder / INDEX).exists():
        return MirrorIndex()
    try:
        index = codec.read_record(MirrorIndex, folder / INDEX, limit=limits.INSTALL_RECORD)
    except RecordError as error:
        raise PackageError(f"{error.message}; it is no mirror's index") from error
    known = languages.by_tool("argos")
    for entry in index.packages:
        plain = Path(entry.file).name == entry.file and entry.file.isprintable()
        if not plain or not entry.file.endswith(_SUFFIX):
            raise PackageError(f"{folder / INDEX}: {entry.file!r} is no {_SUFFIX} file of this folder")
        if not known.keys() >= {entry.from_code, entry.to_code}:
            pair = f"{entry.from_code}-{entry.to_code}"
            raise PackageError(f"{folder / INDEX}: {pair!r} is for a language unknown to depeche")
    return index


def _write(folder: Path, index: MirrorIndex) -> None:
    replace_file(folder / INDEX, (codec.encode_record(index),))
