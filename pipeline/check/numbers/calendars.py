"""Years and days that one language counts from elsewhere: 令和6年, 民國113年, ۱۵ شهریور ۱۴۰۳."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from pipeline.check.numbers.sides import NumberedText, side
from pipeline.core.records import LanguageCode

_ERA = re.compile(r"(令和|平成|昭和|大正|明治|民国|民國)\s?(\d{1,3})")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民国": 1911, "民國": 1911}
"""The years before each era's first."""
_SOLAR_HIJRI, _LUNAR_HIJRI = range(1300, 1450), range(1350, 1500)
"""Years of this century and the last in the calendars of Iran and of Islam."""
_SOLAR_MONTHS = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
_SOLAR_DATE = re.compile(rf"(\d{{1,2}})(?:\u200c?م)?\s(?:ماه\s)?({'|'.join(_SOLAR_MONTHS)})")
_LONG_MONTHS = 6
"""Months of 31 days at the beginning of the Iranian year; the others have 30."""
_NEW_YEAR = date(2023, 3, 21)
"""A first day of Farvardin; it moves by a day."""
_NEW_YEAR_OF = 1402
"""The year that began on it."""
_CYCLE, _LEAP_YEARS = 33, frozenset((1, 5, 9, 13, 17, 22, 26, 30))
"""Years of a cycle of the Iranian calendar, and those of them that have 366 days. It holds from 1343 to
1472."""
_SOLAR_YEAR = re.compile(r"(?<!\d)1[34]\d\d(?!\d)")
_LUNAR_YEAR = 0.97023
"""Years of the sun in one of twelve moons."""


def is_other_calendar(value: int, here: NumberedText, other: NumberedText) -> bool:
    """Say whether the other text has a year, or a day, in another calendar."""
    ours, theirs = _years(here.text, here.language), _years(other.text, other.language)
    if not ours and not theirs:
        return False
    return not other.parts.isdisjoint(ours.get(value, ())) or any(value in each for each in theirs.values())


def era_year(text: str) -> int | None:
    """Return the year that a text counts from the beginning of an era, as 令和7年 does; None without one."""
    found = _ERA.search(text)
    return _ERAS[found[1]] + int(found[2]) if found else None


def solar_day(text: str) -> date | None:
    """Return the day of our calendar that a text names with a year in Iran's; None where it names none.

    Its figures are ASCII's.

    >>> solar_day("پنجشنبه ۱۷ مهر ۱۴۰۴".translate({0x6F0 + n: str(n) for n in range(10)}))
    datetime.date(2025, 10, 9)
    """
    named, year = _SOLAR_DATE.search(text), _SOLAR_YEAR.search(text)
    if named is None or year is None:
        return None
    first, last = sorted((int(year[0]), _NEW_YEAR_OF))
    days = sum(366 if each % _CYCLE in _LEAP_YEARS else 365 for each in range(first, last))
    before = days if int(year[0]) >= _NEW_YEAR_OF else -days
    return _NEW_YEAR + timedelta(days=before + _days_before(named[2]) + int(named[1]) - 1)


def _days_before(month: str) -> int:
    """Return the number of days in an Iranian year before a month."""
    before = _SOLAR_MONTHS.index(month)
    return before * 30 + min(before, _LONG_MONTHS)


@lru_cache(maxsize=64)
def _years(text: str, language: LanguageCode) -> dict[int, set[int]]:
    """Return the years and the days of our calendar that each in another may be."""
    found: dict[int, set[int]] = {}
    for number, day in _days(text) if language == "fa" else ():
        found.setdefault(number, set()).add(day)
    for era, year in _ERA.findall(text):
        found.setdefault(int(year), set()).add(_ERAS[era] + int(year))
    for value in side(text, language).parts if language in ("ar", "fa") else ():
        found.setdefault(value, set()).update(_hijri(value, language))
    return found


def _days(text: str) -> Iterator[tuple[int, int]]:
    """Yield the day of each Iranian date with the days of our months that it may be."""
    for number, month in _SOLAR_DATE.findall(text):
        past = _days_before(month) + int(number) - 1
        for more in (-1, 0, 1):
            yield int(number), (_NEW_YEAR + timedelta(days=past + more)).day


def _hijri(value: int, language: LanguageCode) -> set[int]:
    """Return the years that a year of the Persian or the Islamic calendar may be; either has parts of two."""
    years = {value + 621, value + 622} if language == "fa" and value in _SOLAR_HIJRI else set()
    if language in ("ar", "fa") and value in _LUNAR_HIJRI:
        years |= {int(value * _LUNAR_YEAR + 621.5) + more for more in (0, 1)}
    return years
