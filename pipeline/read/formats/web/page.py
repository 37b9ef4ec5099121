"""Web pages as they were saved: the article in them, and what they say of themselves."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError
from pipeline.core.ports import Received
from pipeline.core.records import Parsed
from pipeline.read.formats.compose import SourcePart, composed
from pipeline.read.formats.parser_words import parser_words
from pipeline.read.formats.web import article
from pipeline.read.formats.web.completed import completed
from pipeline.read.formats.web.html_text import as_standard, decoded_html, plain_sections
from pipeline.read.formats.web.marked import anchored, with_captions, with_kept_words
from pipeline.read.formats.web.markup import pieces_in
from pipeline.read.formats.web.shown.live_posts import stated_report
from pipeline.read.formats.web.shown.quotations import write_quotation_marks
from pipeline.read.formats.web.stated import stated

if TYPE_CHECKING:
    from lxml.etree import HTMLParser, _Element

_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_DIVISION = re.compile(
    r"<(?:div|span|section|font|b|i|em|strong|table|blockquote|ul|ol|center)\b", re.IGNORECASE
)
_DEEPEST = 100
"""Elements that lie in more than so many others are taken away, their words left in their places."""
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f]"
    r"|&#0*(?:[0-8]|1[124-9]|2\d|3[01])(?:;|(?!\d))"
    r"|&#[xX]0*(?:[0-8bcBCefEF]|1[0-9a-fA-F])(?:;|(?![0-9a-fA-F]))"
)
"""Controls, also as references, which no tree may be given: trafilatura finds no article beside them."""


class PageReader:
    """Reads HTML and XHTML."""

    @property
    def identity(self) -> str:
        """What finds the article."""
        return article.identity()

    def read(self, received: Received) -> Parsed:
        """Return the article of a page. Raises ``SourceError`` where it has none."""
        decoded = decoded_html(received)
        parsed = parsed_text if received.all_text else parsed_article
        page = parsed(decoded.text, where=received.where, with_marks=received.with_marks)
        whole = composed(page.parts, metadata=stated(page.root, day=page.day))
        return replace(whole, encoding=decoded.encoding, repairs=decoded.repairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPage:
    """A page, and the parts of its article."""

    root: _Element
    parts: tuple[SourcePart, ...]
    day: str
    """The day of the article; empty where it was not found."""
    left: int = 0
    """Lines in the element of the article that are none of the parts: they may be of it or not."""


def parsed_article(html: str, *, where: str, with_marks: bool) -> ParsedPage:
    """Return a page taken apart. Raises ``SourceError`` where it has no article.

    ``with_marks`` says whether the parts have marks, and the places in the page as anchors.
    """
    html = _shallow(_cleaned(html), where)
    root = parsed_page(html, where=where)
    try:
        pieces, title, day = article.article(html, where=where)
    except SourceError:
        if told := stated_report(root):
            return ParsedPage(root=root, parts=tuple(told), day="")
        raise
    titled = [SourcePart(kind="title", text=title)] if title else []
    whole = completed([*titled, *pieces], root)
    parts = with_captions(whole.parts, root)
    found = tuple(anchored(parts, root) if with_marks else with_kept_words(parts, root))
    return ParsedPage(root=root, parts=found, day=day, left=whole.left)


def _cleaned(html: str) -> str:
    return as_standard(_CONTROLS.sub(" ", _XML_DECLARATION.sub("", plain_sections(html), count=1)))


def _shallow(html: str, where: str) -> str:
    """Return a page whose elements lie in few others: a parser leaves out what lies deeper.

    Raises ``SourceError`` where it is nested more deeply than any parser reads.
    """
    if len(_DIVISION.findall(html)) < 2 * _DEEPEST:
        return html  # spares most pages a parser
    from lxml import html as lxml_html

    if not _too_deep(lxml_html.HTMLParser(default_doctype=False), html):
        return html
    parser = lxml_html.HTMLParser(default_doctype=False, huge_tree=True)
    if _too_deep(parser, html):
        raise SourceError(f"{where}: is a web page that cannot be read: it is nested too deeply")
    root: _Element = lxml_html.document_fromstring(html, parser=parser)
    waiting = [(root, 0)]
    while waiting:
        element, depth = waiting.pop()
        waiting += [(child, depth + 1) for child in element]
        if depth > _DEEPEST and element.tag in ("div", "span", "section", "font"):
            element.drop_tag()
    return str(lxml_html.tostring(root, encoding="unicode"))


def _too_deep(parser: HTMLParser, html: str) -> bool:
    """Say whether a parser leaves out a part of a page that lies too deep in it."""
    from lxml import html as lxml_html
    from lxml.etree import ParserError, XMLSyntaxError

    with suppress(ParserError, XMLSyntaxError, ValueError):
        lxml_html.document_fromstring(html, parser=parser)
    return any(
        parser_words(ValueError(entry.message)) == "it is nested too deeply" for entry in parser.error_log
    )


def parsed_text(html: str, *, where: str, with_marks: bool) -> ParsedPage:
    """Return a page with all of its words; otherwise as ``parsed_article``."""
    root = parsed_page(_shallow(_cleaned(html), where), where=where)
    title = " ".join((root.findtext(".//title") or "").split())
    parts = [SourcePart(kind="title", text=title)] if title else []
    parts += pieces_in(root)
    found = anchored(parts, root) if with_marks else with_kept_words(parts, root)
    return ParsedPage(root=root, parts=tuple(found), day="")


def parsed_page(html: str, *, where: str) -> _Element:
    """Return the tree of a page; nothing is fetched and no entity of its own is expanded."""
    from lxml import html as lxml_html
    from lxml.etree import ParserError, XMLSyntaxError

    try:
        parser = lxml_html.HTMLParser(default_doctype=False)
        root: _Element = lxml_html.document_fromstring(html, parser=parser)
    except (ParserError, XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{where}: is a web page that cannot be parsed: {parser_words(error)}") from error
    write_quotation_marks(root)
    return root
