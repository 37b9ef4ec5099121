"""The marks of a document by segment. Those inside a segment must be placed in its translation."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.core.records import Document, Item, Mark, Segment, SegmentId, Side
from pipeline.split.splitter import squeeze, squeezed_places

WORDS = frozenset({"escape", "break"})
"""Roles of marks that stand for a character or a space. They are not copied but written again."""


def source_of(text: str, marks: Iterable[Mark]) -> str:
    """Return ``text`` as it was in the source. ``marks`` are all marks in it, with places counted in it."""
    parts: list[str] = []
    at = 0
    for mark in marks:
        parts += text[at : mark.start], mark.raw
        at = mark.end
    return "".join([*parts, text[at:]])


def between(marks: Sequence[Mark], start: int, end: int) -> Sequence[Mark]:
    """Return the marks whose spans lie in a stretch of the text, its ends included."""
    first = bisect_left(marks, start, key=lambda mark: mark.start)
    found = first
    while found < len(marks) and marks[found].end <= end and marks[found].start <= end:
        found += 1
    return marks[first:found]


def inside(segment: Segment, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return the marks that belong to a segment's words: all of its span but those around the words.

    A mark at an end of the segment stays outside, unless its partner is between the words.
    """
    own = between(marks, segment.start, segment.end)
    ends = (segment.start, segment.end)
    partners = {(mark.pair, mark.side): mark for mark in own if mark.pair is not None}

    def stays_out(mark: Mark, edge: int, side: Side, other: Side) -> bool:
        if mark.start != edge or mark.end != edge:
            return False
        partner = partners.get((mark.pair, other)) if mark.pair is not None else None
        return mark.side != side or partner is None or partner.start in ends

    first, last = 0, len(own)
    while first < last and stays_out(own[first], segment.start, "open", "close"):
        first += 1
    while last > first and stays_out(own[last - 1], segment.end, "close", "open"):
        last -= 1
    return tuple(own[first:last])


def join_segments(document: Document, segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return a document's segments. Segments that split a mark are joined to one.

    A sentence may seem to end in the middle of a code span or an address.
    """
    wide = [mark for mark in document.marks if mark.end - mark.start > 1]
    if not wide:
        return tuple(segments)
    groups: list[list[Segment]] = []
    for segment in segments:
        at = bisect_left(wide, segment.start, key=lambda mark: mark.start)
        if at and wide[at - 1].end > segment.start:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    counts: Counter[int] = Counter()
    made: list[Segment] = []
    for group in groups:
        first, last = group[0], group[-1]
        counts[first.block] += 1
        text = squeeze(document.text[first.start : last.end])
        name = f"b{first.block + 1}.{counts[first.block]}"
        made.append(replace(first, id=name, end=last.end, text=text))
    return tuple(made)


def placeable(segment: Segment, text: str, marks: Sequence[Mark]) -> tuple[tuple[Item, Mark], ...]:
    """Return the items that must be placed in a segment's translation, each with its mark.

    No two items have both ``kind`` and ``pair`` in common. A mark whose partner is in another segment is
    placed alone. ``marks`` are those inside the segment, as ``inside`` returns them.
    """
    numbers: dict[int, list[int]] = {}
    for number, mark in enumerate(marks):
        if mark.pair is not None:
            numbers.setdefault(mark.pair, []).append(number)
    places = squeezed_places(
        text[segment.start : segment.end],
        [at - segment.start for mark in marks for at in (mark.start, mark.end)],
    )
    made: list[tuple[Item, Mark]] = []
    for number, mark in enumerate(marks):
        if mark.role in WORDS:
            continue
        pair = numbers[mark.pair] if mark.pair is not None else []
        start, end = places[2 * number], places[2 * number + 1]
        item = Item(
            start=start,
            end=end,
            kind=mark.side if len(pair) == 2 and mark.side != "whole" else "standalone",
            replacement=mark.raw if start == end else None,
            pair=pair[0] if len(pair) == 2 else number,
            droppable=len(pair) == 2 and mark.role == "emphasis",
        )
        made.append((item, mark))
    return tuple(made)


def items(document: Document, segments: Iterable[Segment]) -> dict[SegmentId, tuple[Item, ...]]:
    """Return the items that must be placed in translations, by the ids of the segments that have any."""
    found: dict[SegmentId, tuple[Item, ...]] = {}
    for segment in segments if document.marks else ():
        pairs = placeable(segment, document.text, inside(segment, document.marks))
        if pairs:
            found[segment.id] = tuple(item for item, _ in pairs)
    return found
