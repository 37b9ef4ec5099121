"""Times that one language counts in other units than another: 18 months, un an et demi, 两年."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from pipeline.check.numbers.figures import Figure
from pipeline.check.numbers.sides import NumberedText
from pipeline.check.numbers.word_forms import find_words, normal

_FACTORS = {
    ("year", "month"): 12,
    ("year", "week"): 52,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
}
"""How many of a smaller unit one of a larger has."""
_GAP = 2
_HALF = Decimal("0.5")
_HALF_WORD, _QUARTER_WORD = 2, 4
"""Values of the words for a half and for a quarter."""
_ONE_OR_TWO = 2
"""The largest whole that may be there without a number: a year, a year and a half."""


def in_one_unit(figures: Sequence[Figure], here: NumberedText, other: NumberedText) -> list[Figure]:
    """Leave out the figures that the other side has in another unit of time."""
    return [figure for figure in figures if not _is_there(figure, here, other)]


def _is_there(figure: Figure, here: NumberedText, other: NumberedText) -> bool:
    units = _units(here).get(figure.text)
    if not units or len(figure.bare) != 1:
        return False
    there = {str(word.keys[0]) for word in find_words(other.text, other.language, "periods")}
    (value,) = figure.bare
    values = (value, value + _HALF) if _HALF_WORD in here.words else (value,)
    return any(_has(other, amount) for one in values for amount in _amounts(one, units, there))


def _amounts(value: Decimal, units: frozenset[str], there: set[str]) -> Iterator[Decimal]:
    """Yield a value in the units that the other side has."""
    for (large, small), factor in _FACTORS.items():
        if small in units and large in there:
            yield value / factor
        if large in units and small in there:
            yield value * factor


def _has(other: NumberedText, amount: Decimal) -> bool:
    """Say whether a text has a number, in words or in figures, a half in words too."""
    whole, part = int(amount), amount % 1
    is_there = whole <= 1 or whole in other.words or whole in other.parts
    if not part:
        return whole > 0 and is_there
    if amount in other.mixed or amount in other.values:
        return True
    denominator = _HALF_WORD if part == _HALF else _QUARTER_WORD if part * _QUARTER_WORD % 1 == 0 else 0
    return denominator in other.words and (is_there or whole <= _ONE_OR_TWO)


@lru_cache(maxsize=16)
def _units(side: NumberedText) -> dict[str, frozenset[str]]:
    """Return the unit of time behind each figure, by the figure's text."""
    found: dict[str, set[str]] = {}
    plain = ""
    for word in find_words(side.text, side.language, "periods"):
        plain = plain or normal(side.text)
        before = plain[: word.start].rstrip(" \u00a0\u202f-\u2011\u2010")
        if word.start - len(before) <= _GAP and before[-1:].isdecimal():
            start = len(before)
            while start and before[start - 1].isdecimal():
                start -= 1
            found.setdefault(before[start:], set()).add(str(word.keys[0]))
    return {text: frozenset(units) for text, units in found.items()}
