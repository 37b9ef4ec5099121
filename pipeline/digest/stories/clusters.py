"""Stories: reports of the same event, whatever language they are in.

Reports are compared in two views. *Words* compares reports that can be read in one language, in translation
or as they are. *Names* compares numbers and names of any two reports (``names.py``). The pairs that are most
alike (``likeness.py``) are joined first. Two clusters are joined only where they are alike on average, over
all their pairs, and where each of their reports is like the others together: if one similar pair were enough,
story after story would be chained together.

The more stories there are, the more alike is the nearest stranger of each, by chance: what is asked for grows
with their number, which is known well enough once those were joined that are beyond doubt.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache, reduce
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from pipeline.core.dataclass import dataclass
from pipeline.digest.stories.features import Claims, Many
from pipeline.digest.stories.likeness import LIKENESS_CONSTANTS, ComparedReports, ReportSum, beyond
from pipeline.digest.stories.nearest import neighbours
from pipeline.digest.stories.vectors import BLOCK, IntVector, Vectors

SURE = 4.5
"""How much more likeness makes sure that reports tell one story, however many stories there are."""
FEW = 75
"""Number of stories up to which no more is asked for."""
GROWTH = 1.0
"""How much more is asked for with each doubling of the number of stories, up to ``SURE``."""
EASE = 1.5
"""How much less is asked for of a report and a cluster of many than of two reports, at most."""
STRAY = 0.75
"""How much less than is asked for a report may be like the other reports of its story together."""
_NEIGHBOURS = 16
"""Number of reports that each report is compared with, in each view."""
_SEARCHED = 0.03
"""Cosine of words, or of names, from which pairs are looked at."""
_NONE: set[int] = set()
_REMEMBERED = 512
"""Number of reports whose vectors are held, some 4 MiB: pairs come in the order of their first reports."""
_CHECKED = 16
"""The most reports of a cluster that are asked, when it is joined, if they are like the others."""
CONSTANTS = {
    **LIKENESS_CONSTANTS,
    "ease": EASE,
    "few": FEW,
    "growth": GROWTH,
    "stray": STRAY,
    "sure": SURE,
}
"""The constants that decide which reports are one story, for the record."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Reports that tell one story."""

    members: list[int]
    """Their positions, in order."""
    likeness: float
    """How much more alike the member that is least like the others is to them than was asked for; infinite
    where there are no others."""


def stories(
    reports: Many,
    *,
    more: float = 0.0,
    apart: Collection[tuple[int, int]] = (),
    folder: Path | None = None,
    block: int = BLOCK,
) -> list[Cluster]:
    """Return the reports that tell the same story, each position once, in order.

    ``apart`` are pairs of reports that do not tell the same story, however alike they are.
    ``more`` is how much more likeness is asked for than ``ASKED``; it may be negative. Vectors beyond
    ``block`` entries are kept in files of ``folder``, by default the system's folder for temporary files.
    Raises ``WriteError`` where these cannot be written.
    """
    labels, marks, days = [], [], array("d")
    for report in reports:
        labels.append(report.language)
        marks.append((report.title, report.figures, report.claims))
        days.append(report.day)
    numbers = Counter(labels)
    among = [numbers[label] for label in labels]
    with (
        Vectors(lambda: (report.words for report in reports), among, folder=folder, block=block) as words,
        Vectors(
            lambda: (report.names for report in reports),
            [len(labels)] * len(labels),
            folder=folder,
            block=block,
        ) as names,
    ):
        titles = [(names.columns(title),) if title else () for title, *_ in marks]
        figures = [(names.columns(keys),) if keys else () for _, keys, _ in marks]
        said = [() if each is None else (_placed(each, words, names),) for *_, each in marks]
        read = ComparedReports(words, names, labels, titles, figures, said, days)
        pairs, values = _pairs(read, min(0.0, more) - EASE)
        sure = _Clusters(read, apart, held=block).joined(pairs[values >= SURE], SURE)
        number = sure.most_of_one_language()
        more += min(SURE, GROWTH * max(0.0, math.log2(number / FEW)))
        # This begins anew, not from those clusters: early joins decide later ones, and where no more is asked
        # for, stories are to be as if nobody had counted.
        return _Clusters(read, apart, held=block).joined(pairs[values >= more - EASE], more).found(more)


def _placed(said: Claims, words: Vectors, names: Vectors) -> Claims:
    """Return what a report says with the columns of the vectors in place of keys."""
    return replace(
        said,
        names=tuple(map(names.columns, said.names)),
        countries=tuple(map(names.columns, said.countries)),
        deeds=words.columns(said.deeds),
    )


def _pairs(read: ComparedReports, least: float) -> tuple[IntVector, npt.NDArray[np.float64]]:
    """Return pairs of reports that may tell one story, the most alike first, and how alike they are.

    The pairs are rows of two, with a likeness of ``least`` or more; 0 is what joins a few reports.
    """
    labels = read.labels
    codes = np.unique(np.array(labels, dtype=object), return_inverse=True)[1] if labels else np.zeros(0, int)
    by_words = neighbours(read.words, _NEIGHBOURS, _SEARCHED)
    by_names = neighbours(read.names, _NEIGHBOURS, _SEARCHED)
    same = codes[by_words.ones] == codes[by_words.others]
    keys = np.union1d(by_words.keys[same], by_names.keys)
    ones, others = np.divmod(keys, by_words.number)
    report = lru_cache(_REMEMBERED)(read.__getitem__)
    values = np.array(
        [
            beyond(report(one), report(other), {labels[one]: 1}, {labels[other]: 1})
            for one, other in zip(ones.tolist(), others.tolist(), strict=True)
        ],
        dtype=np.float64,
    )
    order = np.lexsort((keys, -np.round(values, 6)))
    order = order[values[order] >= least]
    return np.stack((ones[order], others[order]), axis=1), values[order]


def _ease(others: int) -> float:
    """Return how much less is asked for of a report and as many others: their mean owes less to chance."""
    return EASE * (1 - 1 / math.sqrt(others))


class _Clusters:
    """Clusters of the reports joined so far. The number of one of its reports stands for a cluster."""

    def __init__(self, read: ComparedReports, apart: Iterable[tuple[int, int]], *, held: int) -> None:
        """Hold sums of some ``held`` entries; other sums are computed again when they are needed.

        Reports that are ``apart`` are never in one cluster.
        """
        self._report = lru_cache(_REMEMBERED)(read.__getitem__)
        self._apart: dict[int, set[int]] = {}
        """The reports that none of a cluster may be joined with, by cluster."""
        for one, other in apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)
        self._labels = labels = read.labels
        self._owner = array("q", range(len(labels)))
        self._members: dict[int, list[int]] = {}
        self._counts: dict[int, Counter[str]] = {}
        """Number of reports of each language, by cluster. Only clusters with more than one report have counts
        and sums."""
        self._sums: OrderedDict[int, ReportSum] = OrderedDict()
        """Sums of clusters; those used last come last."""
        self._held, self._most = 0, held

    def joined(self, pairs: IntVector, more: float) -> Self:
        """Join the clusters of pairs of reports, in order, that are as alike as is asked, and ``more``."""
        for one, other in pairs.tolist():
            self._consider(one, other, more)
        return self

    def _consider(self, one: int, other: int, more: float) -> None:
        first, second = self._owner[one], self._owner[other]
        if first == second:
            return
        if len(self._of(first)) < len(self._of(second)):
            first, second = second, first
        if not self._apart.get(first, _NONE).isdisjoint(self._of(second)):
            return
        mine, gone = self._sum(first), self._sum(second)
        here, there = self._languages(first), self._languages(second)
        alone = there.total() == 1  # two clusters whose mean is alike may still be two stories of one field
        if beyond(mine, gone, here, there) < more - (_ease(here.total()) if alone else 0.0):
            return
        joined = mine.plus(gone)
        counts = here + there
        if counts.total() > 2:
            asked = (*self._of(first)[:_CHECKED], *self._of(second)[:_CHECKED])
            if self._least_alike(asked, joined, counts) < more - STRAY - _ease(counts.total() - 1):
                return
        self._forget(first)
        self._forget(second)
        moved = self._members.pop(second, [second])
        self._members.setdefault(first, [first]).extend(moved)
        self._counts.pop(second, None)
        if second in self._apart:
            self._apart[first] = self._apart.get(first, _NONE) | self._apart.pop(second)
        self._counts[first] = counts
        for member in moved:
            self._owner[member] = first
        self._hold(first, joined)

    def _least_alike(self, members: Sequence[int], joined: ReportSum, counts: Counter[str]) -> float:
        """Return how alike that one of ``members`` is to all the others together which is so the least."""
        return min(self._alike_to_rest(member, joined, counts) for member in members)

    def _alike_to_rest(self, member: int, joined: ReportSum, counts: Counter[str]) -> float:
        report = self._report(member)
        own = Counter((self._labels[member],))
        return beyond(joined.without(report), report, counts - own, own)

    def most_of_one_language(self) -> int:
        """Return the number of clusters in the language that most clusters are in; 1 where there are none."""
        told = set(zip(self._labels, self._owner, strict=True))
        return max(Counter(label for label, _ in told).values(), default=1)

    def found(self, more: float) -> list[Cluster]:
        """Return the clusters, in order of their first reports."""
        return sorted((self._cluster(name, more) for name in set(self._owner)), key=lambda each: each.members)

    def _cluster(self, name: int, more: float) -> Cluster:
        members = sorted(self._of(name))
        if len(members) == 1:
            return Cluster(members, math.inf)
        least = self._least_alike(members[:_CHECKED], self._sum(name), self._languages(name))
        return Cluster(members, least - more)

    def _of(self, name: int) -> list[int]:
        return self._members.get(name) or [name]

    def _languages(self, name: int) -> Counter[str]:
        return self._counts.get(name) or Counter((self._labels[name],))

    def _sum(self, name: int) -> ReportSum:
        found = self._sums.get(name)
        if found is None:
            found = reduce(ReportSum.plus, map(self._report, self._of(name)))
            self._hold(name, found)
        self._sums.move_to_end(name)
        return found

    def _hold(self, name: int, found: ReportSum) -> None:
        self._sums[name] = found
        self._held += found.size
        while self._held > self._most and len(self._sums) > 2:
            self._held -= self._sums.popitem(last=False)[1].size

    def _forget(self, name: int) -> None:
        gone = self._sums.pop(name, None)
        if gone is not None:
            self._held -= gone.size
