"""The default method, for news: what the whole report speaks of, said early, and not said before.

A sentence's rating is the product of

* its centrality: how often the report has the words that the sentence has, those that come up once left out,
  over the root of their number, so that a sentence is not central for being long;
* its place: news puts first what matters, so the rating falls with the number of sentences before;
* how much of the title and headings it has, and whether it has figures, for these are facts;
* what holds it back: being mostly a quotation, a question, short, longer than most, or furniture of a page.

From the top of that ranking sentences are taken that are unlike those taken already (``ranking.Diverse``).
Most constants were chosen on 500 articles of CNN/Daily Mail, those of what was said before and of long
reports on 100 others (``docs/measurements/summaries.md``).
"""

from __future__ import annotations

import numpy as np

import languages
from pipeline.summarise import words
from pipeline.summarise.material import Material
from pipeline.summarise.methods.query import coverage
from pipeline.summarise.openings import is_furniture
from pipeline.summarise.ranking import Diverse, Ranking
from pipeline.summarise.term_counts import Floats, TermCounts, count_terms
from pipeline.summarise.units import quoted_shares

_CENTRALITY = 1.5
"""Power of a sentence's centrality in its rating."""
_PLACE = 0.8
_FALL = 1.0
"""Power of the fall by place: the sentence at position p, from 0, has its rating divided by 1 + .8 p to this
power."""
_LONG = 10
"""Sentences from which on a report is long: there the rating falls as if it had as many, so that more than
its beginning is told."""
_HEADINGS = 1.0
"""Gain of a sentence with all words of the title and headings; not tuned, for the articles have no titles."""
_FIGURES = 0.5
"""Gain of a sentence with a figure in it."""
_QUOTED = 0.8
"""Loss of a sentence that is a quotation from end to end."""
_ASKED = 0.5
"""Loss of a sentence that asks."""
_SHORT = 15
"""Number of words below which a sentence is short and loses."""
_SHORTNESS = 0.25
"""Power of a short sentence's share of these words."""
_LENGTH = 0.75
"""Power of the ratio of the usual length, the report's mean, to that of a longer sentence."""
_FURNITURE = 0.9999
"""Loss of a sentence that is no part of the report, so that whatever is one comes before it."""
_QUERY = 100.0
"""Factor of the rating of a sentence with all words of the query, against one with none."""
_ASKING = "?？؟"
_GREEK_ASKING = ";"


def ranking(material: Material, relevance: Floats | None) -> Ranking:
    """Rank ``material`` for news; ``relevance`` is each sentence's share of the query, if there is one."""
    terms = count_terms(material.stems)
    ratings = centrality(terms) ** _CENTRALITY
    ratings *= 1 + _HEADINGS * coverage(material.stems, material.hints.headings, material.language)
    ratings *= np.where([any(map(str.isdigit, each.text)) for each in material.segments], 1 + _FIGURES, 1)
    ratings *= _held_back(material)
    if relevance is None:
        places = np.arange(terms.sentences) if material.places is None else np.array(material.places)
        ratings /= (1 + _PLACE * places * min(1, _LONG / max(1, terms.sentences))) ** _FALL
    else:
        ratings *= _QUERY**relevance  # what a reader asks for may stand anywhere
    # LexRank's rarity would give no weight to the words that a short report is all about.
    return Diverse(ratings, terms, np.log1p(terms.sentences / terms.spread))


def centrality(terms: TermCounts) -> Floats:
    """Return how much each sentence has of what the document repeats; none is below 0."""
    repeated = np.where(terms.totals > 1, terms.totals, 0.0)
    sums = np.bincount(terms.rows, repeated[terms.columns], minlength=terms.sentences)
    return np.asarray((sums + 1) / np.sqrt(np.maximum(1, np.diff(terms.starts))))


def _held_back(material: Material) -> Floats:
    """Return the factor that lowers each sentence's rating, from 0 to 1."""
    texts = [segment.text for segment in material.segments]
    known = languages.get(material.language)
    closing = "".join(mark for _, mark in known.quotes)
    asking = tuple(_ASKING + (_GREEK_ASKING if "Grek" in known.scripts else ""))
    lengths = np.array([words.count_words(text) for text in texts], dtype=np.float64)
    short = np.minimum(1, lengths / _SHORT) ** _SHORTNESS
    usual = lengths.sum() / max(1, lengths.size)
    long = np.minimum(1, usual / np.maximum(1, lengths)) ** _LENGTH
    quoted = np.array(quoted_shares(material.segments, material.language, material.hints.quoted))
    asked = np.array([text.rstrip(closing).endswith(asking) for text in texts])
    furniture = np.array([is_furniture(text, material.language) for text in texts])
    return np.asarray(
        short * long * (1 - _QUOTED * quoted) * (1 - _ASKED * asked) * (1 - _FURNITURE * furniture)
    )
