"""Tables: cells of data stay in their rows; a table that lays out a page is read as paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from pipeline.read.formats.compose import SourcePart, empty_before

FoundCell: TypeAlias = Sequence[SourcePart]
"""What stands in a cell."""

MOST_EMPTY = 64
"""So many cells without words may stand side by side; the others are left out."""
_MOST_PARTS = 4
_MOST_CHARACTERS = 800
"""A cell with more of either lays out text."""


def row_parts(row: Sequence[FoundCell], *, columns: int, with_marks: bool = False) -> Iterator[SourcePart]:
    """Yield the cells of a row of a table with so many columns, or what stands in them where it is layout."""
    if columns < 2 or any(map(_is_layout, row)):
        for cell in row:
            yield from cell
        return
    is_first = True
    skipped = empty_before([" ".join(part.text for part in cell) for cell in row])
    skipped = [min(count, MOST_EMPTY) for count in skipped]
    for cell, empty in zip(row, skipped, strict=True):
        if with_marks:  # each paragraph of a cell is written again by itself
            for part in cell:
                if part.text.strip():
                    yield replace(part, kind="cell", marker="", continues=not is_first, empty_before=empty)
                    is_first, empty = False, 0
            continue
        text = " ".join(part.text for part in cell)
        if text.strip():
            is_parted = any(part.is_parted for part in cell)
            yield SourcePart(
                kind="cell",
                text=text,
                continues=not is_first,
                is_parted=is_parted,
                empty_before=empty,
            )
            is_first = False


def _is_layout(cell: FoundCell) -> bool:
    parts = [part for part in cell if part.text.strip()]
    return (
        len(parts) > _MOST_PARTS
        or sum(len(part.text) for part in parts) > _MOST_CHARACTERS
        or any(part.kind in ("cell", "heading") for part in parts)
    )
