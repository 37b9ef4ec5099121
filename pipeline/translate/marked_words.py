"""Moves marks, such as emphasis and links, to the words that they belong to.

An engine by rules leaves a mark at its place while it puts words in another order: ``**regional** hospital``
becomes ``**hospital** regional``. So the marked words are translated alone too. Where their translation, or
forms of its words, is in the sentence's exactly once, the mark goes there; where it is not, it stays.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.records import Item, LanguageCode, Segment, Translated
from pipeline.core.text.stop_words import for_detection
from pipeline.translate.protect.restore import is_nested

_WORD = re.compile(r"[^\W_](?:[\w’'-]*[^\W_])?")
_ELIDED = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_]{3})")
"""An apostrophe between an article and its word, which are two words: ``l'hospital``."""
_MOST_WORDS = 8
"""Words of a stretch from which on it is not looked for: a long one has hardly the same words elsewhere."""
_STEM = 4
"""First letters that two forms of a word have in common."""
_SHORT_STEM = 3
"""Those of short words, whose endings have one letter: ``roja``, ``rojo``."""
_ENDING = 4
"""Most letters of the endings of two forms of a word."""
_GAP = 5
"""Letters and spaces that may stand between two words of a phrase: an article or a preposition."""

PlacedWord: TypeAlias = tuple[str, int, int]
"""A word in small letters, and where it begins and ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Marked words of a segment."""

    pair: int
    text: str


def marked_words(segment: Segment, items: Sequence[Item]) -> tuple[Marked, ...]:
    """Return the stretches of a segment between two marks of a pair that may be elsewhere in a translation.

    ``items`` are those of the segment's text. A stretch with an item in it that has a width is left out.
    """
    text, found = segment.text, []
    for pair, (opening, closing) in mark_pairs(items).items():
        inner = text[opening.end : closing.start].strip()
        wide = any(
            item.start < item.end and item.start < closing.start and item.end > opening.end for item in items
        )
        if inner != text.strip() and 0 < len(placed_words(inner)) <= _MOST_WORDS and not wide:
            found.append(Marked(pair=pair, text=inner))
    return tuple(found)


def with_marks_moved(
    translated: Translated, phrases: Mapping[int, str], language: LanguageCode
) -> Translated:
    """Return a translation with the marks of each pair around its phrase, where that is plain.

    ``phrases`` are the translations of the marked words by themselves, by the pair's number; ``language`` is
    the one they are in.
    """
    small = for_detection(language)
    moved: dict[tuple[int, str], int] = {}
    for pair, (opening, closing) in mark_pairs(translated.items).items():
        place = _place(translated.text, phrases.get(pair, ""), (opening.start, closing.start), small)
        if place is not None:
            moved[pair, "open"], moved[pair, "close"] = place
    if not moved:
        return translated
    items = [
        replace(item, start=moved[item.pair, item.kind], end=moved[item.pair, item.kind])
        if item.pair is not None and (item.pair, item.kind) in moved
        else item
        for item in translated.items
    ]
    ordered = tuple(sorted(items, key=nesting_order))
    return replace(translated, items=ordered) if is_nested(ordered) else translated


def nesting_order(item: Item) -> tuple[int, int]:
    """Return what items are sorted by: what closes at a place stands before what opens there."""
    return item.start, ("close", "open").index(item.kind) if item.kind in ("close", "open") else 1


def mark_pairs(items: Sequence[Item]) -> dict[int, tuple[Item, Item]]:
    """Return the marks without width that open and close, by their pair."""
    sides: dict[str, dict[int, Item]] = {"open": {}, "close": {}}
    for item in items:
        if item.kind in sides and item.pair is not None and item.start == item.end:
            sides[item.kind][item.pair] = item
    return {
        pair: (one, sides["close"][pair])
        for pair, one in sides["open"].items()
        if pair in sides["close"] and one.start <= sides["close"][pair].start
    }


def _place(text: str, phrase: str, marks: tuple[int, int], small: Collection[str]) -> tuple[int, int] | None:
    """Return where in a text a phrase stands; None where it is not there, more than once, or in its marks.

    ``small`` are small words: where they stand elsewhere, as the article of ``the red`` in ``la casa roja``,
    the others are looked for.
    """
    wanted, words = placed_words(phrase), placed_words(text)
    for without, exactly in ((False, True), (False, False), (True, False)):
        these, those = (_plain(each, small) if without else each for each in (wanted, words))
        sought = [word for word, _, _ in these]
        if not sought or (len(sought) == len(wanted) and without):
            return None
        inside = [word for word, first, last in those if marks[0] <= first and last <= marks[1]]
        if _alike(inside, sought, exactly=exactly):
            return None
        rows = [those[at : at + len(sought)] for at in range(len(those) - len(sought) + 1)]
        found = [row for row in rows if _alike([word for word, _, _ in row], sought, exactly=exactly)]
        if found and (len(found) > 1 or found[0][-1][2] - found[0][0][1] > _most(found[0])):
            return None
        if found:
            return found[0][0][1], found[0][-1][2]
    return None


def _plain(words: Sequence[PlacedWord], small: Collection[str]) -> Sequence[PlacedWord]:
    return [each for each in words if each[0] not in small]


def _most(row: Sequence[PlacedWord]) -> int:
    """Return the most letters between the ends of a row, with small words between its words."""
    return sum(last - first for _, first, last in row) + _GAP * len(row)


def _alike(words: Sequence[str], wanted: Sequence[str], *, exactly: bool) -> bool:
    """Say whether words are those wanted, in any order where they may be forms of them."""
    if len(words) != len(wanted):
        return False
    if exactly:
        return list(words) == list(wanted)
    left = list(wanted)
    for word in words:
        form = next((other for other in left if _is_form(word, other)), None)
        if form is None:
            return False
        left.remove(form)
    return True


def _is_form(one: str, other: str) -> bool:
    """Say whether two words differ in their endings alone."""
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    shared = min(len(one), len(other)) if shared is None else shared
    ending = max(len(one), len(other)) - shared
    most = min(_ENDING, shared) if shared >= _STEM else 1 if shared >= _SHORT_STEM else 0
    return ending <= most


def placed_words(text: str) -> list[PlacedWord]:
    """Return the words of a text in small letters, each with its place."""
    found = []
    for match in _WORD.finditer(text):
        start = match.start()
        for apostrophe in _ELIDED.finditer(text, start, match.end()):
            found.append((text[start : apostrophe.start()].casefold(), start, apostrophe.end()))
            start = apostrophe.end()
        found.append((text[start : match.end()].casefold(), start, match.end()))
    return found
