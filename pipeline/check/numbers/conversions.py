"""Quantities that a translator gave in other units: 12 miles as 19 kilometres, two feet as 60 centimetres."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from pipeline.check.numbers.figures import Figure
from pipeline.check.numbers.sides import NumberedText
from pipeline.check.quantities.units import metric_figures

_QUANTITIES = 30
"""The most numbers of a text that are tried for conversions; no sentence of news has more."""
_FACTORS = tuple(map(Decimal, ("1.609", "0.3048", "30.48", "2.54", "25.4", "0.4536", "0.4047", "3.785")))
"""Factors of conversions: kilometres in a mile, metres and centimetres in a foot, centimetres and millimetres
in an inch, kilograms in a pound, hectares in an acre, litres in a gallon."""
_YARD, _ROUNDED_YARD = Decimal("0.9144"), Decimal("0.02")
"""Metres in a yard. So near to one, they are seldom rounded, and a wrong digit is often as near."""
_YEARS = range(1000, 2100)
_INCH, _INCHES = (Decimal("2.54"), Decimal("25.4")), 40
"""Centimetres and millimetres in an inch, and the most inches that are told from other numbers."""
_LARGE = 1000
"""A number in words from which it is no quantity of miles or feet."""
_FAHRENHEIT = re.compile(
    r"f[aà]hren|farenh|°\s?f|фаренгейт|фаренхайт|φαρενά|فهرنهايت|فارنهایت|פרנהייט|फ़ारेन|फारेन|华氏|華氏|カ氏|화씨",
    re.IGNORECASE,
)
_OF_HEAT = re.compile(
    r"°|grad|degr|grau|stop[nie]|stup|градус|градуси|βαθμ|درج|מעלות|डिग्री|deraja|derece|(?<!\w)độ(?!\w)|度|도(?!\w)|gràd|graus",
    re.IGNORECASE,
)
"""Words for degrees, which news from America means in Fahrenheit without a word."""
_FREEZING, _DEGREES = Decimal(32), Decimal("0.5556")
"""Fahrenheit's freezing point, and degrees Celsius in one of Fahrenheit's."""
_ROUNDED, _ROUNDED_BESIDE = Decimal("0.08"), Decimal("0.11")
"""Relative error that a converted quantity may have, as translators round it, and in brackets beside it."""
_MILLIMETRES = re.compile(
    r"(?<![^\W\d_])(?:mm|мм|ملم|مم|मिमी|מ[\"“״]מ)(?![^\W\d_])"
    r"|(?<![^\W\d_])l\s?/\s?m[2²]|mil[ií]m|millim|milli?met|миллим|міліметр|милим|χιλιοστ|مليمتر|میلیمتر|میلی‌متر|מילימטר|मिलीमीटर|毫米|ミリ|밀리",
    re.IGNORECASE,
)
_CENTIMETRES = re.compile(
    r"(?<![^\W\d_])(?:cm|см|سم|सेमी|ס[\"“״]מ)(?![^\W\d_])"
    r"|cent[ií]m|centym|zentim|santim|xent[ií]m|sentim|сантим|εκατοστ|سنتيمتر|سانتی|סנטימטר|सेंटीमीटर|厘米|公分|センチ|센티",
    re.IGNORECASE,
)
_WHOLE = Decimal("0.7")
"""Centimetres that are cut off, or added, to come to a whole number."""
_TENFOLD, _ROUNDED_TENFOLD = Decimal(10), Decimal("0.025")


def unconverted(
    lost: Sequence[Figure], new: Sequence[Figure], source: NumberedText, target: NumberedText
) -> tuple[list[Figure], list[Figure]]:
    """Leave out the figures that the other side has in other units."""
    if _is_rescaled(lost, new, source, target) or _is_rescaled(new, lost, target, source):
        return [], []
    if lost and new and _OF_HEAT.search(source.text) and _OF_HEAT.search(target.text):
        lost, new = _of_one_heat(lost, new)
    if source.is_imperial or target.is_imperial:
        lost, new = (
            [figure for figure in lost if not _is_converted(figure, new, source, target)],
            [figure for figure in new if not _is_converted(figure, lost, target, source)],
        )
    return _without_pairs(lost, source, target), _without_pairs(new, target, source)


def _without_pairs(figures: Sequence[Figure], here: NumberedText, other: NumberedText) -> list[Figure]:
    """Leave out figures that stand with their conversion, where the other side has one for both.

    Either may be in brackets: 200 miles (322 km) is 320 km, and 800 km/h (497 mph) is 800 km/h.
    """
    if not figures or _brackets(other) >= _brackets(here):
        return list(figures)
    if not (here.is_imperial or other.is_imperial or metric_figures(here)):
        return list(figures)
    there = {value for figure in other.figures[:_QUANTITIES] for value in figure.values}
    paired = {
        id(one)
        for first, second in pairwise(here.figures[:_QUANTITIES])
        if second.in_brackets and not first.in_brackets and _are_one_length(first, second)
        if any(abs(value - own) <= _ROUNDED * own for own in first.values | second.values for value in there)
        for one in (first, second)
    }
    return [figure for figure in figures if id(figure) not in paired]


def _are_one_length(first: Figure, second: Figure) -> bool:
    """Say whether one of two figures converts the other."""
    return any(
        _is_any_conversion(first, second.values, _ROUNDED_BESIDE, is_imperial=way) for way in (True, False)
    )


def _of_one_heat(lost: Sequence[Figure], new: Sequence[Figure]) -> tuple[Sequence[Figure], Sequence[Figure]]:
    """Leave out the only figure of each side where they are one temperature in Fahrenheit and Celsius."""
    if len(lost) == len(new) == 1:
        (one,), (other,) = lost, new
        if any(_is_temperature(one, other.values, is_imperial=way) for way in (True, False)):
            return [], []
    return lost, new


def _is_rescaled(
    ones: Sequence[Figure], tens: Sequence[Figure], small: NumberedText, large: NumberedText
) -> bool:
    """Say whether the same lengths are there in millimetres and in centimetres.

    A figure may be there by chance in the other unit too: 25 to 50 mm, 2.5 to 5 cm.
    """
    if not (ones and tens) or not _MILLIMETRES.search(small.text) or not _CENTIMETRES.search(large.text):
        return False
    return all(_is_tenfold(one, large.figures[:_QUANTITIES], up=False) for one in ones) and all(
        _is_tenfold(ten, small.figures[:_QUANTITIES], up=True) for ten in tens
    )


def _is_tenfold(figure: Figure, others: Sequence[Figure], *, up: bool) -> bool:
    """Say whether a figure is ten times one of the others, or with ``up`` a tenth of it."""
    return any(
        abs((other / value if up else value / other) / _TENFOLD - 1) <= _ROUNDED_TENFOLD
        for value in figure.values
        for one in others
        for other in one.values
        if value and other
    )


def _is_converted(figure: Figure, missing: Sequence[Figure], side: NumberedText, other: NumberedText) -> bool:
    """Say whether a figure converts a quantity of the other side, or one that stands beside it."""
    if side.is_imperial != other.is_imperial:
        quantities = {value for found in missing[:_QUANTITIES] for value in found.values} | _small(other)
        if _is_length(figure, other, is_imperial=side.is_imperial):
            return True
        if _is_any_conversion(figure, quantities, _ROUNDED, is_imperial=side.is_imperial):
            return True
        degrees = _FAHRENHEIT.search(side.text if side.is_imperial else other.text)
        if degrees and _is_temperature(figure, quantities, is_imperial=side.is_imperial):
            return True
    if not figure.in_brackets or missing or _brackets(other) >= _brackets(side):
        return False
    beside = {value for found in side.figures[:_QUANTITIES] for value in found.values} | _small(side)
    return any(_is_any_conversion(figure, beside, _ROUNDED_BESIDE, is_imperial=one) for one in (True, False))


def _is_length(figure: Figure, other: NumberedText, *, is_imperial: bool) -> bool:
    """Say whether a figure is as many centimetres or millimetres as a figure of the other side is inches.

    The other figure may be there by chance: the 2 of 1 to 2 inches in 2.5 to 5 centimetres.
    """
    lengths = {value for found in other.figures[:_QUANTITIES] for value in found.values if value <= _INCHES}
    return any(
        abs(metric / inches / factor - 1) <= _ROUNDED or abs(metric - inches * factor) <= _WHOLE
        for value in figure.values
        for length in lengths
        for inches, metric in ((value, length) if is_imperial else (length, value),)
        for factor in _INCH
        if value and length
    )


@lru_cache(maxsize=16)
def _brackets(side: NumberedText) -> int:
    return side.text.count("(") + side.text.count("（")


@lru_cache(maxsize=16)
def _small(side: NumberedText) -> frozenset[Decimal]:
    """Return the numbers in words that may be quantities of a unit."""
    return frozenset(Decimal(value) for value in sorted(side.words)[:_QUANTITIES] if value < _LARGE)


def _is_temperature(figure: Figure, quantities: Iterable[Decimal], *, is_imperial: bool) -> bool:
    pairs = [(value, other) for value in figure.values for other in quantities]
    return any(
        abs((one - _FREEZING) * _DEGREES - other) <= 1
        for one, other in (pairs if is_imperial else [(other, one) for one, other in pairs])
    )


def _is_any_conversion(
    figure: Figure, quantities: Iterable[Decimal], error: Decimal, *, is_imperial: bool
) -> bool:
    pairs = [(value, other) for value in figure.values for other in quantities if value and other]
    if not is_imperial:
        pairs = [(other, value) for value, other in pairs]
    ratios = [metric / imperial for imperial, metric in pairs if not _are_years(imperial, metric)]
    return any(
        abs(ratio / _YARD - 1) <= _ROUNDED_YARD
        or any(abs(ratio / factor - 1) <= error for factor in _FACTORS)
        for ratio in ratios
    )


def _are_years(one: Decimal, other: Decimal) -> bool:
    return one in _YEARS and other in _YEARS
