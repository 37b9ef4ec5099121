"""Openings of sentences: words that point back, furniture of a page, a caption's label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache

import languages
from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode
from pipeline.core.text.case import lowered, without_accents_of_greek
from pipeline.core.text.far_patterns import FarPattern

_WEB = re.compile(r"https?://|\bwww\.|\S@\w+\.\w")
_FURNITURE_LENGTH = 120
"""The most characters of a page's furniture; a longer line that begins like it is a sentence."""
_LABEL_LENGTH = 40
"""The most characters before the colon of a caption's label; none in ``languages/`` is longer."""
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "\u0307": None})
"""Signs that are read as an apostrophe, and a mark that is dropped: what lower-casing leaves of a Turkish
İ."""
_JOINER = "\u200c"
_UNSPACED = FarPattern("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def leans(text: str, language: LanguageCode) -> bool:
    """Tell whether a sentence begins with words that point back, such as ``He said`` or ``In this case``."""
    known = _openings(language)
    opening = _opening(text, known.longest, language)
    return known.leaning.match(opening) > known.standing.match(opening)


def is_furniture(text: str, language: LanguageCode) -> bool:
    """Tell whether a line is no part of the report: ``Read more``, ``Photo: ...``, an address."""
    if len(text) > _FURNITURE_LENGTH:
        return False
    known = _openings(language)
    opening = _opening(text, max(known.longest, _LABEL_LENGTH + 1), language)
    label, colon, _ = opening.replace("：", ":").partition(":")
    labelled = bool(colon) and label.strip() in known.labels
    return labelled or known.furniture.match(opening) > 0 or _WEB.search(text) is not None


class _Phrases:
    """Phrases that are looked for at a beginning, all at once."""

    def __init__(self, phrases: Collection[str]) -> None:
        self._phrases = frozenset(map(without_accents_of_greek, phrases))
        self.lengths = tuple(sorted({len(phrase) for phrase in phrases}, reverse=True))

    def match(self, opening: str) -> int:
        """Return the length of the longest phrase that ``opening`` begins with, word for word; 0 if none."""
        for length in self.lengths:
            if length > len(opening):
                continue
            if opening[:length] in self._phrases and _is_boundary(opening, length):
                return length
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Openings:
    leaning: _Phrases
    standing: _Phrases
    furniture: _Phrases
    labels: frozenset[str]
    longest: int


@cache
def _openings(code: LanguageCode) -> _Openings:
    known = languages.get(code)
    leaning, standing, furniture = map(
        _Phrases, (known.summaries.leaning, known.summaries.standing, known.summaries.boilerplate)
    )
    lengths = (phrases.lengths[0] for phrases in (leaning, standing, furniture) if phrases.lengths)
    return _Openings(
        leaning=leaning,
        standing=standing,
        furniture=furniture,
        labels=frozenset(map(without_accents_of_greek, known.credits.labels)),
        longest=max(lengths, default=0),
    )


def _opening(text: str, longest: int, language: LanguageCode) -> str:
    """Return the beginning in lower case, without the marks before the first word."""
    first = next((position for position, character in enumerate(text) if character.isalnum()), len(text))
    # Twice the length that is looked for is read: white space goes, and some letters become two.
    head = unicodedata.normalize("NFC", text[first : first + 2 * longest + 2])
    head = without_accents_of_greek(lowered(head, language))
    return " ".join(head.translate(_APOSTROPHES).split())


def _is_boundary(text: str, position: int) -> bool:
    """Tell whether a word can end at ``position``: between ideographs, kana and the like one can anywhere."""
    before, after = text[position - 1], text[position : position + 1]
    if not after or not before.isalnum() or _UNSPACED.match(before):
        return True
    return not (after.isalnum() or after == _JOINER or unicodedata.category(after).startswith("M"))
