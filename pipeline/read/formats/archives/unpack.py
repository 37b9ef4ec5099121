"""What runs in the process for archives: it tells what an archive is, and gives its files one by one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from pipeline.core.errors import SourceError
from pipeline.read.formats.archives.entries import ArchiveEntry
from pipeline.read.formats.archives.parts import packed_part, unpacked_question
from pipeline.read.formats.archives.selection import selected
from pipeline.read.formats.archives.streams import unpacked_stream
from pipeline.read.formats.archives.tar_files import is_tar, tar_entries
from pipeline.read.formats.archives.warc import warc_entries
from pipeline.read.formats.archives.zip_files import zip_entries

_HEAD = 512
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_WARC = b"WARC/1."


def unpack_archive(content: bytes, file: io.BufferedIOBase | None = None) -> Iterator[bytes]:
    """Yield the parts of an answer to a question. The archive follows it, or is in ``file``.

    Raises ``SourceError``.
    """
    asked, own = unpacked_question(content)
    archive: io.BufferedIOBase = io.BytesIO(own) if file is None else file
    archive.seek(0)
    for part in selected(_entries(archive, asked.stem or "packed"), asked):
        yield packed_part(part)


def _entries(file: io.BufferedIOBase, stem: str) -> Iterator[ArchiveEntry]:
    start = file.read(len(_ZIP[0]))
    file.seek(0)
    if start in _ZIP:
        yield from zip_entries(file)
        return
    stream = unpacked_stream(file)
    head = stream.peek(_HEAD)
    if is_tar(head):
        yield from tar_entries(stream)
    elif head.startswith(_WARC):
        yield from warc_entries(stream)
    elif stream.is_packed:
        yield ArchiveEntry(name=stem, read=stream.read, is_alone=True)
    elif zipfile.is_zipfile(cast("BinaryIO", file)):  # behind a program that unpacks it
        yield from zip_entries(file)
    else:
        raise SourceError("is damaged, or no archive")
