"""Wholes with a part of one in a word: ``anderthalb``, ``полтора``, सवा दो करोड़."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from pipeline.check.numbers.word_forms import FoundWord, find_words, normal
from pipeline.core.records import LanguageCode

_SCALE = 100
"""Least value of a word that multiplies what is before it."""
_ROOM = 2
"""The most signs between the parts of a number."""


@lru_cache(maxsize=128)
def mixed(text: str, language: LanguageCode) -> frozenset[Decimal]:
    """Return the values of numbers with such a word, with their scale and without it."""
    found = find_words(text, language, "mixed")
    if not found:
        return frozenset()
    plain = normal(text)
    words = find_words(text, language, "words")
    values: set[Decimal] = set()
    for word in found:
        key = str(word.keys[0])
        part, end = Decimal(key), word.end
        if key[0] in "+-":
            number = _behind(plain, end, words)
            if number is None:
                continue
            value, end, is_scale = number
            own = [(1 + part) * value] if is_scale else [value + part]
        else:
            own = [part]
        values.update(own)
        while (scale := _behind(plain, end, words)) and scale[2]:
            own = [value * scale[0] for value in own]
            values.update(own)
            end = scale[1]
    return frozenset(values)


def _behind(text: str, end: int, words: Sequence[FoundWord]) -> tuple[Decimal, int, bool] | None:
    """Return the number right behind ``end``, where it ends, and whether it is a scale."""
    at = end
    while at < len(text) and at - end < _ROOM and not text[at].isalnum():
        at += 1
    digits = at
    while digits < len(text) and text[digits].isdecimal():
        digits += 1
    if digits > at:
        return Decimal(text[at:digits]), digits, False
    word = next((word for word in words if word.start == at), None)
    return None if word is None else (Decimal(word.value), word.end, word.value >= _SCALE)
