"""Names that languages of Latin script spell by their own rules: Putin, Poutine; Yeltsin, Jelzin."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LIKE = (
    (re.compile("chtch|schtsch|shch|szcz|sjtsj|šč"), "c"),
    (re.compile("dsch|dzh|dj|dž|tsch|tch|tsj|ch|sch|sh|sz|sj|zh|cz|kh|c|š|č|ž|x|z|s|ts"), "c"),
    (re.compile("ph"), "f"),
    (re.compile("[wv]"), "v"),
    (re.compile("[qkg]"), "k"),
    (re.compile("[^bcdfklmnprtv]"), ""),
    (re.compile("tc"), "c"),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""Letters that spell nearly the same sound, in this order; vowels, ``h`` and ``j`` do not count."""
_LEAST = 3
"""Sounds that a name has at least, to be told by them."""


@lru_cache(maxsize=1 << 12)
def sound(word: str) -> str:
    """Return the consonants of a word in small letters; empty where it has too few to tell it by."""
    text = word
    for pattern, letter in _LIKE[:2]:
        text = pattern.sub(letter, text)
    text = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    for pattern, letter in _LIKE[2:]:
        text = pattern.sub(letter, text)
    return text if len(text) >= _LEAST else ""
