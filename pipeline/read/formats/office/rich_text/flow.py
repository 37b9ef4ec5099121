"""One flow of text of an RTF document: the body, a note, or a text box, put together to parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from pipeline.core.dataclass import dataclass
from pipeline.core.records import BlockKind
from pipeline.read.formats.compose import SourcePart
from pipeline.read.formats.note_signs import Said, settled_line
from pipeline.read.formats.office.headings import is_heading_line
from pipeline.read.formats.office.tables import row_parts
from pipeline.read.formats.office.word.styles import kind_of_style
from pipeline.read.lines import with_own_line_ends

_BULLETS = frozenset("\u2022\u25cf\u25cb\u25e6\u25aa\u25a0\u2023\u2013\u2014-*o\u00b7\u00a7")
_BODY_LEVEL = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paragraph:
    """A paragraph before the styles are known: their table may stand anywhere before the end."""

    text: str
    marker: str
    style: int | None
    level: int
    is_bold: bool
    is_in_table: bool


@dataclass(slots=True)
class RichTextFlow:
    """Takes text and control words, and gives parts at the end."""

    _done: list[_Paragraph | list[list[list[_Paragraph]]]] = field(default_factory=list)
    """Paragraphs, and tables as rows of cells."""
    _rows: list[list[list[_Paragraph]]] = field(default_factory=list)
    _row: list[list[_Paragraph]] = field(default_factory=list)
    _cell: list[_Paragraph] = field(default_factory=list)
    _boxes: list[SourcePart] = field(default_factory=list)
    _words: list[Said] = field(default_factory=list)
    _marker: list[str] = field(default_factory=list)
    _style: int | None = None
    _level: int = _BODY_LEVEL
    _is_in_table: bool = False
    _has_bold: bool = False
    _has_plain: bool = False
    _after: dict[int, list[SourcePart]] = field(default_factory=dict)
    """Boxes by the number of the paragraph or table that they stand after."""

    def say(self, text: str, *, is_bold: bool, shift: str = "") -> None:
        """Take words of the paragraph."""
        self._words.append(Said(text, shift))
        if text.strip():
            self._has_bold |= is_bold
            self._has_plain |= not is_bold

    def mark(self, text: str) -> None:
        """Take a part of the sign or number before an item of a list."""
        self._marker.append(text)

    def add_box(self, parts: list[SourcePart]) -> None:
        """Take the parts of a text box; they come after the paragraph."""
        self._boxes += parts

    def control(self, word: bytes, number: int | None) -> None:
        """Take a control word about paragraphs and tables; others do nothing."""
        match word:
            case b"par" | b"sect" | b"nestcell" | b"page" | b"column":
                self._end_paragraph()
            case b"cell":
                self._end_paragraph()
                self._row.append(self._cell)
                self._cell = []
            case b"row":
                self._end_row()
            case b"pard":
                self._style, self._level, self._is_in_table = None, _BODY_LEVEL, False
            case b"intbl":
                self._is_in_table = True
            case b"s":
                self._style = number
            case b"outlinelevel" if number is not None:
                self._level = number

    def _end_paragraph(self) -> None:
        text = _whole(settled_line(self._words))
        made = _Paragraph(
            text=text,
            marker=_marker(_whole("".join(self._marker))),
            style=self._style,
            level=self._level,
            is_bold=self._has_bold and not self._has_plain,
            is_in_table=self._is_in_table,
        )
        self._words, self._marker, self._has_bold, self._has_plain = [], [], False, False
        if self._is_in_table:
            self._cell.append(made)
        else:
            self._end_table()
            self._done.append(made)
            if self._boxes:
                self._after[len(self._done)] = self._boxes
                self._boxes = []

    def _end_row(self) -> None:
        if self._cell:
            self._row.append(self._cell)
        self._rows.append(self._row)
        self._row, self._cell = [], []

    def _end_table(self) -> None:
        if self._row or self._cell:
            self._end_row()
        if self._rows:
            self._done.append(self._rows)
            self._rows = []

    def finished(self, styles: Mapping[int, str]) -> list[SourcePart]:
        """Return the parts, once all is read. ``styles`` has the names of styles by number."""
        self._end_paragraph()
        self._end_table()
        parts: list[SourcePart] = []
        for number, item in enumerate(self._done, 1):
            if isinstance(item, _Paragraph):
                parts.append(_part(item, styles))
            else:
                columns = max(map(len, item), default=0)
                for row in item:
                    cells = [[_part(paragraph, styles) for paragraph in cell] for cell in row]
                    parts += row_parts(cells, columns=columns)
            parts += self._after.get(number, [])
        return [part for part in [*parts, *self._boxes] if part.text.strip()]


def _part(paragraph: _Paragraph, styles: Mapping[int, str]) -> SourcePart:
    kind = kind_of_style(styles.get(paragraph.style or 0, ""))
    if kind is None:
        kind = _kind(paragraph)
    part = SourcePart(kind=kind, text=with_own_line_ends(paragraph.text), is_parted=True)
    return replace(part, marker=paragraph.marker) if kind in ("list_item", "heading") else part


def _kind(paragraph: _Paragraph) -> BlockKind:
    if 0 <= paragraph.level < _BODY_LEVEL:
        return "heading"
    if paragraph.marker:
        return "list_item"
    is_bold = paragraph.is_bold and not paragraph.is_in_table
    return "heading" if is_heading_line(paragraph.text, is_bold=is_bold) else "paragraph"


def _marker(text: str) -> str:
    """Return what stands before an item as our texts have it: a hyphen for any bullet."""
    sign = " ".join(text.split())
    if not sign:
        return ""
    is_bullet = sign in _BULLETS or not any(character.isalnum() for character in sign) or len(sign) > 12
    return "- " if is_bullet else f"{sign} "


def _whole(text: str) -> str:
    """Join the halves of characters that are written as two numbers (UTF-16)."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
