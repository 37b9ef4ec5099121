"""Finding the words of a language's data in a text: ``dollar``, ``month*``, ``per cent``.

Languages differ in where a word may begin. Most have words begin after a space. Words may also begin after
what is written as one with them (Arabic ``و``, Hebrew ``ה``), after another number word
(``siebenundzwanzig``), or anywhere (Chinese).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Literal, TypeAlias

import languages
from languages import Forms
from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode

Topic: TypeAlias = Literal[
    "words",
    "dates",
    "months",
    "month_lead",
    "named_days",
    "weekdays",
    "day_parts",
    "periods",
    "mixed",
    "minus",
    "percent",
    "afternoon",
    "noon",
    "midnight",
    "imperial",
    "currencies",
]
"""Field of ``languages.Checks`` that holds forms."""

_APOSTROPHES = str.maketrans(
    {"’": "'", "ʼ": "'", "\u0307": None, "\u00ad": None, "\u200f": None, "\u200e": None}
)
_VOWEL_POINTS = re.compile("[\u0591-\u05c7\u0640\u064b-\u065f\u0670]")
_LETTER = r"[^\W\d_]"
WEEKDAYS = 21
"""Key of Monday among the words of dates, where a month's is its number."""
_BY_KEY = frozenset(["words", "currencies", "day_parts", "periods", "mixed"])
"""Topics whose forms have keys."""
_ABBREVIATED = 1000
"""Least value of a word that is a word alone unless its form ends in ``*``: ``mil.`` begins ``milimetre``."""
_NO_NUMBER = -1
"""Key of words that begin as a number's and are none."""
_ESCAPED_SPACE, _ANY_SPACE = r"\ ", r"\s"


@dataclass(frozen=True, slots=True)
class ListedForm:
    """A form of the language's data."""

    keys: tuple[int | str, ...]
    """Values that the word may stand for: a number word's value, a month's number, kinds of currency; 0 for
    nothing."""
    stem: int
    """Number of letters of the form, which may be fewer than the word's."""
    is_stem: bool
    """Whether the form stands for all words that begin with it."""
    is_doubtful: bool
    """Whether the form is another word as well: ``may``."""


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word of the language's data in a text that ``normal`` made."""

    start: int
    end: int
    form: str
    listed: ListedForm

    @property
    def keys(self) -> tuple[int | str, ...]:
        """What the word may stand for."""
        return self.listed.keys

    @property
    def value(self) -> int:
        """The number that the word stands for."""
        return int(self.listed.keys[0])


@lru_cache(maxsize=128)
def normal(text: str) -> str:
    """Return ``text`` in lower case, with one kind of apostrophe and without optional marks."""
    if text.isascii():
        return text.lower()
    return _VOWEL_POINTS.sub("", unicodedata.normalize("NFC", text.lower().translate(_APOSTROPHES)))


def find_words(text: str, language: LanguageCode, topic: Topic) -> tuple[FoundWord, ...]:
    """Return the forms of a topic in ``text``, in order, none overlapping; the longest of several."""
    return _find(normal(text), language, topic)


@lru_cache(maxsize=512)
def _find(text: str, language: LanguageCode, topic: Topic) -> tuple[FoundWord, ...]:
    finder = _finder(language, topic)
    return tuple(finder.all(text)) if finder is not None else ()


class _Finder:
    """The forms of one topic in one language, as one pattern.

    The forms stand in it by their first letter, which is outside their groups: Python then looks for these
    letters, and tries few forms where one stands. Of forms with the same first letter the longest comes
    first.
    """

    def __init__(
        self,
        forms: Mapping[str, tuple[int | str, ...]],
        language: LanguageCode,
        *,
        joined: bool,
        doubtful: Collection[str],
    ) -> None:
        known = languages.get(language)
        self._joined = joined
        self._is_unspaced = anywhere = not known.separator
        stem = "" if joined or anywhere else r"\w*"
        end = "" if joined or anywhere else r"(?!\w)"
        by_letter: dict[str, list[str]] = {}
        for form in sorted(forms, key=lambda form: (-len(form.rstrip("*")), form)):
            by_letter.setdefault(form[0], []).append(form)
        ends = {form: _end(form, forms[form], end, joined=joined and not anywhere) for form in forms}
        self._forms = [
            ListedForm(forms[form], len(form.rstrip("*")), form.endswith("*"), is_doubtful=form in doubtful)
            for own in by_letter.values()
            for form in own
        ]
        rests = {
            re.escape(letter): "|".join(
                f"({re.escape(form.rstrip('*')[1:]).replace(_ESCAPED_SPACE, _ANY_SPACE)}"
                f"{stem if form.endswith('*') else ends[form]})"
                for form in own
            )
            for letter, own in by_letter.items()
        }
        inner = "|".join(f"{letter}(?:{rest})" for letter, rest in rests.items())
        prefixes = "|".join(map(re.escape, sorted(known.checks.prefixes, key=len, reverse=True)))
        self._inner = re.compile(inner) if joined or anywhere else None  # a large one takes 2 ms
        if anywhere and self._inner is not None:
            self._pattern = self._inner
        elif prefixes:
            self._pattern = re.compile(f"(?<!{_LETTER})(?:{prefixes})?(?:{inner})")
        else:  # the letter first, so that Python can look for it
            self._pattern = re.compile(
                "|".join(f"{letter}(?<!{_LETTER}{letter})(?:{rest})" for letter, rest in rests.items())
            )

    def all(self, text: str) -> Iterator[FoundWord]:
        at = 0
        while match := self._pattern.search(text, at):
            while match is not None:
                group = match.lastindex or 1
                start, end = match.start(group) - 1, match.end()
                if self._forms[group - 1].keys[0] == _NO_NUMBER:
                    at = end if self._is_unspaced else _end_of_word(text, end)
                    break
                yield FoundWord(start, end, text[start:end], self._forms[group - 1])
                at = max(end, at + 1)
                match = self._next_part(text, at) if self._joined else None

    def _next_part(self, text: str, at: int) -> re.Match[str] | None:
        """Return the next number word within the word at position ``at``, after at most three letters."""
        for start in range(at, min(at + 4, len(text))):
            if self._inner is None or not text[start].isalpha():
                return None
            match = self._inner.match(text, start)
            if match:
                return match
        return None


def _end_of_word(text: str, at: int) -> int:
    while text[at : at + 1].isalpha():
        at += 1
    return at


def _end(form: str, keys: tuple[int | str, ...], end: str, *, joined: bool) -> str:
    """Return the pattern of what follows a form; a scale's abbreviation ends its word in every language."""
    is_scale = joined and isinstance(keys[0], int) and keys[0] >= _ABBREVIATED
    return r"(?!\w)" if is_scale and not form.endswith("*") else end


@cache
def _finder(language: LanguageCode, topic: Topic) -> _Finder | None:
    checks = languages.get(language).checks
    groups: Iterable[tuple[int | str, Forms]]
    if topic == "dates":  # both at once
        groups = [*enumerate(checks.months, start=1), *enumerate(checks.weekdays, start=WEEKDAYS)]
    elif topic == "months" or topic == "weekdays":
        groups = enumerate(checks.months if topic == "months" else checks.weekdays, start=1)
    elif topic in _BY_KEY:
        groups = getattr(checks, topic)
        if topic == "words":
            groups = [*groups, (_NO_NUMBER, checks.not_numbers)]
    else:
        groups = [(0, getattr(checks, topic))]
    forms: dict[str, tuple[int | str, ...]] = {}
    doubtful = set()
    for key, own in groups:
        for form in map(normal, own):
            plain = form.removesuffix("?")
            forms[plain] = (*forms.get(plain, ()), key)
            doubtful.update([plain] if plain != form else [])
    joined = topic == "words" and checks.compounds
    return _Finder(forms, language, joined=joined, doubtful=doubtful) if forms else None
