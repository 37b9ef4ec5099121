"""How likely it is that a word which no list has is two words that lost their blank: ``basadaen``.

A word that nobody listed is mostly made of parts that begin or end many others: ``up`` and ``size``,
``förut`` and ``säger``, ``dokumen`` and ``nya``. So what counts beside the frequency of the two words is how
many words of the language's list each begins or ends.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipeline.core.files.string_table import StringTable, string_parts
from pipeline.core.files.tables import Recipe, compiled
from pipeline.core.records import LanguageCode
from pipeline.detect.word_frequencies import frequencies_of, list_file, listed_words

_LEAST = 2
"""Letters of the shorter of two words at least."""
_WHOLE = 5
"""Letters from which a listed word counts as made of two."""
_WEIGHT = 1.25
"""What a part's productivity counts, in natural logarithms of words, beside the logarithm of frequency. Set
on half of ntrex-dev: with .5 a tenth less of the lost blanks is found at the same rate of false alarms."""
_NONE = -99.0


def two_words(word: str, language: LanguageCode, *, above: float) -> bool:
    """Say whether a word in small letters, which the language's list lacks, is likely two that it has.

    ``above`` is the least logarithm of likelihood: that of both words, less what their parts are found in
    others.
    """
    listed = frequencies_of(language)
    for at in range(_LEAST, len(word) - _LEAST + 1):
        first, last = word[:at], word[at:]
        likelihood = listed.get(first, _NONE) + listed.get(last, _NONE)
        if likelihood > above and likelihood - _WEIGHT * _productivity(first, last, language) > above:
            return True
    return False


def _productivity(first: str, last: str, language: LanguageCode) -> float:
    """Return the logarithms of how many words the first part begins, and the last one ends."""
    begun, ended = _parts(language)
    return math.log1p(begun.get(first)) + math.log1p(ended.get(last))


class _Counts:
    """How many words of a list each part begins, or ends."""

    def __init__(self, words: StringTable, counts: memoryview[int]) -> None:
        self._words = words
        self._counts = counts

    def get(self, part: str) -> int:
        """Return the number of words; 0 of a part that begins or ends none."""
        number = self._words.find(part)
        return self._counts[number] if number >= 0 else 0


@cache
def _parts(language: LanguageCode) -> tuple[_Counts, _Counts]:
    path = list_file(language)
    recipe = Recipe(
        name=f"parts-{language}",
        sources=(Path(__file__), path),
        make=lambda: _made(listed_words(path)),
    )
    parts = compiled(recipe)
    begun, ended = (
        _Counts(StringTable(name, parts), parts[f"{name}.counts"].cast("I")) for name in ("begun", "ended")
    )
    return begun, ended


def _made(words: Iterable[str]) -> dict[str, bytes]:
    """Return the parts of the words that are two words of the list each, with how many have them."""
    listed = frozenset(words)
    begun: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    for word in listed:
        if len(word) < _WHOLE or not word.isalpha():
            continue
        for at in range(1, len(word)):
            if word[:at] in listed and word[at:] in listed:
                begun[word[:at]] += 1
                ended[word[at:]] += 1
    return _table("begun", begun) | _table("ended", ended)


def _table(name: str, counts: Counter[str]) -> dict[str, bytes]:
    ordered = sorted(counts)
    return {
        **string_parts(name, ordered),
        f"{name}.counts": array("I", map(counts.__getitem__, ordered)).tobytes(),
    }
