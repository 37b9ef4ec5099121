"""The default method, for news."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from pipeline.summarise.lexrank import lexrank, unit_vectors
from pipeline.summarise.ranking import Diverse, Ranking, settled
from pipeline.summarise.terms import Floats, Terms, count

if TYPE_CHECKING:
    from pipeline.summarise.methods import Material


def ranking(material: Material, relevance: Floats | None) -> Ranking:
    terms = count(material.stems)
    ratings = settled(lexrank(terms)) / (1 + 0.1 * np.arange(terms.sentences))
    return Diverse(ratings, terms, unit_vectors(terms), weight=0.5)


def coverage(terms: Terms, material: Material, texts: Iterable[str]) -> Floats:
    rarity = {}
    return np.zeros(terms.sentences)
