"""Telling formats by content first, by name where the content does not say."""

from __future__ import annotations

import pytest

from pipeline.read.formats import sniff
from pipeline.read.formats.foreign import Foreign, not_read
from pipeline.read.formats.table import (
    BOOK,
    DELIMITED,
    FEED,
    FEED_ITEM,
    JSON_DATA,
    MAILBOX,
    MARKDOWN,
    MESSAGE,
    NEWSML,
    OPEN_TEXT,
    PDF,
    PLAIN_TEXT,
    RICH_TEXT,
    SUBRIP,
    WEB_PAGE,
    WEB_VTT,
    WORD_DOCUMENT,
    ZIP,
    Format,
    named,
)
from tests.support import data_sources, sources
from tests.support import office_sources as office
from tests.support.archives import ARCHIVES, zipped

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
ODF = "application/vnd.oasis.opendocument"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "ending", "form"),
    [
        (sources.page(), "html", WEB_PAGE),
        (sources.page(), "txt", WEB_PAGE),
        (sources.page(), "", WEB_PAGE),
        (b"\xef\xbb\xbf<!-- saved -->\n<!DOCTYPE HTML PUBLIC 'x'>\n<p>", "php", WEB_PAGE),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", "xhtml", WEB_PAGE),
        (b"<p>A part of a page.</p>", "htm", WEB_PAGE),
        (sources.RSS, "xml", FEED),
        (sources.RSS, "txt", FEED),
        (sources.ATOM, "", FEED),
        (sources.RDF, "rdf", FEED),
        (sources.JSON_FEED, "json", FEED),
        (b'{"content_html": "<p>a</p>"}', "json", FEED_ITEM),
        (sources.MESSAGE, "", MESSAGE),
        (sources.MESSAGE.replace(b"\n", b"\r\n"), "eml", MESSAGE),
        (b"Subject: short\n\nBody\n", "eml", MESSAGE),
        (sources.MAILBOX, "", MAILBOX),
        (b"\xef\xbb\xbf" + sources.MAILBOX.replace(b"\n", b"\r\n"), "txt", MAILBOX),
        (b"\n" + sources.MESSAGE, "eml", MESSAGE),
        (sources.RSS.decode().replace("utf-8", "utf-16").encode("utf-16"), "xml", FEED),
        (sources.page(encoding="utf-16"), "html", WEB_PAGE),
        (b'{"items": [{"content_text": "a"}], "version": "https://jsonfeed.org/version/1"}', "json", FEED),
        (b'{"items": [{"content_html": "<p>' + b"a" * 20_000, "json", FEED),
        (b"From Paris, 9 October 2025 - by our reporter\nWeather: rain all day.\n", "txt", PLAIN_TEXT),
        (b"From: the mayor\nTo: all\nDate: today\n\nWe meet on Monday.\n", "txt", PLAIN_TEXT),
        (b"From here to the harbour 2025 people walked.\nThey sang.\n", "txt", PLAIN_TEXT),
        (b"\xef\xbb\xbfWEBVTT\n\n00:01.000 --> 00:02.000\nHello\n", "txt", WEB_VTT),
        (b"\r\n1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\n", "", SUBRIP),
        (b"WEBVTTer is no word\n", "txt", PLAIN_TEXT),
        (b"{a brace} opens this text", "txt", PLAIN_TEXT),
        (b"[A link](x) opens this text", "md", MARKDOWN),
        (b"A text of a name that says nothing", "log", PLAIN_TEXT),
        (b"<3 is a heart", "txt", PLAIN_TEXT),
        (sources.RSS.partition(b"?>")[2], "", FEED),
        (b'<!-- x --><feed xmlns="http://www.w3.org/2005/Atom"><title>A</title></feed>', "txt", FEED),
        (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "", FEED),
        (b"<!-- x -->\n<head><title>A</title></head><p>Words.</p>", "aspx", WEB_PAGE),
        (b"<div class='a'><p>Words.</p></div>", "", WEB_PAGE),
        (b"<p>Words of a note.", "txt", PLAIN_TEXT),
        (b"<p>Words of a note.", "md", MARKDOWN),
        (b"<people> is a word", "", PLAIN_TEXT),
        (b"<rss> is the first element of a feed", "txt", PLAIN_TEXT),
        (b"", "txt", PLAIN_TEXT),
        (office.word(), "", WORD_DOCUMENT),
        (office.word(), "zip", WORD_DOCUMENT),
        (COMPOUND, "docx", WORD_DOCUMENT),
        (office.packed(dict(reversed(office.word_members().items()))), "", WORD_DOCUMENT),
        (office.opendocument(), "", OPEN_TEXT),
        (office.book(), "txt", BOOK),
        (office.RICH_TEXT, "doc", RICH_TEXT),
        (office.paper(), "", PDF),
        (b"Not what its name says", "docx", WORD_DOCUMENT),
        (b"Not what its name says", "zip", ZIP),
        (office.packed(office.word_members()), "zip", WORD_DOCUMENT),
        (zipped({"word/a.txt": b"The word of the day."}), "zip", ZIP),
        (b"PK\x03\x04", "txt", ZIP),
        (b"PK\x05\x06" + bytes(18), "", ZIP),
        *((content, "txt", named(name)) for name, content in ARCHIVES.items()),
        (b'{"rows": []}', "json", JSON_DATA),
        (b'[{"content_text": "a"}]', "json", JSON_DATA),
        (b'{"data": {"content_text": "a"}}', "", JSON_DATA),
        (b'{"content_text": "a"}\n{"content_text": "b"}', "jsonl", JSON_DATA),
        (b"[Photo] The mayor, on Monday.", "", PLAIN_TEXT),
        (b'{"rows": []}', "txt", PLAIN_TEXT),
        (data_sources.TABLE, "csv", DELIMITED),
        (data_sources.TABLE, "tsv", DELIMITED),
        (data_sources.TABLE, "txt", PLAIN_TEXT),
        (data_sources.TABLE, "", PLAIN_TEXT),
        (data_sources.NEWSML, "xml", NEWSML),
        (data_sources.NEWSML, "txt", NEWSML),
        (data_sources.NEWSML.partition(b"?>")[2], "newsml", NEWSML),
    ],
)
def test_the_content_decides_then_the_name(content: bytes, ending: str, form: Format) -> None:
    """A page is a page whatever its file is called, and a note with lines like headers is a text."""
    assert sniff.decide(content, ending) is form


@pytest.mark.parametrize(
    ("content", "ending", "words"),
    [
        (b"PK\x03\x04", "whl", "a program's package (.whl)"),
        (b"PK\x07\x08", "zip", "one part of a zip archive"),
        (b"PK\x03\x04", "xlsx", "an Excel workbook (.xlsx)"),
        (office.packed(office.word_members(main_type=SHEET)), "docx", "an Excel workbook (.xlsx)"),
        (office.packed(office.word_members(main_type=MACROS)), "docx", "a Word document with macros"),
        (
            office.packed({"mimetype": f"{ODF}.spreadsheet"}, stored="mimetype"),
            "odt",
            "an OpenDocument s",
        ),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "", "an encrypted office file"),
        (COMPOUND + "WordDocument".encode("utf-16-le"), "", "an old Word document (.doc)"),
        (COMPOUND, "ppt", "an old PowerPoint presentation (.ppt)"),
        (COMPOUND, "", "an old office file"),
        (b"7z\xbc\xaf\x27\x1c", "zip", "a 7z archive"),
        (b"Rar!\x1a\x07\x01", "zip", "a RAR archive"),
        (b"WARC/0.18\r\n", "warc", "a web archive of an old form"),
        (b'<?xml version="1.0"?><urlset></urlset>', "xml", "XML of another kind (<urlset>)"),
    ],
)
def test_what_is_not_read_is_named(content: bytes, ending: str, words: str) -> None:
    """A file of a known kind that is not read is refused by its name, never read as gibberish."""
    found = sniff.decide(content, ending)
    assert isinstance(found, Foreign)
    assert found.words.startswith(words)
    assert "is not read" in not_read(found, "x").message


def test_a_file_whose_fields_are_named_is_data_whatever_its_name() -> None:
    """Unless its content is of another format."""
    assert sniff.decide(data_sources.TABLE, "txt", has_fields=True) is DELIMITED
    assert sniff.decide(b'{"rows": []}', "txt", has_fields=True) is JSON_DATA
    assert sniff.decide(b'{"content_text": "a"}', "", has_fields=True) is JSON_DATA
    assert sniff.decide(sources.page(), "txt", has_fields=True) is WEB_PAGE


def test_telling_takes_linear_time() -> None:
    """Long beginnings of nothing are told at once: spaces, comments that never end, headers without end."""
    for hostile in (
        b" " * 400_000,
        b"<!--" * 100_000,
        b"<!---->" * 50_000,
        b"<p " * 100_000,
        b"<rss " * 100_000,
        b'{"' * 9_000,
        b'{"a":' * 9_000,
        b"a:\n" * 100_000,
        b"<?x" * 100_000,
        b"\n" * 400_000,
    ):
        sniff.decide(hostile[: sniff.HEAD_BYTES], "xml")
        sniff.decide(hostile[: sniff.HEAD_BYTES], "")
