"""Rankings that offer sentences: in a fixed order, or avoiding what was said already."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from pipeline.summarise.term_counts import Floats, TermCounts

_SIGNIFICANT_DIGITS = 9
"""Number of digits of a rating that count. Sums of some thousand floats agree to 12; ratings that really
differ, to far less than 9."""


class Ranking(Protocol):
    """A ranking of a document's sentences, which it offers one by one, the best first."""

    def offer(self) -> int | None:
        """Return the best sentence that was not offered yet, or None."""
        ...

    def put_back(self, position: int) -> None:
        """Have a sentence offered again, as it is no longer blocked."""
        ...

    def took(self, position: int) -> None:
        """Note that a sentence is in the summary."""
        ...


class Fixed:
    """A ranking in an order that does not depend on what is taken."""

    def __init__(self, order: Iterable[int]) -> None:
        self._order = iter(order)
        self._places: dict[int, int] = {}
        self._back: list[tuple[int, int]] = []

    def offer(self) -> int | None:
        """Return the best sentence that was put back, or else the next of the order."""
        if self._back:
            return heapq.heappop(self._back)[1]
        position = next(self._order, None)
        if position is not None:
            self._places[position] = len(self._places)
        return position

    def put_back(self, position: int) -> None:
        """Offer a sentence next, after better ones that were put back too."""
        heapq.heappush(self._back, (self._places[position], position))

    def took(self, position: int) -> None:
        """Change nothing: the order is fixed."""


class Diverse:
    """A ranking by rating and by difference from the sentences taken (maximal marginal relevance).

    After Carbonell and Goldstein (1998), a rating is reduced by its share ``weight`` times the highest cosine
    with a sentence that was taken.
    """

    def __init__(self, ratings: Floats, terms: TermCounts, vectors: Floats, *, weight: float) -> None:
        """Offer by ``ratings``, none below 0; ``vectors`` has ``unit_vectors`` of ``terms``."""
        self._ratings = ratings
        self._terms = terms
        self._vectors = vectors
        self._weight = weight
        self._likeness = np.zeros(ratings.size)
        self._open = np.ones(ratings.size, dtype=bool)

    def offer(self) -> int | None:
        """Return the best sentence now; the first among equals."""
        if not self._open.any():
            return None
        values = self._ratings * (1 - self._weight * self._likeness)
        position = int(np.argmax(np.where(self._open, settled(values), -1.0)))
        self._open[position] = False
        return position

    def put_back(self, position: int) -> None:
        """Offer a sentence again, when its turn comes."""
        self._open[position] = True

    def took(self, position: int) -> None:
        """Lower the ratings of sentences that say the same."""
        terms = self._terms
        mine = slice(terms.starts[position], terms.starts[position + 1])
        columns = terms.columns[mine]
        entries = terms.entries_of(columns)
        products = np.repeat(self._vectors[mine], terms.spread[columns]) * self._vectors[entries]
        cosines = np.bincount(terms.rows[entries], products, minlength=self._likeness.size)
        self._likeness = np.maximum(self._likeness, cosines)


def settled(ratings: Floats) -> Floats:
    """Return ratings to nine digits, so that equal ones are equal; zeros where one is not a number."""
    if not np.isfinite(ratings).all():
        return np.zeros_like(ratings)
    sizes = np.abs(ratings)
    scale = 10.0 ** (_SIGNIFICANT_DIGITS - 1 - np.floor(np.log10(np.where(sizes > 0, sizes, 1.0))))
    return np.asarray(np.rint(ratings * scale) / scale)


def best_first(ratings: Sequence[float]) -> list[int]:
    """Return positions by falling rating; equal ones stay in order."""
    return sorted(range(len(ratings)), key=lambda position: (-ratings[position], position))


class PartialRanking:
    """A ranking of some sentences of a document; the others are offered after them, in order."""

    def __init__(self, ranking: Ranking, positions: Sequence[int], number: int) -> None:
        """Offer ``positions`` as ``ranking`` offers their indexes, then the rest of ``number`` sentences."""
        self._ranking = ranking
        self._positions = positions
        self._places = {position: place for place, position in enumerate(positions)}
        self._rest = Fixed(position for position in range(number) if position not in self._places)

    def offer(self) -> int | None:
        """Return the best sentence of the part, or else the next of the others."""
        place = self._ranking.offer()
        return self._rest.offer() if place is None else self._positions[place]

    def put_back(self, position: int) -> None:
        """Have a sentence offered again."""
        if position in self._places:
            self._ranking.put_back(self._places[position])
        else:
            self._rest.put_back(position)

    def took(self, position: int) -> None:
        """Note that a sentence is in the summary."""
        if position in self._places:
            self._ranking.took(self._places[position])
