"""Halves in words: half a million that became a million, and whether a text has a word for a half."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.check.numbers.sides import NumberedText
from pipeline.check.numbers.word_forms import find_words, normal

_HALF = re.compile(
    r"(?<!\w)(?:half|halv|halb|hälft|helft|[a-zà-ÿ]{0,12}einhalb|anderthal|mig|mitj|meitat|mitat|mièg|mièja|medi[oa]|"
    r"mitad|metade|mei[oa]|metà|mezz|demi|moiti|jumăt|jumat|polovi|půl|pol|pół|poł|половин|пол|пів|півтора|μισ|ήμισ|"
    r"yarı|buçuk|duon|setengah|separuh|paruh|nửa|rưỡi|نصف|ونصف|نيم|نیم|ו?חצי|מחצית|आध|साढ|डेढ|ढाई)|半|반|(?<=ιά)μισ"
)
"""Words for a half, in small letters, and the beginnings of their forms."""
_ROOM = 24
"""Letters before a scale within which its half stands: ``half of a``."""
_BEFORE = re.compile(
    rf"(?:{_HALF.pattern})[^\W\d_]{{0,6}}[\s-]?(?:(?:a|of|un|una|une|en|ein|eine|de|d'|di)\s){{0,2}}$"
)
_LEAST = 10**5
"""The least scale that news halves."""


def has_half(text: str) -> bool:
    """Say whether a text has a word for a half."""
    return _HALF.search(normal(text)) is not None


def lost_half(source: NumberedText, target: NumberedText) -> str:
    """Describe a scale that has a half before it on one side, and neither that nor a figure on the other."""
    for word, here, other in (("lost", source, target), ("new", target, source)):
        if other.figures or here.figures:
            continue
        for scale in sorted(_halved(here) & _alone(other)):
            if not has_half(other.text):
                return f"{word} half of {scale}"
    return ""


@lru_cache(maxsize=64)
def _halved(side: NumberedText) -> frozenset[int]:
    """Return the scales of a text with a half right before them."""
    text = normal(side.text)
    words = [word for word in find_words(side.text, side.language, "words") if word.value >= _LEAST]
    return frozenset(
        int(word.value)
        for word in words
        if _HALF.search(text, max(0, word.start - _ROOM), word.start)
        and _BEFORE.search(text, max(0, word.start - _ROOM), word.start)
    )


def _alone(side: NumberedText) -> frozenset[int]:
    """Return the scales of a text."""
    words = find_words(side.text, side.language, "words")
    return frozenset(int(word.value) for word in words if word.value >= _LEAST)
