"""What a check looks at: a segment, its translation, and what is known of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import languages
from languages import Language
from pipeline.records import LanguageCode

Terms: TypeAlias = tuple[tuple[str, str], ...]
"""Of a glossary: a term of the source language, and what it is to be in the target language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A segment and its translation."""

    source: str
    target: str
    source_language: LanguageCode
    target_language: LanguageCode
    terms: Terms = ()

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
