"""Years that one language counts from elsewhere: 令和6年, 民國113年, ۱۴۰۳."""

from __future__ import annotations

import re

from pipeline.check.numbers.sides import NumberedText

_ERA = re.compile(r"(令和|平成|昭和|大正|明治|民国|民國)\s?(\d{1,3})")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民国": 1911, "民國": 1911}
"""The years before each era's first."""
_SOLAR_HIJRI, _LUNAR_HIJRI = range(1300, 1450), range(1350, 1500)
"""Years of this century and the last in the calendars of Iran and of Islam."""
_LUNAR_YEAR = 0.97023
"""Years of the sun in one of twelve moons."""


def is_other_calendar(value: int, here: NumberedText, other: NumberedText) -> bool:
    """Say whether the other text has a year in another calendar."""
    if not {here.language, other.language} & {"ar", "fa"} and not (
        _ERA.search(here.text) or _ERA.search(other.text)
    ):
        return False
    known = {int(part) for (part, *_) in other.sequences if len(part) <= 4}
    return bool(known & (_eras(here, value) | _hijri(here, value))) or any(
        value in _eras(other, year) | _hijri(other, year) for year in known
    )


def _eras(text: NumberedText, value: int) -> set[int]:
    return {_ERAS[era] + int(year) for era, year in _ERA.findall(text.text) if int(year) == value}


def _hijri(text: NumberedText, value: int) -> set[int]:
    """Return the years that a year of the Persian or the Islamic calendar may be; either has parts of two."""
    years = {value + 621, value + 622} if text.language == "fa" and value in _SOLAR_HIJRI else set()
    if text.language in ("ar", "fa") and value in _LUNAR_HIJRI:
        years |= {int(value * _LUNAR_YEAR + 621.5) + more for more in (0, 1)}
    return years
