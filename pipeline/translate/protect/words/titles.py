"""What tells names from other words: the titles of a language, and what the engine knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from languages import Language
from pipeline.check.words.name_lists import GIVEN_NAMES, unaccented
from pipeline.core.records import WordReading
from pipeline.core.text import stop_words
from pipeline.core.text.calendar_names import day_names, month_names
from pipeline.core.text.case import lowered
from pipeline.core.text.name_particles import ROMANCE_PARTICLES
from pipeline.translate.protect.words.tokens import WordToken, phrase

_CONTRACTED = frozenset({"al", "del", "della", "dello", "du", "des", "do", "das", "dos", "el", "le"})
"""Particles that join a preposition and an article in a Romance language."""
NUMERALS = frozenset("IVXLC")
CLEAN = frozenset({"first_name", "surname"})
_NOTHING = WordReading()


class Titles:
    """The words of a language before names, and what the engine knows of its words."""

    def __init__(self, language: Language, readings: Mapping[str, WordReading]) -> None:
        """Take them from the language's file."""
        self.code = language.code
        self._capitals_tell = not language.names.determiners
        self._common = stop_words.for_detection(language.code)
        plain = (title for title in language.names.titles if not title.endswith("*"))
        self.words = frozenset(plain)
        self._beginnings = tuple(title[:-1] for title in language.names.titles if title.endswith("*"))
        self._royal = frozenset(language.names.royal_titles)
        self._readings = readings
        speech = "|".join(language.sentences.speech)
        self._speech = re.compile(speech) if speech else None

    def is_speech(self, token: WordToken) -> bool:
        """Say whether a word is a verb by which reports say who spoke."""
        return self._speech is not None and self._speech.fullmatch(token.text) is not None

    def kinds(self, token: WordToken) -> frozenset[str]:
        """Return what the engine may take a word for."""
        return self._readings.get(token.text, _NOTHING).kinds

    def is_female(self, token: WordToken) -> bool:
        """Say whether a word is a woman's first name."""
        return self._readings.get(token.text, _NOTHING).is_female

    def has(self, token: WordToken) -> bool:
        """Say whether a word is a title."""
        word = lowered(token.text.rstrip("."), self.code)
        return word in self.words or (bool(self._beginnings) and word.startswith(self._beginnings))

    def is_royal(self, token: WordToken, behind: Sequence[WordToken]) -> bool:
        """Say whether a word is a title before the first name that follows, and no more but a number does.

        ``King Charles III``, but not ``King Edward School``.
        """
        if lowered(token.text, self.code) not in self._royal or not behind or not behind[0].is_joined:
            return False
        name, *more = behind
        is_name = "first_name" in self.kinds(name) or unaccented(name.text).lower() in GIVEN_NAMES
        is_last = not (more and more[0].is_joined and more[0].is_capital and set(more[0].text) - NUMERALS)
        return is_name and name.is_capital and is_last

    def is_day(self, token: WordToken) -> bool:
        """Say whether a word is a day of the week."""
        return lowered(token.text, self.code) in day_names(self.code)

    def is_month(self, token: WordToken) -> bool:
        """Say whether a word is a month."""
        return lowered(token.text, self.code) in month_names(self.code)

    def is_particle(self, token: WordToken) -> bool:
        """Say whether a small word may be inside a name, and is no preposition with an article."""
        is_joined_article = token.text in _CONTRACTED and token.text in self._common
        return token.text in ROMANCE_PARTICLES and not is_joined_article

    def is_place(self, token: WordToken) -> bool:
        """Say whether a word is a place, and no name."""
        kinds = self.kinds(token)
        return "place" in kinds and not kinds & CLEAN

    def is_listed(self, token: WordToken) -> bool:
        """Say whether a word is a first name of news, whatever the engine takes it for: ``Marco``, ``Rosa``.

        Only in languages in which nouns and adjectives have no capitals, in names of streets or roses.
        """
        return self._capitals_tell and unaccented(token.text).lower() in GIVEN_NAMES

    def is_first_name(self, token: WordToken, behind: Sequence[WordToken] = (), *, asks: bool = True) -> bool:
        """Say whether a word is a first name, and no place.

        At the beginning, one that is another word too must not be common, and have a name ``behind`` it; a
        first name of news may be common where the sentence does not ask: ``Will Smith won.``
        """
        kinds = self.kinds(token)
        if self.is_listed(token) and "place" not in kinds and behind and behind[0].is_capital:
            return not (token.begins and lowered(token.text, self.code) in self._common)
        if "first_name" not in kinds or "place" in kinds:
            return False
        if not token.begins or not kinds & {"word", "adjective"}:
            return True
        known = self.kinds(behind[0]) if behind else frozenset({"word"})
        is_common = lowered(token.text, self.code) in self._common
        may_be_verb = is_common and (asks or unaccented(token.text).lower() not in GIVEN_NAMES)
        return not may_be_verb and (not known or bool(known & CLEAN))

    def is_unit(self, words: Sequence[WordToken]) -> bool:
        """Say whether the engine knows the first words together (``South Carolina``), and not as a person."""
        rows = (words[:length] for length in range(2, len(words) + 1))
        known = (self._readings.get(phrase(row), _NOTHING).kinds for row in rows)
        return any(kinds - {"several", "first_name", "surname"} for kinds in known)

    def is_broken(self, words: Sequence[WordToken]) -> bool:
        """Say whether an engine may break a name: all but one word that it knows as a name and nothing else.

        It takes the parts of a name apart, and what it does not know has no gender or number for its rules.
        """
        kinds = self.kinds(words[0])
        return len(words) > 1 or not kinds or not kinds <= CLEAN
