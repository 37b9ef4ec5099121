"""What a check looks at: a segment, its translation, and what is known of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import languages
from languages import Language
from pipeline.core.records import LanguageCode

GlossaryPairs: TypeAlias = tuple[tuple[str, str], ...]
"""Of a glossary: a term of the source language, and what it is to be in the target language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A segment and its translation."""

    source: str
    target: str
    source_language: LanguageCode
    target_language: LanguageCode
    source_words: str | None = None
    """The source without what is protected, such as names that are to stay; None is the whole of it."""
    target_words: str | None = None
    """The same of the translation."""
    terms: GlossaryPairs = ()

    @property
    def own_source(self) -> str:
        """What of the source was there to translate."""
        return self.source if self.source_words is None else self.source_words

    @property
    def own_target(self) -> str:
        """What of the translation are the engine's words."""
        return self.target if self.target_words is None else self.target_words

    @property
    def reads(self) -> Language:
        """What is known of the source language."""
        return languages.get(self.source_language)

    @property
    def writes(self) -> Language:
        """What is known of the target language."""
        return languages.get(self.target_language)


def letters(text: str) -> int:
    """Count the letters of a text, of any script."""
    return sum(map(str.isalpha, text))
