"""Methods that rate a sentence by the frequencies of its words: Luhn, Edmundson, LSA as sumy computes it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pipeline.summarise import words
from pipeline.summarise.term_counts import Floats, TermCounts

_GAP = 4
"""Number of words without a significant one that separates two clusters (Luhn 1958)."""
_KEY = 0.5
"""Share of the highest frequency above which a word is a key word; sumy's value."""
_SMOOTHING = 0.4
"""Smoothing of term frequencies, sumy's value; see ``lsa``."""


def luhn(stems: Sequence[Sequence[str]]) -> Floats:
    """Return each sentence's densest cluster: significant words squared over the words it spans.

    A word is significant if the document has it twice or more. Stop words must be in their places.
    """
    totals = Counter(stem for sentence in stems for stem in sentence if stem != words.STOP_WORD)
    return np.array([_densest([i for i, stem in enumerate(s) if totals[stem] > 1]) for s in stems])


def _densest(places: Sequence[int]) -> float:
    best = 0.0
    first = 0
    for last, (place, following) in enumerate(pairwise([*places, float("inf")])):
        if following - place > _GAP:
            number = last + 1 - first
            if number > 1:
                best = max(best, number**2 / (place - places[first] + 1))
            first = last + 1
    return best


def edmundson(terms: TermCounts, blocks: Sequence[int]) -> Floats:
    """Return key words and places added up: the features of Edmundson (1969) that need no further data.

    A sentence gets a point for each key word, for being in the first or last paragraph, and for being a
    paragraph's first or last sentence. ``blocks`` has the paragraph of each sentence.
    """
    key = terms.totals > _KEY * terms.totals.max(initial=0)
    rating = np.bincount(terms.rows, terms.counts * key[terms.columns], minlength=terms.sentences)
    place = np.asarray(blocks)
    changes = np.concatenate(([True], place[1:] != place[:-1], [True]))[: place.size + 1]
    return np.asarray(
        rating + ((place == place[:1]) | (place == place[-1:])) + (changes[:-1] | changes[1:]), dtype=float
    )


def lsa(terms: TermCounts) -> Floats:
    """Return the ratings of sumy's LSA, which are the length of each sentence's column in its matrix.

    sumy decomposes the matrix of terms by sentences, keeps *all* dimensions, and rates sentence j with
    ``sqrt(sum of (singular value * its weight in j)**2)``. That sum is the j-th diagonal element of the
    product of the matrix with itself, so the rating is the length of column j and no decomposition is
    needed. A cell is ``.4 + .6 * count / highest count in the sentence``, for terms that the sentence does
    not have too, which makes it a ranking by the number of different words.
    """
    highest = np.zeros(terms.sentences)
    np.maximum.at(highest, terms.rows, terms.counts)
    cells = _SMOOTHING + (1 - _SMOOTHING) * terms.counts / highest[terms.rows]
    absent = terms.vocabulary - np.diff(terms.starts)
    return np.asarray(
        np.sqrt(np.bincount(terms.rows, cells**2, minlength=terms.sentences) + absent * _SMOOTHING**2)
    )


def random(stems: Sequence[Sequence[str]]) -> Floats:
    """Return a number for each sentence, made from its words, so that a text always gets the same."""
    texts = (" ".join(stem for stem in sentence if stem != words.STOP_WORD) for sentence in stems)
    return np.array([int.from_bytes(hashlib.sha256(t.encode()).digest()[:6]) for t in texts], dtype=float)
