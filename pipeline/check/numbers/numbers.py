"""The check that the source and the translation have the same numbers, however each is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.check.case import Case
from pipeline.check.moments.clock import other_half_of_day
from pipeline.check.moments.twelves import is_named_twelve, other_twelve
from pipeline.check.numbers.calendars import is_other_calendar
from pipeline.check.numbers.conversions import unconverted
from pipeline.check.numbers.counted import other_words
from pipeline.check.numbers.figures import Figure
from pipeline.check.numbers.shares import is_in_words
from pipeline.check.numbers.sides import NumberedText, side
from pipeline.check.numbers.signs import lost_sign
from pipeline.check.quantities.halves import lost_half
from pipeline.check.quantities.periods import in_one_unit
from pipeline.check.quantities.romans import other_roman
from pipeline.check.quantities.rows import lost_row, turned
from pipeline.check.quantities.scales import lost_letter, other_scale
from pipeline.check.quantities.units import other_unit
from pipeline.core.records import Check

NAME = "numbers"

_SMALL_NUMBER = 12
"""Highest number that most languages write in words, in more forms than a list has."""
_HALF_DAY = 12
_CENTURY = 100
_CENTURIES = range(10, 22)
"""The centuries, by the first two digits of their years, whose decades are named without them."""
_MIDNIGHT = 24
_MIDNIGHTS = {"12": "0", "0": "12", "24": "12"}
"""The hour after midnight, by one clock and by the other."""
_YEARS = 1900, 2099
_YEAR = 4
"""Number of digits of a year."""
_ROUNDS = {16: 8, 8: 4, 32: 16}
"""Rounds of a competition, by the teams that are left, and by their share of the final: eighths."""
_NOUGHT = re.compile("0[1-9]")
"""Minutes below ten, as clocks write them."""
_REGROUPED = 5
"""Number of digits from which figures in other groups are the same: telephone numbers."""
_PERCENT = re.compile(r"[\d\s][%٪％]")
_IDIOM = re.compile(r"24\s?[/h-]\s?7|100\s?%|50\s?[-/]\s?50|9-to-5|110\s?%|360\s?°")
_IDIOMS = frozenset({"24", "7", "100", "50", "9", "5", "110", "360"})
"""Figures of idioms, which another language says in other words: ``24/7``, ``100 %``."""
_CURRENCY = re.compile(r"[$€£¥₹₽₩₺₴₪]")


def check_numbers(case: Case) -> Check:
    """Compare the numbers by value: 14,000 and 14 000 and 14.000 are one, and so are 7 pm and 19:00.

    A number that is lost, or that the source does not have, fails, and so does a sign. A small one is a
    warning, as it may be there in words that are not known. Figures that mean another number in the target
    language are a warning too.
    """
    source = side(case.source, case.source_language)
    target = side(case.target, case.target_language)
    lost, new = _missing(source, target), _missing(target, source)
    if lost or new:
        lost, new = _not_in_words(lost, new, source, target), _not_in_words(new, lost, target, source)
        lost, new = in_one_unit(lost, source, target), in_one_unit(new, target, source)
        lost, new = unconverted(lost, new, source, target)
        lost, new = _regrouped(lost, new)
    if _is_only_one(lost, new) and not source.months:
        lost, new = [], []
    if lost or new:
        found = [("lost", [figure.text for figure in lost]), ("new", [figure.text for figure in new])]
        note = "; ".join(f"{word} {' '.join(texts)}" for word, texts in found if texts)
        return Check(
            name=NAME, verdict="warn" if _may_be_right(lost, new, source, target) else "fail", note=note
        )
    sign = lost_sign(source, target)
    if sign is not None:
        return Check(name=NAME, verdict="fail" if sign.is_sure else "warn", note=sign.note)
    row = lost_row(source, target)
    if row:
        return Check(name=NAME, verdict="fail", note=row)
    hour, is_sure = other_half_of_day(source, target)
    if hour:
        return Check(name=NAME, verdict="fail" if is_sure else "warn", note=hour)
    note = (
        _per_cent(source, target)
        or _misread(source, target)
        or turned(source, target)
        or other_twelve(source, target)
        or other_roman(source, target)
        or other_words(source, target)
        or other_scale(source, target)
        or lost_letter(source, target)
        or lost_half(source, target)
        or other_unit(source, target)
    )
    return Check(name=NAME, verdict="warn" if note else "pass", note=note)


def _not_in_words(
    figures: Sequence[Figure], others: Sequence[Figure], here: NumberedText, other: NumberedText
) -> list[Figure]:
    """Leave out parts of a whole that are there in words, unless the other side has a new figure for them."""
    shapes = {(one.is_fraction, len(one.parts)) for one in others}
    return [
        figure
        for figure in figures
        if (figure.is_fraction, len(figure.parts)) in shapes or not is_in_words(figure, here, other)
    ]


def _is_only_one(lost: Sequence[Figure], new: Sequence[Figure]) -> bool:
    """Say whether all that is missing is a one, which languages write as an article or not at all."""
    return len(lost) + len(new) == 1 and (*lost, *new)[0].text == "1"


def _may_be_right(
    lost: Sequence[Figure], new: Sequence[Figure], source: NumberedText, target: NumberedText
) -> bool:
    """Say whether the missing figures are small, an amount in brackets that repeats one, or an idiom's."""
    figures = (*lost, *new)
    if all(figure.text.isdecimal() and max(figure.values) <= _SMALL_NUMBER for figure in figures):
        return True
    if not (lost and new) and all(figure.in_brackets for figure in figures) and _CURRENCY.search(source.text):
        return True
    return all(figure.text in _IDIOMS for figure in figures) and bool(
        _IDIOM.search(f"{source.text} {target.text}")
    )


def _regrouped(lost: list[Figure], new: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Leave out figures that are the same digits in other groups, such as a telephone number's."""
    one, other = ("".join(filter(str.isdecimal, "".join(one.text for one in side))) for side in (lost, new))
    return ([], []) if one == other and len(one) >= _REGROUPED else (lost, new)


def _per_cent(source: NumberedText, target: NumberedText) -> str:
    """Describe a percentage that became a bare number; empty where there is none."""
    if not source.figures or not _PERCENT.search(source.text) or _PERCENT.search(target.text):
        return ""
    return "" if target.has("percent") else "lost per cent"


def _misread(source: NumberedText, target: NumberedText) -> str:
    """Name the figures that, written as in the source, mean another number in the target language."""
    meant = {value for figure in source.figures for value in figure.values | figure.bare}
    before = {figure.text for figure in source.figures}
    odd = [figure.text for figure in target.figures if figure.text in before and not figure.values & meant]
    return f"{' '.join(odd)} as written in {source.language}" if odd else ""


def _missing(here: NumberedText, other: NumberedText) -> list[Figure]:
    """Return the figures of one side that the other side has in no form."""
    return [
        figure
        for figure in here.figures
        if not figure.values & other.values and not _is_there(figure, here, other)
    ]


def _is_there(figure: Figure, here: NumberedText, other: NumberedText) -> bool:
    if any(value in other.words or value in other.mixed for value in figure.values):
        return True
    if here.mixed & other.values and any(abs(one - value) < 1 for value in figure.bare for one in here.mixed):
        return True  # पौने 3, 2.75
    if figure.is_scaled and not figure.bare & figure.values:
        return any(value in other.words for value in figure.bare) and not figure.bare & other.scaled
    if figure.parts in other.sequences or is_named_twelve(figure, other):
        return True
    if _is_clock_time(figure, here, other) or _is_named_date(figure, other):
        return True
    short = len(figure.parts) == 1 and len(figure.parts[0]) <= _YEAR
    if not short:
        return False
    value = int(figure.parts[0])
    if value in _ROUNDS and _ROUNDS[value] in other.words:
        return True
    if _is_date_or_time(value, here, other) or is_other_calendar(value, here, other):
        return True
    return _is_label(figure, here, other)


def _is_label(figure: Figure, here: NumberedText, other: NumberedText) -> bool:
    """Say whether a figure is a part of a name that the other side does not have."""
    return any(
        re.search(rf"(?<!\w){name}(?![^\W\d_])", other.text) is None
        for name in here.labels.get(figure.parts[0], ())
    )


def _is_clock_time(figure: Figure, here: NumberedText, other: NumberedText) -> bool:
    """Say whether the other side has a time by the other clock, or as one figure: 7.30 pm, 19:30, 1930."""
    hour = _other_half_day(figure)
    is_later = (hour, *figure.parts[1:]) in other.sequences or _is_padded(hour, figure, other)
    if is_later and (here.has("afternoon") or other.has("afternoon")):
        return True
    if _NOUGHT.fullmatch(figure.text) and any(one.parts[1:] == (figure.text,) for one in other.figures):
        return True  # 2:05, 14.05
    first = figure.parts[0]
    if first in _MIDNIGHTS and (_MIDNIGHTS[first], *figure.parts[1:]) in other.sequences:
        return here.has("day_parts") or other.has("day_parts")  # 12:30 a.m., 0:30
    if figure.parts[1:] == ("00",) and (hour,) in other.sequences:
        return here.has("afternoon") or other.has("afternoon")  # 13.00, 1 p.m.
    if len(figure.parts) == 1 and len(first) in (3, 4):
        return (first[:-2], first[-2:]) in other.sequences or (
            first[-2:] == "00" and (first[:-2],) in other.sequences and other.has("afternoon")
        )
    minutes = figure.parts[1] if len(figure.parts) == 2 else _minutes_after(figure, here)
    return ((first + minutes),) in other.sequences if len(minutes) == 2 else False


def _is_padded(hour: str, figure: Figure, other: NumberedText) -> bool:
    """Say whether the other side has a time whose minutes begin with a nought behind a colon."""
    minutes = "".join(figure.parts[1:])
    return (
        bool(_NOUGHT.fullmatch(minutes))
        and (hour, minutes.lstrip("0")) in other.sequences
        and f":{minutes}" in other.text
    )


def _minutes_after(figure: Figure, here: NumberedText) -> str:
    """Return the minutes that follow an hour as a figure of their own; empty where none do."""
    after = _following(here).get(id(figure))
    return after.parts[0].zfill(2) if after is not None and len(after.parts[0]) <= 2 else ""


@lru_cache(maxsize=16)
def _following(here: NumberedText) -> dict[int, Figure]:
    """Return the figure after each, by its identity, where the text may write hours with an ``h``."""
    return {id(one): after for one, after in pairwise(here.figures)} if "h" in here.text else {}


def _is_named_date(figure: Figure, other: NumberedText) -> bool:
    """Say whether all parts of a figure are there, one of them as a month's name: 9/11, 11 septembre."""
    if len(figure.parts) < 2 or not all(part.isdecimal() for part in figure.parts):
        return False
    named = [int(part) in other.months for part in figure.parts]
    return any(named) and all(
        month or (part,) in other.sequences for part, month in zip(figure.parts, named, strict=True)
    )


def _other_half_day(figure: Figure) -> str:
    """Return a figure's first part as an hour of the other clock, of 12 or 24; empty where it is none."""
    hour = int(figure.parts[0]) if len(figure.parts[0]) <= 2 else _MIDNIGHT + 1
    if hour > _MIDNIGHT:
        return ""
    return str(hour + _HALF_DAY) if hour <= _HALF_DAY else str(hour - _HALF_DAY)


def _is_date_or_time(value: int, here: NumberedText, other: NumberedText) -> bool:
    if value in other.months and value not in here.months:
        return True
    if not value:  # the noughts of 7:00
        return any(_other_half_day(figure) for figure in here.figures)
    if _is_decade(value, other):
        return True
    if _YEARS[0] <= value <= _YEARS[1]:
        decade = value % _CENTURY
        return (str(decade),) in other.sequences or bool(decade and not value % 10 and decade in other.words)
    return value < _CENTURY and any((f"{century}{value:02}",) in other.sequences for century in _CENTURIES)


def _is_decade(value: int, other: NumberedText) -> bool:
    """Say whether a decade is there by its century, or a century by its decade: the 1850s, 19世纪50年代."""
    if value in _CENTURIES:
        return any((f"{value - 1}{decade}0",) in other.sequences for decade in range(10))
    century, decade = divmod(value, _CENTURY)
    if century not in _CENTURIES or decade % 10:
        return False
    return all(number in other.words or number in other.parts for number in (century + 1, decade) if number)
