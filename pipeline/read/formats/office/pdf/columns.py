"""Columns of text that a file has row by row: a page's lines in the order of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.read.formats.office.pdf.lines import PdfLine, PdfSegment

_GUTTER = 0.9
"""Columns are so many sizes apart at least."""
_LEAST_LINES = 3
_LEAST_SIGNS = 15
"""Signs that lines of a column have on average, at least; cells of a table are shorter."""
_GOING_ON = 1 / 3
"""The least share of a column's lines that go on in small letters; cells begin with capitals and figures."""
_FULL, _MOST_FULL = 0.7, 0.6
"""In scripts without small letters this share of the lines fills that share of the column."""
_FAR = 3.0
"""Lines so many sizes apart are of no one column."""
_HYPHEN = re.compile(r"(?<=[^\W\d_])-$")


class _Columns:
    """Columns that grow line by line."""

    def __init__(self) -> None:
        self.lines: list[list[PdfLine]] = []
        self._sides: list[tuple[float, float]] = []
        self._gutter = 0.0

    def open(self, line: PdfLine) -> None:
        """Begin a column with each stretch of a line."""
        self._gutter = max(self._gutter, _GUTTER * line.size)
        self._sides += [(segment.left, segment.right) for segment in line.segments]
        self.lines += [[alone] for alone in _alone(line)]

    def take(self, line: PdfLine) -> bool:
        """Take the stretches of a line, each in its column; False where it stands in none, or in two."""
        self._gutter = max(self._gutter, _GUTTER * line.size)
        places: list[int] = []
        for segment in line.segments:
            own = [
                at
                for at, (left, right) in enumerate(self._sides)
                if segment.left < right + self._gutter and segment.right > left - self._gutter
            ]
            if len(own) != 1 or self.lines[own[0]][-1].y - line.y > _FAR * line.size:
                return False
            places += own
        for at, segment, alone in zip(places, line.segments, _alone(line), strict=True):
            left, right = self._sides[at]
            self._sides[at] = min(left, segment.left), max(right, segment.right)
            self.lines[at].append(alone)
        return True

    def is_text(self) -> bool:
        """Say whether each column holds a text, and not the cells of a table."""
        pairs = zip(self.lines, self._sides, strict=True)
        return len(self.lines) > 1 and all(_is_text(lines, right - left) for lines, (left, right) in pairs)

    def in_order(self) -> Iterator[PdfLine]:
        """Yield the lines of the columns, the first column first."""
        for at in sorted(range(len(self.lines)), key=lambda at: self._sides[at][0]):
            yield from self.lines[at]


def columns_in_order(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Return lines in the order of reading, each line of columns by itself."""
    ordered: list[PdfLine] = []
    at = 0
    while at < len(lines):
        end, columns = _run(lines, at)
        if columns is not None and columns.is_text():
            ordered += columns.in_order()
        else:
            ordered += lines[at:end]
        at = end
    return ordered


def _run(lines: Sequence[PdfLine], start: int) -> tuple[int, _Columns | None]:
    """Return where lines end that stand in the same columns as the one at ``start``, and these columns."""
    at = start + 1
    beside = [lines[start]]
    while at < len(lines) and _is_beside(
        beside[-1], lines[at]
    ):  # a hyphen ends a line in the middle of a row
        beside.append(lines[at])
        at += 1
    if sum(len(line.segments) for line in beside) < 2:
        return at, None
    columns = _Columns()
    for line in beside:
        columns.open(line)
    while at < len(lines) and lines[at].page == lines[start].page and lines[at].y <= lines[at - 1].y + 1:
        if not columns.take(lines[at]):
            break
        at += 1
    return at, columns


def _is_beside(line: PdfLine, other: PdfLine) -> bool:
    is_row = line.page == other.page and abs(line.y - other.y) < 1
    return is_row and other.left > line.right + _GUTTER * line.size


def _alone(line: PdfLine) -> list[PdfLine]:
    """Return the stretches of a line as lines; PDFium finds hyphens at the ends of whole lines alone."""
    *first, last = line.segments
    made = [replace(line, segments=(_bare(each),), is_hyphenated=_ends_open(each)) for each in first]
    return [*made, replace(line, segments=(last,))]


def _ends_open(segment: PdfSegment) -> bool:
    return _HYPHEN.search(segment.text) is not None


def _bare(segment: PdfSegment) -> PdfSegment:
    return replace(segment, text=_HYPHEN.sub("", segment.text))


def _is_text(lines: Sequence[PdfLine], width: float) -> bool:
    texts = [line.text for line in lines]
    if len(lines) < _LEAST_LINES or sum(map(len, texts)) < _LEAST_SIGNS * len(lines):
        return False
    signs = [next(filter(str.isalpha, text), "") for text in texts[1:]]
    if any(sign.isupper() or sign.islower() for sign in signs):
        return sum(text[:1].islower() for text in texts[1:]) >= _GOING_ON * len(signs)
    full = sum(line.right - line.left >= _FULL * width for line in lines[:-1])
    return full >= _MOST_FULL * (len(lines) - 1)
