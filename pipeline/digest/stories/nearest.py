"""The nearest neighbours of each of many texts, from an inverted index, without comparing all pairs.

A feature that many texts have adds little, so it is left out of the search, though not out of the likeness
itself. The index covers one stretch of the texts at a time, and all texts are looked up in it.
"""

from __future__ import annotations

from contextlib import closing

import numpy as np
import numpy.typing as npt

from pipeline.core.dataclass import dataclass
from pipeline.digest.stories.disk_rows import Rows
from pipeline.digest.stories.vectors import ENTRY, Entries, FloatVector, IntVector, Vectors
from pipeline.summarise.term_counts import stretches

_SHARED = 2
"""The least number of features that neighbours have in common: one rare word is a coincidence."""
_LOOKED_AT = 6_000
"""Number of index entries that one search looks at. With few texts these are all, with many those of the
rarest features."""
_CELLS = 200_000
"""Number of pairs of texts that are rated at a time."""
_TOGETHER = 64
"""The most texts that are looked up at a time."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of texts with their likeness, as parallel arrays, each pair once, in order."""

    number: int
    """Number of all texts."""
    keys: IntVector
    """Keys of the pairs: the lesser text times ``number``, plus the other."""
    values: npt.NDArray[np.float64]

    @property
    def ones(self) -> IntVector:
        """The lesser text of each pair."""
        return self.keys // self.number

    @property
    def others(self) -> IntVector:
        """The greater text of each pair."""
        return self.keys % self.number


def neighbours(vectors: Vectors, most: int, least: float) -> Pairs:
    """Return pairs of texts with an estimate of their cosine of ``least`` or more.

    Each text is paired with at most ``most`` others that it is like. Raises ``WriteError`` as ``Rows`` does.
    """
    number = len(vectors)
    best = _Best(np.full((number, most), -1, dtype=np.int32), np.zeros((number, most)))
    with closing(Rows(ENTRY, folder=vectors.folder)) as searched:
        for first, last in vectors.rows.blocks(vectors.block):
            searched.extend(*_searched(vectors, first, last))
        for first, last in vectors.rows.blocks(vectors.block):
            index = _Index.of(vectors.rows, first, last)
            together = max(1, min(_TOGETHER, _CELLS // (last - first)))
            for start in range(0, number, together):
                end = min(number, start + together)
                found = index.look_up(searched.between(start, end), searched.sizes(start, end))
                best.offer(start, end, found, first, last, least)
    return best.pairs()


def _searched(vectors: Vectors, first: int, last: int) -> tuple[Entries, IntVector]:
    """Return the features that texts are searched by, the rarest first for each text, and their numbers."""
    entries, sizes = vectors.rows.between(first, last), vectors.rows.sizes(first, last)
    texts = np.repeat(np.arange(sizes.size), sizes)
    spread = vectors.spread[entries["column"]]
    order = np.lexsort((entries["column"], spread, texts))
    looked_at = np.concatenate(([0], np.cumsum(spread[order], dtype=np.int64)))
    starts = np.cumsum(sizes) - sizes
    within = looked_at[1:] - looked_at[starts][texts] <= _LOOKED_AT
    return entries[order[within]], np.bincount(texts[within], minlength=sizes.size)


@dataclass(frozen=True, slots=True)
class _Index:
    """An index of one stretch of texts: which of them have a feature."""

    size: int
    """Number of texts in the stretch."""
    columns: npt.NDArray[np.int32]
    starts: IntVector
    lengths: IntVector
    texts: npt.NDArray[np.int32]
    """Texts that have the features, counted from the first of the stretch."""
    values: FloatVector

    @classmethod
    def of(cls, rows: Rows, first: int, last: int) -> _Index:
        entries, sizes = rows.between(first, last), rows.sizes(first, last)
        order = np.argsort(entries["column"], kind="stable")
        columns, starts, lengths = np.unique(entries["column"][order], return_index=True, return_counts=True)
        texts = np.repeat(np.arange(sizes.size, dtype=np.int32), sizes)[order]
        return cls(last - first, columns, starts, lengths, texts, entries["value"][order])

    def look_up(self, entries: Entries, sizes: IntVector) -> tuple[IntVector, npt.NDArray[np.float64]]:
        """Return which of the texts looked up are like which of the stretch, and how much.

        A pair is the number of the first text times the stretch's size, plus the number of the second.
        """
        asking = np.repeat(np.arange(sizes.size), sizes)
        places = np.minimum(np.searchsorted(self.columns, entries["column"]), max(0, self.columns.size - 1))
        there = np.flatnonzero(self.columns[places] == entries["column"]) if self.columns.size else places[:0]
        lengths = self.lengths[places[there]]
        posted = stretches(self.starts[places[there]], lengths)
        products = np.repeat(entries["value"][there], lengths) * self.values[posted]
        cells = np.repeat(asking[there], lengths) * self.size + self.texts[posted]
        hits = np.bincount(cells)
        sums = np.bincount(cells, products)
        shared = np.flatnonzero(hits >= _SHARED)
        return np.asarray(shared, dtype=np.int64), np.asarray(sums[shared], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Best:
    """The best neighbours of each text so far."""

    others: npt.NDArray[np.int32]
    """The best neighbours; -1 where there is none yet."""
    values: npt.NDArray[np.float64]

    def offer(
        self,
        start: int,
        end: int,
        found: tuple[IntVector, npt.NDArray[np.float64]],
        first: int,
        last: int,
        least: float,
    ) -> None:
        """Add the likeness of texts from ``start`` to ``end`` to those from ``first`` to ``last``."""
        cells, sums = found
        new = np.flatnonzero(sums >= least)
        asking, others = cells[new] // (last - first), cells[new] % (last - first) + first
        apart = others != asking + start
        if not apart.any():
            return
        most = self.others.shape[1]
        held = self.others[start:end].ravel()
        filled = np.flatnonzero(held >= 0)
        asking = np.concatenate((filled // most, asking[apart]))
        others = np.concatenate((held[filled], others[apart]))
        values = np.concatenate((self.values[start:end].ravel()[filled], sums[new][apart]))
        order = np.lexsort((others, -values, asking))
        asking, others, values = asking[order], others[order], values[order]
        rank = np.arange(asking.size) - np.searchsorted(asking, asking)
        kept = rank < most
        self.others[start + asking[kept], rank[kept]] = others[kept]
        self.values[start + asking[kept], rank[kept]] = values[kept]

    def pairs(self) -> Pairs:
        number = len(self.others)
        texts, places = np.nonzero(self.others >= 0)
        others = self.others[texts, places].astype(np.int64)
        keys = np.minimum(texts, others) * number + np.maximum(texts, others)
        order = np.lexsort((-texts, keys))  # of two estimates, the later text's first
        keys, values = keys[order], self.values[texts, places][order]
        first = np.concatenate(([True], keys[1:] != keys[:-1])) if keys.size else np.zeros(0, dtype=bool)
        return Pairs(max(1, number), keys[first], values[first])
