"""The check that no blank between words was lost."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.check.addresses import without
from pipeline.check.case import Case
from pipeline.core.records import Check, LanguageCode
from pipeline.core.text.case import lowered
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
_WORD = re.compile(r"(?<![\w'’.-])[^\W\d_]{5,40}(?![\w'’-])")
_PARTING = frozenset(["ca", "en", "es", "fr", "gl", "it", "oc", "pt", "ro"])
"""Languages that do not write figures and words as one."""
_HALVES = frozenset(
    ["ca", "cs", "el", "en", "es", "fr", "id", "it", "pt", "ro", "ru", "sk", "sv", "tr", "vi"]
)
"""Languages with a list of words, whose words seldom are two others."""
_SHORT_HALVES = _HALVES - {"ca", "cs", "pt"}
"""Those of them whose short words seldom begin or end others."""
_LEAST, _LEAST_SHORT = -17.5, -15.0
"""Log-probability of two words from which they are likelier than an unknown word; more where one is short.
Set on ntrex-dev: so many unknown words of people's texts are below it that 1 sentence in 200 is not."""
_SOONER = frozenset(["el", "fr", "ro", "vi"])
"""Languages for which the first holds for short words too."""
_NONE = -99.0


def check_spacing(case: Case) -> Check:
    """Warn of words of the translation that lack a blank, and do not lack it in the source."""
    if not case.writes.separator:
        return Check(name=NAME, verdict="pass")
    text = without(case.own_target)
    patterns = (_HUMP, _JOINED, _FIGURE) if case.target_language in _PARTING else (_HUMP, _JOINED)
    found = [part for pattern in patterns for part in pattern.findall(text)] if _HINT.search(text) else []
    found = [part for part in found if part.casefold() not in case.source.casefold()]
    if case.target_language in _HALVES:
        found += [
            word
            for word in _WORD.findall(text)
            if _is_glued(word, case.target_language) and word not in case.source
        ]
    return Check(name=NAME, verdict="warn" if found else "pass", note=" ".join(dict.fromkeys(found)))


@lru_cache(maxsize=1 << 14)
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
