"""sumy's algorithms, run over our own sentences and words: the reference for the vectorised methods.

sumy is given a document model whose sentences are already split and whose words are already stemmed. So its
own splitter (NLTK's punkt data) is never asked, its stop words and stemmers work alike in every method (left
to itself, KL neither stems nor knows ``The`` for a stop word), and these of its traps are avoided:

* it keys sentences by their text, so that repeats lose their place and share a rating: ours are keyed by
  position;
* LSA and LexRank add up in the order of a set of words, which changes with ``PYTHONHASHSEED``: here in order;
* equal ratings that differ in their last bits are made equal, and ties go to the earlier sentence.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import numpy as np

from pipeline.summarise import words
from pipeline.summarise.methods.frequency import random
from pipeline.summarise.methods.greedy import first_greatest, first_least
from pipeline.summarise.term_counts import Floats

SUMY_NAMES = ("lexrank", "textrank", "luhn", "lsa", "edmundson", "kl", "reduction", "sum-basic", "random")
"""Names of sumy's methods; ``sumy:lexrank`` and so on ask for them."""
VECTORISED = tuple(name for name in SUMY_NAMES if name != "random")
"""Names of the methods that are also computed here with arrays, to the same answers."""

CLASSES = {
    "lexrank": ("lex_rank", "LexRankSummarizer"),
    "textrank": ("text_rank", "TextRankSummarizer"),
    "luhn": ("luhn", "LuhnSummarizer"),
    "lsa": ("lsa", "LsaSummarizer"),
    "edmundson": ("edmundson", "EdmundsonSummarizer"),
    "kl": ("kl", "KLSummarizer"),
    "reduction": ("reduction", "ReductionSummarizer"),
    "sum-basic": ("sum_basic", "SumBasicSummarizer"),
    "random": ("random", "RandomSummarizer"),
}
"""Class of each method, and its module below ``sumy.summarizers``."""


def ratings(method: str, blocks: Sequence[int], stems: Sequence[Sequence[str]]) -> Floats:
    """Return sumy's ratings of the sentences by one of ``SUMY_NAMES``; zeros where sumy cannot rate them.

    ``blocks`` has the paragraph of each sentence, ``stems`` its stems with stop words marked; each sentence
    must have a word that is none.
    """
    if not stems:
        return np.zeros(0)
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    gaps = method == "luhn"  # Luhn measures density, so stop words keep their places
    terms = {str(p): tuple(t for t in s if gaps or t != words.STOP_WORD) for p, s in enumerate(stems)}
    tokenizer = SimpleNamespace(to_words=terms.__getitem__)
    document = ObjectDocumentModel(
        Paragraph(Sentence(str(position), tokenizer) for position in positions)
        for _, positions in groupby(range(len(stems)), key=blocks.__getitem__)
    )
    found: dict[int, float] = {}

    def keep(infos: Sequence[Any]) -> Sequence[Any]:
        # sumy takes a callable for the number of sentences, and hands it every one with its rating.
        found.update({int(str(info.sentence)): float(info.rating) for info in infos})
        return infos

    with warnings.catch_warnings():
        # LSA warns of texts with fewer words than sentences, LexRank divides by zero where no two sentences
        # share a word: the ties and the NaN that follow are dealt with below.
        warnings.simplefilter("ignore")
        _summarizer(method, document)(document, keep)
    return np.array([found[position] for position in range(len(stems))])


def _summarizer(method: str, document: Any) -> Any:
    module, name = CLASSES[method]
    summarizer = getattr(import_module(f"sumy.summarizers.{module}"), name)()
    adapt = _ADAPTATIONS.get(method)
    if adapt is not None:
        adapt(summarizer, document)
    return summarizer


def _adapt_lexrank(summarizer: Any, _document: Any) -> None:
    summarizer.cosine_similarity = _cosine


def _cosine(
    _words1: Sequence[str],
    _words2: Sequence[str],
    tf1: dict[str, float],
    tf2: dict[str, float],
    idf: dict[str, float],
) -> float:
    """Return sumy's idf-modified cosine (Erkan and Radev 2004, eq. 1), summed exactly, so in any order."""
    norm1 = math.fsum((tf * idf[term]) ** 2 for term, tf in tf1.items())
    norm2 = math.fsum((tf * idf[term]) ** 2 for term, tf in tf2.items())
    if norm1 <= 0 or norm2 <= 0:
        return 0.0
    shared = math.fsum(tf * tf2[term] * idf[term] ** 2 for term, tf in tf1.items() if term in tf2)
    return shared / (math.sqrt(norm1) * math.sqrt(norm2))


def _adapt_luhn(summarizer: Any, _document: Any) -> None:
    summarizer.stop_words = [words.STOP_WORD]


def _adapt_lsa(summarizer: Any, document: Any) -> None:
    rows = {term: row for row, term in enumerate(dict.fromkeys(document.words))}
    summarizer._create_dictionary = lambda _document: rows


def _adapt_edmundson(summarizer: Any, document: Any) -> None:
    # Two of Edmundson's four features need what is not available here: a dictionary of cue words, and the
    # title, which the port leaves out. The key feature counts, among the bonus words, those more than half as
    # frequent as the most frequent: with all words for bonus words it is Edmundson's own. Null words are for
    # titles alone, but sumy refuses an empty set.
    summarizer._cue_weight = summarizer._title_weight = 0.0
    summarizer._key_weight = summarizer._location_weight = 1.0
    summarizer.bonus_words = document.words
    summarizer.null_words = [words.STOP_WORD]


def _adapt_random(summarizer: Any, _document: Any) -> None:
    # sumy draws from Python's shared generator. Here the words themselves decide, so that a text always gets
    # the same sentences, whatever was summarised before it.
    def rate(sentences: Sequence[Any]) -> dict[Any, float]:
        return dict(zip(sentences, random([s.words for s in sentences]).tolist(), strict=True))

    summarizer._get_random_ratings = rate


def _adapt_kl(summarizer: Any, _document: Any) -> None:
    summarizer._find_index_of_best_sentence = lambda divergences: first_least(np.array(divergences))


def _adapt_sum_basic(summarizer: Any, _document: Any) -> None:
    mean = summarizer._compute_average_probability_of_words

    def find(chances: dict[str, float], sentences: Sequence[Sequence[str]]) -> int:
        return first_greatest(np.array([mean(chances, sentence) for sentence in sentences]))

    summarizer._find_index_of_best_sentence = find


_ADAPTATIONS: dict[str, Callable[[Any, Any], None]] = {
    "lexrank": _adapt_lexrank,
    "luhn": _adapt_luhn,
    "lsa": _adapt_lsa,
    "edmundson": _adapt_edmundson,
    "kl": _adapt_kl,
    "sum-basic": _adapt_sum_basic,
    "random": _adapt_random,
}


@cache
def version() -> str:
    """Return the installed version of sumy."""
    from importlib import metadata

    return metadata.version("sumy")
