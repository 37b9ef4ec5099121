"""Units: sentences of a document that a summary must keep together to be readable."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import languages
from pipeline.core.records import LanguageCode, Segment, SegmentId
from pipeline.split.speakers import speech_clauses
from pipeline.summarise.openings import leans
from pipeline.summarise.selection import Units

_BLANKS = " \u00a0\u202f"
_SPOKEN_ENDS = frozenset("!?.…;。！？؟।॥")
_LONG_CLAUSE, _LONG_UNSPACED = 14, 30
"""Words, or signs where words are not parted, from which a sentence behind a quotation stands by itself."""
_APOSTROPHES = frozenset("'’‘")
"""Signs not read as quotation marks: as often as not they are apostrophes."""


def units(segments: Sequence[Segment], language: LanguageCode, quoted: Collection[SegmentId] = ()) -> Units:
    """Return the units of ``segments``, which are chosen as a whole, and which unit leans on which.

    A quotation of several sentences is one unit: from the mark that opens it to the one that closes it, in
    one paragraph, or in several where each begins with the opening mark. A mark that nothing closes opens
    nothing. ``quoted`` has the ids of sentences in paragraphs that are quotations as a whole. A clause that
    says who spoke and no more is one unit with the sentence before it, or after it where it is the first. A
    unit leans on the one before where it begins with words that point back, or is such a clause in a
    paragraph of its own; the first leans on none.
    """
    bound = frozenset(
        position
        for position in range(len(segments))
        if _is_bare_speech(segments, position, language) or _follows_quotation(segments, position, language)
    )
    members = tuple(_groups(segments, language, frozenset(quoted), bound))
    return Units(
        members=members,
        leans_on={
            unit: unit - 1
            for unit in range(1, len(members))
            if bound.issuperset(members[unit]) or leans(segments[members[unit][0]].text, language)
        },
        bound=bound,
    )


def _is_bare_speech(segments: Sequence[Segment], position: int, language: LanguageCode) -> bool:
    """Say whether a sentence says who spoke, or where its news is from, and no more.

    One that begins with its verb may have no subject in many languages, and say what was done: it counts in a
    paragraph of its own only.
    """
    segment = segments[position]
    code = segment.language if segment.language in languages.codes() else language
    clauses = speech_clauses(languages.get(code))
    beside = [*segments[max(position - 1, 0) : position], *segments[position + 1 : position + 2]]
    is_alone = all(other.block != segment.block for other in beside)
    says_no_more = clauses.is_bare(segment.text) or clauses.is_source(segment.text)
    return says_no_more or (is_alone and clauses.is_inverted(segment.text))


def _follows_quotation(segments: Sequence[Segment], position: int, language: LanguageCode) -> bool:
    """Say whether a short sentence stands behind one that ends with a quotation: it may say who spoke.

    No list has all verbs that people speak with.
    """
    if not position or segments[position - 1].block != segments[position].block:
        return False
    marks = _marks(language)
    closing = "".join(marks.values())
    before, text = segments[position - 1].text.rstrip(), segments[position].text
    ends = before[-1:] in closing and before.rstrip(closing + _BLANKS)[-1:] in _SPOKEN_ENDS
    if not (before and ends) or any(sign in text for sign in (*marks, *closing)):
        return False
    long = _LONG_CLAUSE if languages.get(language).separator else _LONG_UNSPACED
    return (len(text.split()) if languages.get(language).separator else len(text)) <= long


def _groups(
    segments: Sequence[Segment],
    language: LanguageCode,
    quoted: frozenset[SegmentId],
    bound: frozenset[int],
) -> Iterator[tuple[int, ...]]:
    joined = _joined_to_next(segments, language)
    for position in bound:
        if position and segments[position - 1].block == segments[position].block:
            joined[position - 1] = True
        elif position + 1 < len(segments) and (
            position == 0 or segments[position + 1].block == segments[position].block
        ):
            joined[position] = True
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
    joined = [False] * len(segments)
    for quotation in _quotations(segments, language):
        for position in range(quotation.first, quotation.last):
            joined[position] = True
    return joined


def quoted_shares(
    segments: Sequence[Segment], language: LanguageCode, quoted: Collection[SegmentId] = ()
) -> list[float]:
    """Return the quoted share of each sentence, from 0 to 1; ``quoted`` is as for ``units``."""
    counts = [0] * len(segments)
    for quotation in _quotations(segments, language):
        for position in range(quotation.first, quotation.last + 1):
            start = quotation.start if position == quotation.first else 0
            end = quotation.end if position == quotation.last else len(segments[position].text)
            counts[position] += end - start
    inside = frozenset(quoted)
    return [
        1.0 if segment.id in inside else min(1.0, number / max(1, len(segment.text)))
        for segment, number in zip(segments, counts, strict=True)
    ]


class _Quotation(NamedTuple):
    """A quotation from mark to mark: its sentences, and the characters in the first and the last."""

    first: int
    start: int
    last: int
    end: int


def _quotations(segments: Sequence[Segment], language: LanguageCode) -> Iterator[_Quotation]:
    closing_of = _marks(language)
    opened: tuple[int, int] | None = None
    opening = ""
    for position, segment in enumerate(segments):
        text = segment.text
        again = 0
        if opened and segments[position - 1].block != segment.block:
            if text.startswith(opening):
                again = len(opening)  # it goes on in a new paragraph
            else:
                opened = None
        for place, character in enumerate(text[again:], again):
            if opened and character in closing_of[opening]:
                yield _Quotation(*opened, position, place + 1)
                opened = None
            elif not opened and character in closing_of:
                opened, opening = (position, place), character


@cache
def _marks(language: LanguageCode) -> dict[str, str]:
    """Return the marks that can close what each mark opens, without those that may be apostrophes."""
    marks: dict[str, str] = {}
    for opening, closing in languages.get(language).quotes:
        if not {opening, closing} & _APOSTROPHES:
            marks[opening] = marks.get(opening, "") + closing
    return marks
