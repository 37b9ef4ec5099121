"""What stands in the margins of pages and is no text: running heads, page numbers, notes at the foot."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.read.formats.office.pdf.lines import PdfLine

_MARGIN = 0.12
"""The share of a page's height, above and below, in which running heads are looked for."""
_OUTER_LINES = 3
"""So many lines at the top and at the bottom of a page may be running heads."""
_NEAR = 2
"""A line is repeated where it stands at the same place of a page so many pages further on."""
_SAME_PLACE = 3.0
"""Places that differ by fewer points are the same."""
_CONTENTS = re.compile(r"(?:\.\s?){5,}\s*\d+$|(?:…\s?){2,}\s*\d+$")
"""The end of a line in a table of contents."""
_LARGE = 1.3
"""Letters of a title are so many times as large as those of the text. Pages may repeat it at their head."""
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|pág(?:ina|\.)?|pàgina|seite|s\.|p\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|de|sur|von|di|-|–|\|)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_OUTER_NUMBER = re.compile(r"^\W*\d+|\d+\W*$|(?<=page )\d+|(?<=seite )\d+|(?<=pág\. )\d+|(?<=página )\d+")
_SMALL = 0.92
"""Notes at the foot of a page have letters of at most this share of the text's size."""
_NOTE = re.compile(r"(?:\[?\d{1,3}[\]).]?|[*†‡]+)\s*\S")
NOTE_NUMBER = re.compile(r"\[?(\d{1,3})(?:[\]).]|\s|(?=[^\W\d_]))\s*(?=\S)")
"""The number before a note."""


def body_size(lines: Sequence[PdfLine]) -> float:
    """Return the size of most letters, in points; 0 where there are none."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size), default=0.0)


def without_running_heads(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Return the lines without those that pages repeat at their edges, and without page numbers."""
    outer = _outer(lines)
    seen: dict[str, list[PdfLine]] = defaultdict(list)
    for line in outer:
        seen[_pattern(line)].append(line)
    large = _LARGE * body_size(lines)
    dropped = {
        id(line)
        for line in outer
        if _PAGE_NUMBER.fullmatch(line.text)
        or (_is_repeated(line, seen[_pattern(line)]) and not (line.page == 0 and line.size > large))
    }
    return [line for line in lines if id(line) not in dropped and not _CONTENTS.search(line.text)]


def _is_repeated(line: PdfLine, alike: Sequence[PdfLine]) -> bool:
    """Say whether lines of the same words stand at the same place of pages nearby."""
    return any(
        0 < abs(other.page - line.page) <= _NEAR and abs(other.y - line.y) < _SAME_PLACE for other in alike
    )


def _outer(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Return the first and last lines of each page, as they stand on it, that lie in its margins."""
    by_page: dict[int, list[PdfLine]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    found = []
    for page in by_page.values():
        ordered = sorted(page, key=lambda line: -line.y)
        found += [line for line in ordered[:_OUTER_LINES] if line.y > (1 - _MARGIN) * line.height]
        found += [line for line in ordered[-_OUTER_LINES:] if line.y < _MARGIN * line.height]
    return found


def _pattern(line: PdfLine) -> str:
    """Return the words of a line without the page's number, which stands at an end or after a word for it."""
    return _OUTER_NUMBER.sub("#", line.text.casefold())


def parted_notes(lines: Sequence[PdfLine], body: float) -> tuple[list[PdfLine], list[PdfLine]]:
    """Return the lines of the text, and those of the notes at the feet of pages."""
    text: list[PdfLine] = []
    notes: list[PdfLine] = []
    by_page: dict[int, list[PdfLine]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    for page in by_page.values():
        lowest = min((line.y for line in page if line.size > _SMALL * body), default=0.0)
        foot = [line for line in page if line.y < lowest and line.size <= _SMALL * body]
        is_note = bool(foot) and _NOTE.match(foot[0].text) is not None
        notes += foot if is_note else []
        below = {id(line) for line in foot} if is_note else set()
        text += [line for line in page if id(line) not in below]
    return text, notes


def starts_note(line: PdfLine) -> bool:
    """Say whether a line at the foot of a page begins a note."""
    return _NOTE.match(line.text) is not None
