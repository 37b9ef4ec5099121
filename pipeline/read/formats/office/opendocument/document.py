"""OpenDocument texts (ISO/IEC 26300): the text as it stands, without deleted parts, remarks and indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.errors import SourceError
from pipeline.core.records import BlockKind
from pipeline.read.formats.compose import SourcePart
from pipeline.read.formats.marked_tree import WHOLE, InLine, marked_tree
from pipeline.read.formats.note_signs import Said, settled_line
from pipeline.read.formats.office import stated
from pipeline.read.formats.office.found import FoundText, packed_found
from pipeline.read.formats.office.headings import is_heading_line
from pipeline.read.formats.office.opendocument.styles import ListCounter, OpenStyles, open_value
from pipeline.read.formats.office.package import OfficePackage
from pipeline.read.formats.office.safe_xml import bare, make_spaces, parsed_xml
from pipeline.read.formats.office.tables import MOST_EMPTY, FoundCell, row_parts
from pipeline.read.lines import with_own_line_ends

if TYPE_CHECKING:
    from lxml.etree import _Element

_MANIFEST = "META-INF/manifest.xml"
_MACROS = re.compile(r"(?:Basic/(?!.*script-l[bc]\.xml$|.*dialog-l[bc]\.xml$)|Scripts/).*[^/]$")
_SKIPPED = frozenset(
    (
        *("tracked-changes", "annotation", "annotation-end", "forms", "ruby-text", "note-citation", "desc"),
        *("table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index"),
        *("user-index", "sequence-decls", "variable-decls", "user-field-decls", "title", "hidden-text"),
        *("hidden-paragraph", "script", "meta", "shapes", "event-listeners"),
    )
)
"""Elements whose words are no text, or stand elsewhere too. ``title`` and ``desc`` describe pictures."""
_ROWS = ("table-row", "table-header-rows", "table-row-group", "table-rows")
_MOST_SPACES = 100


def read_opendocument(content: bytes) -> bytes:
    """Return what is found in a document, packed. Raises ``SourceError`` with the end of a sentence."""
    return _packed(OpenText(content))


def read_marked_opendocument(content: bytes) -> bytes:
    """Return what ``read_opendocument`` does, with marks."""
    return _packed(OpenText(content, with_marks=True))


def _packed(opened: OpenText) -> bytes:
    said, styles = opened.said, opened.styles
    return packed_found(
        FoundText(
            parts=opened.titled_parts(),
            authors=stated.authors_of([said.get("initial-creator") or said.get("creator", "")]),
            time=stated.time_of(said.get("date"), said.get("creation-date")),
            language=stated.language_of(said.get("language"), styles.language),
        )
    )


_SIGNS = {"tab": "\t", "line-break": "\n"}


class OpenText:
    """An open document."""

    def __init__(self, content: bytes, *, with_marks: bool = False) -> None:
        """Open it. ``with_marks`` says whether its parts have marks and anchors. Raises ``SourceError``."""
        self.package = OfficePackage.opened(content, "an OpenDocument text")
        _refuse_others(self.package)
        self.root = parsed_xml(self.package.read("content.xml"), "content.xml")
        make_spaces(self.root)
        self.changes = _accepted_changes(self.root)
        """So many changes were tracked; they are accepted."""
        layout = self.package.read_if_there("styles.xml")
        layouts = [] if layout is None else [parsed_xml(layout, "styles.xml")]
        self.styles = OpenStyles([self.root, *layouts])
        self.said = _said(self.package)
        self._with_marks = with_marks

    def titled_parts(self) -> tuple[SourcePart, ...]:
        """Return the parts, of which one may be the title that the document states."""
        body = OpenBody(self.styles, with_marks=self._with_marks)
        return stated.titled(list(body.parts(self.root)), self.said.get("title"))


def _accepted_changes(root: _Element) -> int:
    """Take out what a document keeps of its changes, such as deleted words; return how many there were."""
    found = [each for each in root.iter() if bare(each.tag) == "tracked-changes"]
    count = sum(len(each) for each in found)
    places = [each for each in root.iter() if bare(each.tag) in ("change", "change-start", "change-end")]
    for each in [*found, *places]:
        parent, before = each.getparent(), each.getprevious()
        if parent is None:
            continue
        if before is not None:
            before.tail = (before.tail or "") + (each.tail or "")
        else:
            parent.text = (parent.text or "") + (each.tail or "")
        parent.remove(each)
    return count


def _refuse_others(package: OfficePackage) -> None:
    manifest = package.read_if_there(_MANIFEST)
    if "encrypted-package" in package or (
        manifest is not None
        and any(bare(each.tag) == "encryption-data" for each in _manifest(manifest).iter())
    ):
        raise SourceError("is an OpenDocument text that is encrypted; save it without its password first")
    if any(_MACROS.match(name) for name in package.names):
        raise SourceError("is an OpenDocument text with macros, which is not read; save it without them")


def _manifest(content: bytes) -> _Element:
    return parsed_xml(content, _MANIFEST, doctype=True)  # as OpenOffice.org 1 to 3 wrote it


def _said(package: OfficePackage) -> Mapping[str, str]:
    content = package.read_if_there("meta.xml")
    if content is None:
        return {}
    return {bare(each.tag): each.text or "" for each in parsed_xml(content, "meta.xml").iter()}


class OpenBody:
    """The text of a document, walked through once."""

    def __init__(self, styles: OpenStyles, *, with_marks: bool = False) -> None:
        """Take the document's styles. ``with_marks`` says whether parts have marks and anchors."""
        self._styles = styles
        self._with_marks = with_marks
        self._lists = ListCounter(styles)
        self._notes: list[_Element] = []
        self._boxes: list[_Element] = []
        self._is_in_table = False

    def parts(self, root: _Element) -> Iterator[SourcePart]:
        """Yield the parts in order; the notes come after all others."""
        body = next((each for each in root.iter() if bare(each.tag) == "body"), None)
        text = next((each for each in body if bare(each.tag) == "text"), None) if body is not None else None
        if text is None:
            raise SourceError("is damaged, or no OpenDocument text: it has no text")
        yield from self._blocks(text, "")
        for number, note in enumerate(self._notes, 1):
            for index, part in enumerate(list(self._blocks(note, ""))):
                yield replace(part, kind="footnote", marker="" if index else f"[{number}] ", continues=False)

    def _blocks(self, element: _Element, marker: str) -> Iterator[SourcePart]:
        """Yield the parts in an element; ``marker`` stands before the first paragraph."""
        for each in element:
            name = bare(each.tag)
            if name in ("p", "h"):
                yield from self._paragraph(each, marker)
                marker = ""
            elif name == "list":
                yield from self._list(each)
            elif name == "table":
                yield from self._table(each)
            elif name == "frame":
                yield from self._boxed([each])
            elif name and name not in _SKIPPED:
                yield from self._blocks(each, marker)

    def _paragraph(self, element: _Element, marker: str) -> Iterator[SourcePart]:
        outside, self._boxes = self._boxes, []
        said = list(self._words(element))
        text, full_text = settled_line(said), "".join(each.text for each in said)
        boxes, self._boxes = self._boxes, outside
        kind: BlockKind = self._styles.kind(open_value(element, "style-name"))
        if bare(element.tag) == "h" and kind not in ("title", "caption"):
            kind = "heading"
        if kind == "paragraph" and not marker and is_heading_line(text, is_bold=self._is_bold(element)):
            kind = "heading"
        if marker and kind == "paragraph":
            kind = "list_item"
        marked = marked_tree(element, self._in_line) if self._with_marks else None
        if marked is not None and marked.full_text.split() != full_text.split():
            marked = None  # it has more in it than was taken apart
        yield SourcePart(
            kind=kind,
            text=with_own_line_ends(text if marked is None else marked.text),
            is_parted=True,
            marker=marker if kind in ("list_item", "heading") else "",
            marks=marked.marks if marked else (),
            anchor=marked,
        )
        yield from self._boxed(boxes)

    def _is_bold(self, element: _Element) -> bool:
        """Say whether all words of a paragraph are bold."""
        if self._is_in_table:
            return False
        if self._styles.is_bold(open_value(element, "style-name")):
            return True
        loose = [element.text or "", *(each.tail or "" for each in element)]
        spans = [each for each in element if "".join(each.itertext()).strip()]
        return (
            bool(spans)
            and not "".join(loose).strip()
            and all(self._styles.is_bold(open_value(each, "style-name")) for each in spans)
        )

    def _boxed(self, frames: list[_Element]) -> Iterator[SourcePart]:
        for frame in frames:
            for each in frame:
                if bare(each.tag) == "text-box":
                    yield from self._blocks(each, "")

    def _words(self, element: _Element, shift: str = "") -> Iterator[Said]:
        yield Said(element.text or "", shift)
        for each in element:
            name = bare(each.tag)
            if name in ("s", "tab", "line-break"):
                yield Said(self._words_of(each))
            elif name == "note":
                self._notes += [body for body in each if bare(body.tag) == "note-body"]
            elif name in ("frame", "custom-shape", "g"):
                self._boxes.append(each)
            elif name and name not in _SKIPPED and not self._is_hidden(each, name):
                yield from self._words(each, self._shift_of(each, name) or shift)
            yield Said(each.tail or "", shift)

    def _shift_of(self, element: _Element, name: str) -> str:
        raised = self._styles.is_raised(open_value(element, "style-name")) if name == "span" else None
        return "" if raised is None else "superscript" if raised else "subscript"

    def _in_line(self, element: _Element) -> InLine | None:
        name = bare(element.tag)
        if name in ("span", "a"):
            return None if self._is_hidden(element, name) else self._styled(element, name)
        if name in ("s", "tab", "line-break"):
            return InLine(kind="whole", text=self._words_of(element))
        if name in ("page-number", "page-count"):
            return InLine(kind="whole", aside="".join(each.text for each in self._words(element)))
        is_apart = name in (*_SKIPPED, "note", "frame", "custom-shape", "g")
        return WHOLE if is_apart or not "".join(element.itertext()).strip() else None

    def _styled(self, element: _Element, name: str) -> InLine:
        """Return what a span or a link is."""
        styles = [open_value(each, "style-name") for each in element.iter() if bare(each.tag) == "span"]
        shifts = [self._styles.is_raised(style) for style in styles]
        if name == "a":
            is_linked = "#" in open_value(element, "href")
            return InLine(kind="link", is_linked=is_linked, is_raised=True in shifts)
        shift = shifts[0]
        is_linked = any("#" in open_value(each, "href") for each in element.iter() if bare(each.tag) == "a")
        return InLine(kind="style", is_narrow=shift is not None, is_raised=shift is True, is_linked=is_linked)

    def _words_of(self, element: _Element) -> str:
        """Return the space that an element stands for."""
        if bare(element.tag) in _SIGNS:
            return _SIGNS[bare(element.tag)]
        count = open_value(element, "c") if bare(element.tag) == "s" else ""
        return " " * min(_MOST_SPACES, int(count) if count.isdecimal() else 1)

    def _is_hidden(self, element: _Element, name: str) -> bool:
        return name == "span" and self._styles.is_hidden(open_value(element, "style-name"))

    def _list(self, element: _Element) -> Iterator[SourcePart]:
        with self._lists.entered(element):
            for each in element:
                if bare(each.tag) == "list-item":
                    yield from self._blocks(each, self._lists.marker(each))
                elif bare(each.tag) == "list-header":
                    yield from self._blocks(each, "")

    def _table(self, element: _Element) -> Iterator[SourcePart]:
        outside, self._is_in_table = self._is_in_table, True
        rows = [self._row(row) for row in _table_rows(element)]
        self._is_in_table = outside
        columns = max((len(row) for row in rows), default=0)
        for row in rows:
            yield from row_parts(row, columns=columns, with_marks=self._with_marks)

    def _row(self, element: _Element) -> list[FoundCell]:
        cells: list[FoundCell] = []
        for each in element:
            if bare(each.tag) == "table-cell":
                cell = list(self._blocks(each, ""))
                count = "" if cell else open_value(each, "number-columns-repeated")  # words are read once
                cells += [cell] * (min(MOST_EMPTY, int(count)) if count.isdecimal() else 1)
        return cells


def _table_rows(element: _Element) -> Iterator[_Element]:
    for each in element:
        if bare(each.tag) == "table-row":
            yield each
        elif bare(each.tag) in _ROWS:
            yield from _table_rows(each)
