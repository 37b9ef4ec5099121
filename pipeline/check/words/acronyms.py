"""Acronyms of the source that the translation broke, lost or took for others: A.I., BBC, NATO."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.check.case import Case
from pipeline.check.words.acronym_forms import meanings
from pipeline.check.words.name_lists import ACRONYMS
from pipeline.core.records import LanguageCode

_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}(?!\w)")
"""An acronym with full stops: ``A.I.``"""
_BROKEN = re.compile(r"(?<!\w)(?:[^\W\d_]{2,3}\.[^\W\d_]\.|[A-Z]\.[a-z]\.)(?!\w)")
"""What translating a letter of it leaves: ``Un.I.``, ``A.i.``"""
_CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z]{3,6}(?![A-Za-z])")
_SHORT = re.compile(r"(?<![^\W_])[^\W\d_a-z][^\W\d_]{0,6}[^\W\d_a-z](?![^\W_])")
"""A word that begins and ends with a capital: ``ONU``, ``UdSSR``, ООН."""
_CAPITAL_PAIR = re.compile(r"[A-ZА-ЯІЇЄΑ-Ω]{2}|[A-Z][a-z]{1,5}[A-Z]")
"""What a text with an acronym has; most have not."""
_WORD = re.compile(r"[^\W\d_]{2,7}")
_PARTED = re.compile(r"(?<!\w)(?:[^\W\d_]{1,2}\.[ \u00a0\u202f]?){2,}(?!\w)")
_BETWEEN = re.compile(r"[. \u00a0\u202f]")
"""An acronym with full stops, or blanks, that others write in one: ``F.B.I.``, ``EE. UU.``"""
_MOST = 6
"""Words of a text in capitals from which it is a headline, where a capital is no acronym's."""


def lost_acronyms(case: Case) -> Iterator[str]:
    """Yield what broke an acronym, and the acronyms that every language has and the translation lost."""
    dotted = _DOTTED.findall(case.own_source) if "." in case.own_source else []
    if dotted and not set(dotted) & set(_DOTTED.findall(case.target)):
        yield from _BROKEN.findall(case.target)
    here = meanings(case.source_language)
    capitals = {
        word
        for word in ACRONYMS.intersection(_CAPITALS.findall(case.own_source))
        if here.get(word, word) == word
    }
    if capitals:
        text = _in_one(case.target).upper()
        known = meanings(case.target_language)
        there = {known[word] for word in _WORD.findall(text) if word in known}
        yield from sorted(word for word in capitals if word not in text and word not in there)


def other_acronyms(case: Case) -> Iterator[str]:
    """Yield the acronyms of things that became other things: NATO that became the ONU."""
    before = _named(case.own_source, case.source_language)
    if not before:
        return
    after = _named(case.target, case.target_language)
    lost = set(before.values()) - _meant(case.target, case.target_language)
    new = set(after.values()) - _meant(case.own_source, case.source_language)
    if lost and new:
        yield from (word for word, meaning in before.items() if meaning in lost)


def _meant(text: str, language: LanguageCode) -> set[str]:
    """Return what the acronyms of a text mean, those with full stops too."""
    whole = _in_one(text)
    return {*_named(text, language).values(), *(_named(whole, language).values() if whole != text else ())}


def _in_one(text: str) -> str:
    """Write acronyms with full stops without them: ``F.B.I.`` as ``FBI``."""
    if "." not in text or not _PARTED.search(text):
        return text
    return _PARTED.sub(_joined, text)


def _joined(match: re.Match[str]) -> str:
    letters = _BETWEEN.sub("", match[0])
    blank = match[0][-1] if match[0][-1] != "." else ""
    return f"{letters}{blank}" if letters.isupper() else match[0]


@lru_cache(maxsize=64)
def _named(text: str, language: LanguageCode) -> dict[str, str]:
    """Return the acronyms of a text that are known, with what they mean."""
    if not _CAPITAL_PAIR.search(text):
        return {}
    found = [word for word in _SHORT.findall(text) if word[0].isupper() and word[-1].isupper()]
    if not found or len(found) > _MOST:
        return {}
    known = meanings(language)
    return {word: known[word.upper()] for word in found if word.upper() in known}
