"""Short names of months and days of the week inside dates: ``12 Oct. 2025``, ``lun. 12 mai``."""

from __future__ import annotations

from languages import Language
from pipeline.split.candidates import REACH, Candidate
from pipeline.split.token import Token

_LONGEST_DAY = 2
"""Digits of a day's number."""


class ShortDates:
    """Tells whether a full stop belongs to a date in one language."""

    def __init__(self, language: Language) -> None:
        """Take the short and whole names from a language's file."""
        short = language.sentences.calendar
        self._short = frozenset((*short, *map(str.capitalize, short)))
        whole = (form.rstrip("*?") for month in language.checks.months for form in month)
        self._months = frozenset((*language.sentences.months, *whole))
        self._month_first = language.checks.month_first

    def bind(self, token: Token, at: Candidate) -> bool:
        """Tell whether a short name before a full stop goes on with the number or name after it."""
        if token.text not in self._short:
            return False
        if at.case != "digit":
            return self._is_named(at.word)
        before = at.text[max(at.mark - REACH, 0) : at.mark - len(token.text)]
        is_counted = before.rstrip(" .\u00a0")[-1:].isdecimal()
        is_day = len(at.word) <= _LONGEST_DAY and token.text[:1].isupper() and self._month_first
        return is_counted or is_day or self._is_named(at.second_word)

    def _is_named(self, word: str) -> bool:
        return word in self._short or word.lower() in self._months
