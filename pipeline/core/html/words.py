"""Words for a page: without invisible signs, and with the name and direction of their language."""

from __future__ import annotations

import languages
from pipeline.core.records import LanguageCode
from pipeline.core.text.invisible import IN_A_PAGE


def seen(words: str) -> str:
    """Return words without invisible signs."""
    return IN_A_PAGE.sub("", words)


def direction(language: LanguageCode) -> str:
    """Return ``ltr`` or ``rtl``; ``ltr`` for a language that has no file, which a record may name."""
    return languages.get(language).direction if language in languages.codes() else "ltr"


def language_name(language: LanguageCode) -> str:
    """Return the name that a language has in itself; its code where it has no file."""
    return languages.get(language).native_name if language in languages.codes() else language


def english(language: LanguageCode) -> str:
    """Return the English name of a language; its code where it has no file."""
    return languages.get(language).name if language in languages.codes() else language
