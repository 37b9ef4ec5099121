"""Methods that choose one sentence after the other: KL-Sum and SumBasic as sumy computes them.

sumy rates every sentence anew for each choice. Here only what a choice changes is computed again: the ratings
of the sentences that share a word with the chosen one. The order is yielded one by one, on demand.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.summarise.term_counts import Floats, TermCounts, stretches

TIE = 1e-9
"""Relative difference up to which ratings are equal: the first sentence is then chosen."""


_SQUARINGS = 60
"""The most times that a probability is squared. More would change none: all but 1 are 0 by then."""


def first_least(values: Floats) -> int:
    """Return the first position of the least value; values that differ only by rounding are equal."""
    least = float(values.min())
    return int(np.argmax(values <= least + TIE * abs(least) + TIE / 1000))


def first_greatest(values: Floats) -> int:
    """Return the first position of the greatest value; none is below 0. Ties are as in ``first_least``."""
    return int(np.argmax(values >= float(values.max()) * (1 - TIE)))


def kl(terms: TermCounts) -> Iterator[int]:
    """Yield sentences, each the one that brings the summary's words closest to the document's.

    Closeness is the divergence that sumy computes (after Haghighi and Vanderwende 2009): the sum over the
    words of the summary of ``p log(p / q)``, p being a word's share of the document and q of the summary.
    """
    if not terms.sentences:
        return
    state = _Divergence(terms)
    for _ in range(terms.sentences):
        chosen = first_least(state.with_each())
        state.take(chosen)
        yield chosen


class _Divergence:
    """The divergence of a growing summary, and the divergence that each sentence would lead to.

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
        """Return the divergence with each sentence added; infinite for sentences already in the summary."""
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

    The method is that of Nenkova and Vanderwende (2005). Once a sentence is chosen, the probability of each
    of its words is squared, for each time that the sentence has the word.
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
        # Sums are made anew, not by differences: probabilities soon are below the precision of differences.
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
