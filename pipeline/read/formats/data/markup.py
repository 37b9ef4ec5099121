"""XHTML and NITF inside other XML, as a piece of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from pipeline.core.errors import SourceError
from pipeline.read.formats.office.safe_xml import bare, parsed_xml
from pipeline.read.formats.web.markup import DROPPED

if TYPE_CHECKING:
    from lxml.etree import _Element

_AS_HTML = {
    "hl1": "h1",
    "hl2": "h2",
    "block": "div",
    "bq": "blockquote",
    "hr": "hr",
    "media": "figure",
    "media-caption": "figcaption",
    "note": "aside",
    "lang": "span",
    "nitf-table": "div",
    "body.content": "div",
    "body.end": "div",
}
"""Elements of NITF, and those of HTML that say the same."""
_KEPT = frozenset(
    (
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "pre", "br"),
        *("q", "blockquote", "table", "tr", "td", "th", "figure", "figcaption", "aside", "div", "section"),
    )
)
"""Elements that part a text, or have marks around it; the others are left out, and their words stay."""
_SAYING = ("start", "reversed", "value", "type", "lang", "{http://www.w3.org/XML/1998/namespace}lang")
"""Attributes that tell the numbers of lists and the language of words."""
_LEFT_OUT = frozenset(
    (
        *("media-reference", "media-metadata", "media-producer", "media-object", "nitf-table-metadata"),
        *("tagline", "revision-history", "docdata", "bibliography"),
    )
)
_HTML = re.compile(
    r"</?(?:p|br|div|h[1-6]|ul|ol|li|blockquote|table|section|article|span|strong|em|b|i|a)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\s*+(?:<\?xml[^>]*>\s*+)?(?:<!DOCTYPE[^>]*>\s*+)?<(?:nitf|html)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_HEADINGS = frozenset(("h1", "h2", "hl1", "hl2"))


def html_of(element: _Element, said: dict[str, Any], *, title: str) -> str:
    """Return the words of an element with XHTML or NITF, as HTML; empty where it has none.

    ``said`` gets the title and the authors that the content names, where it is NITF. A first heading that
    says what ``title`` does is left out.
    """
    head = next((each for each in element.iter() if bare(each.tag) == "body.head"), None)
    if head is not None:
        said["title"] = next(_named(head, "hl1"), "") or next(_named(head, "hedline"), "")
        said["authors"] = list(dict.fromkeys(_named(head, "byline")))
    parts = _Parts(title or str(said["title"]))
    parts.take(element)
    html = "".join(parts.written)
    return html if any(parts.has_words) else ""


def is_html_like(text: str) -> bool:
    """Say whether a text has elements of HTML that are usual in articles."""
    return _HTML.search(text) is not None


def html_of_xml(text: str) -> str:
    """Return a text that is a document in XHTML or NITF as HTML, any other as it is."""
    if not _DOCUMENT.match(text):
        return text
    try:
        root = parsed_xml(_DECLARATION.sub("", text).encode("utf-8", "replace"), "text", doctype=True)
    except SourceError:
        return text
    return html_of(root, {"title": ""}, title="")


def _named(element: _Element, name: str) -> Iterator[str]:
    for each in element.iter():
        if bare(each.tag) == name and (words := _words(each)):
            yield words


class _Parts:
    """Collects the parts of a text."""

    def __init__(self, title: str) -> None:
        self.written: list[str] = []
        self.has_words: list[bool] = []
        self._title = title

    def take(self, element: _Element) -> None:
        """Take what an element holds; XML that was parsed has a limited depth."""
        self._text(element.text)
        for child in element:
            name = bare(child.tag)
            is_title = name in _HEADINGS and not any(self.has_words) and _words(child) == self._title
            if name and not is_title and not _is_left_out(name):
                tag = _AS_HTML.get(name, name)
                around = (f"<{tag}{_attributes(child)}>", f"</{tag}>") if tag in _KEPT else ("", "")
                self.written.append(around[0])
                self.take(child)
                self.written.append(around[1])
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        if text:
            self.written.append(escape(text, quote=False))
            if text.strip():
                self.has_words.append(True)


def _attributes(element: _Element) -> str:
    said = [(bare(name), element.get(name) or "") for name in _SAYING if name in element.attrib]
    return "".join(f' {name}="{escape(value)}"' for name, value in said)


def _is_left_out(name: str) -> bool:
    return name in _LEFT_OUT or name in DROPPED or name == "body.head"


def _words(element: _Element) -> str:
    return " ".join("".join(element.itertext()).split())
