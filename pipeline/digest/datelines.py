"""The day that a report's dateline names: ``Aug. 3 (Reuters)``, ``9 octobre 2025``, ``(東京 9日 時事)``.

The names of months are those that the checks of translations know, in the report's language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import cache

import languages
from pipeline.check.numbers.calendars import era_year, solar_day
from pipeline.check.numbers.dates import months
from pipeline.check.numbers.word_forms import find_words, normal
from pipeline.core.contract import DocumentRecord
from pipeline.core.records import Block, LanguageCode
from pipeline.core.records.prepared import SUMMARISED
from pipeline.core.text.case import folded
from pipeline.core.text.stop_words import for_detection
from pipeline.read.openings.datelines import dateline

_PARAGRAPHS = 2
"""Paragraphs at the beginning that may open with a dateline; as many are looked at when a text is read."""
_LINES = 4
"""Blocks at the beginning among which a date stands as a line of its own, or in a byline."""
_LONGEST = 400
"""Characters of a paragraph that a dateline stands in, and of a line that is one."""
_LONGEST_LINE = 80
_LEAST_SHORT = 3
"""Letters of the shortest short form of a month: ``oct``."""
_CUT = (".", "॰", "׳", "'")
"""Signs of a word that was cut."""
_BEFORE, _BEHIND = re.compile(r"(?<!\d)(\d{1,2})\D{0,2}$"), re.compile(r"\D{0,3}(\d{1,2})(?!\d)")
"""A day before the name of a month, and one after it."""
_NEAR = 5
"""Signs before a name in which its day stands."""
_PLACE_WORDS = 4
"""Words of a place before a date, or of a label: ``Rio de Janeiro, 9 de outubro``, ``Published:``."""
_SMALL_BEHIND = 1
"""The most small words behind a date: ``9 октября 2025 г.``"""
_AFTER_PLACE = re.compile(r"[,:،：、]")
_YEARS_BACK = 8
"""Years in which a 29th of February without a year is looked for."""
DAY_AHEAD = timedelta(days=1)
"""A report may be dated a day later than its file: zones differ."""
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMERIC = re.compile(
    r"(?<!\d)(\d{1,4})(?!\d)[^\d\n:%]{1,12}(?<!\d)(\d{1,2})(?!\d)"
    r"(?:[^\d\n:%]{1,8}(?<!\d)(\d{1,4})(?![\d:]))?"
)
"""Two or three numbers one after the other: ``09/10/2025``, ``9 tháng 10, 2025``, ``2025年10月9日``."""
_JOINED = re.compile(r"[./-]|\s?[年月년월.]\s?|\s*(?:tháng|thg)\s*", re.IGNORECASE)
"""What stands between a day and a month that have no year beside them."""
_HEAD = re.compile(r"[^\n.!?:;–—―]{3,60}(?:[.][^\n.!?:;–—―]{0,20})?[ \u00a0][–—―-]{1,2}[ \u00a0]")
"""The beginning of a paragraph up to its first dash, with one full stop: ``PARIS (Seine), 9 oct. 2025 –``."""
_DAY_ALONE = re.compile(r"(?<!\d)(\d{1,2})[日일](?!\w*\d)")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0903\u093a-\u094f])*")
_BEFORE_NUMBER = re.compile(r"([^\W\d_]+)\s\d")
_CLOCK = re.compile(
    r"(?:\d{1,2}(?::\d\d){1,2}|\d{1,2}\.\d\d(?=\s?(?:Uhr|hrs|h|น)\b)|\d{1,2}\s?h(?:\s?\d\d)?\b"
    r"|[上下]?[午오]?[前後전후]?\s?\d{1,2}\s?[時时시點点](?:\s?\d{1,2}\s?[分분])?)"
    r"(?:\s?\(?(?:[ap]\.\s?m\.|(?:Uhr|[^\W\d_]{1,4})\b(?:[+-]\d{1,2})?)\)?){0,2}"
    r"(?:(?:[ \u00a0][^\W\d_]+){1,3}$)?"
)
"""A time of the day, with its half and its zone: ``10:30 CET``, ``5:47 p.m. (GMT+2)``, ``午前10時30分``,
``22:30 heure de Paris``."""
_DASHES = re.compile(r"[–—―=|](?=\s)|-{1,2}(?=\s)")
_ENDS = re.compile(r"[.:=|)\]–—―](?=\s|$)|[）】]|-{1,2}(?=\s)|[日일](?!\w)")
"""What ends a date that opens a paragraph, and one that comes after an agency."""


def dateline_day(record: DocumentRecord, filed: datetime | None) -> date | None:
    """Return the day in a document's dateline; None where it has none that can be told.

    ``filed`` is the time of its file, by which a year is found where the dateline has none, and which no
    dateline is later than, but for a day.
    """
    language = record.detection.language
    for words in _candidates(record):
        if (found := named_day(words, language, filed)) is not None:
            return found
    return None


def _candidates(record: DocumentRecord) -> Iterator[str]:
    """Yield the datelines at the beginning of a document, and the lines that are nothing but a date."""
    paragraphs = 0
    for place, block in enumerate(record.blocks):
        words = record.text[block.start : min(block.end, block.start + _LONGEST)]
        has_number = _NUMBER.search(f"{block.marker}{words[:_LONGEST_LINE]}") is not None
        if block.kind in SUMMARISED:
            paragraphs += 1
            if has_number:
                yield from _openings(block.marker, words, record.detection.language)
        if has_number and place < _LINES and _is_date_line(block, words, record.detection.language):
            yield words
        if paragraphs == _PARAGRAPHS:
            return


def _dateline(words: str) -> str:
    """Return the dateline of a paragraph: what is set apart as one, or a place in capitals before a dash."""
    if found := dateline(words):
        return found
    head = _HEAD.match(words)
    place = _WORD.match(words)
    if head is None or place is None or not place[0].isupper() or len(place[0]) < _LEAST_SHORT:
        return ""
    return head[0]


def _openings(marker: str, words: str, language: LanguageCode) -> Iterator[str]:
    """Yield the dateline of a paragraph, and before it the one with the date that may come after an agency.

    ``marker`` is what was cut off from ``words``, if anything was: ``ROME (AP) — `` of ``Nov. 12, 2026 —``.
    """
    is_sentence = _begins_small(f"{marker}{words}", language)
    found = "" if is_sentence else marker or _dateline(words)
    rest = words if marker else words[len(found) :]
    ends = [end.end() for end in (_ENDS if found else _DASHES).finditer(rest, 0, _LONGEST_LINE)]
    for end in reversed(ends):
        is_date = _says_only_a_day(rest[:end], language)
        if is_date and not is_sentence:
            yield f"{found}{rest[:end]}"
            break
    if found:
        yield found


def _begins_small(words: str, language: LanguageCode) -> bool:
    """Say whether words begin as a sentence does: ``On 9 October 2025 - as the mayor recalls``."""
    first = _BEFORE_NUMBER.match(words)
    return first is not None and folded(first[1]) in for_detection(language)


def _is_date_line(block: Block, words: str, language: LanguageCode) -> bool:
    """Say whether a block has its report's date: a byline, or a line that says little else.

    ``Paris, le 9 octobre 2025`` does, ``Was am 3. August geschah`` does not.
    """
    if len(words) > _LONGEST_LINE or block.end - block.start > _LONGEST_LINE or "\n" in words:
        return False
    if block.kind == "credit":
        return True
    before, *rest = _AFTER_PLACE.split(words, maxsplit=1)
    if rest and not _NUMBER.search(before) and len(before.split()) <= _PLACE_WORDS:
        words = rest[0]
    return _says_only_a_day(words, language)


def _says_only_a_day(words: str, language: LanguageCode) -> bool:
    """Say whether words are a date, a time of the day and small words: ``14 November 2026, 10:30 CET``."""
    plain = normal(_CLOCK.sub(" ", words))
    for topic in ("dates", "periods"):
        for word in reversed(find_words(plain, language, topic)):
            plain = f"{plain[: word.start]} 0 {plain[word.end :]}"
    long = [word for word in _WORD.findall(plain) if len(word) > 1 and not _short_month(word, language)]
    numbers = list(_NUMBER.finditer(plain))
    is_last = bool(numbers) and len(_WORD.findall(plain, numbers[-1].end())) <= _SMALL_BEHIND
    return is_last and _small_words(language).issuperset(long)


def named_day(words: str, language: LanguageCode, filed: datetime | None) -> date | None:
    """Return the day that words name, in ``language``; None where they name none, or one that is to come.

    >>> named_day("Aug. 3 (Reuters)", "en", datetime(2025, 10, 9))
    datetime.date(2025, 8, 3)
    """
    latest = filed.date() + DAY_AHEAD if filed is not None else None
    text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in words)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    for found in _readings(text, language, latest):
        if latest is None or found <= latest:
            return found
    return None


def _readings(text: str, language: LanguageCode, latest: date | None) -> Iterator[date]:
    """Yield the days that a text may name, the likeliest first."""
    if (solar := solar_day(text)) is not None:
        yield solar
    year = era_year(text) or next((int(match[0]) for match in _YEAR.finditer(text)), None)
    for month, day in _named(text, language):
        yield from _settled(year, month, day, latest)
    yield from _numeric(text, language, latest)
    if latest is not None and (alone := _DAY_ALONE.search(text)):
        yield from _of_month(int(alone[1]), latest)


def _named(text: str, language: LanguageCode) -> Iterator[tuple[int, int]]:
    """Yield months that are named, with their days."""
    for one in months(text, language):
        if one.day and len(one.keys) == 1:
            yield next(iter(one.keys)), one.day
    plain = normal(text)
    for word in _WORD.finditer(plain):
        month = _short_month(word[0], language, is_cut=plain[word.end() : word.end() + 1] in _CUT)
        before = _BEFORE.search(plain, max(0, word.start() - _NEAR), word.start())
        day = before or _BEHIND.match(plain, word.end())
        if month and day:
            yield month, int(day[1])


@cache
def _small_words(language: LanguageCode) -> frozenset[str]:
    """Return the words of a language that a line may have beside its date."""
    known = languages.get(language)
    return frozenset(
        (
            *for_detection(language),
            *map(folded, known.small_words),
            *(word for label in known.credits.dated for word in _WORD.findall(normal(label))),
        )
    )


@cache
def _short_month(word: str, language: LanguageCode, *, is_cut: bool = False) -> int:
    """Return the month whose name begins with a word; 0 where none does, or several do.

    ``is_cut`` says that a sign after the word shows that it is short for another.
    """
    if len(word) < _LEAST_SHORT - is_cut:
        return 0
    found = {
        number
        for number, forms in enumerate(languages.get(language).checks.months, 1)
        for form in forms
        if normal(form.rstrip("*?")).startswith(word)
    }
    return found.pop() if len(found) == 1 else 0


def _numeric(text: str, language: LanguageCode, latest: date | None) -> Iterator[date]:
    for match in _NUMERIC.finditer(text):
        numbers = [int(part) for part in match.groups() if part]
        if match[3] and len(match[1]) == 4:  # the year first
            yield from _settled(numbers[0], numbers[1], numbers[2], latest)
        elif match[3] and len(match[1]) <= 2 and len(match[3]) in (2, 4):
            year = numbers[2] if len(match[3]) == 4 else 2000 + numbers[2]
            days = [*_settled(year, numbers[1], numbers[0], latest)]
            if languages.get(language).checks.month_first:  # the nearer of the two days is the likelier one
                days = sorted({*days, *_settled(year, numbers[0], numbers[1], latest)}, reverse=True)
            yield from days
        elif len(match[1]) <= 2 and _JOINED.fullmatch(text, match.end(1), match.start(2)):
            is_turned = "月" in match[0] or "월" in match[0]
            month, day = numbers[:2] if is_turned else numbers[1::-1]
            yield from _settled(None, month, day, latest)


def _settled(year: int | None, month: int, day: int, latest: date | None) -> Iterator[date]:
    """Yield a day; where no year is named, the last such day that is not later than ``latest``."""
    last = latest.year if latest is not None else 0
    for each in (year,) if year is not None else range(last, last - _YEARS_BACK, -1):
        with suppress(ValueError):
            found = date(each, month, day)
            if latest is None or found <= latest:
                yield found
                return


def _of_month(day: int, latest: date) -> Iterator[date]:
    """Yield the last day with this number in its month that is not later than ``latest``."""
    first = latest.replace(day=1)
    for _ in range(3):
        with suppress(ValueError):
            found = first.replace(day=day)
            if found <= latest:
                yield found
                return
        first = (first - DAY_AHEAD).replace(day=1)
