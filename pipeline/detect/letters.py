"""The letters of a text, counted by their script, as ISO 15924 codes: ``Latn``, ``Cyrl``, ``Hani``.

Python has no script property, but the Unicode name of a letter begins with its script's name (``CYRILLIC
SMALL LETTER A``).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TypeAlias

ScriptCode: TypeAlias = str
"""Code of a script in ISO 15924, four letters."""

_SCRIPTS = {
    "ADLAM": "Adlm",
    "ARABIC": "Arab",
    "ARMENIAN": "Armn",
    "BENGALI": "Beng",
    "BOPOMOFO": "Bopo",
    "CANADIAN": "Cans",
    "CHEROKEE": "Cher",
    "CJK": "Hani",
    "CYRILLIC": "Cyrl",
    "DEVANAGARI": "Deva",
    "ETHIOPIC": "Ethi",
    "GEORGIAN": "Geor",
    "GREEK": "Grek",
    "GUJARATI": "Gujr",
    "GURMUKHI": "Guru",
    "HANGUL": "Hang",
    "HEBREW": "Hebr",
    "HIRAGANA": "Hira",
    "JAVANESE": "Java",
    "KANNADA": "Knda",
    "KATAKANA": "Kana",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "LATIN": "Latn",
    "MALAYALAM": "Mlym",
    "MONGOLIAN": "Mong",
    "MYANMAR": "Mymr",
    "NKO": "Nkoo",
    "ORIYA": "Orya",
    "SINHALA": "Sinh",
    "SYRIAC": "Syrc",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "THAANA": "Thaa",
    "THAI": "Thai",
    "TIBETAN": "Tibt",
    "TIFINAGH": "Tfng",
    "YI": "Yiii",
}
_NAMES = {code: name.title() for name, code in _SCRIPTS.items()}
_UNCODED = "Zzzz"

# These are letters by their category, but belong to no script: aªº々 and the like.
_COMMON = frozenset({"MODIFIER", "IDEOGRAPHIC", "MASCULINE", "FEMININE", "FULLWIDTH", "HALFWIDTH"})

_WEIGHTS = {"Hani": 3, "Hang": 2, "Hira": 2, "Kana": 2}
"""Number of letters of an alphabet that a character is worth, by script, where that is not one.

English has 2.7 letters for a Chinese character, 2.0 for a Korean and 1.9 for a Japanese one (659 sentences of
NTREX in each language, letters counted by ``str.isalpha``).
"""

_CHARACTERS_KNOWN = 8192
"""The most characters whose script is remembered."""


@lru_cache(_CHARACTERS_KNOWN)
def script_of(character: str) -> ScriptCode | None:
    """Return the script of a letter, ``Zzzz`` where it has no code here, None for what is no letter."""
    if not character.isalpha():
        return None
    name = unicodedata.name(character, "").replace("-", " ").partition(" ")[0]
    return None if name in _COMMON else _SCRIPTS.get(name, _UNCODED)


class _Signs(dict[int, str | None]):
    """A table for ``str.translate``: a letter becomes a sign that stands for its script, all else goes."""

    def __init__(self) -> None:
        super().__init__()
        codes = [*_SCRIPTS.values(), _UNCODED]
        self._signs = {script: chr(at) for at, script in enumerate(codes)}
        self.scripts = dict(zip(self._signs.values(), codes, strict=True))

    def __missing__(self, code: int) -> str | None:
        script = script_of(chr(code))
        sign = None if script is None else self._signs[script]
        if len(self) < _CHARACTERS_KNOWN:
            self[code] = sign
        return sign


_SIGNS = _Signs()


def count_letters(text: str) -> Counter[ScriptCode]:
    """Count the letters of ``text`` by script, in letters of an alphabet (a Han character is worth three)."""
    counts: Counter[ScriptCode] = Counter()
    for sign, number in Counter(text.translate(_SIGNS)).items():
        script = _SIGNS.scripts[sign]
        counts[script] = number * _WEIGHTS.get(script, 1)
    return counts


def script_name(script: ScriptCode) -> str:
    """Return the English name of a script: ``Georgian`` for ``Geor``."""
    return _NAMES.get(script, "unknown")
