"""Sparse vectors of many texts: built once, weighed by rarity, and each text's nearest neighbours found.

Neighbours come from an inverted index, without comparing all pairs: what a feature that many texts have would
add is little and is left out of the search, though not of the likeness itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.summarise.terms import stretches

Floats: TypeAlias = npt.NDArray[np.float32]
Keys: TypeAlias = npt.NDArray[np.int64]
Sparse: TypeAlias = tuple[npt.NDArray[np.int32], Floats]
"""The numbers of features, ascending, and their weights."""

_POWER = 1.5
"""Of the logarithm of a feature's rarity. What is rare tells more than by the logarithm alone."""
_SHARED = 2
"""Features that neighbours have in common, at least: one rare word is a coincidence."""
_PRIOR = 8.0
"""Texts that the rarity of a feature over all languages counts for, against its rarity in the text's own."""
_BACKGROUND = 30
"""Texts about other things that are taken to be there too: of three reports of one event, what they have in
common would be no news otherwise."""
_LOOKED_AT = 6_000
"""Entries of the index that one search looks at: with few texts all that there are, with many those of the
rarest features."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Features of one text and their weights: logarithms of how often it has each. No strings are kept."""

    keys: Keys
    """Sorted."""
    weights: Floats


def counted(features: Mapping[str, int], most: int) -> Counted:
    """Return the ``most`` most frequent features; among equals those with the lesser key."""
    keys = np.array([_key(name) for name in features], dtype=np.int64)
    counts = np.array(list(features.values()), dtype=np.float32)
    kept = np.lexsort((keys, -counts))[:most]
    kept = kept[np.argsort(keys[kept])]
    return Counted(keys[kept], (1 + np.log(counts[kept])).astype(np.float32))


@lru_cache(maxsize=200_000)
def _key(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little", signed=True)


class Vectors:
    """Unit vectors of texts, in one array."""

    def __init__(self, texts: Sequence[Counted], labels: Sequence[str]) -> None:
        """Weigh the features of ``texts`` by rarity; ``labels`` has the language of each."""
        sizes = np.array([text.keys.size for text in texts], dtype=np.int64)
        self.starts = np.concatenate(([0], np.cumsum(sizes)))
        keys = np.concatenate([text.keys for text in texts]) if texts else np.zeros(0, dtype=np.int64)
        known, columns = np.unique(keys, return_inverse=True)
        self.columns = columns.astype(np.int32)
        self.rows = np.repeat(np.arange(len(texts), dtype=np.int32), sizes)
        self.spread = np.bincount(self.columns, minlength=known.size)
        weights = np.concatenate([text.weights for text in texts]) if texts else np.zeros(0, np.float32)
        self.values = self._units(weights * self._rarity(labels) ** _POWER)

    def _rarity(self, labels: Sequence[str]) -> Floats:
        """Return for each entry how rare its feature is in texts of its language, as far as these tell.

        Over all languages a name of ten reports is as rare as any word of a language with ten reports.
        """
        everywhere = self.spread / (len(labels) + _BACKGROUND)
        names = sorted(set(labels))
        own = np.array([names.index(label) for label in labels], dtype=np.int16)[self.rows]
        shares = np.ones(self.rows.size, dtype=np.float32)
        for code, label in enumerate(names):
            mine = np.flatnonzero(own == code)
            columns = self.columns[mine]
            number = np.bincount(columns, minlength=self.spread.size)
            texts = labels.count(label) + _BACKGROUND + _PRIOR
            shares[mine] = ((number + _PRIOR * everywhere) / texts)[columns]
        return np.asarray(-np.log(np.minimum(1.0, shares)) + 0.01, dtype=np.float32)

    def _units(self, values: Floats) -> Floats:
        squares = np.bincount(self.rows, values.astype(np.float64) ** 2, minlength=self.starts.size - 1)
        lengths = np.sqrt(np.maximum(squares, 1e-12))
        return np.asarray(values / lengths[self.rows], dtype=np.float32)

    def of(self, row: int) -> Sparse:
        """Return the vector of a text."""
        mine = slice(self.starts[row], self.starts[row + 1])
        return self.columns[mine], self.values[mine]

    def neighbours(self, most: int, least: float) -> Iterator[tuple[int, int, float]]:
        """Yield pairs of texts, the lesser first, with an estimate of their cosine of ``least`` or more.

        Each text is paired with at most ``most`` others that it is like; a pair may come twice.
        """
        order = np.argsort(self.columns, kind="stable")
        first = np.concatenate(([0], np.cumsum(self.spread)))
        posted_rows, posted_values = self.rows[order], self.values[order]
        number = self.starts.size - 1
        for row in range(number):
            columns, values = self.searched(row)
            entries = stretches(first[columns], self.spread[columns])
            products = np.repeat(values, self.spread[columns]) * posted_values[entries]
            sums = np.bincount(posted_rows[entries], products, minlength=number)
            hits = np.bincount(posted_rows[entries], minlength=number)
            hits[row] = 0
            others = np.flatnonzero((sums >= least) & (hits >= _SHARED))
            if others.size > most:
                others = others[np.lexsort((others, -sums[others]))[:most]]
            for other in others.tolist():
                yield min(row, other), max(row, other), float(sums[other])

    def searched(self, row: int) -> Sparse:
        """Return the features of a text that it is searched by, the rarest first, and their weights."""
        columns, values = self.of(row)
        shared = np.flatnonzero(self.spread[columns] > 1)
        rarest = shared[np.argsort(self.spread[columns[shared]], kind="stable")]
        within = np.cumsum(self.spread[columns[rarest]]) <= _LOOKED_AT
        return columns[rarest[within]], values[rarest[within]]


def product(one: Sparse, other: Sparse) -> float:
    """Return the inner product of two vectors."""
    if one[0].size > other[0].size:
        one, other = other, one
    if not one[0].size:
        return 0.0
    places = np.minimum(np.searchsorted(other[0], one[0]), other[0].size - 1)
    found = other[0][places] == one[0]
    return float(np.dot(one[1][found], other[1][places[found]]))


def total(one: Sparse, other: Sparse) -> Sparse:
    """Return the sum of two vectors."""
    columns, places = np.unique(np.concatenate((one[0], other[0])), return_inverse=True)
    values = np.bincount(places, np.concatenate((one[1], other[1])), minlength=columns.size)
    return columns, values.astype(np.float32)
