"""The files in a zip archive: the list of them is looked at as a whole, then each is unpacked with a cap.

The list is the claim of a stranger. What a file really holds is counted by who reads it.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import IO, BinaryIO, cast

from pipeline.core.errors import SourceError
from pipeline.read.formats.archives.entries import ArchiveEntry, DamagedArchiveError, DamagedFileError
from pipeline.read.formats.archives.streams import UNPACKING, unpacked_stream
from pipeline.read.formats.archives.warc import warc_entries
from pipeline.read.formats.office.package import MAX_PART_RATIO, RATIO_FROM

_ENCRYPTED = 1
_UTF_8 = 0x800
"""Flags of a file."""
_HEADER_BYTES = 30
_LIST_END = b"PK\x05\x06"
_TAIL = 2**16 + 22
"""The end of the list of files stands in so many bytes at the end of an archive, with what is said of it."""
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2))
"""How files may be packed. LZMA lets an archive choose how much memory it takes."""
_DAMAGE = (*UNPACKING, KeyError)
_WEB_ARCHIVE = "datapackage.json"
_PAGES = re.compile(r"archive/[^/]+\.warc(?:\.gz)?", re.IGNORECASE)
"""Names in a web archive that is packed (WACZ): what it says of itself, and its records."""


def zip_entries(file: io.BufferedIOBase) -> Iterator[ArchiveEntry]:
    """Yield the files in a zip archive; of a packed web archive its records. Raises ``SourceError``."""
    try:
        archive = zipfile.ZipFile(cast("BinaryIO", file))
    except _DAMAGE as error:
        raise SourceError(f"is damaged or cut short, or no zip archive: {error}") from error
    infos = archive.infolist()
    if _is_one_of_several(file) or any(info.volume for info in infos):
        raise SourceError("is one part of a zip archive in several; join the parts first")
    _check(infos)
    pages = [info for info in infos if _PAGES.fullmatch(info.filename)]
    if pages and any(info.filename == _WEB_ARCHIVE for info in infos):
        for info in pages:
            yield from _records(archive, info)
    else:
        for info in infos:
            yield _entry(archive, info)


def _check(infos: Sequence[zipfile.ZipInfo]) -> None:
    files = [info for info in infos if not _is_folder(info)]
    if files and all(info.flag_bits & _ENCRYPTED for info in files):
        raise SourceError("is a zip archive that is encrypted; unpack it first")
    ordered = sorted(infos, key=lambda info: info.header_offset)
    if any(_end(before) > after.header_offset for before, after in pairwise(ordered)):
        raise SourceError("has files that overlap, as a zip bomb does, and is not read")


def _is_one_of_several(file: io.BufferedIOBase) -> bool:
    """Say whether the list of files says that it stands in another part than the first."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    at = tail.rfind(_LIST_END)
    number = tail[at + len(_LIST_END) : at + len(_LIST_END) + 2] if at >= 0 else b""
    return number not in (b"", b"\0\0", b"\xff\xff")  # the last means that it is said elsewhere


def _end(info: zipfile.ZipInfo) -> int:
    return info.header_offset + _HEADER_BYTES + info.compress_size


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> ArchiveEntry:
    name = _name(info)
    mode = info.external_attr >> 16
    if _is_folder(info) or stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return ArchiveEntry(name=name, is_file=False)
    return ArchiveEntry(name=name, problem=_problem(info), read=_reading(archive, info))


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.filename.endswith("/") or not info.filename


def _problem(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted; unpack it first"
    if info.compress_type not in _METHODS:
        return f"is packed by a method that is not read ({info.compress_type}); unpack it first"
    if info.file_size > RATIO_FROM and info.file_size > MAX_PART_RATIO * max(1, info.compress_size):
        return f"unpacks to more than {MAX_PART_RATIO} times its size, as a zip bomb does, and is not read"
    return ""


def _reading(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[int], bytes]:
    opened: list[IO[bytes]] = []

    def read(size: int) -> bytes:
        try:
            if not opened:
                opened.append(archive.open(info))
            return opened[0].read(size)
        except _DAMAGE as error:
            raise DamagedFileError(str(error)) from error

    return read


def _records(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[ArchiveEntry]:
    if problem := _problem(info):
        yield ArchiveEntry(name=_name(info), problem=problem)
        return
    try:
        with archive.open(info) as file:
            yield from warc_entries(unpacked_stream(cast("io.BufferedIOBase", file)))
    except (*_DAMAGE, DamagedArchiveError) as error:
        yield ArchiveEntry(name=_name(info), problem=f"is damaged or cut short: {error}")


def _name(info: zipfile.ZipInfo) -> str:
    """Return a file's name; many programs write UTF-8 and do not say so, and some write backslashes."""
    name = info.filename
    if not info.flag_bits & _UTF_8:
        with suppress(ValueError):
            name = name.encode("cp437").decode()
    return name.replace("\\", "/")
