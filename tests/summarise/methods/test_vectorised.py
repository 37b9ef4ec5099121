"""The vectorised methods: sumy's answers, without its time and memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.records import Hints, Segment
from pipeline.summarise import SUMY, words
from pipeline.summarise.material import Material
from pipeline.summarise.methods import frequency, lexrank, overlap
from pipeline.summarise.methods.sumy_reference import VECTORISED
from pipeline.summarise.methods.table import order
from pipeline.summarise.term_counts import TermCounts, count_terms
from tests.summarise.test_extractor import STORIES

LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "ja", "ru", "tr", "zh")
stems = st.lists(st.sampled_from([*"abcdefgh", words.STOP_WORD]), min_size=1, max_size=9).filter(any)


def material(sentences: Sequence[Sequence[str]], *, a_block: int = 3) -> Material:
    """Return stems as a document's, so many sentences a paragraph."""
    return Material(
        segments=[
            Segment(id=str(i), block=i // a_block, start=0, end=0, text=str(i), language="en")
            for i in range(len(sentences))
        ],
        stems=sentences,
        language="en",
        hints=Hints(),
    )


def drawn(number: int, *, vocabulary: int = 5_000) -> TermCounts:
    """Return the terms of so many sentences, some words far more frequent than others."""
    random = np.random.default_rng(7)
    shares = 1 / np.arange(10, 10 + vocabulary)
    chosen = random.choice(vocabulary, (number, 10), p=shares / shares.sum())
    return count_terms([[str(word) for word in sentence] for sentence in chosen])


@pytest.mark.parametrize("method", VECTORISED)
@pytest.mark.parametrize("language", STORIES)
def test_a_story_is_ranked_as_sumy_ranks_it(method: str, language: str) -> None:
    """All sentences in the same order, not only the first ones the same."""
    story = material([words.stems(text, language) for text in STORIES[language]])
    assert list(order(method, story)) == list(order(SUMY + method, story))


@pytest.mark.parametrize("language", LANGUAGES)
def test_news_is_ranked_as_sumy_ranks_it(news: Path, language: str) -> None:
    """By every method, on real documents; bench/summarise.py does the same on all of them."""
    for path in sorted(news.glob(f"*/{language}.txt"))[::14]:
        found = [words.stems(line, language) for line in path.read_text("utf-8").splitlines()]
        document = material([sentence for sentence in found if any(sentence)])
        for method in VECTORISED:
            assert list(order(method, document)) == list(order(SUMY + method, document)), (path, method)


@pytest.mark.parametrize("method", VECTORISED)
@settings(max_examples=30, deadline=None)
@given(sentences=st.lists(stems, min_size=1, max_size=9), a_block=st.integers(1, 4))
def test_whatever_the_words_the_order_is_sumys(method: str, sentences: list[list[str]], a_block: int) -> None:
    """Few different words make for ties, repeats and sentences that share everything or nothing."""
    document = material(sentences, a_block=a_block)
    assert list(order(method, document)) == list(order(SUMY + method, document))


def test_lsa_is_what_the_decomposition_gives() -> None:
    """The length of a column of the matrix is its weight in all of its singular vectors together."""
    terms = drawn(40, vocabulary=60)
    matrix = np.full((terms.vocabulary, terms.sentences), 0.4)
    highest = np.array([terms.counts[terms.rows == row].max() for row in range(terms.sentences)])
    matrix[terms.columns, terms.rows] += 0.6 * terms.counts / highest[terms.rows]
    _, values, vectors = np.linalg.svd(matrix, full_matrices=False)
    np.testing.assert_allclose(frequency.lsa(terms), np.sqrt(values**2 @ vectors**2), rtol=1e-9)


def test_blocks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few similarities are made at a time, kept or made again, the ratings are the same."""
    terms = drawn(300)
    whole, ranked, reduced = lexrank.lexrank(terms), overlap.textrank(terms), overlap.reduction(terms)
    monkeypatch.setattr(lexrank, "_CELLS", 1_000)
    monkeypatch.setattr(overlap, "_CELLS", 50)
    np.testing.assert_allclose(lexrank.lexrank(terms), whole, rtol=1e-9)
    monkeypatch.setattr(lexrank, "_KEPT_PAIRS", 10)
    np.testing.assert_allclose(lexrank.lexrank(terms), whole, rtol=1e-9)
    np.testing.assert_allclose(overlap.textrank(terms), ranked, rtol=1e-9)
    np.testing.assert_allclose(overlap.reduction(terms), reduced, rtol=1e-9)


def test_frequent_terms_are_multiplied_to_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a term is taken as a dense column or pair by pair."""
    terms = drawn(200)
    weights = lexrank.unit_vectors(terms, lexrank.rarity(terms))
    once = np.concatenate([block for _, block in lexrank.similarities(terms, weights)])
    for limit in (1, 10**6):
        monkeypatch.setattr(lexrank, "_FREQUENT", limit)
        again = np.concatenate([block for _, block in lexrank.similarities(terms, weights)])
        np.testing.assert_allclose(once, again, atol=1e-12)


@pytest.mark.parametrize("method", ["lexrank", "textrank", "lsa", "reduction", "kl", "sum-basic"])
def test_no_matrix_of_all_pairs_is_made(method: str) -> None:
    """3,000 sentences squared are 72 MB; no method comes near."""
    document = material([f"{i} {i % 7} {i % 11} {i % 501} {i * i % 997}".split() for i in range(3_000)])
    tracemalloc.start()
    assert len(list(islice(order(method, document), 5))) == 5
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60e6


@pytest.mark.parametrize("method", VECTORISED)
def test_a_word_again_and_again_is_no_overflow(method: str) -> None:
    """A word 5,000 times in one sentence."""
    document = material([["word"] * 5_000, ["word", "other"], ["other", "third"]])
    assert sorted(order(method, document)) == [0, 1, 2]
