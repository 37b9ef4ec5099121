"""The check that no blank between words was lost."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import languages
from pipeline.check.addresses import without
from pipeline.check.case import Case
from pipeline.core.records import Check, LanguageCode
from pipeline.core.text.case import lowered
from pipeline.core.text.stop_words import for_detection
from pipeline.detect.word_frequencies import frequencies_of

NAME = "spacing"

_CASED = r"a-zß-öø-ÿāăąćčďđēėęěğģīįıķļłńņňőœŕřśşšșťţțūůűųźżžα-ωά-ώа-яёђ-џґєії"
_CAPITAL = r"A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĻŁŃŅŇŐŒŔŘŚŞŠȘŤŢȚŪŮŰŲŹŻŽΑ-ΩΆ-ΏА-ЯЁЂ-ЏҐЄІЇ"
_HUMP = re.compile(rf"(?<!\w)[{_CAPITAL}]?[{_CASED}]{{2,}}[{_CAPITAL}][{_CASED}]+")
"""A capital within a word: ``basadaenReino``."""
_JOINED = re.compile(rf"(?<![{_CASED}])[{_CASED}]{{2,}}(?:[,;!?]|\.(?=[{_CAPITAL}][{_CASED}]))[^\W\d_]{{2,}}")
"""A mark between two words without a blank: ``fuera,pero``, ``fin.Pero``."""
_FIGURE = re.compile(rf"(?<!\d)\d+[{_CASED}]{{4,}}")
"""A word written as one with a figure: ``11milió``."""
_HINT = re.compile(rf"[{_CASED}][{_CAPITAL}]|[,;!?.][^\W\d_]|\d[{_CASED}]")
"""What a text has where one of these may match; most have not."""
_WORD = re.compile(r"(?<![\w'’.-])[^\W\d_]{4,40}(?![\w'’-])")
_PARTING = frozenset(["ca", "en", "es", "fr", "gl", "it", "oc", "pt", "ro"])
"""Languages that do not write figures and words as one."""
_HALVES = frozenset(
    ["ca", "cs", "el", "en", "es", "fr", "id", "it", "pt", "ro", "ru", "sk", "sv", "tr", "vi"]
)
"""Languages with a list of words, whose words seldom are two others."""
_SHORT_HALVES = _HALVES - {"ca", "cs", "pt"}
"""Those of them whose short words seldom begin or end others."""
_SHORTEST = 4
"""Letters up to which only two function words are told from one word."""
_LEAST, _LEAST_SHORT = -17.5, -15.0
"""Log-probability of two words from which they are likelier than an unknown word; more where one is short.
Set on ntrex-dev: so many unknown words of people's texts are below it that 1 sentence in 200 is not."""
_SOONER = frozenset(["el", "fr", "ro", "vi"])
"""Languages for which the first holds for short words too."""
_NONE = -99.0
_JOINING = frozenset(["bg", "cs", "da", "de", "nb", "nl", "pl", "sk", "uk"])
"""Languages whose words often are two others, but seldom begin or end with a function word."""
_FUNCTION_WORDS = frozenset(
    [
        "bg",
        "ca",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "fr",
        "id",
        "it",
        "nb",
        "nl",
        "pl",
        "pt",
        "ro",
        "ru",
        "sk",
    ]
) | frozenset(["sv", "tr", "uk"])
"""Languages with a list of words by which two function words in one are told from a word."""
_COMMON, _FREQUENT = -7.0, -8.0
"""Log-probability of a function word, beside another and beside any word."""
_LISTED, _RARE = -9.5, -13.0
"""Log-probability of a word beside a function word at least, and of a real word that is made of two. Set on
ntrex-dev, where next to no word is taken for two."""


def check_spacing(case: Case) -> Check:
    """Warn of words of the translation that lack a blank, and do not lack it in the source."""
    if not case.writes.separator:
        return Check(name=NAME, verdict="pass")
    text = without(case.own_target)
    patterns = (_HUMP, _JOINED, _FIGURE) if case.target_language in _PARTING else (_HUMP, _JOINED)
    found = [part for pattern in patterns for part in pattern.findall(text)] if _HINT.search(text) else []
    found = [part for part in found if part.casefold() not in case.source.casefold()]
    if case.target_language in _HALVES or case.target_language in _FUNCTION_WORDS:
        found += [
            word
            for word in _WORD.findall(text)
            if _is_two(word, case.target_language) and word not in case.source
        ]
    return Check(name=NAME, verdict="warn" if found else "pass", note=" ".join(dict.fromkeys(found)))


@lru_cache(maxsize=1 << 14)
def _is_two(word: str, language: LanguageCode) -> bool:
    """Say whether a word is two of a language that lost their blank."""
    return (
        _are_function_words(word, language)
        or (language in _HALVES and len(word) > _SHORTEST and _is_glued(word, language))
        or (language in _JOINING and _has_function_word(word, language))
    )


def _are_function_words(word: str, language: LanguageCode) -> bool:
    """Say whether a word in small letters that is none, or next to none, is two function words: ``ofthe``."""
    if language not in _FUNCTION_WORDS or not word.islower():
        return False
    if frequencies_of(language).get(word, _NONE) > _RARE:
        return False
    common = _function_words(language)
    return any(word[:at] in common and word[at:] in common for at in range(2, len(word) - 1))


def _has_function_word(word: str, language: LanguageCode) -> bool:
    """Say whether an unknown word begins or ends with a function word, the rest being known: ``voorhet``."""
    small = lowered(word, language)
    listed = frequencies_of(language)
    if small in listed or not (word.islower() or word.istitle()):
        return False
    small_words = languages.get(language).small_words
    return any(
        (first in frequent and first not in small_words and listed.get(last, _NONE) > _LISTED)
        or (last in frequent and listed.get(first, _NONE) > _LISTED)
        for frequent in (_frequent_words(language),)
        for at in range(3, len(small) - 2)
        for first, last in ((small[:at], small[at:]),)
    )


@cache
def _function_words(language: LanguageCode) -> frozenset[str]:
    return _stop_words(language, 2, _COMMON)


@cache
def _frequent_words(language: LanguageCode) -> frozenset[str]:
    return _stop_words(language, 3, _FREQUENT)


def _stop_words(language: LanguageCode, least: int, frequency: float) -> frozenset[str]:
    """Return the stop words of a language that have at least so many letters and occur so often."""
    listed = frequencies_of(language)
    words = for_detection(language) | set(languages.get(language).small_words)
    return frozenset(
        word
        for word in words
        if len(word) >= least and word.isalpha() and listed.get(word, _NONE) > frequency
    )


def _is_glued(word: str, language: LanguageCode) -> bool:
    """Say whether a word that the language's list lacks is two that it has."""
    small = lowered(word, language)
    listed = frequencies_of(language)
    if small in listed or not (word.islower() or word.istitle()):
        return False
    least = 2 if language in _SHORT_HALVES else 3
    short = _LEAST if language in _SOONER else _LEAST_SHORT
    return any(
        listed.get(small[:at], _NONE) + listed.get(small[at:], _NONE)
        > (_LEAST if min(at, len(word) - at) > 2 else short)
        for at in range(least, len(word) - least + 1)
    )
