"""The input of a check: a segment, its translation, and what is known of both."""

from __future__ import annotations

from typing import TypeAlias

import languages
from languages import Language
from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode

GlossaryPairs: TypeAlias = tuple[tuple[str, str], ...]
"""Pairs from a glossary: a term of the source language, and its translation in the target language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A segment and its translation."""

    source: str
    target: str
    source_language: LanguageCode
    target_language: LanguageCode
    source_words: str | None = None
    """The source without protected items, such as names that are to stay; None is the whole source."""
    target_words: str | None = None
    """The translation without protected items; None is the whole translation."""
    terms: GlossaryPairs = ()
    pivots: tuple[LanguageCode, ...] = ()
    """The languages between the two on the route, whose words may have stayed."""

    names: frozenset[str] = frozenset()
    """Surnames of the document, in small letters without accents."""

    @property
    def own_source(self) -> str:
        """The part of the source that was to be translated."""
        return self.source if self.source_words is None else self.source_words

    @property
    def own_target(self) -> str:
        """The part of the translation that is the engine's words."""
        return self.target if self.target_words is None else self.target_words

    @property
    def reads(self) -> Language:
        """Data of the source language."""
        return languages.get(self.source_language)

    @property
    def writes(self) -> Language:
        """Data of the target language."""
        return languages.get(self.target_language)


def letters(text: str) -> int:
    """Count the letters of a text, of any script."""
    return sum(map(str.isalpha, text))
