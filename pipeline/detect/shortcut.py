"""The language of a long text at a glance: by its stop words, where py3langid agrees on a piece of it.

This decides nine documents of news in ten, in a fifth of the time that weighing all evidence takes
(``scoring.py``). On the half of NTREX-128 that the constants were set on, it was right about all documents in
our languages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

import languages
from pipeline.core.records import LanguageCode
from pipeline.detect import vocabulary
from pipeline.detect.ngrams import reader

_MIN_STOP_WORDS, _STOP_WORD_SHARE = 8, 0.2
"""Number of stop words that a text must have, and their share among its words."""
_SHARE_ALONE = 0.1
"""Share of stop words that a text must have where one language alone has the script."""
_SHARE_FOREIGN = 0.2
"""The highest share of stop words of any of our languages in a text that is plainly in none of them."""
_LEAD = 6.0
"""Lead that a language must have, each stop word counting by the log of how few languages have it."""
_PIECE = 80
"""Length of the piece that py3langid is asked about, in characters; it begins a third into the text."""


def quick_guess(text: str, among: tuple[LanguageCode, ...]) -> LanguageCode | None:
    """Return the language of ``text``, one of ``among``, where it is plain; None elsewhere."""
    words = vocabulary.letters_only(text)
    best = _by_stop_words(words, among)
    if best is None or vocabulary.stranger(words, best):
        return None
    if vocabulary.relation_without_file(words, best):
        return None
    third = len(text) // 3
    return best if reader().identify(text[third : third + _PIECE]) == best else None


def foreign(text: str, among: tuple[LanguageCode, ...]) -> str | None:
    """Return the language without a file that ``text`` plainly is in: a code as ``Evidence.best`` has it."""
    words = vocabulary.letters_only(text)
    counts = Counter(code for word in words for code, _ in _stop_words(among)[word])
    if max(counts.values(), default=0) > _SHARE_FOREIGN * len(words):
        return None
    third = len(text) // 3
    found = reader().identify(text[third : third + _PIECE])
    if found in languages.codes() or any(vocabulary.parted(found, code) for code in among):
        return None
    return found if reader().identify(text[2 * third : 2 * third + _PIECE]) == found else None


def _by_stop_words(words: Sequence[str], among: tuple[LanguageCode, ...]) -> LanguageCode | None:
    known = _stop_words(among)
    hits = [hit for word in words if (hit := known[word])]
    weights: defaultdict[LanguageCode, float] = defaultdict(float)
    for hit in hits:
        for code, weight in hit:
            weights[code] += weight
    ranked = sorted(((weight, code) for code, weight in weights.items()), reverse=True)
    if not ranked or ranked[0][0] < (ranked[1][0] if len(ranked) > 1 else 0.0) + _LEAD:
        return None
    best = ranked[0][1]
    number = sum(code == best for hit in hits for code, _ in hit)
    share = _STOP_WORD_SHARE if len(among) > 1 else _SHARE_ALONE
    return best if number >= max(_MIN_STOP_WORDS, share * len(words)) else None


class _StopWords(dict[str, tuple[tuple[LanguageCode, float], ...]]):
    """The languages, of some, that have a stop word; looked up as words are met, for a text has few."""

    def __init__(self, among: tuple[LanguageCode, ...]) -> None:
        super().__init__()
        self._among = among

    def __missing__(self, word: str) -> tuple[tuple[LanguageCode, float], ...]:
        having = vocabulary.stop_words().get(word, ())
        own = tuple((code, weight) for code, weight in having if code in self._among)
        if having:
            self[word] = own
        return own


@cache
def _stop_words(among: tuple[LanguageCode, ...]) -> _StopWords:
    return _StopWords(among)
