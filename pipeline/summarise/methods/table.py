"""The methods by name, and the ranking that each makes of a document's sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.summarise.material import Material
    from pipeline.summarise.ranking import Ranking
    from pipeline.summarise.term_counts import Floats

METHODS: dict[str, str] = {
    "news": "for news: central sentences, early ones first, none that says the same again",
    "lead": "the first sentences: a baseline that is hard to beat on news",
    "lexrank": "sentences most like the others, by weighted words (Erkan and Radev 2004)",
    "textrank": "sentences that share most words with the others (Mihalcea and Tarau 2004)",
    "luhn": "sentences where the frequent words stand densest (Luhn 1958)",
    "lsa": "sumy's LSA, which amounts to: sentences of the most different words",
    "edmundson": "frequent words, and first and last places of text and paragraph (Edmundson 1969)",
    "kl": "short sentences whose words are spread as in the text (Haghighi and Vanderwende 2009)",
    "reduction": "sentences with the most similarity to all others, without TextRank's iteration",
    "sum-basic": "sentences of frequent words, each topic once (Nenkova and Vanderwende 2005)",
    "random": "any sentences, the same ones each time: a baseline to compare with",
}
"""Names of methods that ``Extractor`` takes, with one line of description each; the first is the default."""
SUMY = "sumy:"
"""Prefix of the name of one of sumy's methods: sumy itself is to rank, slowly."""
_QUERY_WEIGHT = 2.0
"""Weight of a query's words against the method: a sentence with all of them comes before any with none."""


def rank(method: str, material: Material) -> Ranking:
    """Return the ranking of ``material`` by one of ``METHODS`` or of sumy's.

    Sentences without a word of content come last, whatever the method, which does not see them.
    """
    from pipeline.summarise import words
    from pipeline.summarise.material import Material
    from pipeline.summarise.ranking import PartialRanking

    worded = [i for i, stems in enumerate(material.stems) if any(s != words.STOP_WORD for s in stems)]
    inner = Material(
        segments=[material.segments[i] for i in worded],
        stems=[material.stems[i] for i in worded],
        language=material.language,
        hints=material.hints,
        places=None if material.places is None else [material.places[i] for i in worded],
    )
    return PartialRanking(_ranking(method, inner), worded, len(material.segments))


def _ranking(method: str, material: Material) -> Ranking:
    from pipeline.summarise.methods import news
    from pipeline.summarise.ranking import Fixed, best_first

    relevance = _relevance(material)
    if method == "news":
        return news.ranking(material, relevance)
    positions: Iterable[int] = order(method, material)
    if relevance is not None:
        places = {position: place for place, position in enumerate(positions)}
        size = max(1, len(places))
        positions = best_first(
            [_QUERY_WEIGHT * value - places[i] / size for i, value in enumerate(relevance.tolist())]
        )
    return Fixed(positions)


def _relevance(material: Material) -> Floats | None:
    """Return each sentence's share of the query; None without a query, or where no sentence has any of it."""
    from pipeline.summarise.methods.query import coverage

    if not material.hints.query:
        return None
    found = coverage(material.stems, [material.hints.query], material.language)
    return found if found.any() else None


def order(method: str, material: Material) -> Iterable[int]:
    """Return positions of sentences by a method other than "news", the best first."""
    from pipeline.summarise.methods import frequency, greedy, lexrank, overlap, sumy_reference
    from pipeline.summarise.ranking import best_first, settled
    from pipeline.summarise.term_counts import TermCounts, count_terms

    if method == "lead" or not material.segments:
        return range(len(material.segments))
    if method.startswith(SUMY):
        found = sumy_reference.ratings(method.removeprefix(SUMY), material.blocks, material.stems)
        return best_first(settled(found).tolist())
    if method == "luhn":
        return best_first(settled(frequency.luhn(material.stems)).tolist())
    if method == "random":
        return best_first(settled(frequency.random(material.stems)).tolist())
    terms = count_terms(material.stems)
    in_turn: dict[str, Callable[[TermCounts], Iterable[int]]] = {
        "kl": greedy.kl,
        "sum-basic": greedy.sum_basic,
    }
    if method in in_turn:
        return in_turn[method](terms)
    if method == "edmundson":
        return best_first(frequency.edmundson(terms, material.blocks).tolist())
    rate: dict[str, Callable[[TermCounts], Floats]] = {
        "lexrank": lexrank.lexrank,
        "textrank": overlap.textrank,
        "reduction": overlap.reduction,
        "lsa": frequency.lsa,
    }
    return best_first(settled(rate[method](terms)).tolist())
