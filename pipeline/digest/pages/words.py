"""Days, times and names of languages as a page's own language writes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache

import languages
from pipeline.core.contract.digest import Moment
from pipeline.core.html.words import language_name
from pipeline.core.records import LanguageCode
from pipeline.digest.dates import instant

_FROM_FILES = "file"
_DAY_ALONE = ("dateline", _FROM_FILES)
"""Sources of a moment whose hour is that of a file: no reader wants it."""


def shown_day(time: str, language: LanguageCode) -> str:
    """Return the day of a time as ``language`` writes it: ``9 octobre 2025``; in ISO 8601 without a table."""
    return _day(instant(time), language)


def shown_time(time: str, language: LanguageCode) -> str:
    """Return a time as a reader wants it: ``9 octobre 2025, 05:47 UTC``."""
    found = instant(time)
    return f"{_day(found, language)}{comma(language)}{found:%H:%M} UTC"


def shown_moment(moment: Moment, language: LanguageCode) -> str:
    """Return when a report was published, with a word before it where only its file says so.

    One that arrived after the digest that should have had it says when.
    """
    labels = languages.get(language).digest
    if moment.arrived is not None:
        published = shown_moment(replace(moment, arrived=None), language)
        return f"{published} ({labels.filed} {shown_day(moment.arrived, language)})"
    if moment.source == _FROM_FILES:
        filed = f"{labels.filed} {shown_day(moment.time, language)}"
        if moment.stated is None:
            return filed
        return f"{filed} ({labelled(labels.ahead, shown_day(moment.stated, language), language)})"
    if moment.day_only or moment.source in _DAY_ALONE:
        return shown_day(moment.time, language)
    return shown_time(moment.time, language)


def named_language(other: LanguageCode, language: LanguageCode) -> str:
    """Return the name that the language ``other`` has in ``language``; its own name without a table."""
    return _names(language).get(other) or language_name(other)


def comma(language: LanguageCode) -> str:
    """Return what stands between the items of a list in ``language``."""
    try:
        return languages.display(language).comma
    except languages.UnknownLanguageError:
        return ", "


def semicolon(language: LanguageCode) -> str:
    """Return what stands between lists in ``language``: the Arabic sign where its comma is Arabic too.

    >>> semicolon("ar"), semicolon("fr")
    ('؛ ', '; ')
    """
    return "؛ " if "،" in comma(language) else "; "


def labelled(label: str, words: str, language: LanguageCode) -> str:
    """Return words behind their label, with the space that the language puts before a colon."""
    spaces = dict(languages.get(language).mark_spaces)
    return f"{label}{spaces.get(':', '')}: {words}"


def _day(found: datetime, language: LanguageCode) -> str:
    try:
        known = languages.display(language)
    except languages.UnknownLanguageError:
        return f"{found:%Y-%m-%d}"
    month = known.months[found.month - 1]
    return known.date.format(day=found.day, month=month, number=found.month, year=found.year)


@cache
def _names(language: LanguageCode) -> dict[str, str]:
    try:
        return dict(languages.display(language).names)
    except languages.UnknownLanguageError:
        return {}
