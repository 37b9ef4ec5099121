"""Links and pictures that are named by their own words: ``[the spec]``, ``[the spec][]``, ``![map]``.

In another language the words change, and the name must not: ``[la especificación][the spec]``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from pipeline.core.records import Mark, Segment, SegmentId

_OPEN, _CLOSE = ("[", "!["), ("]", "][]")


def with_labels(
    text: str, marks: Sequence[Mark], segments: Sequence[Segment], changed: Container[SegmentId]
) -> Sequence[Mark]:
    """Return the marks of a stretch of ``text``, with the name of each link whose words are ``changed``.

    ``changed`` has the ids of segments that are not in the source's words.
    """
    opened: dict[int, int] = {}
    made: list[Mark] | None = None
    for number, mark in enumerate(marks):
        if mark.pair is None:
            continue
        if mark.side == "open" and mark.role in ("link", "image") and mark.raw in _OPEN:
            opened[mark.pair] = number
        elif names_itself(mark) and mark.pair in opened:
            first = opened.pop(mark.pair)
            start, end = marks[first].end, mark.start
            if _is_changed(segments, start, end, changed):
                made = [*marks] if made is None else made
                label = " ".join("".join(_source(text, start, end, marks[first + 1 : number])).split())
                made[number] = replace(mark, raw=f"][{label}]")
    return marks if made is None else made


def names_itself(mark: Mark) -> bool:
    """Say whether a mark may end a link that is named by its own words."""
    return mark.side == "close" and mark.role in ("link", "image") and mark.raw in _CLOSE


def _is_changed(segments: Sequence[Segment], start: int, end: int, changed: Container[SegmentId]) -> bool:
    """Say whether any segment in a stretch is changed."""
    first = bisect_right(segments, start, key=lambda each: each.end)
    for each in islice(segments, first, None):
        if each.start >= end:
            return False
        if each.id in changed:
            return True
    return False


def _source(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[str]:
    """Yield a stretch as it stands in the source, line ends as spaces."""
    at = start
    for mark in chain(marks, [None]):
        yield text[at : end if mark is None else mark.start]
        if mark is not None:
            yield " " if mark.role == "break" else mark.raw
            at = mark.end
