"""The names and numbers that the reports of a story share, as the main one writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby

from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode
from pipeline.core.text.calendar_names import month_names
from pipeline.core.text.case import lowered
from pipeline.digest.stories.names import CASED, COUNTRY, Feature, letter_script
from pipeline.digest.stories.rarity import is_rare, share_of_texts
from pipeline.digest.stories.report import compared_names

_WORD = re.compile(r"\S+")
_AROUND = ".,;:!?()[]{}«»“”„‘’'\"…–—"
"""Signs that stand around a name and are none of it."""
_NAMES, _NUMBERS = 8, 4
"""The most names and numbers that are said."""
_FEW = 3
"""The most reports that must all have what they share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedNames:
    """What reports have in common."""

    names: tuple[str, ...]
    """The rarest first."""
    numbers: tuple[str, ...]
    """Those with the most digits first."""


def shared_names(reports: Sequence[tuple[Sequence[str], LanguageCode]]) -> SharedNames:
    """Return the names and numbers that all of up to three ``reports``, or most of more, have.

    The main one is among them, and says how they are written. One report alone shares nothing.
    A report is its sentences and their language. Raises ``languages.UnknownLanguageError``.
    """
    found = [list(compared_names(sentences, language)) for sentences, language in reports]
    number = Counter(key for features in found for key in {feature.key for feature in features})
    least = max(2, len(reports) if len(reports) <= _FEW else len(reports) // 2 + 1)
    main = [feature for feature in found[0] if number[feature.key] >= least]
    named = {each.word for each in main if not _is_number(each) and _is_said(each, reports[0][1])}
    words = _joined(reports[0][0], named)
    digits = dict.fromkeys(feature.word for feature in main if _is_number(feature))
    language = reports[0][1]
    return SharedNames(
        names=tuple(sorted(words, key=lambda name: _share(name, language)))[:_NAMES],
        numbers=tuple(sorted(digits, key=len, reverse=True))[:_NUMBERS],
    )


def _is_said(feature: Feature, language: LanguageCode) -> bool:
    if lowered(feature.word, language) in month_names(language):  # ``March`` begins as ``Marchetti`` does
        return False
    return feature.key.startswith(COUNTRY) or is_name(feature.word, language)


def _joined(sentences: Sequence[str], words: Collection[str]) -> list[str]:
    """Return names, those of several words together, each once: a first name alone is in the whole name."""
    found: dict[str, None] = {}
    for sentence in sentences:
        for is_name, run in groupby(_WORD.findall(sentence), key=lambda word: _bare(word) in words):
            if is_name:
                found.setdefault(" ".join(map(_bare, run)))
    return [
        name for name in found if not any(f" {name} " in f" {other} " for other in found if other != name)
    ]


def _bare(word: str) -> str:
    return word.strip(_AROUND).removesuffix("'s").removesuffix("’s")


def _share(name: str, language: LanguageCode) -> float:
    """Return the share of texts that have the rarest word of a name."""
    return min(share_of_texts(word, language) for word in name.split())


def is_name(word: str, language: LanguageCode) -> bool:
    """Say whether a word that may be a name is one: where nothing has capitals, a rare word."""
    return letter_script(word[0]) in CASED or is_rare(word, language)


def _is_number(feature: Feature) -> bool:
    return feature.key.startswith("#")
