"""Stories: reports of the same event, whatever language they are in.

Two views are compared. *Words*: of reports that can be read in one language, in translation or as they are.
*Names*: numbers and names, of any two reports (``names.py``). The pairs that are most alike are joined first,
and two clusters only where they are alike on average, over all pairs of theirs: joining whatever has one pair
that is alike would chain story after story together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.digest.vectors import Counted, Sparse, Vectors, product, total

WORDS_SHARE = 0.9
"""Weight of the words where two reports have a language in common; the rest is the names'."""
SAME_LANGUAGE = 0.082
"""Likeness from which reports that have a language in common tell one story."""
OTHER_LANGUAGE = 0.05
"""Likeness in names alone from which reports without one do."""
_NEIGHBOURS = 16
"""Reports that each is compared with, in each view."""
_SEARCHED = 0.5
"""Pairs are looked at from this share of the likeness that joins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What is compared of one report."""

    language: str
    """Of its words: the pivot language where it was translated into it, its own otherwise."""
    words: Counted
    names: Counted


def stories(reports: Sequence[Features]) -> list[list[int]]:
    """Return positions of reports that tell the same story, each position once, in order."""
    labels = [report.language for report in reports]
    words = Vectors([report.words for report in reports], labels)
    names = Vectors([report.names for report in reports], labels)
    clusters = {row: _Cluster.of(row, label, words, names) for row, label in enumerate(labels)}
    owner = list(range(len(reports)))
    for one, other in _pairs(words, names, labels):
        first, second = owner[one], owner[other]
        if first == second or clusters[first].likeness(clusters[second]) < 1:
            continue
        if len(clusters[first].members) < len(clusters[second].members):
            first, second = second, first
        gone = clusters.pop(second)
        clusters[first].add(gone)
        for member in gone.members:
            owner[member] = first
    return sorted(sorted(cluster.members) for cluster in clusters.values())


def _pairs(words: Vectors, names: Vectors, labels: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs of reports that may tell one story, the most alike first."""
    by_words = {
        (one, other): value
        for one, other, value in words.neighbours(_NEIGHBOURS, _SEARCHED * SAME_LANGUAGE)
        if labels[one] == labels[other]
    }
    found = names.neighbours(_NEIGHBOURS, _SEARCHED * OTHER_LANGUAGE)
    by_names = {(one, other): value for one, other, value in found}
    rated = []
    for pair in by_words.keys() | by_names.keys():
        named = by_names.get(pair, 0.0)
        if labels[pair[0]] == labels[pair[1]]:
            value = (WORDS_SHARE * by_words.get(pair, 0.0) + (1 - WORDS_SHARE) * named) / SAME_LANGUAGE
        else:
            value = named / OTHER_LANGUAGE
        if value >= _SEARCHED:
            rated.append((-round(value, 6), pair))
    return (pair for _, pair in sorted(rated))


@dataclass(slots=True)
class _Cluster:
    """Reports joined so far, as sums of their vectors."""

    members: list[int]
    words: dict[str, Sparse]
    """By language."""
    counts: dict[str, int]
    """Reports of each language."""
    names: Sparse

    @classmethod
    def of(cls, row: int, label: str, words: Vectors, names: Vectors) -> _Cluster:
        return cls([row], {label: words.of(row)}, {label: 1}, names.of(row))

    def likeness(self, other: _Cluster) -> float:
        """Return the mean likeness of a pair with a member of each; 1 is what joins."""
        shared = sorted(self.words.keys() & other.words.keys())
        named = product(self.names, other.names) / (len(self.members) * len(other.members))
        if not shared:
            return named / OTHER_LANGUAGE
        summed = sum(product(self.words[label], other.words[label]) for label in shared)
        pairs = sum(self.counts[label] * other.counts[label] for label in shared)
        return (WORDS_SHARE * summed / pairs + (1 - WORDS_SHARE) * named) / SAME_LANGUAGE

    def add(self, other: _Cluster) -> None:
        self.members.extend(other.members)
        for label, vector in other.words.items():
            mine = self.words.get(label)
            self.words[label] = vector if mine is None else total(mine, vector)
            self.counts[label] = self.counts.get(label, 0) + other.counts[label]
        self.names = total(self.names, other.names)
