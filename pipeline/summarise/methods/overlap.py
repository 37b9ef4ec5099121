"""TextRank (Mihalcea and Tarau 2004) and Reduction as sumy computes them, without a matrix of all pairs.

Both weigh a pair of sentences by the words in common over the sum of the logarithms of their lengths. So the
weight that a sentence gets from all others is a sum over terms, and depends on the others through their
lengths alone. It is enough to add up, for each term, the counts in the sentences of each length. Time and
memory grow with the number of words, and with the square of the number of different lengths, of which a text
has some dozens.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.summarise.term_counts import Floats, Ints, TermCounts

_DAMPING = 0.85
_EPSILON = 1e-4
"""Change of the vector, at most, in the last iteration of the power method: sumy's value."""
_NO_ZERO = 1e-7
"""Value added to sums that are divided by, so that none is 0: sumy's."""
_CELLS = 2_000_000
"""Number of lengths times terms held at a time (16 MB)."""


def textrank(terms: TermCounts) -> Floats:
    """Return each sentence's rating; one of a single word is like itself, and like any with that word."""
    weigh = _Overlap(terms, lone=1.0)
    sums = weigh(np.ones(terms.sentences)) + _NO_ZERO
    ranks = np.full(terms.sentences, 1 / max(1, terms.sentences))
    moved = 1.0
    while moved > _EPSILON:
        following = (1 - _DAMPING) / terms.sentences * ranks.sum() + _DAMPING * weigh(ranks / sums)
        moved = float(np.linalg.norm(following - ranks))
        ranks = following
    return ranks


def reduction(terms: TermCounts) -> Floats:
    """Return each sentence's weight with all others together."""
    squares = np.bincount(terms.rows, terms.counts**2, minlength=terms.sentences)
    common = np.bincount(terms.rows, terms.counts * terms.totals[terms.columns], minlength=terms.sentences)
    logs = np.log(np.maximum(terms.sizes, 1))
    own = np.divide(squares, 2 * logs, out=np.zeros_like(logs), where=logs > 0)
    rating = _Overlap(terms, lone=0.0)(np.ones(terms.sentences)) - own
    # Counts are whole numbers, so they tell for certain where nothing is shared and the rest is rounding.
    return np.where(common > squares, rating, 0.0)


class _Overlap:
    """Sums of pair weights: ``self(values)[j]`` is the sum over i of ``weight(i, j) * values[i]``."""

    def __init__(self, terms: TermCounts, *, lone: float) -> None:
        """Weigh a word with ``lone`` where two sentences have it in common and have no other word."""
        self._terms = terms
        lengths, self._group = np.unique(terms.sizes, return_inverse=True)
        logs = np.log(np.maximum(lengths, 1))
        sums = logs[:, None] + logs[None, :]
        self._kernel = np.divide(1.0, sums, out=np.full_like(sums, lone), where=sums > 0)
        self._chunks = list(self._cut(max(1, _CELLS // max(1, lengths.size))))

    def __call__(self, values: Floats) -> Floats:
        total = np.zeros(self._terms.sentences)
        for rows, counts, cells, width in self._chunks:
            held = np.bincount(cells, counts * values[rows], minlength=len(self._kernel) * width)
            # The product is not taken with ``@``, whose last bits depend on the processor.
            given = np.einsum("ij,jk->ik", self._kernel, held.reshape(-1, width)).ravel()
            total += np.bincount(rows, counts * given[cells], minlength=total.size)
        return total

    def _cut(self, width: int) -> Iterator[tuple[Ints, Floats, Ints, int]]:
        """Yield entries by ``width`` terms: sentence, count, place in a table of lengths by terms."""
        terms = self._terms
        for first in range(0, terms.vocabulary, width):
            end = min(terms.vocabulary, first + width)
            entries = terms.by_term[terms.term_starts[first] : terms.term_starts[end]]
            rows = terms.rows[entries]
            cells = self._group[rows] * (end - first) + terms.columns[entries] - first
            yield rows, terms.counts[entries], cells, end - first
