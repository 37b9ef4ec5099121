"""Blanks that an engine lost where it took a compound apart: ``chicade14años``, ``basadaenLondres``.

Engines by rules put the parts of ``14-year-old`` and ``London-based`` into another order, and have no blanks
to put between them. A word is taken apart where the source has such a compound: at its figures and its
capitals inside, and where it is no word of the language, but a row of words that are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import languages
from pipeline.core.records import LanguageCode
from pipeline.core.text.case import lowered
from pipeline.core.text.stop_words import for_detection
from pipeline.detect.word_frequencies import frequencies_of
from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.edits import Edit, in_items

_LINKS = {
    "ca": frozenset(["de", "en", "amb", "per", "a", "sense", "ben", "mal", "molt"]),
    "en": frozenset(["of", "in", "by", "with", "from", "well", "badly", "very"]),
    "es": frozenset(["de", "en", "con", "por", "a", "sin", "bien", "mal", "muy", "mucho"]),
    "fr": frozenset(["de", "à", "sans", "bien", "mal", "très"]),
    "it": frozenset(["di", "in", "con", "da", "per", "a", "senza", "bene", "mal", "molto"]),
    "pt": frozenset(["de", "em", "com", "por", "a", "sem", "bem", "mal", "muito"]),
}
"""Words that join the parts of compounds, in languages with a list of words that write none as one."""
_COMPOUND = re.compile(r"(?<![\w-])(?P<first>[^\W_](?:[\w.]|,(?=\d))*)(?:-[^\W\d_]+)+(?![\w-])")
_GLUED = re.compile(r"(?<![\w-])(?:[^\W_]|(?<=\d)[.,\u00a0\u202f](?=\d)){5,60}(?![\w-])")
_PART = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*|[^\W\d_]+")
_SHORTEST, _LEAST_WHOLE = 3, 7
"""Letters of a part that is no small word, and of a word that is looked at as a whole."""
_MOST_PARTS = 4
_LETTERS = frozenset("aà")
"""Words of one letter that may stand at the end of a row: ``basada`` ``a`` ``Londres``."""
_UNLISTED = -99.0


def blanks_in_compounds(restored: Restored, text: str, target: LanguageCode) -> list[Edit]:
    """Return the edits that part the words of a translation that stand as one for a compound of ``text``."""
    compounds = [found["first"] for found in _COMPOUND.finditer(text)] if "-" in text else []
    if target not in _LINKS or not compounds:
        return []
    figures = frozenset(digits for first in compounds if (digits := _digits(first)))
    is_named = any(first[0].isupper() for first in compounds)
    hidden = in_items(restored)
    edits: list[Edit] = []
    for found in _GLUED.finditer(restored.text):
        if found[0] in text or not hidden.isdisjoint(range(*found.span())):
            continue
        places = _places(found[0], target, figures, is_named=is_named)
        edits += [(found.start() + place, found.start() + place, " ") for place in sorted(set(places))]
    return edits


def _digits(word: str) -> str:
    """Return the digits of a figure, without its signs; nothing of what is none."""
    return "".join(filter(str.isdigit, word)) if word[0].isdigit() and not any(map(str.isalpha, word)) else ""


def _places(word: str, target: LanguageCode, figures: frozenset[str], *, is_named: bool) -> Iterator[int]:
    """Yield where blanks are missing in a word."""
    parts = list(_PART.finditer(word))
    if len(parts) > 1 and not any(_digits(part[0]) in figures for part in parts):
        return
    for part in parts:
        if part.start():
            yield part.start()
        if part[0][0].isdigit():
            continue
        humps = [at for at in range(1, len(part[0])) if part[0][at - 1].islower() and part[0][at].isupper()]
        if humps and not is_named:
            return
        for begin, end in zip([0, *humps], [*humps, len(part[0])], strict=True):
            if begin:
                yield part.start() + begin
            piece = part[0][begin:end]
            is_beside = begin > 0 or end < len(part[0]) or len(parts) > 1
            if is_beside or len(piece) >= _LEAST_WHOLE:
                row = _row(lowered(piece, target), target, is_beside=is_beside)
                yield from (part.start() + begin + at for at in row)


@lru_cache(maxsize=256)
def _row(word: str, language: LanguageCode, *, is_beside: bool) -> tuple[int, ...]:
    """Return where words meet in a row that stands as one word; nothing where it is a word, or no such row.

    One of them must join others, and stand between two: ``paraestatal`` and ``colocarlo`` are words. It may
    be the last where the row stands beside a figure or a name.
    """
    listed, small = frequencies_of(language), for_detection(language)
    if not listed or listed.get(word, _UNLISTED) > _UNLISTED:
        return ()
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, (0,)), *[(-math.inf, ())] * len(word)]
    for end in range(1, len(word) + 1):
        for begin in range(end):
            before, places = best[begin]
            part = word[begin:end]
            known = listed.get(part, _UNLISTED) > _UNLISTED and (len(part) >= _SHORTEST or part in small)
            is_letter = len(part) < 2 and not (part in _LETTERS and end == len(word))
            if not known or is_letter or len(places) > _MOST_PARTS:
                continue
            best[end] = max(best[end], (before + listed.get(part, _UNLISTED), (*places, end)))
    places = best[len(word)][1]
    parts = [word[begin:end] for begin, end in pairwise(places)]
    joined = _LINKS[language].intersection(parts[1:] if is_beside else parts[1:-1])
    joining = small | {form for _, forms in languages.get(language).checks.words for form in forms}
    is_row = all(joining.intersection(pair) for pair in pairwise(parts))  # ``bom``, ``bar`` would be none
    if not joined or not is_row or parts[0] in small:
        return ()
    return places[1:-1]
