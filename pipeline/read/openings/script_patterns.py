"""Patterns that languages' files have for bylines and datelines, compiled when a text needs them."""

from __future__ import annotations

import re

import languages
from pipeline.core.text.far_patterns import FarPattern

_FAR_SCRIPTS = frozenset({"Hans", "Hant", "Jpan", "Kore"})
"""Scripts whose bylines and datelines stand in texts with a far sign."""


def script_pattern(source: str, language: languages.Language) -> re.Pattern[str] | FarPattern:
    """Return a language's pattern."""
    return re.compile(source) if _FAR_SCRIPTS.isdisjoint(language.scripts) else FarPattern(source)
