"""The words in a piece of HTML that is all text, such as the content of a feed's item or a message."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.core.errors import SourceError
from pipeline.core.records import BlockKind
from pipeline.read.formats.compose import SourcePart, empty_before
from pipeline.read.formats.formulas import formula_words, is_formula
from pipeline.read.formats.parser_words import parser_words
from pipeline.read.formats.web.html_text import as_standard, lines_of, on_one_line, shifted_words, take_out
from pipeline.read.formats.web.shown.list_numbers import DASH, list_markers
from pipeline.read.formats.web.shown.quotations import write_quotation_marks

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADING_ELEMENTS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
APART = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        *HEADING_ELEMENTS,
    )
)
"""Elements that begin a part of their own."""
DROPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "head", "button"),
        *("select", "textarea", "audio", "video", "canvas", "del", "s", "strike"),
    )
)
"""Elements whose words nobody sees, or that are no words of the text."""
_HIDDEN = ("display:none", "visibility:hidden", "max-height:0", "font-size:0")
"""Styles that hide words; newsletters hide a preview so."""
_LONGEST_SILENT = 400
"""Signs of an element that is hidden from readers of screens: a whole page is while a dialogue is open."""
_QUOTES = frozenset(
    (
        *("gmail_quote", "gmail_quote_container", "gmail_attr", "moz-cite-prefix", "yahoo_quoted"),
        *("protonmail_quote", "divrplyfwdmsg", "appendonsend", "x_gmail_quote", "zmail_extra"),
    )
)
"""Classes and ids of what is quoted from an older message."""
_WORDS_BEFORE = 8
"""So many pieces before a raised sign are looked at."""
_MAX_DEPTH = 200
"""Elements that lie deeper are flattened."""


def parts_and_root(
    html: str, *, where: str, language: str = "", without: Callable[[_Element], bool] | None = None
) -> tuple[list[SourcePart], _Element | None]:
    """Return the parts of a piece of HTML, and its tree; None where it is empty. Raises ``SourceError``.

    ``language`` is a tag of the language that is declared beside it. ``without`` says which elements are
    left out, where anything else is left.
    """
    if not html.strip():
        return [], None
    from lxml import html as lxml_html
    from lxml.etree import ParserError, XMLSyntaxError

    try:
        root = lxml_html.document_fromstring(as_standard(html))
    except (ParserError, XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{where}: holds HTML that cannot be parsed: {parser_words(error)}") from error
    write_quotation_marks(root, language=language)
    if without is not None:
        bare = copy.deepcopy(root)
        for element in [each for each in bare.iter() if isinstance(each.tag, str) and without(each)]:
            take_out(element)
        if found := pieces_in(bare):
            return found, bare
    return pieces_in(root), root


def is_quoted(element: _Element) -> bool:
    """Say whether an element holds the message that is answered, as the large programs of mail mark it."""
    said = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    is_cited = element.tag == "blockquote" and (element.get("type") or "").lower() == "cite"
    return is_cited or not _QUOTES.isdisjoint(said)


def pieces_in(root: _Element) -> list[SourcePart]:
    """Return the parts of a tree of HTML, in order."""
    walk = _Walk(list_markers(root))
    walk.through(root, "paragraph", 0)
    walk.end("paragraph")
    return walk.found


class _Walk:
    """Collects words up to the next element that begins a part."""

    def __init__(self, markers: Mapping[_Element, str]) -> None:
        self.found: list[SourcePart] = []
        self._markers = markers
        self._words: list[str] = []
        self._marker = ""
        self._in_row = False
        self._empty: dict[_Element, int] = {}
        """Cells without words before each cell of the row."""
        self._empty_before = 0

    def through(self, element: _Element, kind: BlockKind, depth: int) -> None:
        """Take the words of an element and what lies in it."""
        shown = str if element.tag == "pre" else on_one_line
        self._words.append(shown(element.text or ""))
        for child in element:
            if isinstance(child.tag, str) and not is_left_out(child):
                self._child(child, kind, depth)
            self._words.append(shown(child.tail or ""))

    def _child(self, child: _Element, kind: BlockKind, depth: int) -> None:
        if depth >= _MAX_DEPTH:
            self._words += [" ", *child.itertext(), " "]
        elif child.tag == "br":
            self._words.append("\n")
        elif is_formula(child):
            self._words.append(formula_words(child))
        elif child.tag in APART:
            self.end(kind)
            own = _kind(child, kind)
            self._begin(child, own)
            self.through(child, own, depth + 1)
            self.end(own)
            if child.tag == "li":
                self._marker = ""  # it had no words
        elif child.tag in ("sup", "sub"):
            said = "".join(child.itertext())
            words = shifted_words(child, "".join(self._words[-_WORDS_BEFORE:]), APART)
            if words == said:
                self.through(child, kind, depth + 1)
            else:
                self._words.append(words)
        else:
            self.through(child, kind, depth + 1)

    def _begin(self, element: _Element, kind: BlockKind) -> None:
        """Begin an element that is a part of its own."""
        if element.tag == "tr":
            self._in_row = False
            cells = list(element.iterchildren("td", "th"))
            counts = empty_before(["".join(cell.itertext()) for cell in cells])
            self._empty = dict(zip(cells, counts, strict=True)) if all(map(_is_data, cells)) else {}
        elif element.tag == "li":
            self._marker = self._markers.get(element, DASH)
        elif kind == "cell":
            self._empty_before = self._empty.get(element, 0)

    def end(self, kind: BlockKind) -> None:
        """End a part: lines that ``br`` parts with an empty line between are paragraphs of their own."""
        text, self._words = "".join(self._words), []
        for part in _paragraphs(text):
            for number, line in enumerate(lines_of(part)):
                self.found.append(
                    SourcePart(
                        kind=kind,
                        text=line,
                        marker=self._marker,
                        continues=kind == "cell" and self._in_row,
                        empty_before=self._empty_before if kind == "cell" else 0,
                        is_line=number > 0,
                    )
                )
                self._empty_before = 0
                self._in_row = kind == "cell"
                self._marker = ""


def _paragraphs(text: str) -> Iterator[str]:
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            lines.append(line)
        elif lines:
            yield "\n".join(lines)
            lines = []


def _kind(element: _Element, around: BlockKind) -> BlockKind:
    if element.tag in HEADING_ELEMENTS:
        return "heading"
    match element.tag:
        case "li":
            return "list_item"
        case "blockquote":
            return "quotation"
        case "td" | "th":
            return "cell" if _is_data(element) else around
        case "figcaption":
            return "caption"
        case _:
            return around


def _is_data(cell: _Element) -> bool:
    """Say whether a cell is one of a table of data: newsletters lay out whole pages in tables."""
    return not any(isinstance(inner.tag, str) and inner.tag in APART for inner in cell.iterdescendants())


def is_left_out(element: _Element) -> bool:
    """Say whether nobody sees an element's words, or whether they are none of the text."""
    return (element.tag in DROPPED and not is_button_of_text(element)) or is_hidden(element)


def is_button_of_text(element: _Element) -> bool:
    """Say whether the words of a button are words of the text: it is in a heading, or amid a sentence.

    Pages explain words of a sentence so, or open what stands under a heading.
    """
    if element.tag != "button":
        return False
    parent, before = element.getparent(), element.getprevious()
    if any(each.tag in HEADING_ELEMENTS for each in element.iterancestors()):
        return True
    said = before.tail if before is not None else parent.text if parent is not None else ""
    return bool((said or "").strip() and (element.tail or "").strip())


def is_hidden(element: _Element) -> bool:
    """Say whether nobody sees the words of an element."""
    if not element.keys():
        return False  # most elements, of which there are thousands, say nothing
    style = (element.get("style") or "").replace(" ", "").lower()
    if element.get("hidden") is not None or any(hidden in style for hidden in _HIDDEN):
        return True
    is_silent = (element.get("aria-hidden") or "").lower() == "true"
    return is_silent and len("".join(element.itertext())) <= _LONGEST_SILENT
