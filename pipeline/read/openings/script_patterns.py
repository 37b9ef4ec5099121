"""Patterns that languages' files have for bylines and datelines, compiled when a text needs them."""

from __future__ import annotations

import re

import languages
from pipeline.core.text.far_patterns import FarPattern

_FAR_SCRIPTS = frozenset({"Hans", "Hant", "Jpan", "Kore"})
"""Scripts whose bylines and datelines stand in texts with a far sign."""
_OWN_SIGNS = {"Arab": "[\u0600-\u06ff]", "Hebr": "[\u0590-\u05ff]", "Deva": "[\u0900-\u097f]"}
"""Signs of which each byline and dateline in these scripts has one."""


def script_pattern(source: str, language: languages.Language) -> re.Pattern[str] | FarPattern:
    """Return a language's pattern."""
    if not _FAR_SCRIPTS.isdisjoint(language.scripts):
        return FarPattern(source)
    if _OWN_SIGNS.keys() >= set(language.scripts):
        return FarPattern(source, sign=re.compile("|".join(map(_OWN_SIGNS.__getitem__, language.scripts))))
    return re.compile(source)
