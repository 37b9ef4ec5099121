"""One of the two texts that are compared, with all that is known of its numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from pipeline.check.numbers.figures import Figure, figures
from pipeline.check.numbers.spelled import romans, spelled
from pipeline.check.numbers.word_forms import Topic, find_words
from pipeline.check.quantities.mixed import mixed
from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode

_SEQUENCE = 4
"""Number of runs of digits that are looked for together: dates and times have no more."""
_LABEL = re.compile(r"(?<![^\W\d_])([A-ZА-ЯΑ-Ω][^\W\d_]{0,9})[-\u2010\u2011]?(\d{1,4})(?!\d)")
"""A name that ends in a figure: COVID-19, G20. Another language may name the thing without it (新冠)."""
_IMPERIAL = re.compile(
    r"(?<![^\W_])\d*\s?(?:mph|mhp|ft|lbs?|miles?|feet|foot|inch(?:es)?|°f)(?![^\W\d_])", re.IGNORECASE
)
"""Units that every language may write as English does."""


@dataclass(frozen=True, slots=True, eq=False)  # one for each text: a key that costs nothing
class NumberedText:
    """One of the two texts, with the data that each figure of the other is compared with."""

    text: str
    language: LanguageCode
    figures: tuple[Figure, ...]
    values: frozenset[Decimal]
    """Possible values of the figures in the text."""
    scaled: frozenset[Decimal]
    """Possible values of figures before a word such as ``million``, without that word."""
    parts: frozenset[int]
    """Runs of at most four digits in the text, as numbers."""
    sequences: frozenset[tuple[str, ...]]
    """Runs of digits in the text, each with up to three that follow."""

    @property
    def words(self) -> frozenset[int]:
        """Numbers in words, and Roman numerals, in the text."""
        return _words(self.text, self.language)

    @property
    def mixed(self) -> frozenset[Decimal]:
        """Wholes with a part of one in a word: one and a half in ``anderthalb``."""
        return mixed(self.text, self.language)

    def has(self, topic: Topic) -> bool:
        """Say whether a word of a topic stands in the text."""
        return bool(find_words(self.text, self.language, topic))

    @property
    def is_imperial(self) -> bool:
        """Whether the text has miles, feet, pounds or their like."""
        return self.has("imperial") or _is_imperial(self.text)

    @property
    def months(self) -> frozenset[int]:
        """The months that the text names."""
        found = find_words(self.text, self.language, "months")
        return frozenset(int(key) for word in found for key in word.keys)

    @property
    def labels(self) -> dict[str, frozenset[str]]:
        """The figures that end names, each with the names."""
        return _labels(self.text)


@lru_cache(maxsize=128)
def _words(text: str, language: LanguageCode) -> frozenset[int]:
    return spelled(text, language) | romans(text)


@lru_cache(maxsize=128)
def _is_imperial(text: str) -> bool:
    return bool(_IMPERIAL.search(text))


@lru_cache(maxsize=128)
def _labels(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, number in _LABEL.findall(text):
        found.setdefault(number, set()).add(name)
    return {number: frozenset(names) for number, names in found.items()}


@lru_cache(maxsize=128)
def side(text: str, language: LanguageCode) -> NumberedText:
    """Read the numbers of a text."""
    found = figures(text, language)
    parts = [part for figure in found for part in figure.parts]
    return NumberedText(
        text=text,
        language=language,
        figures=found,
        values=frozenset(value for figure in found for value in figure.values),
        scaled=frozenset(value for figure in found if figure.is_scaled for value in figure.bare),
        parts=frozenset(int(part) for part in parts if len(part) <= _SEQUENCE),
        sequences=frozenset(
            tuple(parts[at : at + size]) for size in range(1, _SEQUENCE + 1) for at in range(len(parts))
        ),
    )
