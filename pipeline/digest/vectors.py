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

Floats: TypeAlias = npt.NDArray[np.float32]
Keys: TypeAlias = npt.NDArray[np.int64]

_POWER = 1.5
"""Of the logarithm of a feature's rarity. What is rare tells more than by the logarithm alone."""
_SHARED = 2
"""Features that neighbours have in common, at least: one rare word is a coincidence."""
_PRIOR = 8.0
"""Texts that the rarity of a feature over all languages counts for, against its rarity in the text's own."""
_COMMON = 300
"""Texts; a feature of more of them is not searched by."""


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
        names = {label: number for number, label in enumerate(sorted(set(labels)))}
        own = np.array([names[label] for label in labels], dtype=np.int64)
        totals = np.bincount(own, minlength=len(names)) if len(labels) else np.zeros(0)
        of_entry = own[self.rows]
        pairs = of_entry * (self.spread.size + 1) + self.columns
        _, place, number = np.unique(pairs, return_inverse=True, return_counts=True)
        everywhere = self.spread[self.columns] / max(1, len(labels))
        share = (number[place] + _PRIOR * everywhere) / (totals[of_entry] + _PRIOR)
        return np.asarray(np.log(1 / np.minimum(1.0, share)) + 0.01, dtype=np.float32)

    def _units(self, values: Floats) -> Floats:
        squares = np.bincount(self.rows, values.astype(np.float64) ** 2, minlength=self.starts.size - 1)
        lengths = np.sqrt(np.maximum(squares, 1e-12))
        return np.asarray(values / lengths[self.rows], dtype=np.float32)

    def of(self, row: int) -> tuple[npt.NDArray[np.int32], Floats]:
        """Return the features of a text and their weights."""
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
        sums = np.zeros(number, dtype=np.float32)
        hits = np.zeros(number, dtype=np.int32)
        for row in range(number):
            columns, values = self.of(row)
            searched = (self.spread[columns] <= max(_COMMON, number // 50)) & (self.spread[columns] > 1)
            touched = []
            for column, value in zip(columns[searched].tolist(), values[searched].tolist(), strict=True):
                posting = slice(first[column], first[column + 1])
                sums[posted_rows[posting]] += value * posted_values[posting]
                hits[posted_rows[posting]] += 1
                touched.append(posted_rows[posting])
            if not touched:
                continue
            others = np.unique(np.concatenate(touched))
            found = sums[others]
            keep = (found >= least) & (hits[others] >= _SHARED) & (others != row)
            sums[others] = 0
            hits[others] = 0
            others, found = others[keep], found[keep]
            if others.size > most:
                best = np.lexsort((others, -found))[:most]
                others, found = others[best], found[best]
            for other, value in zip(others.tolist(), found.tolist(), strict=True):
                yield min(row, other), max(row, other), value
