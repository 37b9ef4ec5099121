"""The numbers of a text: written in figures, with their possible values, and written out in words.

``14,000`` is fourteen thousand in English and fourteen in German, so a figure has several readings; two
figures agree where they have one in common.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import languages
from pipeline.check.numbers.word_forms import FoundWord, find_words, normal
from pipeline.core.records import LanguageCode

_SPACES = "\u00a0\u202f\u2009 "
_FIGURE = re.compile(
    rf"\d{{1,3}}(?:(?P<sign>[.,'٬{_SPACES}])\d{{3}}(?:(?P=sign)\d{{3}})*)(?!\d)(?:[.,٫]\d+)?"  # 14,000.5
    r"|\d{1,2}(?:,\d{2}){1,12},\d{3}(?!\d)(?:\.\d+)?"  # 1,40,000: India; bounded, to stay linear
    r"|\d+[.,٫·]\d+(?![.,٫·:]?\d)"  # 3.5, but not a part of 3.5.2018
    r"|\d+"
)
_EXACT = 25
"""Digits beyond which a figure is compared as it stands: longer figures are no quantities."""
SCALE = 1000
"""Least value of a word that counts as a multiplier of the figure before it: ``5 million``, ``20k``."""
_GROUP = 3
"""Number of digits between two grouping signs."""
_GAP = re.compile(r"[\s-]?")
_CONNECTOR = re.compile(r"[\s'-]{0,2}(?:[^\W\d_]{1,3}[\s-])?|\s?[^\W\d_]{1,3}")
"""Text that may stand between the parts of a number in words: ``vingt et un``, ``fünfundzwanzig``."""
_OPENING = frozenset("([（［")
_BEFORE = " $€£¥₹₽~≈"
_NEAR = 5
"""Number of characters before a figure in which a bracket is looked for."""
_RUN = 5
"""The most parts of a number in words that are taken together."""
_ROMAN = re.compile(r"(?<!\w)(?=[IVXL])(?:X{0,3}|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?=(?:e|er|ème)?(?!\w))")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number in figures."""

    text: str
    """The figure as it stands, with the word that multiplies it."""
    values: frozenset[Decimal]
    """The values that the figure may mean."""
    bare: frozenset[Decimal]
    """The values without the word that multiplies the figure."""
    parts: tuple[str, ...]
    """Runs of digits in the figure, in Western digits: 7 and 30 of ``7.30``; noughts before the first are
    left out."""
    in_brackets: bool
    """Whether a bracket stands before the figure: in brackets translators give other units, or leave such
    figures out."""

    @property
    def is_scaled(self) -> bool:
        """Whether a word multiplies the figure."""
        return self.values != self.bare


@lru_cache(maxsize=128)
def figures(text: str, language: LanguageCode) -> tuple[Figure, ...]:
    """Return the numbers of a text that are written in figures, in order."""
    plain = normal(text)
    if not any(map(str.isdecimal, plain)):
        return ()
    decimal = frozenset(languages.get(language).checks.decimal) | {"٫", "·"}
    scales = {word.start: word for word in find_words(text, language, "words") if _is_scale(word)}
    found: list[Figure] = []
    end = -1
    for match in _FIGURE.finditer(plain):
        bare = frozenset(_readings(match[0], decimal))
        values, last = _scaled(plain, match.end(), bare, scales)
        figure = Figure(
            text=plain[match.start() : last],
            values=values,
            bare=bare,
            parts=_parts(match[0]),
            in_brackets=plain[max(0, match.start() - _NEAR) : match.start()].rstrip(_BEFORE)[-1:] in _OPENING,
        )
        if found and _is_continued(found[-1], figure, plain[end : match.start()]):
            found[-1] = _joined(found[-1], figure)
        else:
            found.append(figure)
        end = last
    return tuple(found)


@lru_cache(maxsize=128)
def spelled(text: str, language: LanguageCode) -> frozenset[int]:
    """Return the possible values of number words, alone and together: for ``vingt-sept`` 27, 20 and 7."""
    plain = normal(text)
    values: set[int] = set()
    for run in _runs(plain, find_words(text, language, "words")):
        for start in range(len(run)):
            values |= _meanings(run[start : start + _RUN])
    return frozenset(values)


@lru_cache(maxsize=128)
def romans(text: str) -> frozenset[int]:
    """Return the Roman numerals up to 89 in a text; of single letters only V and X count."""
    return frozenset(
        _roman(match[0]) for match in _ROMAN.finditer(text) if len(match[0]) > 1 or match[0] in "VX"
    )


def _is_scale(word: FoundWord) -> bool:
    return word.value >= SCALE


def _scaled(
    text: str, end: int, values: frozenset[Decimal], scales: dict[int, FoundWord]
) -> tuple[frozenset[Decimal], int]:
    """Multiply values by the words that follow: ``2 mil millones`` has two."""
    while True:
        gap = _GAP.match(text, end)
        word = scales.get(gap.end() if gap else end) or scales.get(end)
        if word is None or any(len(value.as_tuple().digits) > _EXACT for value in values):
            return values, end
        values = frozenset(value * Decimal(word.value) for value in values)
        end = word.end


def _is_continued(first: Figure, second: Figure, between: str) -> bool:
    """Say whether two figures are one number: 3億5000万, 7만 7천."""
    if not first.is_scaled or len(between) > second.is_scaled or between.strip():
        return False
    return max(first.values) > max(second.values)


def _joined(first: Figure, second: Figure) -> Figure:
    return Figure(
        text=first.text + second.text,
        values=frozenset(one + two for one in first.values for two in second.values),
        bare=frozenset(),
        parts=(*first.parts, *second.parts),
        in_brackets=first.in_brackets,
    )


def _parts(text: str) -> tuple[str, ...]:
    western = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    first, *rest = re.findall(r"[0-9]+", western)
    return (first.lstrip("0") or "0", *rest)


def _readings(text: str, decimal: Collection[str]) -> Iterator[Decimal]:
    signs = [sign for sign in text if not sign.isdecimal()]
    digits = re.findall(r"\d+", text)
    if not signs:
        yield Decimal(text)
        return
    whole = "".join(digits)
    if len(whole) > _EXACT:
        yield Decimal(whole)
        return
    if len(signs) > 1 and signs[-1] != signs[0]:
        yield Decimal("".join(digits[:-1]) + "." + digits[-1])
    elif len(digits[-1]) != _GROUP or (len(signs) == 1 and signs[0] in decimal):
        yield Decimal(f"{digits[0]}.{digits[1]}")
    else:
        yield Decimal(whole)


def _runs(text: str, words: Sequence[FoundWord]) -> Iterator[list[int]]:
    run: list[int] = []
    end = 0
    for word in words:
        if run and not _CONNECTOR.fullmatch(text, end, word.start):
            yield run
            run = []
        run.append(word.value)
        end = word.end
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
