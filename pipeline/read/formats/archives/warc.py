"""The records of a web archive (WARC 1.0 and 1.1, ISO 28500) that hold what was fetched.

A parser of our own: a record is a few lines and so many bytes, and libraries for it read trusted files, with
no cap on what an answer unpacks to.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from pipeline.read.formats.archives.entries import ArchiveEntry, DamagedArchiveError
from pipeline.read.formats.archives.streams import ForwardStream
from pipeline.read.formats.archives.web_answers import HeadError, answer_entry, header_lines, plain_entry

_VERSION = re.compile(rb"WARC/1\.\d+\s*")
_MAX_HEAD = 2**16
_MAX_LINE = 2**14
_MOST_DIGITS = 18
_LIKELY_NAME = "page.html"
"""What a record that cannot be read is taken for, so that its loss is told."""
_WEB = re.compile(r"https?://", re.IGNORECASE)
_PLAIN = frozenset(("resource", "conversion"))


def warc_entries(stream: ForwardStream) -> Iterator[ArchiveEntry]:
    """Yield what was fetched, in the archive's order.

    Records of requests, metadata, and visits that found the same again are left out. A damaged record is an
    entry with a problem, and what lies between it and the next record is skipped. Raises
    ``DamagedArchiveError`` where no record follows.
    """
    number, is_begun = 1, False
    while True:
        try:
            head = _head(stream, is_begun=is_begun)
            if head is None:
                return
            body = _Body(stream, _length(head))
        except _DamagedRecordError as error:
            if not _reaches_next(stream):
                raise
            yield ArchiveEntry(
                name=f"record {number}", problem=f"is damaged: {error}", file_name=_LIKELY_NAME
            )
            number, is_begun = number + 1, True
            continue
        entry = _entry(head, body)
        if entry is not None:
            yield entry
        body.skip()
        number, is_begun = number + 1, False


class _DamagedRecordError(DamagedArchiveError):
    """A record is none, or does not say how long it is."""


def _length(head: Mapping[str, str]) -> int:
    said = head.get("content-length", "").strip()
    if not said.isdecimal() or not said.isascii():
        raise _DamagedRecordError("a record does not say how long it is")
    return int(said[:_MOST_DIGITS])


def _reaches_next(stream: ForwardStream) -> bool:
    """Read on behind the first line of the next record; False where there is none."""
    line = stream.line(_MAX_LINE)
    while line and not _VERSION.fullmatch(line):
        line = stream.line(_MAX_LINE)
    return bool(line)


class _Body:
    """The bytes of a record."""

    def __init__(self, stream: ForwardStream, length: int) -> None:
        self._stream = stream
        self._left = length

    def read(self, size: int) -> bytes:
        wanted = min(size, self._left)
        found = self._stream.read(wanted)
        self._left -= len(found)
        if len(found) < wanted:
            raise DamagedArchiveError("it ends inside of a record")
        return found

    def skip(self) -> None:
        if self._left:
            self._stream.seek(self._stream.tell() + self._left - 1)
            self._left = 1
            self.read(1)


def _head(stream: ForwardStream, *, is_begun: bool) -> Mapping[str, str] | None:
    """Return what stands at the head of the next record; None at the end.

    ``is_begun`` says whether its first line was read.
    """
    if not is_begun:
        line = stream.line(_MAX_LINE)
        while line and not line.strip():
            line = stream.line(_MAX_LINE)
        if not line:
            return None
        if not _VERSION.fullmatch(line):
            raise _DamagedRecordError("what follows is no record of WARC 1")
    lines = []
    size = 0
    while (line := stream.line(_MAX_LINE)).strip():
        lines.append(line)
        size += len(line)
        if size > _MAX_HEAD:
            raise _DamagedRecordError("the head of a record is too long")
    if not line:
        raise DamagedArchiveError("it ends inside of a record")
    try:
        return dict(reversed(header_lines(lines)))  # the first of a name is taken
    except HeadError as error:
        raise _DamagedRecordError(str(error)) from error


def _entry(head: Mapping[str, str], body: _Body) -> ArchiveEntry | None:
    kind = head.get("warc-type", "").lower()
    url = address(head.get("warc-target-uri", ""))
    said = head.get("content-type", "")
    if not _WEB.match(url):
        return None
    if kind == "response" and said.lower().startswith("application/http"):
        entry = answer_entry(url, head.get("warc-date", ""), body.read)
    elif kind in _PLAIN:
        entry = plain_entry(url, head.get("warc-date", ""), said, body.read)
    else:
        return None
    if entry.is_wanted and ("warc-truncated" in head or "warc-segment-number" in head):
        return ArchiveEntry(
            name=url,
            file_name=entry.file_name,
            fetched=entry.fetched,
            problem="is not whole in the web archive",
        )
    return entry


def address(said: str) -> str:
    """Return an address as it can stand in a line; WARC 1.0 has it in angle brackets at times."""
    return quote(said.strip().removeprefix("<").removesuffix(">"), safe=string.punctuation)
