"""Methods that choose one sentence after the other: KL-Sum and SumBasic as sumy computes them.

sumy rates every sentence anew for each choice. Here only what a choice changes is computed again: the ratings
of the sentences that share a word with the chosen one. The order comes one by one, as it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.summarise.term_counts import Floats, TermCounts, stretches

TIE = 1e-9
"""Ratings that differ by no more than this share of themselves are equal: the first sentence is chosen."""


_SQUARINGS = 60
"""More of them would change no probability: all but 1 are 0 by then."""


def first_least(values: Floats) -> int:
    """Return the first position of the least value; values that agree but for rounding are equal."""
    least = float(values.min())
    return int(np.argmax(values <= least + TIE * abs(least) + TIE / 1000))


def first_greatest(values: Floats) -> int:
    """Return the first position of the greatest value, none of which is below 0; ties as ``first_least``."""
    return int(np.argmax(values >= float(values.max()) * (1 - TIE)))


def kl(terms: TermCounts) -> Iterator[int]:
    """Yield sentences, each the one that brings the summary's words closest to the document's.

    Closest by the divergence that sumy computes (after Haghighi and Vanderwende 2009): the sum over the words
    of the summary of ``p log(p / q)``, p being a word's share of the document and q of the summary.
    """
    if not terms.sentences:
        return
    state = _Divergence(terms)
    for _ in range(terms.sentences):
        chosen = first_least(state.with_each())
        state.take(chosen)
        yield chosen


class _Divergence:
    """The divergence of a growing summary, and what each sentence would make of it.

    With C(w) the count of w in the summary and T the sum of all, the divergence is
    ``sum of p (log p - log C) + (sum of p) log T``: two sums over words, and T. Each sentence's share in both
    sums is kept, and changes only with the counts of its own words.
    """

    def __init__(self, terms: TermCounts) -> None:
        self._terms = terms
        self._share = terms.totals / max(1.0, terms.totals.sum())
        self._held = np.zeros(terms.vocabulary)
        self._size = 0.0
        self._sums = np.zeros(2)
        shares = self._share[terms.columns]
        self._parts = np.stack([shares * np.log(shares / terms.counts), shares])
        self._adds = np.stack([np.bincount(terms.rows, p, minlength=terms.sentences) for p in self._parts])
        self._open = np.ones(terms.sentences, dtype=bool)

    def with_each(self) -> Floats:
        """Return the divergence with each sentence added; infinite for those that are in."""
        sizes = self._size + self._terms.sizes
        values = self._sums[0] + self._adds[0] + (self._sums[1] + self._adds[1]) * np.log(sizes)
        return np.where(self._open, values, np.inf)

    def take(self, sentence: int) -> None:
        terms = self._terms
        mine = np.arange(terms.starts[sentence], terms.starts[sentence + 1])
        added = terms.columns[mine]
        before = self._held[added]
        after = before + terms.counts[mine]
        share = self._share[added]
        old = np.where(before > 0, share * np.log(share / np.maximum(before, 1)), 0.0)
        self._sums += [np.sum(share * np.log(share / after) - old), np.sum(share[before == 0])]
        self._held[added] = after
        self._size += float(terms.sizes[sentence])
        self._open[sentence] = False
        touched = terms.entries_of(added)
        columns = terms.columns[touched]
        held = self._held[columns]
        logs = -self._share[columns] * np.log((held + terms.counts[touched]) / held)
        for number, parts in enumerate((logs, np.zeros(touched.size))):
            np.add.at(self._adds[number], terms.rows[touched], parts - self._parts[number, touched])
            self._parts[number, touched] = parts


def sum_basic(terms: TermCounts) -> Iterator[int]:
    """Yield sentences, each the one whose words are the most probable on average.

    After Nenkova and Vanderwende (2005). Once a sentence is chosen, the probability of each of its words is
    squared, for each time that it has it.
    """
    if not terms.sentences:
        return
    chances = terms.totals / max(1.0, terms.totals.sum())
    sizes = np.maximum(terms.sizes, 1)
    means = np.bincount(terms.rows, terms.counts * chances[terms.columns], minlength=terms.sentences) / sizes
    for _ in range(terms.sentences):
        chosen = first_greatest(means)
        yield chosen
        mine = slice(terms.starts[chosen], terms.starts[chosen + 1])
        changed = terms.columns[mine]
        chances[changed] **= 2 ** np.minimum(terms.counts[mine], _SQUARINGS)
        # Summed anew, not by differences: chances soon are smaller than these would be exact to.
        touched = np.unique(terms.rows[terms.entries_of(changed)])
        touched = touched[means[touched] >= 0]
        lengths = np.diff(terms.starts)[touched]
        entries = stretches(terms.starts[touched], lengths)
        sums = np.bincount(
            np.repeat(np.arange(touched.size), lengths),
            terms.counts[entries] * chances[terms.columns[entries]],
            minlength=touched.size,
        )
        means[touched] = sums / sizes[touched]
        means[chosen] = -1.0
