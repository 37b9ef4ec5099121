"""Words on their way to a page: without what nobody sees, and with their language's name and direction."""

from __future__ import annotations

import languages
from pipeline.core.records import LanguageCode
from pipeline.core.text.invisible import IN_A_PAGE


def seen(words: str) -> str:
    """Return words without what is not to be seen."""
    return IN_A_PAGE.sub("", words)


def direction(language: LanguageCode) -> str:
    """Return ``ltr`` or ``rtl``; ``ltr`` for a language that has no file, which a record may name."""
    return languages.get(language).direction if language in languages.codes() else "ltr"


def language_name(language: LanguageCode) -> str:
    """Return what a language calls itself; its code where it has no file."""
    return languages.get(language).native_name if language in languages.codes() else language


def english(language: LanguageCode) -> str:
    """Return what a language is called in English; its code where it has no file."""
    return languages.get(language).name if language in languages.codes() else language
