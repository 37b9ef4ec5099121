"""The zip files that office documents are: looked at as a whole, then opened member by member, with a cap.

Nothing is ever unpacked to disk, so no name of a member can lead anywhere. The list of members is the claim
of a stranger: what a member really holds is counted while it is unpacked.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import field
from urllib.parse import unquote

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError
from pipeline.core.limits import size_words
from pipeline.read.formats.zip_kinds import COMPOUND_FILE

MAX_PARTS = 10_000
MAX_CLAIMED = 2**30
"""The most bytes that all members may claim together. Pictures are never unpacked, but are counted."""
MAX_OFFICE_TEXT = 64 * 2**20
"""The most bytes that are unpacked of one document: those of its parts with text."""
MAX_PART_RATIO = 200
"""A member may claim so many times its packed size, once it is larger than ``RATIO_FROM``. Text in XML has 10
to 40 times, and a table of empty cells 100."""
RATIO_FROM = 4 * 2**20
_CHUNK = 2**16
_ENCRYPTED = 1
_UNPACKING = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError)
"""Errors of damaged members; NotImplementedError, of unknown packing, is among them."""


@dataclass(slots=True)
class OfficePackage:
    """An open zip file."""

    _archive: zipfile.ZipFile
    _members: dict[str, zipfile.ZipInfo]
    _read: int = field(default=0)

    @classmethod
    def opened(cls, content: bytes, words: str) -> OfficePackage:
        """Open a zip file; ``words`` is what it should be: ``a Word document``. Raises ``SourceError``."""
        if content.startswith(COMPOUND_FILE):
            raise SourceError(f"is {words} that is encrypted; save it without its password first")
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise SourceError(f"is damaged, or no {_bare(words)}: {error}") from error
        infos = archive.infolist()
        if len(infos) > MAX_PARTS:
            raise SourceError(f"is {words} of more than {MAX_PARTS} parts, which is not read")
        if sum(info.file_size for info in infos) > MAX_CLAIMED or any(map(_is_bomb, infos)):
            raise SourceError("unpacks to far more than its size, as a zip bomb does, and is not read")
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise SourceError(f"is {words} that is encrypted; save it without its password first")
        return cls(archive, {info.filename: info for info in reversed(infos)})

    def __contains__(self, name: str) -> bool:
        """Say whether there is a member of this name."""
        return name in self._members

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all members."""
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """Return a member's bytes. Raises ``SourceError`` where it is missing, damaged or too large."""
        info = self._members.get(name)
        if info is None:
            raise SourceError(f"is damaged: its part {name} is missing")
        found = bytearray()
        try:
            with self._archive.open(info) as file:
                while chunk := file.read(_CHUNK):
                    found += chunk
                    if self._read + len(found) > MAX_OFFICE_TEXT:
                        raise SourceError(f"holds more than {size_words(MAX_OFFICE_TEXT)} of text and markup")
        except _UNPACKING as error:
            raise SourceError(f"is damaged: its part {name} cannot be unpacked: {error}") from error
        self._read += len(found)
        return bytes(found)

    def read_if_there(self, name: str) -> bytes | None:
        """Return a member's bytes; None where it is missing."""
        return self.read(name) if name in self._members else None


def joined(base: str, target: str) -> str:
    """Return the name of the member that ``target`` is, seen from the member ``base``.

    What would lead out of the package names no member.
    """
    path = unquote(target.partition("#")[0])
    whole = path if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)
    return posixpath.normpath(whole).lstrip("/")


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > RATIO_FROM and info.file_size > MAX_PART_RATIO * max(1, info.compress_size)


def _bare(words: str) -> str:
    return words.removeprefix("a ").removeprefix("an ")
