"""Words on their way to a page: without what nobody sees, and with their language's name and direction."""

from __future__ import annotations

import re

import languages
from pipeline.core.records import LanguageCode

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
"""Controls and overrides of direction. Sources are read without them; a page must not depend on that."""


def seen(words: str) -> str:
    """Return words without what is not to be seen."""
    return _UNSEEN.sub("", words)


def direction(language: LanguageCode) -> str:
    """Return ``ltr`` or ``rtl``; ``ltr`` for a language that has no file, which a record may name."""
    return languages.get(language).direction if language in languages.codes() else "ltr"


def language_name(language: LanguageCode) -> str:
    """Return what a language calls itself; its code where it has no file."""
    return languages.get(language).native_name if language in languages.codes() else language


def english(language: LanguageCode) -> str:
    """Return what a language is called in English; its code where it has no file."""
    return languages.get(language).name if language in languages.codes() else language
