"""Lines of plain text: whether they are one paragraph that was filled to a width, or lines by themselves.

Posts, verses, addresses and tables end their lines where they mean to. Mail programs and people who fill
paragraphs end them where the next word would not fit, mostly inside a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.core.text.far_patterns import FarPattern

_WIDTHS = range(40, 101)
"""Widths that people and mail programs wrap text at, in characters."""
_NARROW = range(20, 40)
"""Widths of columns and phones, at which verses are written too."""
_NARROW_LINES, _NARROWEST_LINES, _LEAST_NARROW = 4, 6, 30
"""Lines, at least, of a narrow paragraph, and of one that is narrower than the last."""
_NARROW_GOING_ON, _NARROW_ENDING = 0.4, 0.3
"""Least share of such lines that go on in small letters, and the largest of those that end in a comma."""
_WIDTHS_WITHOUT_CASE = range(50, 101)
"""The same where no small letter shows that a sentence goes on: verses are shorter."""
_WIDTHS_WITHOUT_SPACES = range(15, 61)
_RAGGED_WITHOUT_SPACES = 2
"""Characters by which lines of a script without spaces differ, which can end after any character."""
_GOING_ON = 1 / 3
"""Least share of lines that go on in small letters. In English a tenth begin with a capital, in German, whose
nouns have one, a third."""
_FULL = 0.75
"""Least length of lines but the last, as a share of the width."""
_FINAL = ".!?…:;,。，！？：；،؟۔।॥"
_CLOSING = "\"'”»’)"
_OPENING = " \t\u00a0\"'“„«(‘"
_UNSPACED = FarPattern("[\u3040-\u30ff\u3400-\u9fff\uff01-\uff60]")
_GAP = re.compile(
    r"(?<![\s|])(?:[ \u00a0]*\t\s*|[ \u00a0]{3,}|(?<![.!?:;…])[ \u00a0]{2}|[ \u00a0]*[|│┃][ \u00a0]*)"
    r"(?=[^\s|])"
)
"""What stands between the cells of a row."""
_SURE_GAP = re.compile(r"\t|[|│┃]|[ \u00a0]{3,}")
_FIRST_WORD = re.compile(r"^[ \t]*([^ \t]+)")
"""The first word of a line; no line ends at a no-break space."""
_LEAST_ROWS = 2


def filled_width(lines: Sequence[str]) -> int:
    """Return the width that lines were filled to as one paragraph; 0 where they are lines by themselves."""
    width = max(len(line.rstrip()) for line in lines)
    if len(lines) < 2 or _ends_each(lines) or is_table(lines):
        return 0
    if _is_unspaced(lines):
        even = all(width - len(line.rstrip()) <= _RAGGED_WITHOUT_SPACES for line in lines[:-1])
        return width if len(lines) > 2 and even and width in _WIDTHS_WITHOUT_SPACES else 0
    if not is_filled(lines, width):
        return 0
    beginnings = [next(filter(str.isalpha, line), "") for line in lines[1:]]
    if any(sign.isupper() or sign.islower() for sign in beginnings):
        small = sum(line.lstrip("\"'“„«(‘").lstrip()[:1].islower() for line in lines[1:])
        going_on = small / (len(lines) - 1)
        is_usual = width in _WIDTHS and going_on >= _GOING_ON
        return width if is_usual or _is_narrow(lines, width, going_on) else 0
    is_full = all(len(line.rstrip()) >= _FULL * width for line in lines[:-1])
    return width if width in _WIDTHS_WITHOUT_CASE and is_full else 0


def _is_narrow(lines: Sequence[str], width: int, going_on: float) -> bool:
    """Say whether filled lines are a paragraph in a narrow column: verses end where their sense does."""
    least = _NARROW_LINES if width >= _LEAST_NARROW else _NARROWEST_LINES
    ending = sum(line.rstrip()[-1:] in ",;:" for line in lines[:-1])
    is_inside = ending <= _NARROW_ENDING * (len(lines) - 1)
    return width in _NARROW and len(lines) >= least and going_on >= _NARROW_GOING_ON and is_inside


def with_own_line_ends(text: str) -> str:
    """Return a text of an office program with a space for each line end that stands inside a sentence.

    The others part lines, as those of an address, a list or a verse. A line goes on in small letters, unless
    the one before it ends a sentence, and so do all that fill a width.
    """
    if "\n" not in text:
        return text
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    is_one = bool(filled) and filled_width(filled) > 0
    made = lines[:1]
    for before, line in pairwise(lines):
        made += [" " if is_one or _goes_on(before, line) else "\n", line]
    return "".join(made)


def _goes_on(before: str, line: str) -> bool:
    ending = before.rstrip().rstrip(_CLOSING)[-1:]
    return ending not in tuple(_FINAL) and bool(ending) and line.lstrip(_OPENING)[:1].islower()


def is_filled(lines: Sequence[str], width: int) -> bool:
    """Say whether no line could have taken the first word of the next, within a width that none exceeds."""
    return all(len(line.rstrip()) <= width for line in lines) and all(
        len(line.rstrip()) + 1 + len(_FIRST_WORD.findall(following)[0]) > width
        for line, following in pairwise(lines)
    )


def is_table(lines: Sequence[str]) -> bool:
    """Say whether lines are rows of a table: their cells stand apart, and below one another."""
    rows = [list(cells(line)) for line in lines]
    apart = [row for row in rows if len(row) > 1]
    if len(apart) < _LEAST_ROWS or 2 * len(apart) < len(rows):
        return False
    sure = sum(_SURE_GAP.search(line.strip()) is not None for line in lines)
    starts = [{start for start, _ in row[1:]} | {-end for _, end in row[1:]} for row in apart]
    aligned = all(before & after for before, after in pairwise(starts))
    return aligned or (2 * sure >= len(lines) and len({len(row) for row in apart}) == 1)


def cells(line: str) -> Iterator[tuple[int, int]]:
    """Yield where the cells of a row begin and end."""
    start = len(line) - len(line.lstrip(" \u00a0\t|│┃"))
    for gap in _GAP.finditer(line, start):
        yield start, gap.start()
        start = gap.end()
    yield start, max(len(line.rstrip(" \u00a0\t|│┃")), start)


def _ends_each(lines: Sequence[str]) -> bool:
    """Say whether every line ends a sentence or a part of one."""
    return all(line.rstrip().rstrip(_CLOSING)[-1:] in tuple(_FINAL) for line in lines)


def _is_unspaced(lines: Sequence[str]) -> bool:
    text = "".join(lines)
    return 2 * len(_UNSPACED.findall(text)) > len(text)
