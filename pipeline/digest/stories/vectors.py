"""Sparse vectors of many texts: weighed by rarity, held on the disk, summed up where they are joined.

The texts are gone through twice, block by block: first to count how many texts have each feature, then to
weigh. So memory grows with the number of different features, not with the number of texts.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.core.dataclass import dataclass
from pipeline.digest.stories.disk_rows import Rows
from pipeline.digest.stories.features import Counted

FloatVector: TypeAlias = npt.NDArray[np.float32]
IntVector: TypeAlias = npt.NDArray[np.int64]
CountVector: TypeAlias = npt.NDArray[np.int32]
Entries: TypeAlias = npt.NDArray[Any]
"""Entries of vectors, of the type ``ENTRY``."""

ENTRY = np.dtype([("column", np.int32), ("value", np.float32), ("lead", np.float32)])
"""A feature's number, its weight in the vector of the whole text, and in that of the lead; 0 where it is not
in the lead."""
BLOCK = 400_000
"""Number of entries that are held at a time: some 2,000 reports."""
_POWER = 1.5
"""Power of the logarithm of a feature's rarity in its weight. A rare feature tells more than its logarithm
alone."""
_BACKGROUND = 100
"""Number of texts about other things that are assumed in addition, in which features are as common as they
are in the language. Otherwise the common features of three reports of one event would be no news, and police
and parties would be rare among a few reports."""
_FLOOR = 50.0
"""What is added to the square of a vector's length: some four rare features. Otherwise two texts with one
name each would be as alike as can be."""
_LEAST = 1e-9
"""What is no more than the rest of a sum that was taken apart again."""
_STEP = 2.0**-20
"""Step of weights, which are multiples of it, so that sums are exact: the same in whatever order they are
made."""


@dataclass(frozen=True, slots=True)
class Alike:
    """The sum, or the mean, of cosines over the pairs of two groups of texts."""

    whole: float
    """Of the whole texts."""
    lead: float
    """Of the leads of the one group with the whole texts of the other, or the other way round: the lesser of
    the two. What is background in one report and news in the other is alike one way only."""
    features: int
    """Number of the features that both groups have."""

    def mean(self, pairs: int) -> Alike:
        """Return the mean of a sum over so many pairs."""
        return Alike(self.whole / pairs, self.lead / pairs, self.features)


@dataclass(frozen=True, slots=True)
class Sparse:
    """A sparse vector of whole texts, and that of their leads, over the same features."""

    columns: npt.NDArray[np.int32]
    """The numbers of its features, ascending."""
    whole: npt.NDArray[np.float64]
    lead: npt.NDArray[np.float64]

    alone: float
    """The sum of the squares of the weights in leads of features that no other text has."""

    def less(self, part: Sparse) -> Sparse:
        """Return a sum without vectors that were added to it; their features stay, with what is left."""
        places = np.searchsorted(self.columns, part.columns)
        whole, lead = self.whole.astype(np.float64), self.lead.astype(np.float64)  # copies
        whole[places] -= part.whole
        lead[places] -= part.lead
        return Sparse(self.columns, whole, lead, self.alone - part.alone)

    def alike(self, other: Sparse) -> Alike:
        """Return how alike two groups of texts are whose vectors these are the sums of."""
        if self.columns.size > other.columns.size:
            return other.alike(self)
        if not self.columns.size:
            return Alike(0.0, 0.0, 0)
        places = np.minimum(np.searchsorted(other.columns, self.columns), other.columns.size - 1)
        mine = np.flatnonzero(other.columns[places] == self.columns)
        theirs = places[mine]
        whole, others = self.whole[mine], other.whole[theirs]
        return Alike(
            whole=float(np.dot(whole, others)),
            lead=min(float(np.dot(self.lead[mine], others)), float(np.dot(whole, other.lead[theirs]))),
            features=mine.size,
        )

    def has_any(self, columns: Sequence[int]) -> bool:
        """Say whether any of the texts has one of the features."""
        for column in columns:
            place = int(np.searchsorted(self.columns, column))
            if place < self.columns.size and self.columns[place] == column and self.whole[place] > _LEAST:
                return True
        return False

    def told_by(self, other: Sparse) -> float:
        """Return the share of the leads, by squares of weights, in features that the others have; 0 to 1.

        It is 1 where the leads have no features.
        """
        squares = self.lead**2
        every = float(squares.sum()) + self.alone
        if every < _LEAST:
            return 1.0
        if not other.columns.size:
            return 0.0
        places = np.minimum(np.searchsorted(other.columns, self.columns), other.columns.size - 1)
        have = (other.columns[places] == self.columns) & (other.whole[places] > _LEAST)
        return float(squares[have].sum()) / every


class Vectors:
    """Unit vectors of texts and of their leads, without features that one text alone has.

    Such features are alike with nothing, but count for the length of the text's vectors. Raises
    ``WriteError`` as ``Rows`` does.
    """

    def __init__(
        self,
        texts: Callable[[], Iterable[Counted]],
        among: Sequence[int],
        *,
        folder: Path | None = None,
        block: int = BLOCK,
    ) -> None:
        """Weigh the features of ``texts`` by rarity; ``among`` has how many texts could have those of each.

        ``texts`` iterates over the texts from the first on; ``block`` is how many entries are held at a time.
        """
        self.rows = Rows(ENTRY, folder=folder)
        self._alone = array("d")
        self.folder = folder
        self.block = block
        known = _Tally()
        for _, part in _parts(texts(), block):
            known.add(
                np.concatenate([text.keys for text in part]), np.concatenate([text.common for text in part])
            )
        shared = known.numbers > 1
        self.spread = known.numbers[shared]
        """Number of texts that have each feature."""
        places = np.where(shared, np.cumsum(shared) - 1, -1).astype(np.int32)
        self._keys = known.keys[shared]
        for first, part in _parts(texts(), block):
            sizes = np.array([text.keys.size for text in part])
            found = known.places(np.concatenate([text.keys for text in part]))
            number = np.repeat(np.array(among[first : first + len(part)], dtype=np.float64), sizes)
            expected = known.numbers[found] + _BACKGROUND * known.common[found]
            shares = np.minimum(1.0, expected / (number + _BACKGROUND))
            weights = np.asarray(0.01 - np.log(shares), dtype=np.float32) ** _POWER
            values = _units(np.concatenate([text.weights for text in part]) * weights, sizes)
            leads = _units(np.concatenate([text.weights * text.is_lead for text in part]) * weights, sizes)
            self._keep(places[found], values, leads, sizes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rows.close()

    def __len__(self) -> int:
        return len(self.rows)

    def _keep(
        self, columns: npt.NDArray[np.int32], values: FloatVector, leads: FloatVector, sizes: IntVector
    ) -> None:
        held = columns >= 0
        entries = np.empty(int(held.sum()), dtype=ENTRY)
        entries["column"], entries["value"], entries["lead"] = columns[held], values[held], leads[held]
        texts = np.repeat(np.arange(sizes.size), sizes)
        self.rows.extend(entries, np.bincount(texts[held], minlength=sizes.size))
        gone = np.where(held, 0.0, leads.astype(np.float64) ** 2)
        self._alone.extend(np.bincount(texts, gone, minlength=sizes.size).tolist())

    def columns(self, keys: Sequence[int]) -> tuple[int, ...]:
        """Return the columns of features that several texts have; others have none."""
        found = []
        for key in keys:
            place = int(np.searchsorted(self._keys, key))
            if place < self._keys.size and self._keys[place] == key:
                found.append(place)
        return tuple(found)

    def __getitem__(self, text: int) -> Sparse:
        entries = self.rows[text]
        whole, lead = (entries[part].astype(np.float64) for part in ("value", "lead"))
        return Sparse(entries["column"], whole, lead, self._alone[text])


class _Tally:
    """A count of the texts that have each of the added keys; a text has a key once."""

    def __init__(self) -> None:
        self.keys = np.zeros(0, dtype=np.int64)
        self.numbers = np.zeros(0, dtype=np.int32)
        self.common = np.zeros(0, dtype=np.float32)
        """The greatest share of a language's texts that is known to have each key."""

    def add(self, keys: IntVector, common: FloatVector) -> None:
        new, inverse, numbers = np.unique(keys, return_inverse=True, return_counts=True)
        most = np.zeros(new.size, dtype=np.float32)
        np.maximum.at(most, inverse, common)
        places = np.searchsorted(self.keys, new)
        known = places < self.keys.size
        known[known] = self.keys[places[known]] == new[known]
        self.numbers[places[known]] += numbers[known].astype(np.int32)
        self.common[places[known]] = np.maximum(self.common[places[known]], most[known])
        fresh = ~known
        self.keys = np.insert(self.keys, places[fresh], new[fresh])
        self.numbers = np.insert(self.numbers, places[fresh], numbers[fresh])
        self.common = np.insert(self.common, places[fresh], most[fresh])

    def places(self, keys: IntVector) -> IntVector:
        """Return the positions of keys, all of which were added."""
        return np.searchsorted(self.keys, keys)


def _parts(texts: Iterable[Counted], block: int) -> Iterator[tuple[int, list[Counted]]]:
    """Yield stretches of the texts with some ``block`` entries, with the number of each first text."""
    first, part, size = 0, [], 0
    for text in texts:
        part.append(text)
        size += text.keys.size
        if size >= block:
            yield first, part
            first, part, size = first + len(part), [], 0
    if part:
        yield first, part


def _units(values: FloatVector, sizes: IntVector) -> FloatVector:
    texts = np.repeat(np.arange(sizes.size), sizes)
    squares = np.bincount(texts, values.astype(np.float64) ** 2, minlength=sizes.size)
    lengths = np.sqrt(squares + _FLOOR)
    return np.asarray(np.round(values / lengths[texts] / _STEP) * _STEP, dtype=np.float32)


def total(vectors: Sequence[Sparse]) -> Sparse:
    """Return the sum of vectors."""
    columns, places = np.unique(np.concatenate([vector.columns for vector in vectors]), return_inverse=True)
    whole, lead = (
        np.bincount(places, np.concatenate(weights), minlength=columns.size)
        for weights in zip(*((vector.whole, vector.lead) for vector in vectors), strict=True)
    )
    alone = math.fsum(vector.alone for vector in vectors)
    return Sparse(columns.astype(np.int32, copy=False), np.asarray(whole), np.asarray(lead), alone)
