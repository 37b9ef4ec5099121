"""Numbers written out in words, and in Roman numerals: ``fünfundzwanzig``, 三亿五千万, ``XIV``.

``spelled`` gives every value that the words may stand for, for a number of the other text to be found in.
``counts`` gives the numbers that the words surely are, for the check to miss in the other text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, product

import languages
from pipeline.check.numbers.word_forms import FoundWord, find_words, normal
from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode

_AND = "and|et|und|og|och|en|y|i|e|a|si|și|şi|kaj|και|и|та|và|lẻ|linh|و|ו|o"
_JOINT = re.compile(rf"[^\W\d_]{{0,3}}[\s\u200c-]{{0,2}}(?:(?:{_AND})(?:[\s\u200c-]{{1,2}})?)?")
"""Text that surely joins two parts of one number: an ending, a space, a hyphen, or a word for ``and``."""
_CONNECTOR = re.compile(rf"[\s'-]{{0,2}}(?:[^\W\d_]{{1,3}}[\s-])?|\s?[^\W\d_]{{1,3}}|{_JOINT.pattern}")
"""Text that may stand between the parts of a number in words: ``vingt et un``, ``fünfundzwanzig``."""
_RUN = 5
"""The most parts of a number in words that are taken together whatever they are."""
_LONGEST_RUN = 12
"""The most parts of a number in words that are read as one."""
_MEANINGS = 3
"""The most meanings of one word that are tried."""
_READINGS = 32
"""The most readings of a run whose words have several meanings."""
_HALF, _DOZEN = 2, 12
_HUNDRED, _TEN = 100, 10
_CENTURIES = range(13, 21)
"""First halves of years that are read in pairs: ``nineteen eighty-four``."""
_ROMAN = re.compile(r"(?<!\w)(?=[IVXL])(?:X{0,3}|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?=(?:e|er|ème)?(?!\w))")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True)
class Count:
    """A number in words."""

    values: frozenset[int]
    """What it may be."""
    words: tuple[FoundWord, ...]


@lru_cache(maxsize=128)
def spelled(text: str, language: LanguageCode) -> frozenset[int]:
    """Return the possible values of number words, alone and together: for ``vingt-sept`` 27, 20 and 7."""
    plain = normal(text)
    by_sign = not languages.get(language).separator
    values: set[int] = set()
    for run in _runs(plain, find_words(text, language, "words"), _CONNECTOR):
        parts = [tuple(map(int, word.keys)) for word in run]
        for start in range(len(run)):
            values.update(map(int, run[start].keys))
            values |= _meanings([word.value for word in run[start : start + _RUN]])
            for end in range(start + 2, min(len(run), start + _LONGEST_RUN) + 1):
                values |= _read(parts[start:end], by_sign=by_sign)
    if {_HALF, _DOZEN} <= values:
        values.add(_DOZEN // _HALF)  # half a dozen
    return frozenset(values)


@lru_cache(maxsize=128)
def counts(text: str, language: LanguageCode) -> tuple[Count, ...]:
    """Return the numbers in words, each read as far as it goes."""
    plain = normal(text)
    by_sign = not languages.get(language).separator
    found = []
    for run in _runs(plain, find_words(text, language, "words"), _JOINT):
        if plain[max(0, run[0].start - 2) : run[0].start].rstrip()[-1:].isdecimal():
            continue  # the scale of a figure: 5 million
        if len(run) == 1:
            found.append(Count(frozenset(map(int, run[0].keys)), (run[0],)))
            continue
        at = 0
        while at < len(run):
            parts = [tuple(map(int, word.keys)) for word in run[at : at + _LONGEST_RUN]]
            size, values = _longest(parts, by_sign=by_sign)
            found.append(Count(values, tuple(run[at : at + size])))
            at += size
    return tuple(found)


@lru_cache(maxsize=128)
def romans(text: str) -> frozenset[int]:
    """Return the Roman numerals up to 89 in a text; of single letters only V and X count."""
    return frozenset(
        _roman(match[0]) for match in _ROMAN.finditer(text) if len(match[0]) > 1 or match[0] in "VX"
    )


def _longest(parts: Sequence[tuple[int, ...]], *, by_sign: bool) -> tuple[int, frozenset[int]]:
    """Return how many of the parts are one number, and what it may be."""
    for size in range(len(parts), 1, -1):
        values = _read(parts[:size], by_sign=by_sign)
        if values:
            return size, values
    return 1, frozenset(parts[0])


def _read(parts: Sequence[tuple[int, ...]], *, by_sign: bool) -> frozenset[int]:
    """Return what the parts are as one number, by the grammar of languages; empty where they are none.

    ``by_sign`` reads signs one by one, as in 二〇二四.
    """
    if by_sign and all(part[0] < _TEN for part in parts):
        return frozenset({int("".join(str(part[0]) for part in parts))})
    values: set[int] = set()
    for chosen in islice(product(*(part[:_MEANINGS] for part in parts)), _READINGS):
        values |= _value(chosen)
    return frozenset(values)


@lru_cache(maxsize=4096)
def _value(parts: tuple[int, ...]) -> frozenset[int]:
    """Read parts of a number: the largest is multiplied by what is before it; what is after it is added."""
    if len(parts) == 1:
        return frozenset(parts)
    largest = max(parts)
    at = parts.index(largest)
    before, after = parts[:at], parts[at + 1 :]
    if largest >= _HUNDRED:
        heads = _value(before) if before else frozenset({1})
        tails = _value(after) if after else frozenset({0})
        return frozenset(
            head * largest + tail for head in heads for tail in tails if head < largest and tail < largest
        )
    return _below_hundred(before, largest, after) | _year(parts)


def _below_hundred(before: tuple[int, ...], tens: int, after: tuple[int, ...]) -> frozenset[int]:
    """Read ``fünfundzwanzig``, ``vingt-cinq``, ``quatre-vingt-quinze``, 二十五."""
    if (
        tens < _TEN
        or tens % _TEN
        or len(before) > 1
        or len(after) > 2
        or (before and not 0 < before[0] < _TEN)
    ):
        return frozenset()
    tails = _value(after) if after else frozenset({0})
    heads = {tens} if not before else {tens + before[0]} if tens > _TEN else set()
    if before and before[0] * tens < _HUNDRED:
        heads.add(before[0] * tens)
    added = {tail for tail in tails if tail < _TEN or (tens % 20 == 0 and tail < 2 * _TEN)}
    return frozenset(head + tail for head in heads for tail in added if not (tail and head % _TEN))


def _year(parts: tuple[int, ...]) -> frozenset[int]:
    """Read a year said in two halves."""
    if parts[0] not in _CENTURIES or len(parts) > 3:
        return frozenset()
    return frozenset(parts[0] * _HUNDRED + half for half in _value(parts[1:]) if _TEN <= half < _HUNDRED)


def _runs(text: str, words: Sequence[FoundWord], joint: re.Pattern[str]) -> Iterator[list[FoundWord]]:
    run: list[FoundWord] = []
    for word in words:
        if run and not joint.fullmatch(text, run[-1].end, word.start):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _meanings(run: Sequence[int]) -> set[int]:
    """Return the possible values of a number from its first part on: each next is added or multiplied."""
    current = {run[0]}
    found = set(current)
    for part in run[1:]:
        grown = {value + part for value in current} | {value * part for value in current}
        # Sixty and twelve, four times twenty and ten, three hundred thousand: no part is met twice.
        current = grown
        found |= grown
    return found


def _roman(text: str) -> int:
    total = 0
    for sign, following in zip(text, [*text[1:], "I"], strict=True):
        value = _ROMAN_VALUES[sign]
        total += -value if value < _ROMAN_VALUES[following] else value
    return total
