"""Choose the sentences that tell a document's story, with sumy's algorithms over our own segments and words.

sumy is given a document model whose sentences are already split and whose words are already stemmed. So its
own splitter (NLTK's punkt data) is never asked, its stop words and stemmers work alike in every method (left
to itself, KL neither stems nor knows ``The`` for a stop word), and these of its traps are avoided:

* it keys sentences by their text, so that repeats lose their place and share a rating: ours are keyed by
  position, and of sentences with the same text only the first takes part;
* LSA and LexRank add up in the order of a set of words, which changes with ``PYTHONHASHSEED``: here in order;
* equal ratings that differ in their last bits are made equal, and ties go to the earlier sentence.
"""

from __future__ import annotations

import hashlib
import math
import unicodedata
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import languages
from pipeline import words
from pipeline.errors import LanguageError, UsageError
from pipeline.records import LanguageCode, Length, Segment, SegmentId

METHODS: dict[str, str] = {
    "news": "lexrank, with earlier sentences weighing more, as news puts first what matters",
    "lexrank": "sentences most like the others, by weighted words (Erkan and Radev 2004)",
    "textrank": "sentences that share most words with the others (Mihalcea and Tarau 2004)",
    "luhn": "sentences where the frequent words stand densest (Luhn 1958)",
    "lsa": "sentences strongest in the main topics, which favours long ones (Steinberger and Ježek 2004)",
    "edmundson": "frequent words, and first and last places of text and paragraph (Edmundson 1969)",
    "kl": "short sentences whose words are spread as in the text (Haghighi and Vanderwende 2009)",
    "reduction": "sentences with the most similarity to all others, without TextRank's iteration",
    "sum-basic": "sentences of frequent words, each topic once (Nenkova and Vanderwende 2005)",
    "random": "any sentences, the same ones each time: a baseline to compare with",
}
"""Names that ``SumySummariser`` takes, with a line of description each; the first is the default."""

_CLASSES = {
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
_SIGNIFICANT_DIGITS = 9
"""Of a rating. Sums of some thousand floats agree to 12; ratings that really differ, to far less than 9."""

_POSITION_WEIGHT = 0.1
"""In "news" the sentence at position p (from 0) has its LexRank rating divided by 1 + .1 p.

On 199 CNN/DM articles with human highlights this takes LexRank from 33.8 to 38.6 ROUGE-1 (lead-3: 38.4).
"""

_Ratings = dict[int, float]


class SumySummariser:
    """Ranks sentences with one of sumy's algorithms."""

    def __init__(self, method: str = "news") -> None:
        if method not in METHODS:
            raise UsageError(f"unknown summary method {method!r}; choose one of: {', '.join(METHODS)}")
        self.method = method

    @property
    def identity(self) -> str:
        """``sumy`` and its version."""
        return f"sumy {_sumy_version()}"

    def select(
        self, segments: Sequence[Segment], length: Length, *, language: LanguageCode
    ) -> tuple[SegmentId, ...]:
        """Return the ids of the best segments in the order of the source.

        Segments that differ in nothing but case, width or white space count as one, the first; empty ones do
        not count. Of these ``n`` segments the summary holds, by the unit of ``length``,

        * ``sentences``: that many, or all where there are fewer;
        * ``ratio``: ``round(ratio * n)`` (half to even, as Python rounds), at least 1;
        * ``words``: down the ranking, each that still fits, so never more than asked for. Words are those of
          the source, counted by ``words.count``. Where no sentence is short enough the answer is empty, not
          an error: one long-winded document must not lose its translation. The caller should say so.

        A text too short to be ranked (one sentence, nothing but stop words) gives its leading segments.
        ``language`` is that of the document, whatever single segments are in. Raises ``LanguageError`` where
        ``languages/`` has no file for it.
        """
        distinct = _distinct(segments)
        try:
            stems = [words.stems(segment.text, language) for segment in distinct]
        except languages.UnknownLanguageError as error:
            raise LanguageError(f"cannot summarise: {error}") from None
        ranking = _ranking(self.method, [segment.block for segment in distinct], stems)
        chosen = _fitting(ranking, distinct, length)
        return tuple(segment.id for position, segment in enumerate(distinct) if position in chosen)


def _distinct(segments: Sequence[Segment]) -> list[Segment]:
    first: dict[str, Segment] = {}
    for segment in segments:
        key = " ".join(unicodedata.normalize("NFKC", segment.text).casefold().split())
        if key:
            first.setdefault(key, segment)
    return list(first.values())


def _fitting(ranking: Sequence[int], segments: Sequence[Segment], length: Length) -> frozenset[int]:
    if length.unit == "words":
        return _within_words(ranking, segments, length.value)
    wanted = length.value if length.unit == "sentences" else max(1, round(length.value * len(segments)))
    return frozenset(ranking[: int(max(0, min(wanted, len(segments))))])


def _within_words(ranking: Sequence[int], segments: Sequence[Segment], most: float) -> frozenset[int]:
    chosen: set[int] = set()
    total = 0
    for position in ranking:
        size = words.count(segments[position].text)
        if total + size <= most:
            chosen.add(position)
            total += size
    return frozenset(chosen)


def _ranking(method: str, blocks: Sequence[int], stems: Sequence[Sequence[str]]) -> list[int]:
    """Return the positions of all sentences, best first; those without a word of content come last."""
    worded = {position for position, terms in enumerate(stems) if any(terms)}
    contents = {position: stems[position] for position in sorted(worded)}
    if method == "news":
        lexrank = _ratings("lexrank", blocks, contents)
        ratings = {
            position: rating / (1 + _POSITION_WEIGHT * position) for position, rating in lexrank.items()
        }
    else:
        ratings = _ratings(method, blocks, contents)
    return sorted(range(len(stems)), key=lambda p: (p not in worded, -ratings.get(p, 0.0), p))


def _ratings(method: str, blocks: Sequence[int], stems: dict[int, Sequence[str]]) -> _Ratings:
    """Return sumy's rating of each position in ``stems``; nothing where the method cannot tell them apart."""
    if not stems:
        return {}
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    gaps = method == "luhn"  # which measures how densely words stand, so stop words keep their places
    terms = {str(p): tuple(t for t in stems[p] if gaps or t != words.STOP_WORD) for p in stems}
    tokenizer = SimpleNamespace(to_words=terms.__getitem__)
    document = ObjectDocumentModel(
        Paragraph(Sentence(str(position), tokenizer) for position in positions)
        for _, positions in groupby(stems, key=blocks.__getitem__)
    )
    found: _Ratings = {}

    def keep(infos: Sequence[Any]) -> Sequence[Any]:
        # sumy takes a callable for the number of sentences, and hands it every one with its rating.
        found.update({int(str(info.sentence)): float(info.rating) for info in infos})
        return infos

    with warnings.catch_warnings():
        # LSA warns of texts with fewer words than sentences, LexRank divides by zero where no two sentences
        # share a word: the ties and the NaN that follow are dealt with below.
        warnings.simplefilter("ignore")
        _summarizer(method, document)(document, keep)
    if not all(map(math.isfinite, found.values())):
        return {}
    return {position: float(f"{rating:.{_SIGNIFICANT_DIGITS}g}") for position, rating in found.items()}


def _summarizer(method: str, document: Any) -> Any:
    module, name = _CLASSES[method]
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
    """Return sumy's idf-modified cosine (Erkan and Radev 2004, eq. 1), summed exactly, so in no order."""
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
    # Of Edmundson's four features two need what is not to be had here: a dictionary of cue words, and the
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
    def ratings(sentences: Sequence[Any]) -> dict[Any, int]:
        digests = ((s, hashlib.sha256(" ".join(s.words).encode()).digest()) for s in sentences)
        return {sentence: int.from_bytes(digest[:8]) for sentence, digest in digests}

    summarizer._get_random_ratings = ratings


_ADAPTATIONS: dict[str, Callable[[Any, Any], None]] = {
    "lexrank": _adapt_lexrank,
    "luhn": _adapt_luhn,
    "lsa": _adapt_lsa,
    "edmundson": _adapt_edmundson,
    "random": _adapt_random,
}


@cache
def _sumy_version() -> str:
    from importlib.metadata import version

    return version("sumy")
