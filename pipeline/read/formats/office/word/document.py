"""Word documents (Office Open XML, ISO/IEC 29500): paragraphs as they stand when all changes are accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.records import BlockKind
from pipeline.read.formats.compose import SourcePart
from pipeline.read.formats.office import stated
from pipeline.read.formats.office.found import FoundText, packed_found
from pipeline.read.formats.office.headings import is_heading_line
from pipeline.read.formats.office.safe_xml import bare
from pipeline.read.formats.office.tables import FoundCell, row_parts
from pipeline.read.formats.office.word.inline import WordInline, repeat_boxes
from pipeline.read.formats.office.word.marked import marked_paragraph
from pipeline.read.formats.office.word.parts import WordPackage
from pipeline.read.formats.office.word.styles import (
    WordNumbering,
    WordStyles,
    child,
    number_of,
    numbering_of,
    value,
)
from pipeline.read.lines import with_own_line_ends

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED = frozenset(
    ("del", "moveFrom", "sectPr", "pPr", "tblPr", "tblGrid", "sdtPr", "sdtEndPr", "altChunk")
)
"""Elements beside paragraphs that hold no text, or text that was deleted."""
_CONTENTS = frozenset(("table of contents", "bibliographies"))
_NOTES = ("footnote", "endnote")


def read_word(content: bytes) -> bytes:
    """Return what is found in a document, packed. Raises ``SourceError`` with the end of a sentence."""
    return _read(content, with_marks=False)


def read_marked_word(content: bytes) -> bytes:
    """Return what ``read_word`` does, with marks."""
    return _read(content, with_marks=True)


def _read(content: bytes, *, with_marks: bool) -> bytes:
    package = WordPackage(content)
    said = package.stated()
    body = WordBody(package, with_marks=with_marks)
    parts = body.titled_parts()
    common = max(body.languages.items(), key=lambda item: item[1], default=("", 0))[0]
    return packed_found(
        FoundText(
            parts=parts,
            authors=stated.authors_of([said.get("creator", "")]),
            time=stated.time_of(said.get("modified"), said.get("created")),
            language=stated.language_of(common, body.styles.language, said.get("language")),
        )
    )


class WordBody:
    """The text of a document, walked through once."""

    def __init__(self, package: WordPackage, *, with_marks: bool = False) -> None:
        """Take an open document. ``with_marks`` says whether its parts have marks and anchors."""
        self._package = package
        self._with_marks = with_marks
        self.styles = WordStyles(package.part("styles"))
        self.languages: Counter[str] = Counter()
        self._main = package.main()
        self._numbering = WordNumbering(package.part("numbering"))
        self._note_parts = {kind: package.part(f"{kind}s") for kind in _NOTES}
        self._notes: list[tuple[str, str]] = []
        self._carried = ""
        self._is_in_table = False

    def titled_parts(self) -> tuple[SourcePart, ...]:
        """Return the parts, with the title that the document states where the text has none."""
        return stated.titled(list(self.parts()), self._package.stated().get("title"))

    def members(self) -> Mapping[str, bytes]:
        """Return the parts of the package that hold text, by their names, as they are now."""
        from lxml import etree

        roots = {self._package.main_name: self._main}
        for kind, root in self._note_parts.items():
            name = self._package.name_of(f"{kind}s")
            if root is not None and name is not None:
                roots[name] = root
        for root in roots.values():
            repeat_boxes(root)
        return {
            name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            for name, root in roots.items()
        }

    def parts(self) -> Iterator[SourcePart]:
        """Yield the parts in order; the notes come after all others."""
        for body in self._main:
            if bare(body.tag) == "body":
                yield from self._blocks(body)
        notes = {
            (kind, value(each, "id")): each
            for kind, root in self._note_parts.items()
            if root is not None
            for each in root
            if bare(each.tag) == kind
        }
        for number, key in enumerate(dict.fromkeys(self._notes), 1):
            if key in notes:
                for index, part in enumerate(list(self._blocks(notes[key]))):
                    yield replace(
                        part, kind="footnote", marker="" if index else f"[{number}] ", continues=False
                    )

    def _blocks(self, element: _Element) -> Iterator[SourcePart]:
        for each in element:
            name = bare(each.tag)
            if name == "p":
                yield from self._paragraph(each)
            elif name == "tbl":
                yield from self._table(each)
            elif name == "AlternateContent":
                yield from self._blocks(next(iter(each), each)) if len(each) else ()
            elif name and name not in _SKIPPED and not _is_contents(each):
                yield from self._blocks(each)

    def _paragraph(self, element: _Element) -> Iterator[SourcePart]:
        properties = child(element, "pPr")
        style = value(child(properties, "pStyle")) or self.styles.default
        inline = WordInline(self.styles, self.languages)
        carried = self._carried
        text = carried + inline.text(element)
        self._carried = ""
        self._notes += inline.notes
        level = number_of(child(properties, "outlineLvl"))
        numbering = self.styles.numbering(style, numbering_of(properties))
        marker = None if numbering is None else self._numbering.marker(*numbering)
        if _mark_is_deleted(properties):
            self._carried = text  # what follows stands in the same paragraph once the change is accepted
        elif not self.styles.is_left_out(style):
            kind = self.styles.kind(style, level)
            if kind == "paragraph" and marker is not None:
                kind = "list_item"
            is_bold = inline.is_bold and not self._is_in_table
            if kind == "paragraph" and is_heading_line(text, is_bold=is_bold):
                kind = "heading"
            marked = marked_paragraph(element) if self._with_marks else None
            if marked is not None and marked.full_text != carried + inline.full_text:
                marked = None  # it has more in it than was taken apart
            yield SourcePart(
                kind=kind,
                text=with_own_line_ends(text if marked is None else marked.text),
                is_parted=True,
                marker=marker or "" if kind in _NUMBERED else "",
                marks=marked.marks if marked else (),
                anchor=marked,
            )
        for box in inline.boxes:
            yield from self._blocks(box)

    def _table(self, element: _Element) -> Iterator[SourcePart]:
        outside, self._is_in_table = self._is_in_table, True
        rows = [self._row(row) for row in _rows(element)]
        self._is_in_table = outside
        columns = max((len(row) for row in rows), default=0)
        for row in rows:
            yield from row_parts(row, columns=columns, with_marks=self._with_marks)

    def _row(self, element: _Element) -> list[FoundCell]:
        if child(child(element, "trPr"), "del") is not None:
            return []
        return [list(self._blocks(cell)) for cell in _cells(element)]


_NUMBERED: frozenset[BlockKind] = frozenset(("list_item", "heading"))


def _rows(element: _Element) -> Iterator[_Element]:
    for each in element:
        if bare(each.tag) == "tr":
            yield each
        elif bare(each.tag) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _rows(each)


def _cells(element: _Element) -> Iterator[_Element]:
    for each in element:
        if bare(each.tag) == "tc":
            yield each
        elif bare(each.tag) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _cells(each)


def _mark_is_deleted(properties: _Element | None) -> bool:
    mark = child(properties, "rPr")
    return child(mark, "del") is not None


def _is_contents(element: _Element) -> bool:
    """Say whether an element is a table of contents, which repeats the headings."""
    gallery = child(child(child(element, "sdtPr"), "docPartObj"), "docPartGallery")
    return bare(element.tag) == "sdt" and value(gallery).lower() in _CONTENTS
