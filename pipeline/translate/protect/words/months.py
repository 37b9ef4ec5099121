"""Months that an engine takes for other words (``March`` for a walk), and dates that it cannot order.

A month whose name is nothing else stands in for one that is: ``December`` comes back as ``diciembre``, and
``marzo`` is put in its place. Where a language puts the month first (``March 4``) and has other words for the
same (``the 4 of March``), these are sent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import languages
from languages import Language
from pipeline.core.dataclass import dataclass
from pipeline.core.records import Item, StandIn, WordReading
from pipeline.core.text import stop_words
from pipeline.core.text.case import capitalised, lowered, raised
from pipeline.translate.protect.words.stand_ins import StandIns, begins_with_vowel
from pipeline.translate.protect.words.tokens import WordToken

_PLAIN_MONTHS = (12, 11, 9, 1, 2, 7, 10, 8)
"""Months that stand in for others, the first one that is free and fits."""
_DAY = re.compile(r"\s(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\w%]|[:.,]\d|\s?[ap]\.?m\b)")
_DAY_BEFORE = re.compile(r"(?<![\w.,:/-])(?P<day>\d{1,2})(?:st|nd|rd|th)?\s$")
_WORD_BEFORE = re.compile(r"(\w+)\s$")
_NOUN = re.compile(r"\s([^\W\d_]{3,})(?=\s([^\W\d_]+)|()[^\w\s'’-]|()$)")
_SEVERAL = re.compile(r"\s?(?:[-–/]|and\s|or\s|to\s)\s?\d")
_YEAR = re.compile(r",?\s(1\d{3}|20\d{2})(?!\w|[.,]\d)")
_BESIDE = re.compile(r"\d(?:\.|[ºª°]|st|nd|rd|th|er)?\s(?:(?:de|of)\s|d['’])?$")
_LESS_SURE = "?"
_NEAR = 20
"""How far before a month is looked for what belongs to it."""
_NOTHING = WordReading()


@dataclass(frozen=True, slots=True)
class _Month:
    """A month as a sentence names it."""

    number: int
    start: int
    end: int
    word: str
    is_doubtful: bool
    """Whether the word is another word too."""
    is_short: bool


@dataclass(frozen=True, slots=True)
class _Span:
    """A date in a sentence."""

    start: int
    end: int
    sent: str
    """What is sent for it, with ``{month}``; empty for a month alone."""


def find_months(
    text: str,
    found: Sequence[WordToken],
    language: Language,
    target: Language,
    readings: Mapping[str, WordReading],
    stand_ins: StandIns,
    people: Collection[str] = (),
    cuts: Collection[int] = (),
    *,
    headline: bool = False,
) -> Iterator[Item | tuple[int, int]]:
    """Yield the months and dates that the engine would break, and the places of the other months.

    ``people`` are surnames, in small letters; ``cuts`` are places of markup, which no date holds. In a
    ``headline`` capitals tell nothing.
    """
    if len(target.checks.months) != 12 or len(language.checks.months) != 12:
        return
    named = list(_named(text, found, language, people, headline=headline))
    once = {number for number, times in Counter(month.number for month in named).items() if times == 1}
    for month in named:
        stand_ins.take(month.word)
    for month in named:
        span = _date(text, month, language, cuts)
        is_broken = month.is_doubtful or "first_name" in readings.get(month.word, _NOTHING).kinds
        swaps = is_broken or (month.is_short and bool(language.names.day_of_month))
        other = _other(month.number, language, target, stand_ins) if swaps else month.number
        if other is None or not (swaps or span.sent):
            yield month.start, month.end
            continue
        word = language.checks.months[other - 1][0].rstrip("?*")
        if month.word.isupper():
            word, span = raised(word, language.code), replace(span, sent=_raised(span.sent, language.code))
        elif month.word[0].isupper():
            word = capitalised(word, language.code)
        is_told = swaps or month.number in once  # whose name comes back once
        back, shown = _forms(other, month.number, target) if is_told else ((), ())
        stand_in = StandIn(sent=(span.sent or "{month}").replace("{month}", word), back=back, shown=shown)
        yield Item(start=span.start, end=span.end, kind="date", droppable=True, stand_in=stand_in)


def _named(
    text: str, found: Sequence[WordToken], language: Language, people: Collection[str], *, headline: bool
) -> Iterator[_Month]:
    """Yield the months that a sentence names, and no other words of their form."""
    forms = _listed(language.code)
    for at, token in enumerate(found):
        number, is_doubtful, is_full = forms.get(lowered(token.text, language.code), (0, False, False))
        if not number or (language.names.day_of_month and not token.is_capital):
            continue
        end = token.end
        if not is_full and text[end : end + 1] == ".":
            end += 1
        has_figure = bool(
            _DAY.match(text, end)
            or _YEAR.match(text, end)
            or _BESIDE.search(text, max(token.start - _NEAR, 0), token.start)
        )
        before = found[at - 1] if at and token.is_joined else None
        follows = before is not None and lowered(before.text) in language.names.before_months
        is_person = lowered(token.text) in people or (
            before is not None and before.is_capital and not before.begins and not has_figure
        )
        is_word = is_doubtful or not is_full
        is_sure = has_figure or (follows and is_full) or (not is_word)
        if is_doubtful and not is_sure and not headline:
            is_sure = token.is_capital and not token.begins and bool(language.names.day_of_month)
        if is_sure and (has_figure or follows or not is_person):
            yield _Month(number, token.start, end, token.text, is_doubtful, not is_full)


@cache
def _listed(code: str) -> dict[str, tuple[int, bool, bool]]:
    """Return the forms of a language's months: the number, whether one is another word too, and is whole."""
    listed: dict[str, tuple[int, bool, bool]] = {}
    for number, forms in enumerate(languages.get(code).checks.months, 1):
        first = forms[0].rstrip("?*")
        for form in forms:
            word = form.rstrip("?*")
            is_whole = word == first or not first.startswith(word)
            listed.setdefault(word, (number, form.endswith(_LESS_SURE), is_whole))
    return listed


def _raised(sent: str, code: str) -> str:
    return "{month}".join(raised(part, code) for part in sent.split("{month}"))


def _date(text: str, month: _Month, language: Language, cuts: Collection[int]) -> _Span:
    """Return where a date is, and the words to send for it; no words for a month alone."""
    names = language.names
    alone = _Span(month.start, month.end, "")
    behind = _DAY.match(text, month.end)
    day = behind or _DAY_BEFORE.search(text, max(month.start - _NEAR, 0), month.start)
    if not names.day_of_month or day is None or not 1 <= int(day["day"]) <= 31:
        return alone
    start = month.start if behind else day.start()
    end = day.end() if behind else month.end
    word = _WORD_BEFORE.search(text, max(start - _NEAR, 0), start)
    if _SEVERAL.match(text, end):
        return alone  # ``March 4-9``
    if word is not None and lowered(word[1]) in names.determiners:
        noun = _before_noun(text, start, end, day["day"], language)
        return noun if noun is not None and not any(start < cut < noun.end for cut in cuts) else alone
    sent = names.day_of_month.replace("{day}", day["day"])
    year = _YEAR.match(text, end)
    if year is not None:
        end = year.end()
        sent += names.of_year.replace("{year}", year[1])
    if any(start < cut < end for cut in cuts):
        return alone
    if word is not None and lowered(word[1]) in names.before_days:
        start = start if any(word.start(1) < cut <= start for cut in cuts) else word.start(1)
    if text[start].isupper() and not text[max(start - _NEAR, 0) : start].strip():
        sent = capitalised(sent, language.code)
    return _Span(start, end, sent)


def _before_noun(text: str, start: int, end: int, day: str, language: Language) -> _Span | None:
    """Return ``May 4 vote`` as ``vote of the 4 of May``; None where more than one word may be the noun."""
    noun = _NOUN.match(text, end)
    if noun is None:
        return None
    common = stop_words.for_detection(language.code)
    if noun[1] in common or (noun[2] and noun[2] not in common):
        return None
    sent = f"{noun[1]} {language.names.of_date}{language.names.day_of_month.replace('{day}', day)}"
    return _Span(start, noun.end(1), sent)


def _other(number: int, language: Language, target: Language, stand_ins: StandIns) -> int | None:
    """Return the month that stands in for one; None if none is free."""
    vowel = begins_with_vowel(target.checks.months[number - 1][0])
    for other in _PLAIN_MONTHS:
        fits = begins_with_vowel(target.checks.months[other - 1][0]) == vowel
        form = language.checks.months[other - 1][0]
        if fits and other != number and not form.endswith("?") and stand_ins.take(form.rstrip("*")):
            return other
    return None


def _forms(other: int, number: int, target: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the forms that a month comes back in, and the same forms of another month."""
    back = [form.rstrip("?*") for form in target.checks.months[other - 1]]
    shown = [form.rstrip("?*") for form in target.checks.months[number - 1]]
    if other == number or len(back) != len(shown):
        shown = back if other == number else [shown[0]] * len(back)
    pairs = [(one, new) for one, new in zip(back, shown, strict=True) if len(one) > 3 or one == back[0]]
    return tuple(one for one, _ in pairs), tuple(new for _, new in pairs)
