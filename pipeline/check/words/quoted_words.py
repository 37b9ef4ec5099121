"""Quotation marks that came out around other words: El “puente muy” viejo for The very “old bridge”."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TypeAlias

from pipeline.check.case import Case

Extent: TypeAlias = tuple[int, int]
"""Where the words of a quotation begin and end in a text."""
_BEGINNING = 5
"""Letters by whose likeness two words of two languages are taken for one: ``president``, ``présidente``."""
_NEAR, _NEAR_NAME = 2, 9
"""Characters outside of a quotation to which such a word may move: a blank and a bracket; a name may stand
on its other side, as in ``Inrupt's "mission``."""
_FEW = 20
"""Letters of so few words before a quotation that they are its own first words."""
_SPEAKER_FIRST = frozenset(["ar", "fa", "he", "hi", "ja", "ko", "tr"])
"""Languages that say who speaks before a quotation, where others say it behind."""
_WORDS = 3
"""Words of a quotation of the source, from which it is no name."""
_VERY = frozenset(
    [
        *("very", "muy", "molt", "molto", "moi", "muito", "foarte", "très", "tre", "sehr", "zeer", "mycket"),
        *("meget", "veldig", "bardzo", "velmi", "veľmi", "очень", "дуже", "πολύ", "çok", "sangat", "rất"),
    ]
)
"""What languages say for *very*, which belongs to the word behind it."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LONG_WORD = re.compile(rf"[^\W\d_]{{{_BEGINNING},}}")
_GOES_ON = re.compile(r"[^\W\d_]\W\s[^\W\d_]")
"""The end of a quotation in the midst of a clause."""
_PAUSE = re.compile(r"[,:：،，、]\W*$")
"""All constants were set on half of ntrex-dev: together they flag one in 1,000 of people's translations."""


def is_around_others(case: Case, before: Extent, after: Extent) -> bool:
    """Say whether the only quotation of the translation surely holds other words than the source's."""
    return (
        _is_cut(case, before, after) or _begins_late(case, before, after) or _is_beside(case, before, after)
    )


def _is_cut(case: Case, before: Extent, after: Extent) -> bool:
    """Say whether a quotation ends with a word such as ``the`` or ``very``, and the source's does not."""
    words, own = _WORD.findall(case.target[slice(*after)]), _WORD.findall(case.source[slice(*before)])
    if len(words) < 2 or not own or not _GOES_ON.match(case.target, after[1] - 1):
        return False
    last, other = words[-1].lower(), own[-1].lower()
    return last in {*case.writes.small_words, *_VERY} and other not in {*case.reads.small_words, *_VERY}


def _begins_late(case: Case, before: Extent, after: Extent) -> bool:
    """Say whether a few words stand before a quotation which begins the source, and others behind both."""
    if not {case.source_language, case.target_language}.isdisjoint(_SPEAKER_FIRST):
        return False
    if not (case.reads.separator and case.writes.separator):
        return False
    if len(_WORD.findall(case.source[slice(*before)])) < _WORDS:
        return False
    lead = case.target[: after[0] - 1]
    if not 0 < _letters(lead) < _FEW or _PAUSE.search(lead) or _letters(case.source[: before[0]]):
        return False
    return bool(_letters(case.source[before[1] :]) and _letters(case.target[after[1] :]))


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _is_beside(case: Case, before: Extent, after: Extent) -> bool:
    """Say whether a word that both texts have is inside the one quotation, and outside of the other."""
    here, there = _words(case.source), _words(case.target)
    for word in here.keys() & there.keys():
        outside = _distance(here[word], before), _distance(there[word], after)
        if 0 not in outside or outside == (0, 0):
            continue
        is_name = case.source[here[word][0]].isupper() or case.target[there[word][0]].isupper()
        if sum(outside) > (_NEAR_NAME if is_name else _NEAR):
            return True
    return False


def _distance(word: Extent, quotation: Extent) -> int:
    """Return how far a word is outside of a quotation, 1 right beside it; 0 if it is not."""
    if word[1] <= quotation[0]:
        return quotation[0] - word[1] + 1
    return max(0, word[0] - quotation[1] + 1)


@lru_cache(maxsize=64)
def _words(text: str) -> dict[str, Extent]:
    """Return where the words are whose beginnings a text has once, by these, without accents."""
    found = [(_plain(match[0])[:_BEGINNING], match.span()) for match in _LONG_WORD.finditer(text)]
    times = Counter(word for word, _ in found)
    return {word: place for word, place in found if times[word] == 1}


def _plain(word: str) -> str:
    return "".join(filter(str.isalpha, unicodedata.normalize("NFD", word.lower())))
