"""The words of a document as sparse counts: how often each stem occurs in each sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.core.dataclass import dataclass
from pipeline.summarise import words

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class TermCounts:
    """Counts of terms by sentence, as parallel arrays with an entry for each term of each sentence.

    Terms are numbered in the order of first occurrence, so nothing depends on the order of a set.
    """

    sentences: int
    vocabulary: int
    """Number of different terms."""
    rows: Ints
    """Sentence of each entry, ascending."""
    columns: Ints
    """Term of each entry."""
    counts: Floats
    """How often the sentence has the term."""

    @cached_property
    def starts(self) -> Ints:
        """Index of each sentence's first entry, and at last the number of entries."""
        return np.searchsorted(self.rows, np.arange(self.sentences + 1)).astype(np.int64)

    @cached_property
    def sizes(self) -> Floats:
        """Number of words in each sentence, repeats counted."""
        return np.asarray(np.bincount(self.rows, self.counts, minlength=self.sentences), dtype=np.float64)

    @cached_property
    def totals(self) -> Floats:
        """Number of times that the document has each term."""
        return np.asarray(np.bincount(self.columns, self.counts, minlength=self.vocabulary), dtype=np.float64)

    @cached_property
    def spread(self) -> Ints:
        """Number of sentences that have each term."""
        return np.bincount(self.columns, minlength=self.vocabulary)

    @cached_property
    def by_term(self) -> Ints:
        """Entries sorted by term, and by sentence within a term."""
        return np.argsort(self.columns, kind="stable")

    @cached_property
    def term_starts(self) -> Ints:
        """Index of each term's first entry in ``by_term``, and at last the number of entries."""
        return np.concatenate(([0], np.cumsum(self.spread)))

    def entries_of(self, terms: Ints) -> Ints:
        """Return the entries of all sentences that have one of ``terms``, term by term."""
        return self.by_term[stretches(self.term_starts[terms], self.spread[terms])]


def count_terms(stems: Sequence[Sequence[str]]) -> TermCounts:
    """Count the stems of each sentence, ``words.STOP_WORD`` left out."""
    numbers: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    counts: list[int] = []
    for row, sentence in enumerate(stems):
        for term, number in Counter(sentence).items():
            if term != words.STOP_WORD:
                rows.append(row)
                columns.append(numbers.setdefault(term, len(numbers)))
                counts.append(number)
    return TermCounts(
        sentences=len(stems),
        vocabulary=len(numbers),
        rows=np.array(rows, dtype=np.int64),
        columns=np.array(columns, dtype=np.int64),
        counts=np.array(counts, dtype=np.float64),
    )


def stretches(starts: Ints, lengths: Ints) -> Ints:
    """Return ``start, start + 1, ...`` for each start, as many as its length says, in one array."""
    before = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths), dtype=np.int64)
