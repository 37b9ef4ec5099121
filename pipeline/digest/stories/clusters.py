"""Stories: reports of the same event, whatever language they are in.

Reports are compared in two views. *Words* compares reports that can be read in one language, in translation
or as they are. *Names* compares numbers and names of any two reports (``names.py``). The pairs that are most
alike are joined first. Two clusters are joined only where they are alike on average, over all their pairs: if
one similar pair were enough, story after story would be chained together.

The more stories there are, the more alike is the nearest stranger of each, by chance: what is asked for grows
with their number, which is known well enough once those were joined that are beyond doubt. It grows less for
clusters of several reports, whose mean likeness owes less to chance.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from pipeline.digest.stories.features import Many
from pipeline.digest.stories.nearest import Pairs, neighbours
from pipeline.digest.stories.vectors import BLOCK, IntVector, Sparse, Vectors, product, total

WORDS_SHARE = 0.9
"""Weight of the words where two reports have a language in common; the rest is the names'."""
SAME_LANGUAGE = 0.082
"""Likeness from which reports that have a language in common tell one story."""
OTHER_LANGUAGE = 0.05
"""Likeness in names alone from which reports without a common language tell one story."""
SURE = 2.5
"""Factor on that likeness from which reports tell one story however many stories there are."""
FEW = 75
"""Number of stories up to which that likeness itself is enough."""
GROWTH = 0.4
"""Share of that likeness that is asked for in addition with each doubling of the number of stories, up to
``SURE``."""
ROOT = 0.25
"""Power of the number of pairs that divides this addition: the mean of pairs strays less by chance than one
pair does. Of n pairs, made of the same few reports, about the root of n are independent."""
_NEIGHBOURS = 16
"""Number of reports that each report is compared with, in each view."""
_SEARCHED = 0.5
"""Share of the likeness that joins, from which pairs are looked at."""


def stories(reports: Many, *, folder: Path | None = None, block: int = BLOCK) -> list[list[int]]:
    """Return positions of reports that tell the same story, each position once, in order.

    Vectors beyond ``block`` entries are kept in files of ``folder``, by default the system's folder for
    temporary files. Raises ``WriteError`` where these cannot be written.
    """
    labels = [report.language for report in reports]
    with (
        Vectors(lambda: (report.words for report in reports), labels, folder=folder, block=block) as words,
        Vectors(lambda: (report.names for report in reports), labels, folder=folder, block=block) as names,
    ):
        pairs, values = _pairs(words, names, labels)
        sure = _Clusters(words, names, labels, held=block).joined(pairs[values >= 1], SURE)
        number = sure.most_of_one_language()
        asked = min(SURE, 1 + GROWTH * max(0.0, math.log2(number / FEW)))
        # This begins anew, not from those clusters: early joins decide later ones, and where no more is asked
        # for, stories are to be as if nobody had counted.
        return _Clusters(words, names, labels, held=block).joined(pairs, asked).found()


def _pairs(
    words: Vectors, names: Vectors, labels: Sequence[str]
) -> tuple[IntVector, npt.NDArray[np.float64]]:
    """Return pairs of reports that may tell one story, the most alike first, and how alike they are.

    The pairs are rows of two; a likeness of 1 is what joins a few reports.
    """
    codes = np.unique(np.array(labels, dtype=object), return_inverse=True)[1] if labels else np.zeros(0, int)
    by_words = neighbours(words, _NEIGHBOURS, _SEARCHED * SAME_LANGUAGE)
    by_names = neighbours(names, _NEIGHBOURS, _SEARCHED * OTHER_LANGUAGE)
    same = codes[by_words.ones] == codes[by_words.others]
    by_words = Pairs(by_words.number, by_words.keys[same], by_words.values[same])
    keys = np.union1d(by_words.keys, by_names.keys)
    every = Pairs(by_words.number, keys, _at(by_names, keys))
    same = codes[every.ones] == codes[every.others]
    values = np.where(
        same,
        (WORDS_SHARE * _at(by_words, keys) + (1 - WORDS_SHARE) * every.values) / SAME_LANGUAGE,
        every.values / OTHER_LANGUAGE,
    )
    order = np.lexsort((keys, -np.round(values, 6)))
    order = order[values[order] >= _SEARCHED]
    return np.stack(np.divmod(keys[order], every.number), axis=1), values[order]


def _at(pairs: Pairs, keys: IntVector) -> npt.NDArray[np.float64]:
    """Return the likeness of each of ``keys``; 0 where the view has not found the pair."""
    values = np.zeros(keys.size)
    values[np.searchsorted(keys, pairs.keys)] = pairs.values
    return values


@dataclass(frozen=True, slots=True)
class _Sum:
    """The sum of the vectors of a cluster's reports."""

    words: Sparse
    names: Sparse

    @property
    def size(self) -> int:
        return self.words[0].size + self.names[0].size


class _Clusters:
    """Clusters of the reports joined so far. The number of one of its reports stands for a cluster."""

    def __init__(self, words: Vectors, names: Vectors, labels: Sequence[str], *, held: int) -> None:
        """Hold sums of some ``held`` entries; other sums are computed again when they are needed."""
        self._vectors = words, names
        self._labels = labels
        self._owner = array("q", range(len(labels)))
        self._members: dict[int, list[int]] = {}
        self._counts: dict[int, Counter[str]] = {}
        """Number of reports of each language, by cluster. Only clusters with more than one report have counts
        and sums."""
        self._sums: OrderedDict[int, _Sum] = OrderedDict()
        """Sums of clusters; those used last come last."""
        self._held, self._most = 0, held

    def joined(self, pairs: IntVector, asked: float) -> Self:
        """Join the clusters of pairs of reports, in order, that are as alike as is asked of two."""
        for one, other in pairs:
            self._consider(int(one), int(other), asked)
        return self

    def _consider(self, one: int, other: int, asked: float) -> None:
        first, second = self._owner[one], self._owner[other]
        if first == second:
            return
        pairs = len(self._of(first)) * len(self._of(second))
        if self._likeness(first, second) < 1 + (asked - 1) / pairs**ROOT:
            return
        if len(self._of(first)) < len(self._of(second)):
            first, second = second, first
        mine, gone = self._sum(first), self._sum(second)
        self._forget(first)
        self._forget(second)
        counts = self._languages(first) + self._languages(second)
        moved = self._members.pop(second, [second])
        self._members.setdefault(first, [first]).extend(moved)
        self._counts.pop(second, None)
        self._counts[first] = counts
        for member in moved:
            self._owner[member] = first
        self._hold(first, _Sum(total([mine.words, gone.words]), total([mine.names, gone.names])))

    def most_of_one_language(self) -> int:
        """Return the number of clusters in the language that most clusters are in; 1 where there are none."""
        told = set(zip(self._labels, self._owner, strict=True))
        return max(Counter(label for label, _ in told).values(), default=1)

    def found(self) -> list[list[int]]:
        """Return the reports of each cluster."""
        return sorted(sorted(self._of(name)) for name in set(self._owner))

    def _of(self, name: int) -> list[int]:
        return self._members.get(name) or [name]

    def _languages(self, name: int) -> Counter[str]:
        return self._counts.get(name) or Counter((self._labels[name],))

    def _likeness(self, first: int, second: int) -> float:
        """Return the mean likeness of pairs with a member of each cluster; 1 is what joins a few reports."""
        one, other = self._sum(first), self._sum(second)
        here, there = self._languages(first), self._languages(second)
        named = product(one.names, other.names) / (here.total() * there.total())
        pairs = sum(number * there[label] for label, number in here.items())
        if not pairs:
            return named / OTHER_LANGUAGE
        # Words of two languages are never the same feature, so words of other languages do not count here.
        worded = product(one.words, other.words) / pairs
        return (WORDS_SHARE * worded + (1 - WORDS_SHARE) * named) / SAME_LANGUAGE

    def _sum(self, name: int) -> _Sum:
        found = self._sums.get(name)
        if found is None:
            words, names = (vectors.of(self._of(name)) for vectors in self._vectors)
            found = _Sum(words, names)
            self._hold(name, found)
        self._sums.move_to_end(name)
        return found

    def _hold(self, name: int, found: _Sum) -> None:
        self._sums[name] = found
        self._held += found.size
        while self._held > self._most and len(self._sums) > 2:
            self._held -= self._sums.popitem(last=False)[1].size

    def _forget(self, name: int) -> None:
        gone = self._sums.pop(name, None)
        if gone is not None:
            self._held -= gone.size
