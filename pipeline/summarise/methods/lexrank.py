"""LexRank (Erkan and Radev 2004) as sumy computes it, block by block.

Sentences whose idf-modified cosine is over .1 are joined. A sentence's rating is its weight in the principal
eigenvector of the graph, found by sumy's power method. The similarities of all pairs are never in memory at
once: they are made for some sentences at a time, and only the pairs over the threshold are kept. Where these
are too many, nothing is kept and the blocks are made again for every iteration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import numpy as np

from pipeline.summarise.term_counts import Floats, Ints, TermCounts, stretches

_THRESHOLD = 0.1
"""Cosine above which two sentences are joined: sumy's, and the paper's best (table 3 there)."""
_EPSILON = 0.1
"""Change of the vector, at most, in the last iteration of the power method: sumy's value."""
_CELLS = 2_000_000
"""Number of similarities computed at a time (16 MB)."""
_KEPT_PAIRS = 8_000_000
"""The most joined pairs kept between iterations (64 MB). Of 20,000 sentences of news 3 million pairs are
joined."""
_FREQUENT = 8
"""Number of sentences; a term that is in more than one in so many is multiplied as a dense column. That is
faster there than pair by pair, and bounds the time on a text that repeats itself."""

_Block: TypeAlias = tuple[Ints, Ints]
"""Both ends of joined pairs, sorted by the first."""


def lexrank(terms: TermCounts) -> Floats:
    """Return each sentence's rating; zeros where no two words tell the sentences apart."""
    graph = _Graph(terms)
    degrees = np.maximum(graph.degrees, 1)
    weights = np.full(terms.sentences, 1 / max(1, terms.sentences))
    moved = 1.0
    while moved > _EPSILON:
        following = graph.sums(weights / degrees)
        norm = float(np.linalg.norm(following))
        if norm == 0:
            return np.zeros(terms.sentences)
        following /= norm
        moved = float(np.linalg.norm(following - weights))
        weights = following
    return weights


def rarity(terms: TermCounts) -> Floats:
    """Return the weight that LexRank gives a term: ``log(n / (1 + sentences with it))``.

    A term in all sentences but one has weight 0.
    """
    return np.asarray(np.log(max(1, terms.sentences) / (1 + terms.spread)))


def unit_vectors(terms: TermCounts, rarity: Floats) -> Floats:
    """Return a weight for each entry of ``terms``: count times rarity, each sentence of length 1 (or 0)."""
    weights = terms.counts * rarity[terms.columns]
    norms = np.sqrt(np.bincount(terms.rows, weights**2, minlength=terms.sentences))
    norms[norms == 0] = 1
    return np.asarray(weights / norms[terms.rows])


def similarities(terms: TermCounts, weights: Floats) -> Iterator[tuple[int, Floats]]:
    """Yield for each block its first sentence, and the products of its sentences with all sentences.

    ``weights`` has one for each entry of ``terms``; a product is the sum over common terms.
    """
    frequent = terms.spread * _FREQUENT > terms.sentences
    dense = _columns(terms, weights, np.flatnonzero(frequent))
    rare = np.flatnonzero(~frequent[terms.columns])
    partners = terms.spread[terms.columns[rare]]
    starts = np.searchsorted(rare, terms.starts)
    work = np.concatenate(([0], np.cumsum(partners)))[starts]
    for first, end in _cut(work, terms.sentences):
        block = dense[first:end] @ dense.T
        mine = rare[starts[first] : starts[end]]
        lengths = terms.spread[terms.columns[mine]]
        others = terms.by_term[stretches(terms.term_starts[terms.columns[mine]], lengths)]
        cells = np.repeat((terms.rows[mine] - first) * terms.sentences, lengths) + terms.rows[others]
        products = np.repeat(weights[mine], lengths) * weights[others]
        block += np.bincount(cells, products, minlength=block.size).reshape(block.shape)
        yield first, block


def _columns(terms: TermCounts, weights: Floats, chosen: Ints) -> Floats:
    places = np.full(terms.vocabulary, -1)
    places[chosen] = np.arange(chosen.size)
    entries = np.flatnonzero(places[terms.columns] >= 0)
    dense = np.zeros((terms.sentences, chosen.size))
    dense[terms.rows[entries], places[terms.columns[entries]]] = weights[entries]
    return dense


def _cut(work: Ints, sentences: int) -> Iterator[tuple[int, int]]:
    """Cut the sentences into blocks of at most ``_CELLS`` similarities and twice as many products."""
    rows = max(1, _CELLS // max(1, sentences))
    first = 0
    while first < sentences:
        by_work = int(np.searchsorted(work, work[first] + 2 * _CELLS, side="right")) - 1
        end = min(sentences, first + rows, max(first + 1, by_work))
        yield first, end
        first = end


class _Graph:
    """The graph of joined sentences."""

    def __init__(self, terms: TermCounts) -> None:
        self._terms = terms
        self._weights = unit_vectors(terms, rarity(terms))
        self._kept: list[_Block] | None = []
        self.degrees = np.zeros(terms.sentences)
        pairs = 0
        for block in self._made():
            self.degrees += np.bincount(block[0], minlength=terms.sentences)
            pairs += block[0].size
            if self._kept is not None:
                self._kept.append(block)
            if pairs > _KEPT_PAIRS:
                self._kept = None

    def sums(self, values: Floats) -> Floats:
        """Return for each sentence the sum of ``values`` over the sentences joined to it, itself included."""
        total = np.zeros(self._terms.sentences)
        blocks: Iterable[_Block] = self._made() if self._kept is None else self._kept
        for mine, others in blocks:
            total += np.bincount(mine, values[others], minlength=total.size)
        return total

    def _made(self) -> Iterator[_Block]:
        for first, block in similarities(self._terms, self._weights):
            mine, others = np.nonzero(block > _THRESHOLD)
            yield (mine + first).astype(np.int32), others.astype(np.int32)
