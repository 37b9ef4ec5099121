"""Small and capital letters as each language has them.

Python's own rules are Unicode's defaults: ``I`` becomes ``i`` where Turkish has ``ı``, and ``İ`` becomes two
signs that match no word. Greek loses its accents in capitals, and Dutch begins a word with ``IJ``.

Source: Unicode 16, section 5.18 and SpecialCasing.txt.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import languages
from pipeline.core.records import LanguageCode

_TONOS = "\u0301"
_GREEK = "\u0370", "\u1fff"
_DOTLESS = str.maketrans({"I": "ı", "İ": "i"})
_DOTTED = str.maketrans({"i": "İ", "ı": "I"})
_WITHOUT_DOTS = str.maketrans({"ı": "i", "İ": "i"})


def lowered(text: str, language: LanguageCode = "") -> str:
    """Return a text in small letters, as ``language`` has them; without one, ``İ`` is ``i``, one sign.

    >>> lowered("IŞIK İSTANBUL", "tr"), lowered("İstanbul"), lowered("ΟΔΟΣ"), lowered("STRAẞE")
    ('ışık istanbul', 'istanbul', 'οδος', 'straße')
    """
    if has_dotless_i(language):
        return text.translate(_DOTLESS).lower()
    return (text.replace("İ", "i") if "İ" in text else text).lower()


def raised(text: str, language: LanguageCode = "") -> str:
    """Return a text in capitals, as ``language`` has them.

    >>> raised("ışık istanbul", "tr"), raised("πρωθυπουργός", "el")
    ('IŞIK İSTANBUL', 'ΠΡΩΘΥΠΟΥΡΓΟΣ')
    """
    if has_dotless_i(language):
        return text.translate(_DOTTED).upper()
    return without_accents_of_greek(text).upper()


def capitalised(text: str, language: LanguageCode = "") -> str:
    """Return a text whose first letter is a capital, as ``language`` has it.

    >>> capitalised("ijsselmeer", "nl"), capitalised("ilk", "tr"), capitalised("ilk")
    ('IJsselmeer', 'İlk', 'Ilk')
    """
    first = next((pair for pair in _pairs(language) if text.startswith(pair)), text[:1])
    if has_dotless_i(language):
        first = first.translate(_DOTTED)
    return first.upper() + text[max(len(first), 1) :]


def folded(text: str) -> str:
    """Return a text for comparison without regard to case, in any language: every ``i`` is one.

    >>> folded("HABER AJANSI") == folded("haber ajansı"), folded("STRASSE") == folded("Straße")
    (True, True)
    """
    return text.translate(_WITHOUT_DOTS).casefold()


def without_accents_of_greek(text: str) -> str:
    """Return a text whose Greek letters have no accents, as in capitals; others keep theirs."""
    if not any(_GREEK[0] <= sign <= _GREEK[1] for sign in text):
        return text
    return "".join(map(_unaccented, text))


def has_dotless_i(language: LanguageCode) -> bool:
    """Say whether a language has two letters: ``I`` with ``ı``, and ``İ`` with ``i``."""
    return language in _with_dotless_i()


def is_in_capitals(text: str) -> bool:
    """Say whether most of a text's cased letters are capitals; a sample of long texts is looked at."""
    some = text[:: 1 + len(text) // 100]
    return sum(map(str.isupper, some)) > sum(map(str.islower, some))


def _unaccented(sign: str) -> str:
    if not _GREEK[0] <= sign <= _GREEK[1]:
        return sign
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", sign).replace(_TONOS, ""))


@cache
def _with_dotless_i() -> frozenset[LanguageCode]:
    return frozenset(each.code for each in languages.everyone() if {"ı", "i"} <= set(each.alphabet))


@cache
def _pairs(language: LanguageCode) -> tuple[str, ...]:
    return languages.get(language).capital_pairs if language in languages.codes() else ()
