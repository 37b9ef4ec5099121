"""The words of a text that show which capitals begin a sentence."""

from __future__ import annotations

from functools import cached_property

from pipeline.split.candidates import WORD


class TextWords:
    """The words that a text has in lower case; collected when first needed."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._lower

    @cached_property
    def _lower(self) -> frozenset[str]:
        return frozenset(word for word in WORD.findall(self._text) if word[0].islower())
