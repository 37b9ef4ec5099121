"""The language that somebody probably means by a word that names none: a country, or a name in any language.

Names and countries are those of CLDR (Babel). The answer is a hint in a message, and decides nothing.
"""

from __future__ import annotations

from difflib import get_close_matches

import languages
from languages import naming

_ALIKE = 0.8
"""How alike two names must be, from 0 to 1 (``difflib``)."""


def meant_language(word: str) -> str | None:
    """Return the code of the language that ``word`` may mean; None where it suggests none.

    >>> [meant_language(word) for word in ("jp", "cz", "anglais", "inglés", "Englisch", "Klingon")]
    ['ja', 'cs', 'en', 'en', 'en', None]
    """
    near = naming.near_code(word)
    return near or _of_country(word) or _named_elsewhere(word)


def _of_country(word: str) -> str | None:
    """Return the language that most people write in a country, by its code (ISO 3166)."""
    from babel.core import get_global

    likely = get_global("likely_subtags").get(f"und_{word.strip().upper()}", "")
    code = naming.tag_code(likely)
    return code if code in languages.codes() else None


def _named_elsewhere(word: str) -> str | None:
    """Return the language whose name in one of our languages is nearly ``word``."""
    from babel import Locale, UnknownLocaleError

    names: dict[str, str] = {}
    for speaker in languages.codes():
        try:
            known = Locale.parse(speaker).languages
        except UnknownLocaleError:
            continue
        for code in languages.codes():
            names.setdefault(str(known.get(code, "")).casefold(), code)
    near = get_close_matches(word.strip().casefold(), names, n=1, cutoff=_ALIKE)
    return names[near[0]] if near else None
