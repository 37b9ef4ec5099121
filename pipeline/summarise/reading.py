"""Which sentences of a document must stand together for a summary to be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import languages
from pipeline.records import LanguageCode, Segment, SegmentId
from pipeline.summarise.choice import Units
from pipeline.summarise.opening import leans

_APOSTROPHES = frozenset("'’‘")
"""Not read as quotation marks: as often as not they are apostrophes."""


def units(segments: Sequence[Segment], language: LanguageCode, quoted: Collection[SegmentId] = ()) -> Units:
    """Return what of ``segments`` is chosen together, and what leans on what.

    A quotation of several sentences is one unit: from the mark that opens it to the one that closes it, in
    one paragraph, or in several where each begins with the opening mark. A mark that nothing closes opens
    nothing. ``quoted`` has the ids of sentences in paragraphs that are quotations as a whole. A unit leans on
    the one before where it begins with words that point back; the first leans on none.
    """
    members = tuple(_groups(segments, language, frozenset(quoted)))
    return Units(
        members=members,
        leans_on={
            unit: unit - 1
            for unit in range(1, len(members))
            if leans(segments[members[unit][0]].text, language)
        },
    )


def _groups(
    segments: Sequence[Segment], language: LanguageCode, quoted: frozenset[SegmentId]
) -> Iterator[tuple[int, ...]]:
    joined = _joined_to_next(segments, language)
    first = 0
    for position, segment in enumerate(segments):
        following = segments[position + 1] if position + 1 < len(segments) else None
        both = (
            following is not None
            and following.block == segment.block
            and {segment.id, following.id} <= quoted
        )
        if not (joined[position] or both):
            yield tuple(range(first, position + 1))
            first = position + 1


def _joined_to_next(segments: Sequence[Segment], language: LanguageCode) -> list[bool]:
    """Tell of each sentence whether a quotation goes on from it to the next."""
    pairs = [
        (opening, closing)
        for opening, closing in languages.get(language).quotes
        if not {opening, closing} & _APOSTROPHES
    ]
    joined = [False] * len(segments)
    opened_at = -1
    opening = closing = ""
    for position, segment in enumerate(segments):
        new_block = position > 0 and segments[position - 1].block != segment.block
        text = segment.text
        if new_block and opened_at >= 0:
            if text.startswith(opening):
                text = text.removeprefix(opening)
            else:
                opened_at = -1
        for character in text:
            if opened_at >= 0 and character == closing:
                for between in range(opened_at, position):
                    joined[between] = True
                opened_at = -1
            elif opened_at < 0:
                found = next((pair for pair in pairs if pair[0] == character), None)
                if found:
                    opened_at, (opening, closing) = position, found
    return joined
