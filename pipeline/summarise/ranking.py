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

_NEWS = 2.0
"""Power of the share of a sentence's words that were not said."""
_RETELLING = 0.375
"""Share of the words of the sentence with fewer of them from which one of two retells the other. Here each
counts alike, for rarity gives little weight to what the report is about: who, where, the event."""
_LEAST_SHARED = 3
_RETOLD = 0.97
"""Loss of a sentence that retells one that was taken."""
_LEAST_NEW = 0.1
"""Share of a sentence's words that counts as not said at least, so that it still comes before furniture."""
_NO_WEIGHT = 1e-9


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

    def is_told(self, position: int) -> bool:
        """Say whether a sentence in the summary tells what another one says, which need not be there too."""
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

    def is_told(self, position: int) -> bool:
        """Say no: sentences are not compared."""
        return False


class Diverse:
    """A ranking by rating and by what a sentence says that the sentences taken do not.

    After maximal marginal relevance (Carbonell and Goldstein 1998), but for the measure: a cosine misses a
    sentence that tells a part of a longer one in other words. What counts is the share of a sentence's words,
    weighed by rarity, that were said, whoever said them; and a sentence that has most of its words in common
    with one that was taken, or the other way round, retells it.
    """

    def __init__(self, ratings: Floats, terms: TermCounts, weights: Floats) -> None:
        """Offer by ``ratings``, none below 0; ``weights`` has the weight of each term, none below 0."""
        self._ratings = ratings
        self._terms = terms
        self._weights = weights
        self._totals = np.bincount(terms.rows, weights[terms.columns], minlength=ratings.size)
        self._words = np.bincount(terms.rows, minlength=ratings.size)
        self._said = np.zeros(ratings.size)
        self._is_said = np.zeros(terms.vocabulary, dtype=bool)
        self._retells = np.zeros(ratings.size, dtype=bool)
        self._told = np.zeros(ratings.size, dtype=bool)
        self._open = np.ones(ratings.size, dtype=bool)

    def offer(self) -> int | None:
        """Return the best sentence now; the first among equals."""
        if not self._open.any():
            return None
        new = np.maximum(_LEAST_NEW, 1 - self._said / np.maximum(self._totals, _NO_WEIGHT))
        values = self._ratings * new**_NEWS * np.where(self._retells, 1 - _RETOLD, 1.0)
        position = int(np.argmax(np.where(self._open, settled(values), -1.0)))
        self._open[position] = False
        return position

    def put_back(self, position: int) -> None:
        """Offer a sentence again, when its turn comes."""
        self._open[position] = True

    def is_told(self, position: int) -> bool:
        """Say whether a sentence that was taken has most of the words of another one."""
        return bool(self._told[position])

    def took(self, position: int) -> None:
        """Lower the ratings of sentences that say the same."""
        terms = self._terms
        columns = terms.columns[terms.starts[position] : terms.starts[position + 1]]
        number = self._ratings.size
        shared = np.bincount(terms.rows[terms.entries_of(columns)], minlength=number)
        fewer = np.minimum(self._words, self._words[position])
        self._retells |= shared >= np.maximum(_RETELLING * fewer, _LEAST_SHARED)
        self._told |= shared >= np.maximum(_RETELLING * self._words, _LEAST_SHARED)
        new = columns[~self._is_said[columns]]
        weights = np.repeat(self._weights[new], terms.spread[new])
        self._said += np.bincount(terms.rows[terms.entries_of(new)], weights, minlength=number)
        self._is_said[columns] = True


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

    def is_told(self, position: int) -> bool:
        """Say whether a sentence in the summary tells what another one says."""
        return position in self._places and self._ranking.is_told(self._places[position])
