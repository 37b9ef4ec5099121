"""Lines with wide gaps: rows of tables, items of lists, columns line by line, or words spread out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.read.formats.office.pdf.columns import columns_in_order
from pipeline.read.formats.office.pdf.lines import PdfLine, PdfSegment

_LABEL = re.compile(r"[•●○◦▪■□‣⁃·∙✓➢–—*-]|\(?(?:\d{1,3}|[ivxlcIVXLC]{1,7}|[a-zA-Z])[.)]")
_CORRIDOR = 0.9
"""Gaps between cells have so many sizes in common with those of the row above or below."""
_FAR_APART = 6.0
"""Gaps of so many sizes are never those between words of a line that fills its column."""


def lines_in_order(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Return lines in the order of reading, with gaps only where cells of a table stand."""
    labelled = columns_in_order([_with_label(line) for line in lines])
    around = [None, *labelled, None]
    return [
        line if _is_row(line, before, after) else _joined_segments(line)
        for before, line, after in zip(around, labelled, around[2:], strict=False)
    ]


def _is_row(line: PdfLine, before: PdfLine | None, after: PdfLine | None) -> bool:
    """Say whether the gaps of a line are those between cells; lines that fill a column have wide ones too."""
    if len(line.segments) < 2:
        return True
    narrowest = min(second.left - first.right for first, second in pairwise(line.segments))
    return narrowest > _FAR_APART * line.size or any(
        other is not None and _has_corridors(line, other) for other in (before, after)
    )


def _has_corridors(line: PdfLine, other: PdfLine) -> bool:
    """Say whether the gaps of two lines lie below each other."""
    if line.page != other.page or len(line.segments) != len(other.segments):
        return False
    cells = list(zip(line.segments, other.segments, strict=True))
    return all(
        min(one.left for one in right) - max(one.right for one in left) > _CORRIDOR * line.size
        for left, right in pairwise(cells)
    )


def _joined_segments(line: PdfLine) -> PdfLine:
    whole = PdfSegment(text=line.text, left=line.left, right=line.right)
    return replace(line, segments=(whole,))


def _with_label(line: PdfLine) -> PdfLine:
    """Return a line in which the sign or number of an item of a list stands with its words."""
    first, *rest = line.segments
    if not rest or not _LABEL.fullmatch(first.text):
        return line
    joined = replace(first, text=f"{first.text} {rest[0].text}", right=rest[0].right)
    return replace(line, segments=(joined, *rest[1:]))
