"""The share of a query, or of the headings, that each sentence has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from pipeline.core.records import LanguageCode
from pipeline.summarise import words
from pipeline.summarise.term_counts import Floats


def coverage(stems: Sequence[Sequence[str]], texts: Iterable[str], language: LanguageCode) -> Floats:
    """Return for each sentence the share of the content words of ``texts`` that it has, from 0 to 1.

    Words weigh by ``log(1 + n / sentences with it)``, so that rare ones tell more. Words that no sentence has
    do not count. The shares are zeros where no word is left.
    """
    wanted = {stem for text in texts for stem in words.stems(text, language)} - {words.STOP_WORD}
    found = [wanted.intersection(sentence) for sentence in stems]
    number = Counter(stem for sentence in found for stem in sentence)
    weights = {stem: float(np.log1p(len(stems) / times)) for stem, times in sorted(number.items())}
    whole = sum(weights.values())
    if not whole:
        return np.zeros(len(stems))
    return np.array([sum(weights[stem] for stem in sorted(sentence)) for sentence in found]) / whole
