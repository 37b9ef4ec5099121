"""What every reader promises, run over the readers of all formats, with whole and damaged sources."""

from __future__ import annotations

import random
import unicodedata
from contextlib import suppress
from itertools import pairwise

import pytest

from pipeline.core.errors import SourceError
from pipeline.core.ports import Member, Received, RecordSource
from pipeline.core.records import Parsed
from pipeline.core.text.normalise import normalise
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.formats.table import (
    FORMATS,
    Format,
    named,
    open_container,
    open_reader,
    open_record_container,
)
from tests.support import data_sources, office_sources, sources
from tests.support.subtitles import SUBRIP, WEB_VTT

DETECTOR = LangdetectDetector()
TEXT = "La digue cède\n\nLa digue de Port-Sauvin a cédé.\n\n- Un gymnase est ouvert.\n".encode()
SOURCES = {
    "txt": TEXT,
    "md": TEXT,
    "html": sources.page(),
    "json": open_container(named("feed"), where="feed").members(sources.RSS, where="feed")[1].content,
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
}
"""A source of each format."""
OF_ONE = [form for form in FORMATS if not form.holds_many]
OF_MANY = [form for form in FORMATS if form.holds_many]


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
