"""The lines of a PDF file's pages, as PDFium finds them: words, place, size, weight."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.core.dataclass import dataclass
from pipeline.core.text.far_patterns import FarPattern
from pipeline.read.formats.office.pdf.from_right import (
    PlacedSign,
    is_from_right,
    parted_from_right,
    read_from_right,
    reads_from_right,
)

if TYPE_CHECKING:
    import pypdfium2

_HYPHEN = "\x02"
"""What PDFium has for a hyphen at the end of a line; no line end follows it."""
_WIDE = 2.0
"""A gap of so many times the size is one between columns."""
_WIDE_UNWRITTEN = 1.0
"""The same where the file has no space there; lines that fill their column have them wide, but written."""
_RAISED = 0.8
"""Digits of less than this share of the line's size may refer to a note."""
_ABOVE = 0.1
"""They stand so many sizes above the base line at least; those below it belong to a formula."""
_SMALL = 0.92
"""Notes have letters of at most this share of the text's size."""
_NOTE = re.compile(r"\[?(\d{1,3})[\]).]*[^\d\s]")
_UNIT = re.compile(r"\d[kcdmµ]?m$")
"""What a raised 2 or 3 belongs to, spaces left out."""
_SAME_ROW = 0.3
"""Base lines that differ by less than this share of the size are one."""
_SLANTED = 0.1
"""Lines at an angle, in radians, are stamps across the page."""
_HEAVY = 600
_NAME_BYTES = 200
_EAST_ASIAN = FarPattern("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_CLOSING = ".,)]"
_PRIVATE = range(0xE000, 0xF900)
_BULLET = "\u2022"


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfSegment:
    """A stretch of a line without a wide gap.

    Places are in points from the page's left edge; of lines from right to left they are negative, so that the
    beginning is left of the end in these too.
    """

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLine:
    """A line on a page."""

    segments: tuple[PdfSegment, ...]
    page: int
    y: float
    """Its base line, in points from the page's lower edge."""
    height: float
    """The page's height."""
    size: float
    """The size of its letters, in points."""
    is_bold: bool
    is_hyphenated: bool
    """Whether it ends in a hyphen, which is not in the text."""

    @property
    def text(self) -> str:
        """The words of the line."""
        return " ".join(segment.text for segment in self.segments)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.segments[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.segments[-1].right


def page_lines(page: pypdfium2.PdfPage, number: int) -> list[PdfLine]:
    """Return the lines of a page, in the order in which they stand in the file."""
    text = page.get_textpage()
    try:
        return list(_PageReader(text.raw, number, page.get_height()).lines())
    finally:
        text.close()


class _PageReader:
    """Asks PDFium about the signs of a page."""

    def __init__(self, text: Any, number: int, height: float) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._text = text
        self._number = number
        self._height = height
        count = max(0, pdfium.FPDFText_CountChars(text))
        self._signs = [_sign(pdfium.FPDFText_GetUnicode(text, index)) for index in range(count)]
        self._references: frozenset[int] = frozenset()

    def lines(self) -> Iterator[PdfLine]:
        """Yield the lines that have letters or digits."""
        rows = list(self._rows())
        self._references = frozenset(self._referring([shown for shown, _ in rows]))
        for shown, end in rows:
            line = self._line(shown, is_hyphenated=end < len(self._signs) and self._signs[end] == _HYPHEN)
            if line is not None:
                yield line

    def _rows(self) -> Iterator[tuple[list[int], int]]:
        """Yield the signs of each line, and the place of its end.

        Where words change their direction, PDFium ends a line in its middle.
        """
        row: list[int] = []
        start = end = 0
        for index, sign in enumerate([*self._signs, "\n"]):
            if sign not in ("\r", "\n", _HYPHEN):
                continue
            shown = [at for at in range(start, index) if not self._signs[at].isspace()]
            start = index + 1
            if not shown:
                continue
            if row and not (self._is_same_row(row, shown) and self._signs[end] != _HYPHEN):
                yield row, end
                row = []
            row, end = [*row, *shown], index
        if row:
            yield row, end

    def _is_same_row(self, row: list[int], shown: list[int]) -> bool:
        signs = [self._signs[index] for index in (*row, *shown)]
        if not any(map(reads_from_right, signs)):
            return False
        return abs(self._origin(row[0])[1] - self._origin(shown[0])[1]) < _SAME_ROW * self._size(row[0])

    def _line(self, shown: list[int], *, is_hyphenated: bool) -> PdfLine | None:
        first, last = shown[0], shown[-1]
        size = self._row_size(shown)
        turn = abs(self._pdfium.FPDFText_GetCharAngle(self._text, first)) % (math.pi / 2)
        if _SLANTED < turn < math.pi / 2 - _SLANTED:
            return None
        segments = tuple(self._segments(shown, size))
        if not segments:
            return None
        return PdfLine(
            segments=segments,
            page=self._number,
            y=self._origin(first)[1],
            height=self._height,
            size=size,
            is_bold=self._is_bold(first) and self._is_bold(last),
            is_hyphenated=is_hyphenated,
        )

    def _segments(self, shown: list[int], size: float) -> Iterator[PdfSegment]:
        if is_from_right([self._signs[index] for index in shown]):
            signs = [self._placed(index) for index in shown if index not in self._references]
            for part in parted_from_right(signs, size=size, wide=_WIDE):
                yield from _segment(read_from_right(part), -part[0].right, -part[-1].left)
            return
        words: list[str] = []
        left, before = self._origin(shown[0])[0], shown[0]
        for index in shown:
            if index > before + 1:
                gap = self._origin(index)[0] - self._box(before)[1]
                if gap > (_WIDE if self._is_written(before + 1) else _WIDE_UNWRITTEN) * size:
                    yield from _segment("".join(words), left, self._box(before)[1])
                    words, left = [], self._origin(index)[0]
                elif self._is_written(before + 1) or not self._needs_none(before, index):
                    words.append(" ")
            before = index
            if not (words and index in self._references):
                words.append(self._signs[index])
        yield from _segment("".join(words), left, self._box(before)[1])

    def _needs_none(self, before: int, index: int) -> bool:
        """Say whether a gap is no space: before a full stop, and beside Chinese or Japanese signs."""
        return self._signs[index] in _CLOSING or any(
            map(_EAST_ASIAN.match, (self._signs[before], self._signs[index]))
        )

    def _placed(self, index: int) -> PlacedSign:
        box = self._pdfium.FS_RECTF()  # as wide as the letter is written, so that none has a gap beside it
        if not self._pdfium.FPDFText_GetLooseCharBox(self._text, index, ctypes.byref(box)):
            box.left, box.right = self._box(index)
        return PlacedSign(sign=self._signs[index], left=box.left, right=box.right)

    def _referring(self, rows: Sequence[list[int]]) -> Iterator[int]:
        """Yield the signs of numbers that are raised and that a note further down the page answers."""
        sizes: Counter[float] = Counter()
        for row in rows:
            sizes[round(2 * self._row_size(row)) / 2] += len(row)
        body = max(sizes, key=lambda size: sizes[size], default=0.0)
        notes: dict[str, float] = {}
        for row in rows:
            start = _NOTE.match("".join(self._signs[index] for index in row[:8]))
            if start and self._row_size(row) <= _SMALL * body:
                notes[start[1]] = self._origin(row[-1])[1]
        for row in rows if notes else ():
            for number in self._raised(row):
                said = "".join(self._signs[index] for index in number)
                before = "".join(self._signs[index] for index in row[: row.index(number[0])][-4:])
                is_power = said in ("2", "3") and _UNIT.search(before) is not None
                if said in notes and notes[said] < self._origin(number[0])[1] and not is_power:
                    yield from number

    def _raised(self, row: list[int]) -> Iterator[list[int]]:
        """Yield the raised numbers of a row."""
        size = self._row_size(row)
        base = next((self._origin(each)[1] for each in row if self._size(each) >= _RAISED * size), 0.0)
        number: list[int] = []
        for index in [*row, None]:
            if (
                index is not None
                and self._signs[index].isdecimal()
                and self._size(index) < _RAISED * size
                and self._origin(index)[1] > base + _ABOVE * size
            ):
                number.append(index)
            elif number:
                yield number
                number = []

    def _row_size(self, row: list[int]) -> float:
        return max(self._size(row[0]), self._size(row[len(row) // 2]), 0.1)

    def _is_written(self, index: int) -> bool:
        """Say whether a space is in the file, and not put there by PDFium for a gap."""
        return bool(self._pdfium.FPDFText_IsGenerated(self._text, index) == 0)

    def _size(self, index: int) -> float:
        matrix = self._pdfium.FS_MATRIX()
        said = float(self._pdfium.FPDFText_GetFontSize(self._text, index))
        if not self._pdfium.FPDFText_GetMatrix(self._text, index, ctypes.byref(matrix)):
            return said
        return said * math.hypot(matrix.c, matrix.d)

    def _origin(self, index: int) -> tuple[float, float]:
        x, y = ctypes.c_double(), ctypes.c_double()
        self._pdfium.FPDFText_GetCharOrigin(self._text, index, ctypes.byref(x), ctypes.byref(y))
        return x.value, y.value

    def _box(self, index: int) -> tuple[float, float]:
        """Return the left and the right side of a sign."""
        sides = [ctypes.c_double() for _ in range(4)]
        self._pdfium.FPDFText_GetCharBox(self._text, index, *map(ctypes.byref, sides))
        return sides[0].value, sides[1].value

    def _is_bold(self, index: int) -> bool:
        if self._pdfium.FPDFText_GetFontWeight(self._text, index) >= _HEAVY:
            return True
        name, flags = ctypes.create_string_buffer(_NAME_BYTES), ctypes.c_int()
        self._pdfium.FPDFText_GetFontInfo(self._text, index, name, _NAME_BYTES, ctypes.byref(flags))
        return any(word in name.value.lower() for word in (b"bold", b"black", b"heavy", b"demi"))


def _sign(code: int) -> str:
    """Return a sign; those of fonts of symbols, which have codes of their own, are bullets."""
    if code in _PRIVATE:
        return _BULLET
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _segment(words: str, left: float, right: float) -> Iterator[PdfSegment]:
    text = words.strip()
    if text:
        yield PdfSegment(text=text, left=left, right=right)
