"""Parts of a whole that one language writes in figures and another in words: 2½, two and a half; 75 %."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from pipeline.check.numbers.figures import Figure
from pipeline.check.numbers.sides import NumberedText
from pipeline.check.numbers.word_forms import find_words
from pipeline.check.quantities.halves import has_half

_LARGEST = 8
"""The largest denominator of a fraction in words."""
_OF_HUNDRED = {10: 10, 20: 5, 25: 4, 33: 3, 40: 5, 50: 2, 60: 5, 66: 3, 67: 3, 75: 4, 80: 5}
"""Percentages, and the denominators of the fractions that they are."""
_OF_HOUR = {15: 4, 30: 2, 45: 4}
"""Minutes, and the denominators of their parts of an hour."""
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s?[:.hH]\s?(15|30|45)(?!\d)")
_HOUR, _HALF_DAY = 60, 12
_HALF = 2
_SCALES = (10**5, 10**6, 10**7, 10**9)
_ONE_OR_TWO = 2
"""The largest whole that languages have their own words for with a half: ``anderthalb``, ``demi``."""


def is_in_words(figure: Figure, here: NumberedText, other: NumberedText) -> bool:
    """Say whether a figure is a part of a whole, an hour or a hundred that the other side has in words."""
    words = other.words
    if not words:
        return False
    if _is_spoken(figure, here, other):
        return True
    if figure.is_fraction or any(value != value.to_integral_value() for value in figure.bare):
        return any(_is_mixed(value, figure, other) for value in figure.bare)
    if _is_half_scale(figure, words) and not other.mixed:
        return True  # with words such as डेढ़ it would say which
    if len(figure.parts) != 1 or len(figure.parts[0]) > _ONE_OR_TWO:
        return False
    value = int(figure.parts[0])
    if _OF_HUNDRED.get(value) in words and ("%" in here.text or here.has("percent")):
        return True
    times = _clock_times(here.text)
    return any(
        (value == minutes and (_OF_HOUR[minutes] in words or _at(hour, minutes) & other.mixed))
        or (
            value == hour
            and (
                _at(hour, minutes) & other.mixed
                or not words.isdisjoint((hour, hour + 1, hour - 12, hour - 11))
            )
        )
        for hour, minutes in times
    )


def _is_spoken(figure: Figure, here: NumberedText, other: NumberedText) -> bool:
    """Say whether a time with a full stop, 10.30 am, is there in words: half past ten."""
    if len(figure.parts) != _ONE_OR_TWO or not all(map(str.isdecimal, figure.parts)):
        return False
    hour, minutes = map(int, figure.parts)
    if (hour, minutes) not in _clock_times(here.text) or not (here.has("day_parts") or here.has("afternoon")):
        return False
    hours = {each for each in (hour, hour + 1, hour - _HALF_DAY, hour - _HALF_DAY + 1) if each > 0}
    single = {int(key) for word in find_words(other.text, other.language, "words") for key in word.keys}
    words = single | {value for value in other.words if value > _HALF_DAY}  # nine and a half is no eleven
    return not words.isdisjoint(hours) and not words.isdisjoint((minutes, _OF_HOUR[minutes]))


def _at(hour: int, minutes: int) -> set[Decimal]:
    """Return a time in hours, by both clocks."""
    return {Decimal(each) + Decimal(minutes) / _HOUR for each in (hour, hour - _HALF_DAY)}


@lru_cache(maxsize=128)
def _clock_times(text: str) -> frozenset[tuple[int, int]]:
    return frozenset((int(hour), int(minutes)) for hour, minutes in _CLOCK.findall(text))


def _is_half_scale(figure: Figure, words: frozenset[int]) -> bool:
    """Say whether a figure is a half of a scale in words, after a whole or not: 250,000, डेढ़ लाख."""
    return _HALF in words and any(
        value % scale * 2 == scale and (value // scale <= _ONE_OR_TWO or int(value // scale) in words)
        for value in figure.values
        for scale in _SCALES
        if scale in words
    )


def _is_mixed(value: Decimal, figure: Figure, other: NumberedText) -> bool:
    """Say whether a whole, a fraction's denominator and the scale are there: a million and a half."""
    whole = int(value)
    rest = Fraction(value - whole).limit_denominator(_LARGEST)
    if rest.denominator == 1 or rest.denominator not in other.words:
        return False
    if rest.denominator == whole == _HALF and not has_half(other.text):
        return False  # 2½ is no two
    if whole > _ONE_OR_TWO and whole not in other.words and (str(whole),) not in other.sequences:
        return False
    scales = {scaled / value for scaled in figure.values if value}
    return not figure.is_scaled or any(scale in other.words for scale in scales)
