"""Telling of a source's format: by its content first, and by its name where the content does not say.

What is recognised and cannot be read is named, so that it is refused rather than read as gibberish.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from pipeline.core.errors import SourceError
from pipeline.read.formats.table import (
    ENDINGS,
    FEED,
    FEED_ITEM,
    MAILBOX,
    MARKDOWN,
    MESSAGE,
    PLAIN_TEXT,
    WEB_PAGE,
    Format,
)

HEAD_BYTES = 16_384
"""So much of a file's beginning is looked at, in bytes. Pages may have long comments before their first
element."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A file that is recognised, and not read."""

    words: str
    """What it is: ``a PDF file``."""
    advice: str = "convert it to .txt or .md first"


_SIGNATURES = (
    (b"%PDF-", Foreign(words="a PDF file")),
    (b"PK\x03\x04", Foreign(words="a zip archive or office file")),
    (b"\xd0\xcf\x11\xe0", Foreign(words="an old office file")),
    (b"{\\rtf", Foreign(words="an RTF file")),
    (b"\x1f\x8b", Foreign(words="a gzip archive", advice="unpack it first")),
    (b"\x28\xb5\x2f\xfd", Foreign(words="a zstd archive", advice="unpack it first")),
    (b"\xfd7zXZ\x00", Foreign(words="an xz archive", advice="unpack it first")),
    (b"7z\xbc\xaf\x27\x1c", Foreign(words="a 7z archive", advice="unpack it first")),
    (b"WARC/1.", Foreign(words="a web archive (WARC)")),
    (b"\x89PNG", Foreign(words="a PNG picture")),
    (b"\xff\xd8\xff", Foreign(words="a JPEG picture")),
    (b"GIF8", Foreign(words="a GIF picture")),
    (b"SQLite format 3\x00", Foreign(words="a database")),
    (b"\x7fELF", Foreign(words="a program")),
    (b"OggS", Foreign(words="a sound or film")),
)
_XML_BEFORE_ROOT = re.compile(
    rb"(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s[^>\[]*(?:\[.*?\]\s*)?>)*+",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_DOCTYPE = re.compile(
    rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*+<(?:!doctype\s+html|html)\b", re.DOTALL | re.IGNORECASE
)
_FEED_ROOTS = frozenset((b"rss", b"feed", b"RDF"))
_HEADER = re.compile(rb"([\x21-\x39\x3b-\x7e]+):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
_OF_MAIL = frozenset(
    (b"received", b"return-path", b"message-id", b"mime-version", b"delivered-to", b"x-mailer")
)
FROM_LINE = (
    rb"From \S+ +\w{3} \w{3} [ \d]?\d \d\d:\d\d(?::\d\d)?\b[^\r\n]*\d{4}[^\r\n]*\r?\n"
    rb"(?=[\x21-\x39\x3b-\x7e]+:)"
)
"""The line before a message of a mailbox: a sender and a date as C's ``asctime`` writes it; then a header."""
_MAILBOX = re.compile(FROM_LINE)
_SUBTITLES = re.compile(rb"WEBVTT\b|\s*\d+\s*\r?\n\d\d:\d\d:\d\d,\d{3} --> ")
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:(?:\\?/){2}jsonfeed\.org(?:\\?/)version')
_JSON_ITEMS = re.compile(rb'\A\s*\{.*?"items"\s*:\s*\[.*?"content_(?:html|text)"\s*:', re.DOTALL)
"""A feed whose version stands after its items."""
_JSON_ITEM = re.compile(rb'"content_(?:html|text)"\s*:')


def decide(head: bytes, ending: str) -> Format | Foreign:
    """Return the format of a source, from its first bytes and the ending of its name, lower case, no dot.

    A text that nothing is known of is plain text, whatever its name says, unless that is Markdown's.
    """
    if (foreign := by_signature(head)) is not None:
        return foreign
    bare = in_ascii_bytes(head)
    if _DOCTYPE.match(bare):
        return WEB_PAGE
    if bare.lstrip()[:5] == b"<?xml" or (ending in FEED.endings and bare.lstrip()[:1] == b"<"):
        return _xml(bare)
    if _SUBTITLES.match(bare) and ending not in PLAIN_TEXT.endings:
        return Foreign(words="a file of subtitles")
    if _MAILBOX.match(bare.lstrip(b"\r\n")):
        return MAILBOX
    if _is_message(bare.lstrip(b"\r\n"), ending):
        return MESSAGE
    if bare.lstrip()[:1] in (b"{", b"[") and ENDINGS.get(ending, FEED) not in (PLAIN_TEXT, MARKDOWN):
        return _json(bare)
    return _by_name(bare, ending)


def in_ascii_bytes(content: bytes) -> bytes:
    """Return bytes without a byte order mark, in UTF-8 where the mark is UTF-16's: ASCII's signs are one byte
    each.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return content.removeprefix(codecs.BOM_UTF8)


def by_signature(head: bytes) -> Foreign | None:
    """Return what a file is that begins with the signature of a foreign format; None where it has none."""
    return next((foreign for signature, foreign in _SIGNATURES if head.startswith(signature)), None)


def not_read(foreign: Foreign, where: str) -> SourceError:
    """Return the error for a source that is recognised and not read."""
    return SourceError(f"{where}: is {foreign.words}, which is not read; {foreign.advice}")


def _xml(bare: bytes) -> Format | Foreign:
    before = _XML_BEFORE_ROOT.match(bare)
    root = _ROOT.match(bare, before.end() if before else 0)
    if root is None:
        return PLAIN_TEXT
    name = root[1]
    if name in _FEED_ROOTS:
        return FEED
    if name.lower() == b"html":
        return WEB_PAGE
    return Foreign(
        words=f"XML of another kind (<{name.decode('ascii', 'replace')}>)", advice="save it as text"
    )


def _is_message(bare: bytes, ending: str) -> bool:
    """Say whether a text begins with the head of a message: a note may begin with "From: the mayor"."""
    names, at = set(), 0
    while (line := _HEADER.match(bare, at)) is not None:
        names.add(line[1].lower())
        at = line.end()
    if ending in MESSAGE.endings:
        return bool(names)
    return b"from" in names and len(names) > 2 and bool(names & _OF_MAIL)


def _json(bare: bytes) -> Format | Foreign:
    if _JSON_FEED.search(bare) or _JSON_ITEMS.search(bare):
        return FEED
    if _JSON_ITEM.search(bare):
        return FEED_ITEM
    return Foreign(words="JSON of an unknown form", advice="save its text as .txt")


def _by_name(bare: bytes, ending: str) -> Format | Foreign:
    named = ENDINGS.get(ending)
    if named is WEB_PAGE:
        return WEB_PAGE  # a part of a page has no head
    return MARKDOWN if named is MARKDOWN else PLAIN_TEXT
