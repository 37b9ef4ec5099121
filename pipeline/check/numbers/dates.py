"""The check that months, days of the week and the order of dates are those of the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache

import languages
from pipeline.check.case import Case
from pipeline.check.moments.order import changed_places, is_turned
from pipeline.check.numbers.figures import figures
from pipeline.check.numbers.word_forms import WEEKDAYS, FoundWord, find_words, normal
from pipeline.core.dataclass import dataclass
from pipeline.core.records import Check, LanguageCode

NAME = "dates"

_ROOM = 12
"""Number of characters around a month's name in which its day or its year is looked for."""
_DAY_BEFORE = re.compile(
    r"(?<!\d)(\d{1,2}|\d{4})(?:\.?[ºª°]|st|nd|rd|th|er|年|-?[a-zа-я]{1,3})?[.,]?[\s\u200f-]{0,2}"
    r"(?:(?:de|del|d|of|di|da|do|ngày|tháng|ב)[\s'])?(?:the\s)?$"
)
"""A day or a year before the name: ``4 March``, ``4 de marzo``, ``el 4.º de``."""
_DAY_BEHIND = re.compile(
    r"(?:[a-zа-я]{0,3}[.,]?[\s-]{1,2}|(?<=月))(?:(?:de|del|of|the)\s)?(\d{4}|\d{1,2})(?!\d|[:.,]\d|\s?[%:°€$£])"
)
"""A day or a year after the name: ``March 4``, ``marzo de 2026``."""
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})[/.-](\d{1,2})(?![\d%])")
_COUNTED = re.compile(r"(?<!\d)(\d{1,2})[月월](?:\s?(\d{1,2})[日号號일])?")
"""A month in figures, with its day: 3月4日."""
_MONTHS = range(1, 13)
_DAYS, _YEARS = range(1, 32), range(1000, 2200)
_SURE = 5
"""Letters from which a name without a figure beside it is no other word, in scripts of letters."""


@dataclass(frozen=True, slots=True)
class Named:
    """A month or a day of the week that a text names."""

    keys: frozenset[int]
    """Which it may be; Monday is the first day."""
    form: str
    day: int
    """The day of the month beside it; 0 where none is."""
    is_sure: bool
    """Whether it surely is one, not another word of the same form."""
    is_month: bool
    is_before_day: bool
    """Whether the day stands after the name, and none before it."""
    year: int = 0
    """The year beside the name; 0 where none is."""


def check_dates(case: Case) -> Check:
    """Compare the months and the days of the week.

    One that became another fails, and a month that its day or its year has lost. One that is only lost or
    only new is a warning, and so is a day in a place where the language does not put it.
    """
    if not find_words(case.source, case.source_language, "dates") and not find_words(
        case.target, case.target_language, "dates"
    ):
        return Check(name=NAME, verdict="pass")
    notes: list[str] = []
    fails = False
    for find in (months, weekdays):
        before, after = find(case.source, case.source_language), find(case.target, case.target_language)
        if not before and not after:
            continue
        lost = _missing(before, after, case.target, case.target_language)
        lost = [one for one in lost if not _is_kept(one, case)]
        new = _missing(after, before, case.source, case.source_language)
        other = bool(lost and new and any(one.is_sure for one in (*lost, *new)))
        as_many = len(before) == len(after)
        shown = [
            (word, one.form)
            for word, found in (("lost", lost), ("new", new))
            for one in found
            if other
            or one.day
            or (one.year and word == "lost")
            or (one.is_sure and (word == "lost" or (as_many and not one.is_month)))
        ]
        fails = fails or other or any(one.day or one.year for one in lost)
        notes += [f"{word} {form}" for word, form in dict.fromkeys(shown)]
    if not notes:
        turned, is_sure = _turned(case)
        if turned:
            return Check(name=NAME, verdict="fail" if is_sure else "warn", note=turned)
        order = _misplaced(case)
        return Check(name=NAME, verdict="warn" if order else "pass", note=order)
    return Check(name=NAME, verdict="fail" if fails else "warn", note="; ".join(notes))


@lru_cache(maxsize=128)
def months(text: str, language: LanguageCode) -> tuple[Named, ...]:
    """Return the months that a text names."""
    found = [word for word in find_words(text, language, "dates") if word.value < WEEKDAYS]
    plain = normal(text) if found else ""
    is_spaced = bool(languages.get(language).separator)
    has_capital = languages.get(language).checks.capital_months
    leads = {lead.end for lead in find_words(text, language, "month_lead")} if found else set()
    named = [
        _month(
            word,
            plain,
            is_sure=_is_long(word, is_spaced=is_spaced)
            or _is_led(word, plain, text, leads, has_capital=has_capital),
        )
        for word in found
    ]
    counted = (match for match in _COUNTED.finditer(text) if int(match[1]) in _MONTHS)
    return (
        *named,
        *(
            Named(frozenset({int(match[1])}), match[0], int(match[2] or 0), True, True, True)
            for match in counted
        ),
    )


@lru_cache(maxsize=128)
def weekdays(text: str, language: LanguageCode) -> tuple[Named, ...]:
    """Return the days of the week that a text names."""
    found = [word for word in find_words(text, language, "dates") if word.value >= WEEKDAYS]
    names = find_words(text, language, "named_days") if found else ()
    return tuple(
        Named(frozenset(map(int, word.keys)), word.form, 0, not word.listed.is_doubtful, False, False)
        for word in found
        if not any(name.start < word.end and word.start < name.end for name in names)
    )


def _month(word: FoundWord, text: str, *, is_sure: bool) -> Named:
    before = _DAY_BEFORE.search(text, max(0, word.start - _ROOM), word.start)
    behind = _DAY_BEHIND.match(text, word.end)
    numbers = [int(match[1]) for match in (before, behind) if match]
    day = next((number for number in numbers if number in _DAYS), 0)
    year = next((number for number in numbers if number in _YEARS), 0)
    return Named(
        frozenset(map(int, word.keys)),
        word.form,
        day,
        bool(day or year) or is_sure,
        True,
        bool(day and behind and not before and int(behind[1]) in _DAYS),
        year,
    )


def _is_led(word: FoundWord, plain: str, text: str, leads: Collection[int], *, has_capital: bool) -> bool:
    """Say whether a name that is another word too stands behind a word by which it is a month: ``in May``.

    It has a capital then, where its language gives months one.
    """
    if not word.listed.is_doubtful or len(plain[: word.start].rstrip(" -")) not in leads:
        return False
    return word.form.title() in text or not has_capital


def _is_long(word: FoundWord, *, is_spaced: bool) -> bool:
    if word.listed.is_doubtful:
        return False
    return not is_spaced or len(word.form) >= _SURE or not word.form.isascii()


def _missing(
    these: Collection[Named], those: Collection[Named], text: str, language: LanguageCode
) -> list[Named]:
    """Return the names of one text that the other has neither in words nor in figures."""
    keys = {key for one in those for key in one.keys}
    lost = [one for one in these if not one.keys & keys]
    if not lost or not lost[0].is_month:
        return lost
    found = figures(text, language)
    parts = Counter(int(part) for one in found if not one.is_scaled for part in one.parts if len(part) <= 2)
    parts.subtract(one.day for one in those if one.day)  # which say nothing of the month
    return [one for one in lost if not any(parts[key] > 0 for key in one.keys)]


def _is_kept(named: Named, case: Case) -> bool:
    """Say whether a name stands in the translation as it did, with its neighbour: ``Sunday Times``."""
    return _is_kept_in(named.form.title(), case.source, case.target)


@lru_cache(maxsize=64)
def _is_kept_in(name: str, source: str, target: str) -> bool:
    if name not in target or name not in source:
        return False
    phrases = (rf"(?<![^\W\d_])[^\W\d_]+ {name}(?!\w)", rf"(?<!\w){name} [A-Z]\w+")
    return any(phrase in target for each in phrases for phrase in set(re.findall(each, source)))


def _turned(case: Case) -> tuple[str, bool]:
    """Describe dates that changed places, and say whether they surely did; empty where none did."""
    before, after = months(case.source, case.source_language), months(case.target, case.target_language)
    for of in (_day, _year):
        one, other = ([(named.keys, of(named)) for named in found] for found in (before, after))
        if changed_places(one, other):
            return "dates changed places", True
    if case.reads.sentences.speech_last != case.writes.sentences.speech_last:
        return "", False  # clauses come in another order
    days = weekdays(case.source, case.source_language), weekdays(case.target, case.target_language)
    for these, those in ((before, after), days):
        if any(one.day or one.year for one in these):
            continue
        if is_turned([one.keys for one in these], [one.keys for one in those]):
            return f"{these[0].form} and {these[1].form} changed places", False
    return "", False


def _day(named: Named) -> int:
    return named.day


def _year(named: Named) -> int:
    return named.year


def _misplaced(case: Case) -> str:
    """Describe a date whose parts stand where the target language does not have them; empty otherwise."""
    if case.writes.checks.month_first:
        return ""
    dates = {
        (key, one.day) for one in months(case.source, case.source_language) for key in one.keys if one.day
    }
    if not dates:
        return ""
    for one in months(case.target, case.target_language):
        if one.is_before_day and any((key, one.day) in dates for key in one.keys):
            return f"{one.form} before {one.day}"
    for first, second in _NUMERIC.findall(case.target):
        month, day = int(first), int(second)
        if month != day and (month, day) in dates and (day, month) not in dates:
            return f"{first}/{second} with the month first"
    return ""
