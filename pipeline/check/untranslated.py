"""The check for source text that came back untranslated, whole or in part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import languages
from pipeline.check.addresses import without
from pipeline.check.case import Case, letters
from pipeline.core.records import Check, LanguageCode
from pipeline.core.text.far_patterns import FarPattern
from pipeline.detect import word_frequencies
from pipeline.detect.letters import script_of
from pipeline.detect.vocabulary import kinship

ECHO = "echo"
UNTRANSLATED = "untranslated"

_WORD = re.compile(r"[^\W\d_](?:[\w'’]*[^\W\d_])?")
_EAST_ASIAN = FarPattern("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff]+")
_MIN_WORDS = 4
"""Number of words from which an unchanged sentence is suspect; shorter ones are often names."""
_MIN_LOWER_WORDS = 2
"""Number of these words that must not begin with a capital, as names do."""
_MIN_LETTERS = 12
"""Number of letters, weighed by script, that stand for so many words where words are not separated."""
_PASSAGE = 4
"""Number of unchanged words in a row from which they are a passage and no name."""
_PASSAGE_OF_KIN = 8
"""Number of such words between languages that share many words."""
_KIN = 0.05
"""Share of common stop words from which languages share many words (``vocabulary.kinship``)."""
_FOREIGN_WORD = 4
"""Number of letters from which a lower-case word in the source's script has no place in the target's
script."""
_LEFT_WORD = 5
"""Number of letters from which a word of another language is not taken for a name or a short loan."""
_UNKNOWN = -15.0
"""Log-probability of a word that a list lacks."""
_LIKELIER = 2.0
"""How much likelier in the source's language a word is that was left; words of both are about as likely."""
_MARKED = re.compile(r"(?<![\w*#@])[*#@](?=[^\W\d_])")
"""Apertium's marks for words that it does not know; the engine takes them out, files may have them."""


def echo(case: Case) -> Check:
    """Fail where the translation is the source; warn where the source may be only names."""
    if _flat(case.own_source) != _flat(case.own_target):
        return Check(name=ECHO, verdict="pass")
    words = _words(case.own_source)
    lower = sum(not word[0].isupper() for word in words)
    unparted = not case.reads.separator and letters(case.own_source) * 3 >= _MIN_LETTERS
    if unparted or (len(words) >= _MIN_WORDS and lower >= _MIN_LOWER_WORDS):
        return Check(name=ECHO, verdict="fail", note="unchanged")
    return Check(name=ECHO, verdict="warn" if len(words) >= _MIN_WORDS else "pass", note="")


def untranslated(case: Case) -> Check:
    """Warn of untranslated words: of a foreign script or language, in a passage, or with Apertium's marks."""
    if _MARKED.search(case.target) and not _MARKED.search(case.source):
        return Check(name=UNTRANSLATED, verdict="warn", note="marked as unknown")
    source, target = _words(_spaced(without(case.own_source))), _words(_spaced(without(case.own_target)))
    least = _PASSAGE_OF_KIN if kinship(case.source_language, case.target_language) > _KIN else _PASSAGE
    passage = _passage(source, target, least)
    if passage:
        return Check(name=UNTRANSLATED, verdict="warn", note=" ".join(passage))
    left = _foreign(case, source, target) or _left(case, source, target)
    if left:
        return Check(name=UNTRANSLATED, verdict="warn", note=" ".join(left))
    return Check(name=UNTRANSLATED, verdict="pass")


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


def _spaced(text: str) -> str:
    """Return a text with spaces for its East Asian characters, which stand beside words without a space."""
    return _EAST_ASIAN.sub(" ", text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(text) if len(word) > 1)


def _passage(source: Sequence[str], target: Sequence[str], least: int) -> tuple[str, ...]:
    """Return the first words in a row that both texts have, as they stand; names in them do not count."""
    known = {tuple(source[at : at + least]) for at in range(len(source) - least + 1)}
    for at in range(len(target) - least + 1):
        words = tuple(target[at : at + least])
        if words in known and sum(not word[0].isupper() for word in words) * 2 > least:
            return words
    return ()


_LETTERS_OF = {
    "Hans": ("Hani",),
    "Hant": ("Hani",),
    "Jpan": ("Hani", "Hira", "Kana"),
    "Kore": ("Hang", "Hani"),
}
"""Scripts of the letters of writing systems that have several."""


@cache
def _scripts(language: LanguageCode) -> frozenset[str]:
    return frozenset(
        script for system in languages.get(language).scripts for script in _LETTERS_OF.get(system, (system,))
    )


def _foreign(case: Case, source: Sequence[str], target: Sequence[str]) -> list[str]:
    """Return words of the source in small letters whose script the target language does not use."""
    own = _scripts(case.target_language)
    if own & _scripts(case.source_language):
        return []
    before = set(source)
    return [
        word
        for word in dict.fromkeys(target)
        if word in before and len(word) >= _FOREIGN_WORD and word.islower() and script_of(word[0]) not in own
    ]


def _left(case: Case, source: Sequence[str], target: Sequence[str]) -> list[str]:
    """Return words of the source or of a pivot, in small letters, that the target language's list lacks."""
    listed = word_frequencies.frequencies_of(case.target_language)
    if not listed:
        return []
    before = set(source)
    theirs = word_frequencies.frequencies_of(case.source_language)
    pivots = [word_frequencies.frequencies_of(code) for code in case.pivots]
    there = target if pivots else before.intersection(target)
    return [
        word
        for word in dict.fromkeys(word for word in target if word in there)
        if len(word) >= _LEFT_WORD
        and word.islower()
        and word.isalpha()
        and (
            word not in listed or theirs.get(word, _UNKNOWN) - listed.get(word, _UNKNOWN) > _LIKELIER
            if word in before
            else word not in listed and any(word in pivot for pivot in pivots)
        )
    ]
