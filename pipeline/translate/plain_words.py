"""Puts the marks of a translation into the translation of the same sentence without marks.

A mark parts words that an engine by rules would join: ``The **hospital**`` comes out as ``Le **hôpital**``,
``de + el`` as ``de **el``. So the plain sentence is translated too, and where it has the marked words, its
words are taken, with the marks around them: ``L'**hôpital**``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline.core.records import Item, Translated
from pipeline.translate.marked_words import PlacedWord, mark_pairs, nesting_order, placed_words
from pipeline.translate.protect.restore import is_nested

_MOST_WORDS = 300
"""Words of a translation from which on it keeps its own: to compare takes time by the square of them."""
_MOST_JOINED = 3
"""Words in a row, on either side, that joining words may change: ``de el``, ``del``; ``a le``, ``all'``."""


def without_marks(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return items without the pairs of marks that have no width."""
    marks = {id(item) for pair in mark_pairs(items).values() for item in pair}
    return tuple(item for item in items if id(item) not in marks)


def has_marks(items: Sequence[Item]) -> bool:
    """Say whether there is a pair of marks without width."""
    return bool(mark_pairs(items))


def with_plain_words(marked: Translated, plain: Translated) -> Translated:
    """Return the ``plain`` translation with the marks of the other, or the ``marked`` one as it is.

    It stays where the two differ by more than words that are joined, and where a mark has no place.
    """
    if marked.text == plain.text or plain.failure or not plain.text.strip():
        return marked
    ours, theirs = placed_words(marked.text), placed_words(plain.text)
    if max(len(ours), len(theirs)) > _MOST_WORDS:
        return marked
    same = _same(ours, theirs)
    if same is None:
        return marked
    placed: list[Item] = []
    for opening, closing in mark_pairs(marked.items).values():
        inside = [
            at for at, (_, first, last) in enumerate(ours) if opening.start <= first and last <= closing.start
        ]
        if not inside:
            return marked
        start = _start(inside[0], same, theirs)
        end = _end(inside[-1], same, theirs)
        if start is None or end is None or start >= end:
            return marked
        start -= _beside(marked.text[opening.start : ours[inside[0]][1]], plain.text[:start][::-1], back=True)
        end += _beside(marked.text[ours[inside[-1]][2] : closing.start], plain.text[end:], back=False)
        placed += [replace(opening, start=start, end=start), replace(closing, start=end, end=end)]
    ordered = tuple(sorted((*without_marks(plain.items), *placed), key=nesting_order))
    if not is_nested(ordered) or any(
        item.start < mark.start < item.end for mark in placed for item in plain.items
    ):
        return marked
    return replace(marked, text=plain.text, items=ordered, tidied=plain.tidied)


def _same(ours: Sequence[PlacedWord], theirs: Sequence[PlacedWord]) -> dict[int, int] | None:
    """Return which words of the first row are which of the second, by number; None if they differ more."""
    matcher = SequenceMatcher(
        None, [word for word, _, _ in ours], [word for word, _, _ in theirs], autojunk=False
    )
    same: dict[int, int] = {}
    for kind, first, last, their_first, their_last in matcher.get_opcodes():
        if kind == "equal":
            same.update(zip(range(first, last), range(their_first, their_last), strict=True))
        elif max(last - first, their_last - their_first) > _MOST_JOINED:
            return None
    return same


def _start(at: int, same: Mapping[int, int], theirs: Sequence[PlacedWord]) -> int | None:
    """Return where a mark opens: at the first word inside, else behind the last one before that is there."""
    if at in same:
        return theirs[same[at]][1]
    behind = max((other for own, other in same.items() if own < at), default=-1) + 1
    return theirs[behind][1] if behind < len(theirs) else None


def _end(at: int, same: Mapping[int, int], theirs: Sequence[PlacedWord]) -> int | None:
    """Return where a mark closes: at the last word inside, else before the first one behind that is there."""
    if at in same:
        return theirs[same[at]][2]
    before = min((other for own, other in same.items() if own > at), default=len(theirs)) - 1
    return theirs[before][2] if before >= 0 else None


def _beside(signs: str, text: str, *, back: bool) -> int:
    """Return the number of signs between a mark and its words, if the plain text has them there too."""
    own = signs[::-1] if back else signs
    return len(own) if text.startswith(own) else 0
