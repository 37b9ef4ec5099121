"""Telling of a source's format: by its content first, and by its name where the content does not say.

What is recognised and cannot be read is named, so that it is refused rather than read as gibberish.
"""

from __future__ import annotations

import codecs
import re

from pipeline.read.formats.foreign import ENCRYPTED, IN_COMPOUND, OFFICE, PACKAGES, Foreign
from pipeline.read.formats.table import (
    ARCHIVES,
    BOOK,
    BZIP2,
    DELIMITED,
    ENDINGS,
    FEED,
    FEED_ITEM,
    GZIP,
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
    TAR,
    WARC,
    WEB_PAGE,
    WEB_VTT,
    WORD_DOCUMENT,
    XZ,
    ZIP,
    ZSTD,
    Format,
)
from pipeline.read.formats.zip_kinds import COMPOUND_FILE, zip_kind

HEAD_BYTES = 16_384
"""So much of a file's beginning is looked at, in bytes. Pages may have long comments before their first
element."""


_SIGNATURES: tuple[tuple[bytes, Foreign | Format], ...] = (
    (b"%PDF-", PDF),
    (b"{\\rtf", RICH_TEXT),
    (b"\x1f\x8b", GZIP),
    (b"\x28\xb5\x2f\xfd", ZSTD),
    (b"\xfd7zXZ\x00", XZ),
    (b"WARC/1.", WARC),
    (b"WARC/0.", Foreign(words="a web archive of an old form", advice="convert it to WARC 1.0 first")),
    (b"PK\x05\x06", ZIP),
    (b"PK\x07\x08", Foreign(words="one part of a zip archive in several", advice="join the parts first")),
    (b"Rar!\x1a\x07", Foreign(words="a RAR archive", advice="unpack it first")),
    (b"7z\xbc\xaf\x27\x1c", Foreign(words="a 7z archive", advice="unpack it first")),
    (b"\x89PNG", Foreign(words="a PNG picture")),
    (b"\xff\xd8\xff", Foreign(words="a JPEG picture")),
    (b"GIF8", Foreign(words="a GIF picture")),
    (b"SQLite format 3\x00", Foreign(words="a database")),
    (b"\x7fELF", Foreign(words="a program")),
    (b"OggS", Foreign(words="a sound or film")),
)
_ZIP = b"PK\x03\x04"
_ZIPPED = {form.name: form for form in (WORD_DOCUMENT, OPEN_TEXT, BOOK)}
_IN_PACKAGES = (b"[Content_Types].xml", b"_rels/.rels", b"mimetype", b"META-INF/container.xml")
"""Names in office documents and books."""
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_TAR_MAGIC, _TAR_MAGIC_AT = b"ustar", 257
_TEXTS = (*PLAIN_TEXT.endings, *MARKDOWN.endings)
_TOLD_BY_NAME = (WEB_PAGE, WORD_DOCUMENT, OPEN_TEXT, RICH_TEXT, PDF, BOOK, *ARCHIVES)
_XML_BEFORE_ROOT = re.compile(
    rb"(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s[^>\[]*(?:\[.*?\]\s*)?>)*+",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_DOCTYPE = re.compile(
    rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*+<(?:!doctype\s+html|html)\b", re.DOTALL | re.IGNORECASE
)
_FRAGMENT = re.compile(
    rb"(?:\s++|<!--.*?-->)*+<(?:head|title|meta|link|script|style|body|header|nav|main|article|section|div|h1|p)"
    rb"(?:\s[^<>]*)?>",
    re.DOTALL | re.IGNORECASE,
)
"""The first element of a page that leaves out those around it, or of a part of a page."""
_XML_ENDINGS = (*FEED.endings, *NEWSML.endings)
_NEWSML_ROOTS = frozenset((b"newsItem", b"newsMessage", b"packageItem"))
_NEWSML_NAMESPACE = b"http://iptc.org/std/nar/2006-10-01/"
_FEED_ROOTS = frozenset((b"rss", b"feed", b"RDF"))
_BARE_FEED = re.compile(
    rb"<(?:rss\s[^>]*\bversion\s*=|(?:\w+:)?feed\s[^>]*\bxmlns\b|(?:\w+:)?RDF\s[^>]*\bxmlns\b)"
)
"""The first element of a feed that does not begin with the declaration of XML."""
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
_SUBRIP = re.compile(rb"\s*+(?:\d+[ \t]*\r?\n\s*)?\d{1,2}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d")
_WEB_VTT = re.compile(rb"WEBVTT(?:[ \t\r\n]|$)")
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:(?:\\?/){2}jsonfeed\.org(?:\\?/)version')
_JSON_ITEMS = re.compile(rb'\A\s*\{.*?"items"\s*:\s*\[.*?"content_(?:html|text)"\s*:', re.DOTALL)
"""A feed whose version stands after its items."""
_JSON_START = re.compile(rb'[\s\x1e]*+(?:\{\s*+["}]|\[\s*+[\[{"\]])')
"""A note may begin with "[Photo]"."""
_JSON_PART = re.compile(rb'"((?:[^"\\]++|\\.)*+)"\s*+:|"(?:[^"\\]++|\\.)*+"?|[{}\[\]]', re.DOTALL)
_OF_ITEM = frozenset((b"content_html", b"content_text"))


def decide(head: bytes, ending: str, *, has_fields: bool = False) -> Format | Foreign:
    """Return the format of a source, from its first bytes and the ending of its name, lower case, no dot.

    A text that nothing is known of is plain text, whatever its name says, unless that is Markdown's or a
    table's. ``has_fields`` says that the user named fields of it: it is JSON or a table, whatever its name.
    """
    found = _decided(head, ending)
    if has_fields and found in (PLAIN_TEXT, FEED_ITEM):
        return JSON_DATA if in_ascii_bytes(head).lstrip()[:1] in (b"{", b"[") else DELIMITED
    return found


def _decided(head: bytes, ending: str) -> Format | Foreign:
    if (signed := by_signature(head, ending)) is not None:
        return signed
    bare = in_ascii_bytes(head)
    if _DOCTYPE.match(bare):
        return WEB_PAGE
    if _is_xml(bare, ending):
        return _xml(bare)
    if _WEB_VTT.match(bare):
        return WEB_VTT
    if _SUBRIP.match(bare):
        return SUBRIP
    if ENDINGS.get(ending) in (SUBRIP, WEB_VTT):
        return ENDINGS[ending]  # whatever stands before the first one; the reader refuses a file without
    if _MAILBOX.match(bare.lstrip(b"\r\n")):
        return MAILBOX
    if _is_message(bare.lstrip(b"\r\n"), ending):
        return MESSAGE
    if _JSON_START.match(bare) and ENDINGS.get(ending, FEED) not in (PLAIN_TEXT, MARKDOWN):
        return _json(bare, ending)
    return _by_name(bare, ending)


def is_read(form: Format | Foreign, ending: str) -> bool:
    """Say whether a file of this format is read where nobody has named it, as one of many.

    A text that is nothing else is read if its name says that it is one.
    """
    return ending in _TEXTS or (isinstance(form, Format) and (form is not PLAIN_TEXT or ending in ENDINGS))


def in_ascii_bytes(content: bytes) -> bytes:
    """Return bytes without a byte order mark, in UTF-8 where the mark is UTF-16's: ASCII's signs are one byte
    each.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return content.removeprefix(codecs.BOM_UTF8)


def by_signature(head: bytes, ending: str = "") -> Foreign | Format | None:
    """Return what a file is that begins with a signature; None where it has none that is known.

    Of some old or encrypted office files, the ending of the name says more than the beginning.
    """
    if head.startswith(_ZIP):
        return _zip(head, ending)
    if head.startswith(COMPOUND_FILE):
        return _compound(head, ending)
    if head.startswith(_TAR_MAGIC, _TAR_MAGIC_AT):
        return TAR
    if _BZIP2.match(head):
        return BZIP2
    return next((found for signature, found in _SIGNATURES if head.startswith(signature)), None)


def _zip(head: bytes, ending: str) -> Foreign | Format:
    kind = zip_kind(head) or ending
    if ending in ZIP.endings and not any(name in head for name in _IN_PACKAGES):
        return ZIP  # news may lie in a folder that is called word
    if kind == WORD_DOCUMENT.name and ending in ("docm", "dotm"):
        kind = ending
    if kind in PACKAGES:
        return Foreign(words=f"a program's package (.{kind})", advice="unpack it first")
    return _ZIPPED.get(kind) or OFFICE.get(kind) or ZIP


def _compound(head: bytes, ending: str) -> Foreign | Format:
    found = next((foreign for name, foreign in IN_COMPOUND if name.encode("utf-16-le") in head), None)
    if found in (None, ENCRYPTED) and ENDINGS.get(ending) is WORD_DOCUMENT:
        return WORD_DOCUMENT  # its reader says that it is encrypted, in a folder too
    return found or OFFICE.get(ending, Foreign(words="an old office file"))


def _is_xml(bare: bytes, ending: str) -> bool:
    if bare.lstrip()[:5] == b"<?xml" or (ending in _XML_ENDINGS and bare.lstrip()[:1] == b"<"):
        return True
    before = _XML_BEFORE_ROOT.match(bare)
    return _BARE_FEED.match(bare, before.end() if before else 0) is not None


def _xml(bare: bytes) -> Format | Foreign:
    before = _XML_BEFORE_ROOT.match(bare)
    root = _ROOT.match(bare, before.end() if before else 0)
    if root is None:
        return PLAIN_TEXT
    name = root[1]
    if name in _FEED_ROOTS:
        return FEED
    if name in _NEWSML_ROOTS and _NEWSML_NAMESPACE in bare:
        return NEWSML
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


def _json(bare: bytes, ending: str) -> Format:
    if ending not in JSON_DATA.endings and bare.lstrip().startswith(b"{"):
        if _JSON_FEED.search(bare) or _JSON_ITEMS.search(bare):
            return FEED
        if _own_keys(bare) & _OF_ITEM:
            return FEED_ITEM
    return JSON_DATA


def _own_keys(bare: bytes) -> set[bytes]:
    """Return the keys of an object itself, not those of objects in it, as far as it goes."""
    keys, depth = set(), 0
    for found in _JSON_PART.finditer(bare):
        if found[1] is not None:
            if depth == 1:
                keys.add(found[1])
        elif found[0] in b"{[":
            depth += 1
        elif found[0] in b"}]":
            depth -= 1
            if depth == 0:
                break
    return keys


def _by_name(bare: bytes, ending: str) -> Format:
    named = ENDINGS.get(ending, PLAIN_TEXT)
    if ending not in ENDINGS and _FRAGMENT.match(bare):
        return WEB_PAGE  # a note may begin with an element, and is called a text then
    if named in _TOLD_BY_NAME:
        return named  # a part of a page has no head; a damaged document is refused by its reader
    return named if named in (MARKDOWN, DELIMITED) else PLAIN_TEXT
