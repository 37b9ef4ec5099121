"""Which files of an archive are read: those that would be in a folder, each told by content, then by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from pipeline.core.errors import SourceError
from pipeline.core.limits import size_words
from pipeline.core.ports import ArchivedFile, LostFile
from pipeline.read.formats import sniff
from pipeline.read.formats.archives.entries import ArchiveEntry, DamagedArchiveError, DamagedFileError
from pipeline.read.formats.archives.parts import ArchiveQuestion, Part, PassedFile
from pipeline.read.formats.data.told import head_names_text
from pipeline.read.formats.table import ENDINGS
from pipeline.read.receive import MAX_BYTES

_CHUNK = 2**18
_TOO_LARGE = f"is larger than {size_words(MAX_BYTES)}; split it first"


def selected(entries: Iterator[ArchiveEntry], asked: ArchiveQuestion) -> Iterator[Part]:
    """Yield the files that are read, are lost, or are passed over.

    Raises ``SourceError`` where there are more than ``asked`` allows, or nothing is whole.
    """
    kept = count = 0
    try:
        for entry in entries:
            count += 1
            if count > asked.files:
                raise SourceError(f"holds more than {asked.files} files; split it first")
            part = _taken(entry, has_fields=asked.has_fields)
            if isinstance(part, ArchivedFile):
                kept += len(part.content)
                if kept > asked.bytes:
                    raise SourceError(
                        f"holds more than {size_words(asked.bytes)} that is read; split it first"
                    )
            if part is not None:
                yield part
    except DamagedArchiveError as error:
        if not count:
            raise SourceError(f"is damaged, or no archive: {error}") from error
        yield LostFile(
            name="", problem=f"is damaged or cut short: {error}; what is whole before that is read"
        )


def _taken(entry: ArchiveEntry, *, has_fields: bool) -> Part | None:
    """Return what becomes of a file; None where it is not even counted, as what is hidden in a folder."""
    may_hide = entry.fetched is None and not entry.is_alone
    if not entry.is_file or (may_hide and _is_hidden(entry.name)):
        return None
    named = PurePosixPath(entry.file_name or entry.name)
    ending = named.suffix.lower().lstrip(".")
    over = PassedFile(name=named.name)
    if entry.problem:
        return LostFile(name=entry.name, problem=entry.problem) if ending in ENDINGS else over
    if not entry.is_wanted:
        return over
    try:
        head = _read(entry, sniff.HEAD_BYTES)
        if not _is_read(head, ending, has_fields=has_fields):
            return over
        content = head + _read(entry, MAX_BYTES + 1 - len(head))
    except DamagedFileError as error:
        return LostFile(name=entry.name, problem=f"is damaged: {error}") if ending in ENDINGS else over
    fetched = entry.fetched if entry.fetched is not None and entry.fetched.time else None
    if len(content) > MAX_BYTES:
        return LostFile(name=entry.name, problem=_TOO_LARGE)
    return ArchivedFile(name=entry.name, content=content, file_name=entry.file_name, fetched=fetched)


def _is_read(head: bytes, ending: str, *, has_fields: bool) -> bool:
    form = sniff.decide(head, ending, has_fields=has_fields)
    return sniff.is_read(form, ending) and (has_fields or head_names_text(head, form))


def _is_hidden(name: str) -> bool:
    """Say whether a file lies hidden: below a name that begins with a dot, or where macOS puts its own."""
    parts = PurePosixPath(name).parts
    return any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts)


def _read(entry: ArchiveEntry, most: int) -> bytes:
    found = bytearray()
    while len(found) < most and (chunk := entry.read(min(_CHUNK, most - len(found)))):
        found += chunk
    return bytes(found)
