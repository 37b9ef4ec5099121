"""Evidence from the words of a text: stop words, alphabets, and the marks that separate near relations."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain

import languages
from pipeline.core.records import LanguageCode
from pipeline.core.text.case import lowered
from pipeline.core.text.stop_words import for_detection
from pipeline.detect import word_frequencies

_LONGEST_STOP_WORD = 6
"""Letters of the longest stop words that count; longer ones in the lists are words of content as often as
not."""
_LETTERS_OF_ALL = re.compile("[a-z]+")
"""Letters that every alphabet of the Latin script has: one stands for all, so that fewer words differ."""
_PLAIN_WORDS, _PLAIN_SHARE, _PLAIN_LEAD = 3, 0.2, 2
"""Stop words that make a text plainly one language's: their least number, their least share among its words,
and how many more they must be than any other language's."""
_TEXT_A_MARK = 150
"""Length of text, in characters, for each mark that a near relation may have more: a long text has some by
chance."""
_LIKELIER = 5.0
"""How much likelier, in natural logarithms, a text's words must make a language to outweigh such marks
against it."""
_STRANGE_WORDS = 2
"""Least number of a stranger's words that make a text the stranger's."""
_LETTERS_A_STRANGE_WORD = 40
"""The most letters of text for each of a stranger's words, which is one word in eight. No sentence of news in
a language of ours has so many of them."""


def join_words(words: Sequence[str]) -> str:
    """Return the words as one string, with a space before and after each."""
    return f" {' '.join(words)} "


@cache
def stop_words() -> dict[str, tuple[tuple[LanguageCode, float], ...]]:
    """Map each stop word to the languages that have it, with the log of how few they are among all."""
    lists = {code: stop_words_of(code) for code in languages.codes()}
    having: dict[str, list[str]] = {}
    for code, words in lists.items():
        for word in words:
            having.setdefault(word, []).append(code)
    weights = [0.0, *(math.log(len(lists) / number) for number in range(1, len(lists) + 1))]
    return {word: tuple([(code, weights[len(codes)]) for code in codes]) for word, codes in having.items()}


@cache
def _having() -> dict[str, tuple[LanguageCode, ...]]:
    """Map each stop word to the languages that have it."""
    return {word: tuple([code for code, _ in codes]) for word, codes in stop_words().items()}


@cache
def stop_words_of(code: LanguageCode) -> frozenset[str]:
    """Return a language's stop words of up to six letters."""
    return frozenset(word for word in for_detection(code) if len(word) <= _LONGEST_STOP_WORD)


@cache
def kinship(one: LanguageCode, other: LanguageCode) -> float:
    """Return the share of stop words that two languages have in common, of the shorter list: from 0 to 1.

    It is .69 for Danish and Norwegian, .40 for Galician and Portuguese, .10 for French and Italian.
    """
    first, second = stop_words_of(one), stop_words_of(other)
    return len(first & second) / max(min(len(first), len(second)), 1)


def parted(one: LanguageCode, other: LanguageCode) -> bool:
    """Return whether two languages are near relations with a list of marks that separate them."""
    return (one, other) in _marks()


def relation_without_file(words: Sequence[str], taken_for: LanguageCode) -> LanguageCode | None:
    """Return the near relation of ``taken_for``, one without a file, that ``words`` have more marks of."""
    relations = _relations_without_file().get(taken_for)
    if not relations:
        return None
    text = join_words(words)
    least = -len(text) / _TEXT_A_MARK
    for other in relations:
        if vocabulary_lean(text, taken_for, other) >= least:
            continue
        if word_frequencies.frequency_lean(words, taken_for, other, akin=True) <= _LIKELIER:
            return other
    return None


def vocabulary_lean(words: str, one: LanguageCode, other: LanguageCode) -> int:
    """Return how many more marks of ``one`` than of ``other`` are in ``words``, as ``join_words`` puts it."""
    marks = _marks()
    return sum(map(words.count, marks[one, other])) - sum(map(words.count, marks[other, one]))


def prevails(code: LanguageCode, words: Sequence[str]) -> bool:
    """Return whether a text is plainly in a language: many of its stop words, and of no other's so many.

    The answer is true for two of three sentences of news in their own language, and for another language 1 in
    30,000 times.
    """
    ours = stop_words_of(code)
    own = sum([word in ours for word in words])
    if own < max(_PLAIN_WORDS, _PLAIN_SHARE * len(words)):
        return False
    having = _having()
    found = Counter(chain.from_iterable([having[word] for word in words if word in having]))
    del found[code]
    return own >= max(found.values(), default=0) + _PLAIN_LEAD


def outside_alphabets(words: Sequence[str]) -> Counter[tuple[LanguageCode, ...]]:
    """Count the words by the languages that cannot spell them, for a letter is outside their alphabets."""
    return Counter(map(_cannot_spell, words))


def stranger(words: Sequence[str], taken_for: LanguageCode) -> languages.Stranger | None:
    """Return the language without a file that ``words`` reveal, though they pass for another."""
    limit = max(_STRANGE_WORDS, sum(map(len, words)) / _LETTERS_A_STRANGE_WORD)
    for each in languages.strangers():
        if taken_for in each.passes_for:
            own = _words_of_stranger(each.code, taken_for)
            if sum([word in own for word in words]) >= limit:
                return each
    return None


@cache
def _words_of_stranger(stranger_code: LanguageCode, taken_for: LanguageCode) -> frozenset[str]:
    """Return the words of a stranger that are no stop words of the language that it passes for."""
    each = next(each for each in languages.strangers() if each.code == stranger_code)
    return each.words - stop_words_of(taken_for)


def letters_only(text: str) -> tuple[str, ...]:
    """Return the words of a text: runs of letters and marks, in lower case."""
    return tuple(lowered(text).translate(_LETTERS_AND_MARKS).split())


@cache
def _marks() -> dict[tuple[LanguageCode, LanguageCode], tuple[str, ...]]:
    marks: dict[tuple[LanguageCode, LanguageCode], tuple[str, ...]] = {}
    for language in languages.everyone():
        for each in language.confusables:
            marks[language.code, each.code] = each.ours
            marks[each.code, language.code] = each.theirs
    return marks


@cache
def _relations_without_file() -> dict[LanguageCode, tuple[LanguageCode, ...]]:
    known = languages.codes()
    return {
        language.code: tuple(each.code for each in language.confusables if each.code not in known)
        for language in languages.everyone()
    }


@cache
def _alphabets() -> dict[LanguageCode, frozenset[str]]:
    return {each.code: frozenset(each.alphabet) for each in languages.everyone() if each.alphabet}


@lru_cache(1 << 14)
def _cannot_spell(word: str) -> tuple[LanguageCode, ...]:
    return _cannot_have(frozenset(filter(str.isalpha, _LETTERS_OF_ALL.sub("a", word))))


@lru_cache(1 << 13)
def _cannot_have(letters: frozenset[str]) -> tuple[LanguageCode, ...]:
    return tuple([code for code, alphabet in _alphabets().items() if not letters <= alphabet])


class _LettersAndMarks(dict[int, int]):
    """A table for ``str.translate``: letters and marks stay, all else becomes a space."""

    def __missing__(self, code: int) -> int:
        made = code if unicodedata.category(chr(code))[0] in "LM" else ord(" ")
        if len(self) < _KNOWN_CHARACTERS:
            self[code] = made
        return made


_KNOWN_CHARACTERS = 8192
"""The most characters kept in the table, so that a text with all of Unicode's does not stay in memory."""
_LETTERS_AND_MARKS = _LettersAndMarks()
