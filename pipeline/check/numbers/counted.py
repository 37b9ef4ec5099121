"""Numbers in words that became other numbers in words: three weeks, four weeks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Set
from functools import cache

import languages
from pipeline.check.numbers.sides import NumberedText
from pipeline.check.numbers.spelled import Count, counts, romans
from pipeline.check.numbers.word_forms import WEEKDAYS, FoundWord, find_words, normal
from pipeline.core.records import LanguageCode

_TEN = 10
_ROUND = frozenset({100, 1000, 10**4, 10**5, 10**6, 10**7, 10**9, 10**12, 10**15, 10**16})
"""Numbers whose words mean a century, or many, as often as the number."""
_ENDING = 3
"""The most letters that an ending adds to a stem."""
_OWN = 2
"""Letters at the beginning that tell a number's own word from ``second``."""
_ABBREVIATED = 4
"""Letters of the longest abbreviation of a month, such as ``sept``, which is seven in French."""
_ABOUT = {10: frozenset({10, 12, 20}), 12: frozenset({10, 12}), 20: frozenset({10, 20})}
"""What collective numbers are in another language: a dozen, une dizaine; scores, decenas."""
_SHARES = frozenset({3, 4, 5, 6, 8, 10})
"""Denominators that languages have words of their own for."""
_HOURS, _HALF = 12, 2
_HALF_BEFORE = re.compile(r"(?<!\w)(?:halb|half|halv|p[ůo]l|w\s?pół\s+do|пол|половин\w|пів\s+на)\s*$")
"""Words for a half that stand before the hour that it leads to."""
_SMALL, _CENTURY = 12, 100
_TELLING = 5
"""Letters from which a stem tells a number whatever follows: ``siedmioletni``."""
_LONG = 3
"""Letters from which a word that is not the number's own may be missed."""


def other_words(source: NumberedText, target: NumberedText) -> str:
    """Name the numbers in words that became others; only where both are lost on the other side.

    One of the two must surely be a number; the other may be a word such as ``both`` or ``third``.
    """
    are_dated = all(find_words(side.text, side.language, "dates") for side in (source, target))
    before = _claims(source, are_dated=are_dated)
    after = _claims(target, are_dated=are_dated) if before else []
    if not after:
        return ""
    lost, new = _unmet(before, target), _unmet(after, source)
    if not any(lost.values()) and not any(new.values()) and not _are_shares(lost, new):
        return ""
    if not lost or not new or max(*lost, *new) <= 2:
        return ""
    if _are_half_hours(lost, new, source, target):
        return ""
    return f"in words: lost {' '.join(map(str, sorted(lost)))}; new {' '.join(map(str, sorted(new)))}"


def _are_half_hours(
    lost: Collection[int], new: Collection[int], source: NumberedText, target: NumberedText
) -> bool:
    """Say whether an hour and a half is a half before the next: half past seven, halb acht."""
    if len({*lost} - {_HALF}) != 1 or len({*new} - {_HALF}) != 1:
        return False
    (before,), (after,) = {*lost} - {_HALF}, {*new} - {_HALF}
    return _is_half_before(after, before, target, source) or _is_half_before(before, after, source, target)


def _is_half_before(late: int, hour: int, here: NumberedText, other: NumberedText) -> bool:
    """Say whether ``here`` has the half before ``late``, and the other side has the half after ``hour``."""
    if late != hour % _HOURS + 1 or _HALF not in other.words:
        return False
    text = normal(here.text)
    return any(
        late in count.values and _HALF_BEFORE.search(text, 0, count.words[0].start)
        for count in counts(here.text, here.language)
    )


def _are_shares(lost: Collection[int], new: Collection[int]) -> bool:
    """Say whether a part of a whole became another: a quarter, a third."""
    return len(lost) == len(new) == 1 and {*lost, *new} <= _SHARES


def _claims(side: NumberedText, *, are_dated: bool) -> list[tuple[frozenset[int], bool]]:
    """Return the numbers in words, each by its possible values, and whether it surely is one."""
    found = [count for count in counts(side.text, side.language) if min(count.values) > 1]
    if not found:
        return []
    text, is_spaced = normal(side.text), bool(languages.get(side.language).separator)
    dated = (
        {at for word in _dated(side) for at in range(word.start, word.end)}
        if are_dated or not is_spaced
        else set()
    )
    return [
        (_loosened(count, side.language), _is_sure(count, side.language))
        for count in found
        if _is_claim(count, text, side.language, dated)
        and (_is_long(count) or _is_sure(count, side.language))
    ]


def _loosened(count: Count, language: LanguageCode) -> frozenset[int]:
    """Return what a number may be; dozens of one language are tens or scores in another."""
    (value, *more) = count.values
    if more or value not in _ABOUT:
        return count.values
    own = dict(languages.get(language).checks.words).get(value, ("",))[0].rstrip("*")
    return count.values if count.words[0].form == normal(own) else _ABOUT[value]


def _dated(side: NumberedText) -> list[FoundWord]:
    """Return the names of months and of days, but no abbreviations."""
    is_spaced = bool(languages.get(side.language).separator)
    found = find_words(side.text, side.language, "dates")
    return [word for word in found if len(word.form) > _ABBREVIATED or not is_spaced]


def _is_claim(count: Count, text: str, language: LanguageCode, dated: Set[int]) -> bool:
    """Say whether words may be a number that is to be missed: whole words, none a part of a date."""
    if len(count.words) == 1 and count.values & _ROUND:
        return False
    if any(at in dated for word in count.words for at in (word.start, word.end - 1)):
        return False
    if count.values == {_TEN} and not languages.get(language).separator:
        return False  # 十分, 数十
    if not languages.get(language).separator:
        return True
    return all(
        is_whole(word, text) for word in (count.words if not _is_joined(language) else count.words[-1:])
    )


def _is_sure(count: Count, language: LanguageCode) -> bool:
    """Say whether all words are their numbers' own."""
    own = _own_words(language)
    return all(_beginning(word.form) in own.get(word.value, ()) for word in count.words)


def _is_long(count: Count) -> bool:
    return all(len(word.form) >= _LONG for word in count.words)


def is_whole(word: FoundWord, text: str) -> bool:
    """Say whether nothing but an ending follows the listed form in its word, and only after a stem."""
    end = word.start + word.listed.stem
    most = (
        _ENDING
        if word.listed.is_stem and word.listed.stem < _TELLING
        else len(text)
        if word.listed.is_stem
        else 0
    )
    rest = text[end : end + most + 1]
    return len(rest) <= most or not rest.isalpha()


def _is_joined(language: LanguageCode) -> bool:
    return languages.get(language).checks.compounds


def _beginning(form: str) -> str:
    """Return the first two letters, or parts of a Korean syllable: 네 is 넷."""
    return unicodedata.normalize("NFD", form)[:_OWN]


@cache
def _own_words(language: LanguageCode) -> dict[int, frozenset[str]]:
    """Return how each number's own word begins: the first of its forms."""
    most = 1 if languages.get(language).separator else 2  # 两, 二
    return {
        value: frozenset(_beginning(form) for form in forms[:most])
        for value, forms in languages.get(language).checks.words
    }


def _unmet(claims: list[tuple[frozenset[int], bool]], other: NumberedText) -> dict[int, bool]:
    """Return the numbers that the other side does not have, each with whether it surely is one."""
    meant = _meant(other)
    return {min(values): sure for values, sure in claims if not values & meant}


def _meant(side: NumberedText) -> set[int]:
    """Return the numbers that a text has: of the small ones in words only what one word or number means."""
    in_figures = {part for part in side.parts if part < _CENTURY}
    whole = {int(value) for value in side.values if value == value.to_integral_value()}
    single = {int(key) for word in find_words(side.text, side.language, "words") for key in word.keys}
    small = single | {value for count in counts(side.text, side.language) for value in count.values}
    words = {value for value in side.words if value > _SMALL} | small | romans(side.text)
    months = {word.value for word in _dated(side) if word.value < WEEKDAYS and not word.listed.is_doubtful}
    return in_figures | whole | months | words
