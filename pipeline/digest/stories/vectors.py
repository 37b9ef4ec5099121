"""Sparse vectors of many texts: weighed by rarity, held on the disk, summed up where they are joined.

The texts are gone through twice, block by block: first to count how many texts have each feature, then to
weigh. So memory grows with the number of different features, not with the number of texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.digest.stories.disk_rows import Rows
from pipeline.digest.stories.features import Counted

FloatVector: TypeAlias = npt.NDArray[np.float32]
IntVector: TypeAlias = npt.NDArray[np.int64]
CountVector: TypeAlias = npt.NDArray[np.int32]
Sparse: TypeAlias = tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]
"""A sparse vector: the numbers of its features, ascending, and their weights."""

ENTRY = np.dtype([("column", np.int32), ("value", np.float32)])
BLOCK = 400_000
"""Number of entries that are held at a time: some 2,000 reports."""
_POWER = 1.5
"""Power of the logarithm of a feature's rarity in its weight. A rare feature tells more than its logarithm
alone."""
_PRIOR = 8.0
"""Number of texts that the rarity of a feature over all languages counts for, against its rarity in the
text's own language."""
_BACKGROUND = 30
"""Number of texts about other things that are assumed in addition. Otherwise the common features of three
reports of one event would be no news."""
_STEP = 2.0**-20
"""Step of weights, which are multiples of it, so that sums are exact: the same in whatever order they are
made."""
_MIX = np.int64(-7046029254386353131)


class Vectors:
    """Unit vectors of texts, without the features that one text alone has: those are alike with nothing.

    Such features still count for the length of the text's vector. Raises ``WriteError`` as ``Rows`` does.
    """

    def __init__(
        self,
        texts: Callable[[], Iterable[Counted]],
        labels: Sequence[str],
        *,
        folder: Path | None = None,
        block: int = BLOCK,
    ) -> None:
        """Weigh the features of ``texts`` by rarity; ``labels`` has the language of each.

        ``texts`` iterates over the texts from the first on; ``block`` is how many entries are held at a time.
        """
        self.rows = Rows(ENTRY, folder=folder)
        self.folder = folder
        self.block = block
        names = sorted(set(labels))
        codes = np.array([names.index(label) for label in labels], dtype=np.int16)
        known, own = _Tally(), _Tally()
        for first, part in _parts(texts(), block):
            keys = np.concatenate([text.keys for text in part])
            known.add(keys)
            own.add(_in_language(keys, _spread_out(codes, first, part)))
        shared = known.numbers > 1
        self.spread = known.numbers[shared]
        """Number of texts that have each feature."""
        places = np.where(shared, np.cumsum(shared) - 1, -1).astype(np.int32)
        texts_of = np.bincount(codes, minlength=len(names))
        for first, part in _parts(texts(), block):
            keys = np.concatenate([text.keys for text in part])
            labelled = _spread_out(codes, first, part)
            found = known.places(keys)
            mine = own.numbers[own.places(_in_language(keys, labelled))]
            shares = _shares(mine, known.numbers[found], texts_of[labelled], len(labels))
            rarity = np.asarray(-np.log(np.minimum(1.0, shares)) + 0.01, dtype=np.float32)
            sizes = np.array([text.keys.size for text in part])
            values = _units(np.concatenate([text.weights for text in part]) * rarity**_POWER, sizes)
            self._keep(places[found], values, sizes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rows.close()

    def __len__(self) -> int:
        return len(self.rows)

    def _keep(self, columns: npt.NDArray[np.int32], values: FloatVector, sizes: IntVector) -> None:
        held = columns >= 0
        entries = np.empty(int(held.sum()), dtype=ENTRY)
        entries["column"], entries["value"] = columns[held], values[held]
        texts = np.repeat(np.arange(sizes.size), sizes)
        self.rows.extend(entries, np.bincount(texts[held], minlength=sizes.size))

    def of(self, members: Sequence[int]) -> Sparse:
        """Return the sum of the vectors of texts."""
        found = [self.rows[member] for member in members]
        return total([(entries["column"], entries["value"]) for entries in found])


class _Tally:
    """A count of the texts that have each of the added keys; a text has a key once."""

    def __init__(self) -> None:
        self.keys = np.zeros(0, dtype=np.int64)
        self.numbers = np.zeros(0, dtype=np.int32)

    def add(self, keys: IntVector) -> None:
        new, numbers = np.unique(keys, return_counts=True)
        places = np.searchsorted(self.keys, new)
        known = places < self.keys.size
        known[known] = self.keys[places[known]] == new[known]
        self.numbers[places[known]] += numbers[known].astype(np.int32)
        fresh = ~known
        self.keys = np.insert(self.keys, places[fresh], new[fresh])
        self.numbers = np.insert(self.numbers, places[fresh], numbers[fresh])

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


def _spread_out(codes: npt.NDArray[np.int16], first: int, part: Sequence[Counted]) -> npt.NDArray[np.int16]:
    """Return the language of each entry of a stretch of texts."""
    return np.repeat(codes[first : first + len(part)], [text.keys.size for text in part])


def _in_language(keys: IntVector, codes: npt.NDArray[np.int16]) -> IntVector:
    """Return a key for a feature in a language."""
    return keys ^ ((codes.astype(np.int64) + 1) * _MIX)


def _shares(
    mine: CountVector, everywhere: CountVector, texts: IntVector, number: int
) -> npt.NDArray[np.float64]:
    """Return for each entry the share of its language's texts that have its feature, as far as these tell.

    Over all languages a name of ten reports is as rare as any word of a language with ten reports.
    """
    return (mine + _PRIOR * (everywhere / (number + _BACKGROUND))) / (texts + _BACKGROUND + _PRIOR)


def _units(values: FloatVector, sizes: IntVector) -> FloatVector:
    texts = np.repeat(np.arange(sizes.size), sizes)
    squares = np.bincount(texts, values.astype(np.float64) ** 2, minlength=sizes.size)
    lengths = np.sqrt(np.maximum(squares, 1e-12))
    return np.asarray(np.round(values / lengths[texts] / _STEP) * _STEP, dtype=np.float32)


def product(one: Sparse, other: Sparse) -> float:
    """Return the inner product of two vectors."""
    if one[0].size > other[0].size:
        one, other = other, one
    if not one[0].size:
        return 0.0
    places = np.minimum(np.searchsorted(other[0], one[0]), other[0].size - 1)
    found = other[0][places] == one[0]
    return float(np.dot(one[1][found], other[1][places[found]]))


def total(vectors: Sequence[tuple[npt.NDArray[np.int32], npt.NDArray[np.floating]]]) -> Sparse:
    """Return the sum of vectors."""
    columns, places = np.unique(np.concatenate([vector[0] for vector in vectors]), return_inverse=True)
    values = np.bincount(places, np.concatenate([vector[1] for vector in vectors]), minlength=columns.size)
    return columns.astype(np.int32, copy=False), np.asarray(values, dtype=np.float64)
