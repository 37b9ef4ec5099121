"""Pages made ready for the library that finds articles, which drops or glues what it does not know.

Words of an article were lost in elements that it leaves out (``time``), beside paragraphs without an element
of their own, and in tables that lay out a whole page. Nobody sees such a page: only words are taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.read.formats.formulas import formula_words, is_formula
from pipeline.read.formats.web.html_text import take_out
from pipeline.read.formats.web.loose import hold_loose_lines
from pipeline.read.formats.web.markup import APART, is_button_of_text, is_hidden
from pipeline.read.formats.web.shown.list_numbers import DASH, list_markers

if TYPE_CHECKING:
    from lxml.etree import _Element

_IN_LINE = (
    "time",
    "output",
    "label",
    "legend",
    "data",
    "meter",
    "blink",
    "bdi",
    "bdo",
    "map",
    "nobr",
    "acronym",
)
"""Elements whose words the library leaves out, though they stand in a sentence."""
_QUOTED = ("q", "code", "kbd", "samp", "var", "tt")
"""Elements in a sentence that the library takes for a part of their own."""
_UNSEEN = ("del", "s", "strike", "template")
_LINES = frozenset(
    ("p", "li", "blockquote", "td", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6")
)
_ASIDE = frozenset(("nav", "footer", "form"))
_AROUND = ("center", "font", "marquee")
"""Elements that hold paragraphs on old pages; the library reads these as parts of a line."""
_BLOCKS = APART - {"html", "body", "hr", "address"}
_TABLE = ("table", "thead", "tbody", "tfoot", "tr", "td", "th")
_TOLD = "rend"
"""The attribute of an item that the library keeps."""
_DEFINED = ("dt-", "dd-")
"""What it begins with where the library sets it itself, in lists of definitions."""
_LONG = 40
"""Signs from which words beside paragraphs are a paragraph, and no button or label."""
_FINAL = tuple(".!?…。！？؟।:»”\"'’)")
"""Signs that such a paragraph ends with."""
_LINKED = 0.5
"""At most this share of it is in links."""


def ready(root: _Element) -> None:
    """Change a page so that the words of its article are found."""
    for element in list(root.iter(*_IN_LINE, *_QUOTED)):
        if element.tag == "q" or any(each.tag in _LINES for each in element.iterancestors()):
            element.tag = "span"
    _tell_markers(root)
    _tell_from_code(root)
    _write_as_words(root)
    _drop_unseen(root)
    _break_lines(root)
    for table in list(root.iter("table")):
        if _lays_out(table):
            for part in list(_own_parts(table)):
                part.tag = "div"
    for element in list(root.iter(*_AROUND)):
        if any(isinstance(each.tag, str) and each.tag in _BLOCKS for each in element):
            element.tag = "div"
    _give_lines_paragraphs(root)
    for element in root.iter("p"):
        if not len(element) and not (element.text or "").strip():
            element.tag = "br"  # the library takes it out, and joins the words around it


def told_marker(item: _Element) -> str:
    """Return what stands before an item of a list in the library's tree: it was told in a readied page."""
    said = item.get(_TOLD) or ""
    return DASH if not said or said.startswith(_DEFINED) else f"{said} "


def _tell_markers(root: _Element) -> None:
    """Tell of each item of a list what stands before it."""
    for item, marker in list_markers(root).items():
        item.set(_TOLD, marker.strip())


def _tell_from_code(root: _Element) -> None:
    """Take from quotations what the library takes for a mark of code: a language, a class around them."""
    for element in root.iter("blockquote", "q"):
        element.attrib.pop("lang", None)
        parent = element.getparent()
        if parent is not None and "highlight" in (parent.get("class") or ""):
            parent.set("class", parent.get("class").replace("highlight", ""))


def _write_as_words(root: _Element) -> None:
    """Write formulas as a line of text, and buttons amid it as words; the library leaves both out."""
    for element in [each for each in root.iter() if is_formula(each)]:
        words = formula_words(element)
        for child in list(element):
            element.remove(child)
        element.tag, element.text = "span", words
    for element in [each for each in root.iter("button") if is_button_of_text(each)]:
        element.tag = "span"


def _drop_unseen(root: _Element) -> None:
    """Drop what nobody reads: hidden words, and words that are struck out."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in ("html", "body"):
            continue
        if element.tag in _UNSEEN or is_hidden(element):
            take_out(element)


def _break_lines(root: _Element) -> None:
    """Make paragraphs of preformatted texts that are no code, whose lines are broken."""
    for element in list(root.iter("pre")):
        if element.find(".//code") is not None:
            continue
        element.tag = "p"
        lines = "".join(element.itertext()).strip("\n").split("\n")
        for child in list(element):
            element.remove(child)
        element.text = lines[0]
        for line in lines[1:]:
            broken = element.makeelement("br")
            broken.tail = line
            element.append(broken)


def _give_lines_paragraphs(root: _Element) -> None:
    """Make a paragraph of each line that no element holds alone, and that reads as one."""
    for holder in hold_loose_lines(root):
        if _is_paragraph(holder.element):
            holder.element.tag = "p"
        elif holder.is_new:
            holder.element.drop_tag()


def _lays_out(table: _Element) -> bool:
    """Say whether a cell of a table holds a title or several paragraphs, so that it is no table of data."""
    cells = (part for part in _own_parts(table) if part.tag in ("td", "th"))
    return any(
        next(cell.iter("h1"), None) is not None or sum(1 for _ in cell.iter("p", "h2", "h3")) > 1
        for cell in cells
    )


def _own_parts(table: _Element) -> Iterator[_Element]:
    """Yield a table, its rows and cells, without those of tables in it."""
    yield table
    for child in table:
        if child.tag in _TABLE[1:]:
            yield from _own_parts(child)


def _is_paragraph(element: _Element) -> bool:
    around = [each.tag for each in element.iterancestors()]
    if not around or around[0] in _LINES or not _ASIDE.isdisjoint(around):
        return False
    text = " ".join("".join(element.itertext()).split())
    linked = sum(len(" ".join("".join(each.itertext()).split())) for each in element.iter("a"))
    return len(text) >= _LONG and text.endswith(_FINAL) and linked <= _LINKED * len(text)
