"""Roman figures that became others: Elizabeth II, Isabel I; World War II, Primera Guerra Mundial."""

from __future__ import annotations

import re
from functools import lru_cache

import languages
from pipeline.check.numbers.sides import NumberedText
from pipeline.check.numbers.spelled import romans

_ROMAN = re.compile(r"(?<=[^\W\d_]\s)(?:[IVXL]{2,7}|[VX](?=\W|$))(?![\w'’])")
_ANY = re.compile(r"\s[IVXLІХ]")
_CYRILLIC, _AS_LATIN = re.compile(r"(?<!\w)[IVXLІХ]{2,7}(?!\w)"), str.maketrans("ІХ", "IX")
"""Figures typed with the Cyrillic letters that look like Latin ones."""
_NAMED = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-ÞА-ЯІЇЄΑ-Ω][^\W\d_]{2,}\s$")
"""A word with a capital, before a figure of one letter."""
_FIRST = re.compile(r"(?<=[^\W\d_]\s)[A-Z][^\W\d_]{2,}\sI(?![\w'’])")
_ROOM = 30
_DRIP = "IV"
_NO_FIGURES = frozenset({"XL", "LI", "IL", "XX", "XXX", "XXL"})
"""Sizes and other things that are written with these letters."""


def other_roman(source: NumberedText, target: NumberedText) -> str:
    """Describe a Roman figure that is lost or new; empty where there is none."""
    if not _ANY.search(source.text) and not _ANY.search(target.text):
        return ""
    is_latin = all("Latn" in languages.get(side.language).scripts for side in (source, target))
    before, after = (_claims(side.text, alone=is_latin) for side in (source, target))
    if not before and not after and not _FIRST.search(source.text):
        return ""
    lost, new = before - _meant(target), after - _meant(source)
    if lost or new:
        notes = (("lost", lost), ("new", new))
        return "Roman figures: " + "; ".join(
            f"{word} {' '.join(map(str, sorted(values)))}" for word, values in notes if values
        )
    if _FIRST.search(source.text) and not _FIRST.search(target.text) and 1 not in _meant(target):
        second = (target.words & {2, 3}) - _meant(source)
        return f"Roman figures: lost 1; new {min(second)}" if second else ""
    return ""


def _meant(side: NumberedText) -> frozenset[int]:
    """Return what a Roman figure may have become in a text."""
    return side.words | side.parts | _claims(side.text, alone=True)


@lru_cache(maxsize=128)
def _claims(text: str, *, alone: bool) -> frozenset[int]:
    """Return the Roman figures of a text; ``alone`` has those of one letter too, which may be a name's."""
    found: set[int] = set()
    text = _CYRILLIC.sub(lambda match: match[0].translate(_AS_LATIN), text)
    for match in _ROMAN.finditer(text):
        if match[0] in _NO_FIGURES:
            continue
        is_short = len(match[0]) == 1
        if is_short and not alone:
            continue
        if not (is_short or match[0] == _DRIP) or _NAMED.search(
            text, max(0, match.start() - _ROOM), match.start()
        ):
            found |= romans(match[0])
    return frozenset(found)
