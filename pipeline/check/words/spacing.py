"""The check that no blank between words was lost."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import languages
from pipeline.check.addresses import without
from pipeline.check.case import Case
from pipeline.check.words.word_parts import two_words
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
_WORD = re.compile(r"(?<![\w'’.·-])[^\W\d_]{4,40}(?![\w'’·-])")
_PARTING = frozenset(["ca", "en", "es", "fr", "gl", "it", "oc", "pt", "ro"])
"""Languages that do not write figures and words as one."""
_NONE = -99.0
_SHORTEST = 4
"""Letters up to which only two function words are told from one word."""
_CLEAR, _UNCLEAR = -21.5, -20.0
"""Log-likelihood, as ``two_words`` has it, from which an unknown word is two."""
_TITLED = 2.0
"""By how much more likely a word that may be a name must be two: one with a capital, or without letters that
have one."""
_MIXED = frozenset(["ar", "ca", "da", "de", "es", "fa", "nb", "nl", "pt", "sv"])
"""Languages for which it must be ``_UNCLEAR`` at least, as words are often two others. All three were set on
half of ntrex-dev, where so many unknown words of people's texts are below that 1 sentence in 200 is not."""
_WITHOUT = frozenset(["hi", "ko"])
"""Languages whose lists have endings and parts of words."""
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
_COMMON, _RARE = -7.0, -13.0
"""Log-probability of a function word beside another at least, and of a real word that is made of two. Set on
ntrex-dev, where next to no word is taken for two."""


def check_spacing(case: Case) -> Check:
    """Warn of words of the translation that lack a blank, and do not lack it in the source."""
    if not case.writes.separator:
        return Check(name=NAME, verdict="pass")
    text = without(case.own_target)
    patterns = (_HUMP, _JOINED, _FIGURE) if case.target_language in _PARTING else (_HUMP, _JOINED)
    found = [part for pattern in patterns for part in pattern.findall(text)] if _HINT.search(text) else []
    found = [part for part in found if part.casefold() not in case.source.casefold()]
    if case.target_language not in _WITHOUT and frequencies_of(case.target_language):
        found += [
            word
            for word in _WORD.findall(text)
            if _is_two(word, case.target_language) and word not in case.source
        ]
    return Check(name=NAME, verdict="warn" if found else "pass", note=" ".join(dict.fromkeys(found)))


@lru_cache(maxsize=1 << 14)
def _is_two(word: str, language: LanguageCode) -> bool:
    """Say whether a word is two of a language that lost their blank."""
    return _are_function_words(word, language) or (len(word) > _SHORTEST and _is_glued(word, language))


def _are_function_words(word: str, language: LanguageCode) -> bool:
    """Say whether a word in small letters that is none, or next to none, is two function words: ``ofthe``."""
    if language not in _FUNCTION_WORDS or not word.islower():
        return False
    if frequencies_of(language).get(word, _NONE) > _RARE:
        return False
    common = _function_words(language)
    return any(word[:at] in common and word[at:] in common for at in range(2, len(word) - 1))


@cache
def _function_words(language: LanguageCode) -> frozenset[str]:
    """Return the frequent stop words of a language that have two letters at least."""
    listed = frequencies_of(language)
    words = for_detection(language) | set(languages.get(language).small_words)
    return frozenset(
        word for word in words if len(word) > 1 and word.isalpha() and listed.get(word, _NONE) > _COMMON
    )


def _is_glued(word: str, language: LanguageCode) -> bool:
    """Say whether a word that the language's list lacks is two that it has."""
    small = lowered(word, language)
    if small in frequencies_of(language) or word[1:] != small[1:]:
        return False
    least = _UNCLEAR if language in _MIXED else _CLEAR
    return two_words(small, language, above=least if word.islower() else least + _TITLED)
