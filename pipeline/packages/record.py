"""Records of installed packages. They are written at the install, and compared with the present files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pipeline.core import clock, codec, limits
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import PackageError, RecordError
from pipeline.core.files.replace import replace_file
from pipeline.core.records import FileDigest

RECORD = ".depeche.json"
"""Name of the record in the package's folder. argostranslate ignores this file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallRecord:
    """``.depeche.json``: where a package came from, and every file of it."""

    schema: Literal["depeche/package"] = "depeche/package"
    schema_version: Literal[1] = 1
    name: str
    """The package's name in Argos's index: ``translate-fr_en``."""
    version: str
    origin: str | None
    """Address or file that the package came from; None if it was recorded after its install."""
    archive_sha256: str | None
    """The sha256 of the ``.argosmodel`` file; None if it was recorded after its install."""
    left_out: tuple[str, ...]
    """Folders of the archive that were not unpacked."""
    installed: str
    """Time of the install, or of the record: ISO 8601, UTC, to the second."""
    files: tuple[FileDigest, ...]
    """Every file of the folder but the record, by its path there, sorted."""


def record_of(
    folder: Path,
    *,
    name: str,
    version: str,
    origin: str | None = None,
    archive_sha256: str | None = None,
    left_out: tuple[str, ...] = (),
) -> InstallRecord:
    """Return a record of the package in ``folder``. Raises ``OSError``."""
    return InstallRecord(
        name=name,
        version=version,
        origin=origin,
        archive_sha256=archive_sha256,
        left_out=left_out,
        installed=clock.utc_now(),
        files=tuple(_digest(folder, path) for path in sorted(_files(folder))),
    )


def write_install_record(folder: Path, record: InstallRecord) -> None:
    """Write a package's record into its folder, whole or not at all. Raises ``OSError``."""
    replace_file(folder / RECORD, (codec.encode_record(record),))


def is_recorded(folder: Path) -> bool:
    """Say whether the package has a record, good or bad."""
    return (folder / RECORD).exists()


def read_install_record(folder: Path) -> InstallRecord:
    """Read a package's record. Raises ``RecordError``."""
    return codec.read_record(InstallRecord, folder / RECORD, limit=limits.INSTALL_RECORD)


def package_differences(folder: Path) -> tuple[str, ...]:
    """Compare a package's files with its record. Returns a line for each changed, missing or unlisted file.

    A record that cannot be read is a difference too. Raises ``PackageError`` if a file cannot be read.
    """
    try:
        recorded = {file.path: file for file in read_install_record(folder).files}
    except RecordError as error:
        return (error.message,)
    present = set(_files(folder))
    try:
        changed = {
            path for path in present & set(recorded) if not _is_unchanged(folder, path, recorded[path])
        }
    except OSError as error:
        raise PackageError(f"{error.filename or folder}: cannot be read: {error.strerror}") from error
    lines = [
        *((path, "differs from its record") for path in changed),
        *((path, "is missing") for path in set(recorded) - present),
        *((path, "is not in the record") for path in present - set(recorded)),
    ]
    return tuple(f"{folder / path}: {what}" for path, what in sorted(lines))


def _is_unchanged(folder: Path, path: str, recorded: FileDigest) -> bool:
    if (folder / path).is_symlink() or not (folder / path).is_file():
        return False  # no file of a package is a link: its target may change, or never end
    if (folder / path).stat().st_size != recorded.size:
        return False
    return _digest(folder, path) == recorded


def _files(folder: Path) -> Iterator[str]:
    """Yield the paths of all files and links in a folder, without the record."""
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in (*files, *links):
            path = (Path(place) / name).relative_to(folder).as_posix()
            if path != RECORD:
                yield path


def _digest(folder: Path, path: str) -> FileDigest:
    with (folder / path).open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return FileDigest(path=path, sha256=sha256, size=file.tell())
