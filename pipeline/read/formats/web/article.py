"""The article in a page, without navigation, teasers, banners and comments; trafilatura finds it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from pipeline.core.errors import SourceError
from pipeline.core.extras import installed_version
from pipeline.read.formats.compose import SourcePart, empty_before
from pipeline.read.formats.web.html_text import lines_of, on_one_line, write_shifts
from pipeline.read.formats.web.markup import APART
from pipeline.read.formats.web.readied import ready, told_marker
from pipeline.read.formats.web.shown.quotations import write_quotation_marks

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_LOOKED_THROUGH = 1_000_000
_NO_ARTICLE = "is a web page without an article; with --all-text its whole text is taken"
_INSIDE = frozenset(("p", "quote", "list", "table", "head", "div", "item", "row", "cell", "code"))
"""Elements of trafilatura's tree that make a part of their own."""


@cache
def identity() -> str:
    """Return the name and version of what finds the article."""
    return f"trafilatura {installed_version('trafilatura')}"


def article(html: str, *, where: str) -> tuple[list[SourcePart], str, str]:
    """Return the parts of the article in a page, its title, and its day where it was found.

    Raises ``SourceError`` where the page has no article, or cannot be parsed.
    """
    found = _extracted(html)
    if found is not None and found.body is not None and _is_glued(found.body, html):
        again = _extracted(html, precise=True)
        if again is not None and again.body is not None and len(again.body):
            found = again
    if found is None or found.body is None:
        raise SourceError(f"{where}: {_NO_ARTICLE}")
    title = " ".join((found.title or "").split())
    pieces = list(_without_title(_parts(found.body), title))
    if not pieces:
        raise SourceError(f"{where}: {_NO_ARTICLE}")
    return pieces, title, found.date or ""


def _is_glued(body: _Element, html: str) -> bool:
    """Say whether all of a page came as one paragraph, though it has several.

    That is the last resort of the library, for short articles above all: title, byline and buttons are in it.
    """
    return len(body) == 1 and body[0].tag == "p" and len(_PARAGRAPH.findall(html, 0, _LOOKED_THROUGH)) > 1


def _extracted(html: str, *, precise: bool = False):  # type: ignore[no-untyped-def]
    import trafilatura
    from trafilatura.utils import load_html

    # What it says of one page is said by us; it would come on stderr.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    root = load_html(html)
    if root is not None:
        write_quotation_marks(root)
        write_shifts(root, APART)
        ready(root)
    return trafilatura.bare_extraction(
        html if root is None else root,
        favor_precision=precise,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        include_images=False,
        include_formatting=False,
        include_links=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )


def _parts(element: _Element, kind: str = "paragraph") -> Iterator[SourcePart]:
    """Yield the parts of an element in their order; text that stands beside parts is a paragraph."""
    words = [on_one_line(element.text or "")]
    for child in element:
        if not isinstance(child.tag, str):
            words.append(on_one_line(child.tail or ""))
        elif child.tag in _INSIDE:
            yield from _piece(kind, words)
            words = [on_one_line(child.tail or "")]
            yield from _part(child, kind)
        else:
            separator = "\n" if child.tag == "lb" else ""
            words += [separator, *map(on_one_line, child.itertext()), on_one_line(child.tail or "")]
    yield from _piece(kind, words)


def _part(child: _Element, kind: str) -> Iterator[SourcePart]:
    match child.tag:
        case "head":
            yield from _piece("heading", [on_one_line("".join(child.itertext()))])
        case "quote":
            yield from _parts(child, "quotation")
        case "list":
            yield from _items(child)
        case "table":
            yield from _rows(child)
        case "code":
            yield from _piece("code", [on_one_line("".join(child.itertext()))])
        case _:
            yield from _parts(child, kind)


def _items(element: _Element) -> Iterator[SourcePart]:
    for item in element.iterchildren("item"):
        marker = told_marker(item)
        for index, piece in enumerate(_parts(item, "list_item")):
            own = piece.marker if index else piece.marker or marker
            yield SourcePart(kind=piece.kind, text=piece.text, marker=own)


def _rows(element: _Element) -> Iterator[SourcePart]:
    for row in element.iter("row"):
        cells = [" ".join(" ".join(cell.itertext()).split()) for cell in row.iterchildren("cell")]
        first = True
        for words, empty in zip(cells, empty_before(cells), strict=True):
            if words:
                yield SourcePart(kind="cell", text=words, continues=not first, empty_before=empty)
                first = False


def _piece(kind: str, words: list[str]) -> Iterator[SourcePart]:
    text = "".join(words)
    for number, line in enumerate(lines_of(text)):
        yield SourcePart(kind=kind, text=line, is_line=number > 0)  # type: ignore[arg-type]


def _without_title(pieces: Iterator[SourcePart], title: str) -> Iterator[SourcePart]:
    """Yield the parts without a heading at their beginning that repeats the title."""
    for index, piece in enumerate(pieces):
        if index or piece.kind != "heading" or piece.text.casefold() != title.casefold():
            yield piece
