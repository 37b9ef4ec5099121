"""Feeds: RSS, Atom, RDF and JSON Feed, an item a document.

Each item becomes an item of JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), whatever it
came in, with what the feed says of itself beside it. That is the source of its document.
"""

from __future__ import annotations

import json
import re
from calendar import timegm
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from html.entities import name2codepoint
from typing import Any

from pipeline.core.errors import SourceError
from pipeline.core.ports import Member
from pipeline.read.encoding import decode
from pipeline.read.encodings.labels import codec_name
from pipeline.read.encodings.utf8 import in_utf8
from pipeline.read.formats.parser_words import parser_words
from pipeline.read.formats.sniff import in_ascii_bytes
from pipeline.read.formats.web.html_text import declared_label
from pipeline.read.formats.web.links import resolved
from pipeline.read.formats.web.stated import published_time

MAX_ITEMS = 10_000
"""The most items of a feed."""
OUTLET = "_outlet"
"""The field of an item that names its feed; a field of our own begins with ``_``, as the standard asks."""

_SCANNED = 65_536
"""So many bytes are searched for a document type."""
_DECLARED_END = re.compile(rb"\]\s*>")
_WORDS = ("title", "summary", "content_html", "content_text")
_END = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|RDF)\s*>", re.IGNORECASE)
_END_BYTES = 4096
"""Servers add comments to the end of a feed."""
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_ITEM = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ITEM_END = re.compile(rb"</(?:\w{1,20}:)?(?:item|entry)\s*>", re.IGNORECASE)
_DECLARED = re.compile(rb"<!ENTITY\s{1,20}([\w.-]{1,80})\s")
_REFERENCE = re.compile(rb"&([\w.-]{1,80});")
_TAG = re.compile(r"<[^<>]*>")


class FeedContainer:
    """Opens feeds."""

    def members(
        self, content: bytes, *, where: str, base: str = "", note: Callable[[str], None] = lambda _: None
    ) -> Sequence[Member | SourceError]:
        """Return the items of a feed, in its order, those left out that have neither words nor a page.

        Links lead on from the feed's own base or site, or else from ``base``, where it came from. An error
        comes last where the feed was cut short: the items before are whole. ``note`` is told how many are
        left out.
        Raises ``SourceError`` where it is damaged, or too long.
        """
        bare = in_ascii_bytes(content).lstrip()
        found = list(_of_json(bare, where, base) if bare.startswith(b"{") else _of_xml(content, where, base))
        is_cut = _is_cut_short(bare)
        if is_cut and _ends_within_item(bare):
            found = found[:-1]  # of which the rest is missing
        items = [item for item in found if item.get("url") or any(map(_says, map(item.get, _WORDS)))]
        if len(items) > MAX_ITEMS:
            raise SourceError(f"{where}: is a feed of more than {MAX_ITEMS} items; split it first")
        if len(items) < len(found):
            note(f"{where}: {len(found) - len(items)} passed over, without text or a page")
        members: list[Member | SourceError] = [_member(item) for item in items]
        return [*members, _cut_short()] if members and is_cut else members


def _member(item: Mapping[str, Any]) -> Member:
    return Member(
        name=str(item.get("id") or item.get("url") or ""),
        format="json",
        content=in_utf8(json.dumps(item, ensure_ascii=False, indent=1, sort_keys=True)),
        published=published_time(str(item.get("date_published", ""))) or "",
        url=str(item.get("url") or ""),
    )


def _is_cut_short(bare: bytes) -> bool:
    """Say whether a feed in XML ends within its first element."""
    return not bare.startswith(b"{") and not _END.search(bare[-_END_BYTES:].replace(b"\0", b""))


def _ends_within_item(bare: bytes) -> bool:
    """Say whether the last item of a feed in XML has no end."""
    last = max((mark.start() for mark in _ITEM.finditer(bare)), default=-1)
    return last >= 0 and not _ITEM_END.search(bare, last)


def _cut_short() -> SourceError:
    error = SourceError("the feed ends before its end, so that items may be missing; save it again")
    error.origin = "end"
    return error


def _says(value: object) -> bool:
    """Say whether a field of an item has words, and not marks alone."""
    return isinstance(value, str) and bool(_TAG.sub("", value).strip())


def _of_json(content: bytes, where: str, base: str) -> Iterator[dict[str, Any]]:
    try:
        feed = json.loads(content)
        items = feed["items"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SourceError(f"{where}: is a JSON Feed that cannot be read: {parser_words(error)}") from error
    bases = [str(feed.get("home_page_url") or ""), str(feed.get("feed_url") or ""), base]
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            yield {}  # which has no words
        else:
            own = {name: value for name, value in item.items() if value is not None}
            own.setdefault("language", feed.get("language"))
            own.setdefault("authors", feed.get("authors"))
            own[OUTLET] = feed.get("title")
            own["url"] = resolved(str(own.get("url") or ""), bases) or None
            yield {name: value for name, value in own.items() if value is not None}


def _of_xml(content: bytes, where: str, base: str) -> Iterator[dict[str, Any]]:
    feedparser = _feedparser()
    content = _without_declarations(_in_utf8(content, where))
    names_base = base and b"xml:base" in in_ascii_bytes(content)  # which may itself be relative
    headers = {"content-location": base} if names_base else {}
    # Bytes alone: a string may be taken for an address or a file's name.
    try:
        feed = feedparser.parse(
            content, sanitize_html=True, resolve_relative_uris=False, response_headers=headers
        )
    except Exception as error:
        raise SourceError(f"{where}: is a feed that cannot be read: {parser_words(error)}") from error
    if not feed.entries and feed.bozo:
        raise SourceError(f"{where}: is a feed that cannot be read: {parser_words(feed.bozo_exception)}")
    about = feed.feed
    site = str(about.get("link") or "")
    # A link of Atom is relative to where the feed is (RFC 4287, 2), of RSS to the site, as readers have it.
    bases = [base, site] if feed.get("version", "").startswith("atom") else [resolved(site, [base]), base]
    for entry in feed.entries:
        item = {
            "id": entry.get("id") or entry.get("link"),
            "url": _link(entry, bases),
            "title": entry.get("title"),
            "summary": entry.get("summary"),
            **_content(entry),
            "date_published": _time(entry),
            "authors": [{"name": name} for name in _authors(entry)] or None,
            "language": _language(entry) or about.get("language"),
            OUTLET: about.get("title"),
        }
        yield {name: value for name, value in item.items() if value}


def _without_declarations(content: bytes) -> bytes:
    """Return a feed without what its document type declares, and without its names in the text.

    Such entities name files, or grow.
    feedparser takes 90 MiB and more until it gives such a feed up.
    """
    start = content.find(b"<!DOCTYPE", 0, _SCANNED)
    opened = content.find(b"[", start) if start >= 0 else -1
    if opened < 0 or 0 <= content.find(b">", start) < opened:
        return content
    end = _DECLARED_END.search(content, opened)
    if end is None:
        return content
    declared = {*_DECLARED.findall(content, start, end.end())} - {name.encode() for name in name2codepoint}
    left = content[:start] + content[end.end() :]
    return _REFERENCE.sub(lambda found: b"" if found[1] in declared else found[0], left) if declared else left


def _in_utf8(content: bytes, where: str) -> bytes:
    """Return a feed in UTF-8 where it is not valid in what it declares. Raises ``SourceError``.

    feedparser would read all of it as Windows-1252 for one byte that is wrong.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")):
        return content
    label = declared_label(content)
    try:
        content.decode(codec_name(label) or "utf-8" if label else "utf-8")
    except UnicodeDecodeError:
        decoded = decode(content, None, where=where, declared=(label,))
        return _XML_DECLARATION.sub("", decoded.text, count=1).encode()
    return content


@cache
def _feedparser() -> Any:
    """Return feedparser, told that ids are names, and that lists may be numbered backwards.

    It makes addresses of ids, where there is a base, and drops attributes that it does not know.
    """
    import feedparser
    from feedparser.mixin import _FeedParserMixin
    from feedparser.sanitizer import _HTMLSanitizer

    _HTMLSanitizer.acceptable_attributes = _HTMLSanitizer.acceptable_attributes | {"reversed"}

    _FeedParserMixin.can_be_relative_uri = _FeedParserMixin.can_be_relative_uri - {"id", "guid"}
    return feedparser


def _link(entry: Any, bases: Sequence[str]) -> str:
    """Return the address of an item; an id that stands in for it must be whole."""
    link = str(entry.get("link") or "")
    return resolved(link, bases if entry.get("links") else ())


def _content(entry: Any) -> dict[str, str | None]:
    """Return the longest content of an item, or else its summary, by the field of its form.

    Atom says of a text that it is none but signs, and no markup (RFC 4287, 3.1.1).
    """
    parts = [part for part in entry.get("content", ()) if part.get("value")]
    best = max(parts, key=lambda part: len(part["value"]), default=entry.get("summary_detail") or {})
    value = str(best.get("value") or entry.get("summary") or "")
    return {"content_text" if best.get("type") == "text/plain" else "content_html": value}


def _authors(entry: Any) -> list[str]:
    named = [author.get("name") or "" for author in entry.get("authors", ())]
    return [name for name in dict.fromkeys(named) if name]


def _language(entry: Any) -> str | None:
    return next((part.get("language") for part in entry.get("content", ()) if part.get("language")), None)


def _time(entry: Any) -> str | None:
    """Return when an item was published, with its zone; in UTC where feedparser alone can read it."""
    # As a plain dictionary: feedparser's own gives one for the other, with a warning.
    name = "published" if dict.get(entry, "published_parsed") or dict.get(entry, "published") else "updated"
    stated = published_time(str(dict.get(entry, name) or ""))
    if stated is not None:
        return stated
    found = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    if found is None:
        return None
    try:
        return datetime.fromtimestamp(timegm(found), tz=UTC).isoformat()
    except (ValueError, TypeError, OverflowError):
        return None
