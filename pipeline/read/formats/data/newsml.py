"""NewsML-G2 by the IPTC: an item, a package, or a message of several, with text in XHTML, NITF or plain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.core.errors import SourceError
from pipeline.core.ports import Member, RecordSource
from pipeline.read.formats.data.dates import DateReader
from pipeline.read.formats.data.items import MAX_RECORDS, member_of, say_left_out
from pipeline.read.formats.data.markup import html_of, html_of_xml, is_html_like
from pipeline.read.formats.office.safe_xml import bare, parsed_xml
from pipeline.read.formats.web.feed import OUTLET
from pipeline.read.formats.web.item import CREDIT

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_MAX_TAGS = 2_000_000
"""Each takes some 200 bytes, however short it is."""
_ITEMS = frozenset(("newsItem", "packageItem"))
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_WITHDRAWN = ("canceled", "cancelled", "withheld")
_TIMES = ("firstCreated", "contentCreated", "versionCreated")
_LESSER_ROLES = ("short", "sub", "kicker", "over", "alt")
"""Words in roles of headlines that are not the main one."""


class NewsmlContainer:
    """Opens NewsML-G2."""

    def records(self, source: RecordSource) -> Sequence[Member | SourceError]:
        """Return the items with a text; those that were withdrawn or have none are left out, which is told.

        Raises ``SourceError``.
        """
        if source.content.count(b"<") > _MAX_TAGS:
            raise SourceError(f"{source.where}: holds more than {_MAX_TAGS:,} tags; split it first")
        try:
            root = parsed_xml(source.content, "NewsML-G2")
        except SourceError as error:
            raise SourceError(f"{source.where}: {error.message}") from error
        found = [root] if bare(root.tag) in _ITEMS else list(_outermost(root))
        if len(found) > MAX_RECORDS:
            raise SourceError(f"{source.where}: holds more than {MAX_RECORDS:,} items; split it first")
        members, withdrawn = [], 0
        for number, element in enumerate(found, 1):
            status = _first(element, "itemMeta", "pubStatus")
            if status is not None and str(status.get("qcode", "")).endswith(_WITHDRAWN):
                withdrawn += 1
            elif item := _item(element):
                members.append(member_of(item, number))
        say_left_out(source, len(found) - withdrawn - len(members), "without text")
        say_left_out(source, withdrawn, "for their sender has withdrawn them")
        if not members:
            raise SourceError(f"{source.where}: is NewsML-G2 without an item that has a text")
        return members


def _outermost(root: _Element) -> Iterator[_Element]:
    yield from root.iter(*(f"{{{NAMESPACE}}}{name}" for name in _ITEMS))


def _item(item: _Element) -> dict[str, Any]:
    """Return an item of the news as one of JSON Feed; empty where it has no text."""
    found = max(_contents(item), key=lambda each: len(each[1]), default=None)
    if found is None:
        return {}
    name, text, said = found
    language = _first(item, "contentMeta", "language")
    tag = language.get("tag") if language is not None else None
    identifier = item.get("guid") or ""
    source = _first(item, "contentMeta", "infoSource")
    outlet = _name(source) or _name(_first(item, "itemMeta", "provider"))
    time = DateReader(())
    times = [_words(_first(item, part, name)) for name in _TIMES for part in ("itemMeta", "contentMeta")]
    credit = [_words(_first(item, "contentMeta", each)) for each in ("dateline", "creditline")]
    return {
        "id": identifier,
        "url": identifier if identifier.startswith(("https://", "http://")) else "",
        "title": _headline(item) or said["title"],
        name: text,
        "date_published": next((read for each in times if (read := time.read(each)) is not None), ""),
        "authors": [{"name": each} for each in _authors(item) or said["authors"]],
        "language": str(tag or said["language"] or item.get(_LANGUAGE) or "").replace("_", "-"),
        OUTLET: outlet,
        CREDIT: " - ".join(each for each in credit if each),
    }


def _contents(item: _Element) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield what an item holds: the field that it is to stand in, the text, and what it says of itself."""
    for contents in _children(item, "contentSet"):
        for element in contents:
            language = element.get(_LANGUAGE) or ""
            name, text = bare(element.tag), ""
            said: dict[str, Any] = {"title": "", "authors": [], "language": language}
            if name == "inlineXML":
                text = html_of(element, said, title=_headline(item))
                field = "content_html"
            elif name == "inlineData":
                text = "".join(element.itertext()).strip()
                kind = element.get("contenttype") or ""
                field = "content_html" if "html" in kind or is_html_like(text) else "content_text"
                text = "" if element.get("encoding") else text  # pictures and such
                text = html_of_xml(text) if field == "content_html" else text
            if text:
                yield field, text, said


def _headline(item: _Element) -> str:
    metas = list(_children(item, "contentMeta"))
    found = [each for meta in metas for each in _children(meta, "headline")]
    main = (each for each in found if not any(word in (each.get("role") or "") for word in _LESSER_ROLES))
    return _words(next(main, found[0] if found else None))


def _authors(item: _Element) -> list[str]:
    metas = list(_children(item, "contentMeta"))
    bylines = [_words(each) for meta in metas for each in _children(meta, "by")]
    creators = [_name(each) for meta in metas for each in _children(meta, "creator")]
    names = [name for name in bylines if name] or [name for name in creators if name]
    return list(dict.fromkeys(names))


def _name(element: _Element | None) -> str:
    """Return the name of a party: its own, or else what its code says after the colon."""
    if element is None:
        return ""
    named = next((words for each in _children(element, "name") if (words := _words(each))), "")
    return named or element.get("literal") or str(element.get("qcode") or "").rpartition(":")[2]


def _first(item: _Element, part: str, name: str) -> _Element | None:
    found = (each for meta in _children(item, part) for each in _children(meta, name))
    return next(found, None)


def _children(element: _Element, name: str) -> Iterator[_Element]:
    yield from element.iterchildren(f"{{{NAMESPACE}}}{name}")


def _words(element: _Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())
