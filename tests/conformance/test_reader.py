"""What every reader promises, run over the readers of all formats, with whole and damaged sources."""

from __future__ import annotations

import random
import re
import unicodedata
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import pytest

from pipeline.core.errors import SourceError
from pipeline.core.ports import (
    ArchiveContents,
    ArchivedFile,
    ArchiveLimits,
    LostFile,
    Member,
    Received,
    RecordSource,
)
from pipeline.core.records import Parsed
from pipeline.core.text.normalise import normalise
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.formats.table import (
    FORMATS,
    Format,
    named,
    open_container,
    open_file_archive,
    open_reader,
    open_record_container,
)
from tests.support import data_sources, office_sources, sources
from tests.support.archives import ARCHIVES, FILES
from tests.support.subtitles import SUBRIP, WEB_VTT

DETECTOR = LangdetectDetector()
TEXT = "La digue cède\n\nLa digue de Port-Sauvin a cédé.\n\n- Un gymnase est ouvert.\n".encode()
_ITEMS = open_container(named("feed"), where="feed").members(sources.RSS, where="feed")
MEMBERS = [member for member in _ITEMS if isinstance(member, Member)]
SOURCES = {
    "txt": TEXT,
    "md": TEXT,
    "html": sources.page(),
    "json": MEMBERS[1].content,
    "eml": sources.MESSAGE,
    "feed": sources.RSS,
    "mbox": sources.MAILBOX,
    "docx": office_sources.word(),
    "odt": office_sources.opendocument(),
    "rtf": office_sources.RICH_TEXT,
    "pdf": office_sources.paper(),
    "epub": office_sources.book(),
    "srt": SUBRIP,
    "vtt": WEB_VTT,
    "csv": data_sources.TABLE,
    "jsonl": data_sources.JSON_LINES,
    "newsml": data_sources.NEWSML,
    **ARCHIVES,
}
"""A source of each format."""
OF_ONE = [form for form in FORMATS if not form.holds_many]
OF_MANY = [form for form in FORMATS if form.holds_many and not form.is_archive]
OF_FILES = [form for form in FORMATS if form.is_archive]
LIMITS = ArchiveLimits(files=1000, bytes=2**20)


def received(content: bytes) -> Received:
    """Return a source as readers get it."""
    return Received(content=content, where="the source", detector=DETECTOR)


def read(form: Format, content: bytes) -> Parsed:
    """Read a source."""
    return open_reader(form, where="the source").read(received(content))


def opened(form: Format, content: bytes) -> list[Member]:
    """Open a source of several documents."""
    if form.has_fields:
        source = RecordSource(content=content, where="x", detector=DETECTOR)
        found = open_record_container(form, where="x").records(source)
    else:
        found = open_container(form, where="x").members(content, where="x")
    return [member for member in found if isinstance(member, Member)]


def damaged(content: bytes, seed: int) -> bytes:
    """Return a source with bytes changed, taken out or doubled."""
    chance = random.Random(seed)
    own = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(own) + 1)
        until = min(len(own), at + chance.randint(1, 40))
        other = bytes(chance.randrange(256) for _ in range(3))
        own[at:until] = chance.choice((b"", own[at:until] * 2, other))
    return bytes(own)


def check(parsed: Parsed) -> None:
    """Check what every parsed source promises."""
    assert unicodedata.is_normalized("NFC", parsed.text)
    assert normalise(parsed.text).text == parsed.text
    assert "\r" not in parsed.text
    assert all(0 <= block.start <= block.end <= len(parsed.text) for block in parsed.blocks)
    assert all(before.end <= after.start for before, after in pairwise(parsed.blocks))
    assert sum(block.kind == "title" for block in parsed.blocks) <= 1


def test_every_format_has_a_source_here() -> None:
    """A new format is tried by these tests, or they fail."""
    assert {form.name for form in FORMATS} == set(SOURCES)


@pytest.mark.parametrize("form", OF_ONE, ids=lambda form: form.name)
class TestReader:
    """Readers of one document."""

    def test_a_source_is_read(self, form: Format) -> None:
        """The words come out, in blocks that are in order."""
        parsed = read(form, SOURCES[form.name])
        check(parsed)
        assert any(block.kind in ("paragraph", "list_item") for block in parsed.blocks)

    def test_reading_is_deterministic(self, form: Format) -> None:
        """The same bytes give the same text, parts and metadata."""
        assert read(form, SOURCES[form.name]) == read(form, SOURCES[form.name])

    def test_a_damaged_source_is_read_or_refused(self, form: Format) -> None:
        """No damage ends in another error than ``SourceError``, and what is read keeps the promises."""
        for seed in range(60):
            with suppress(SourceError):
                check(read(form, damaged(SOURCES[form.name], seed)))

    def test_foreign_bytes_are_read_or_refused(self, form: Format) -> None:
        """So is what is nothing of the kind: empty, binary, cut short, or deeply nested."""
        deep = b"<html><body>" + b"<div>" * 3000 + b"Bonjour." + b"</div>" * 3000
        for content in (b"", b"\xff\xfe", bytes(range(256)), b"<", b"{}", b"[" * 5000, deep):
            with suppress(SourceError):
                check(read(form, content))


@pytest.mark.parametrize("form", OF_MANY, ids=lambda form: form.name)
class TestContainer:
    """Containers of several documents."""

    def test_each_document_is_one_that_is_read(self, form: Format) -> None:
        """Every member is in a known format of one document, and has words."""
        found = opened(form, SOURCES[form.name])
        assert len(found) == 2
        for member in found:
            check(read(named(member.format), member.content))

    def test_damaged_sources_are_opened_or_refused(self, form: Format) -> None:
        """No damage ends in another error than ``SourceError``."""
        for seed in range(60):
            with suppress(SourceError):
                for member in opened(form, damaged(SOURCES[form.name], seed)):
                    check(read(named(member.format), member.content))

    def test_foreign_bytes_are_opened_or_refused(self, form: Format) -> None:
        """So is what is nothing of the kind: empty, binary, cut short, or deeply nested."""
        deep = b"<a>" * 3000 + b"</a>" * 3000
        for content in (b"", b"\xff\xfe", bytes(range(256)), b"<", b"{}", b"[" * 5000, b'{"a":' * 5000, deep):
            with suppress(SourceError):
                opened(form, content)


def contents(form: Format, source: bytes | BinaryIO) -> ArchiveContents:
    """Return what an archive holds."""
    return open_file_archive(form, where="x").contents(source, where="x", stem="news", limits=LIMITS)


def problems(form: Format, source: bytes) -> list[str]:
    """Return what is said of an archive that may be damaged."""
    try:
        files = contents(form, source).files
    except SourceError as error:
        return [error.message]
    return [file.problem for file in files if isinstance(file, LostFile)]


@pytest.mark.parametrize("form", OF_FILES, ids=lambda form: form.name)
class TestArchive:
    """Archives of files."""

    def test_files_that_are_read_come_and_the_others_are_named(self, form: Format, tmp_path: Path) -> None:
        """The same from bytes and from an open file."""
        found = contents(form, SOURCES[form.name])
        files = [file for file in found.files if isinstance(file, ArchivedFile)]
        assert [file.content for file in files] == [sources.page(), FILES["news/port.txt"]]
        assert found.passed_over == ("style.css",)
        path = tmp_path / "archive"
        path.write_bytes(SOURCES[form.name])
        with path.open("rb") as file:
            assert contents(form, file) == found

    def test_damaged_archives_are_opened_or_refused(self, form: Format) -> None:
        """No damage ends in another error than ``SourceError``, or costs the process."""
        own = SOURCES[form.name]
        spoilt = [
            *(damaged(own, seed) for seed in range(60)),
            *(own[: len(own) * part // 7] for part in range(7)),
            *(b"", b"\xff\xfe", bytes(range(256)), bytes(2000)),
        ]
        for content in spoilt:
            for line in problems(form, content):
                assert not re.search("unexpected [A-Z]", line), line
                assert "ended the process" not in line

    def test_more_than_is_allowed_is_refused(self, form: Format) -> None:
        """Too many files, or too many bytes of those that are read."""
        archive = open_file_archive(form, where="x")
        for limits, words in (
            (ArchiveLimits(files=1, bytes=2**20), "x: holds more than 1 files; split it first"),
            (ArchiveLimits(files=9, bytes=1024), "x: holds more than 1 KiB that is read; split it first"),
        ):
            with pytest.raises(SourceError, match=words):
                archive.contents(SOURCES[form.name], where="x", stem="news", limits=limits)
