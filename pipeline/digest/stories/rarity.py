"""How common a word is in texts of its language, which is known before any report is read.

Among forty reports a word that three of them have looks rare, be it ``police`` or ``Palu``. What tells them
apart is how often the language uses each (``detect/word_frequencies.py``).
"""

from __future__ import annotations

import math
from functools import lru_cache

from pipeline.core.records import LanguageCode
from pipeline.core.text.case import lowered
from pipeline.detect.word_frequencies import frequencies_of

_WORDS = 300
"""Number of words of a report that is compared."""
_UNLISTED = -14.5
"""Log-probability of a word that its language's list lacks; the rarest word in a list has -13.8."""
_UNKNOWN = -12.0
"""Log-probability of a word in a language without a list."""
_RARE = -11.5
"""Log-probability below which a word with a capital is a name wherever it stands: once in 100,000 words."""


@lru_cache(maxsize=200_000)
def share_of_texts(word: str, language: LanguageCode) -> float:
    """Return the share of reports in ``language``, from 0 to 1, that are expected to have ``word``."""
    return -math.expm1(-_WORDS * math.exp(_log_probability(word, language)))


def is_rare(word: str, language: LanguageCode) -> bool:
    """Say whether a word is so rare that a capital makes it a name, also where every word has one."""
    return _log_probability(word, language) < _RARE


@lru_cache(maxsize=200_000)
def _log_probability(word: str, language: LanguageCode) -> float:
    listed = frequencies_of(language)
    return listed.get(lowered(word, language), _UNLISTED) if len(listed) else _UNKNOWN
