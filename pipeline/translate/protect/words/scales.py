"""Scales written as one word with their figure, which rules read letter by letter: ``£11million``."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.numbers.figures import SCALE
from pipeline.check.numbers.word_forms import find_words, normal
from pipeline.core.records import Item, LanguageCode, StandIn

_LEAST = 4
"""Letters from which a scale is a word; rules know ``11m`` and ``11bn``."""


def glued_scales(text: str, language: LanguageCode) -> Iterator[Item]:
    """Yield the scales right behind a figure, each sent with a blank before it."""
    if not any(map(str.isdecimal, text)):
        return
    plain = normal(text)
    if len(plain) != len(text):
        return
    for word in find_words(text, language, "words"):
        is_whole = not plain[word.end : word.end + 1].isalpha()
        is_scale = word.value >= SCALE and len(word.form) >= _LEAST and is_whole
        if is_scale and plain[word.start - 1 : word.start].isdecimal():
            sent = StandIn(sent=f" {text[word.start : word.end]}", back=(), shown=())
            yield Item(start=word.start, end=word.end, kind="name", droppable=True, stand_in=sent)
