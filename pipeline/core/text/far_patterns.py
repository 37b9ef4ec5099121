"""Patterns of the scripts that lie far from Latin in Unicode, compiled when a text with such a sign comes.

Python's ``re`` goes through every character of a class when it compiles it: a class that holds the Han
characters takes 1 to 5 ms, and a short command has thirty of them. Most texts have no sign that they could
match, and one look shows that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

NEAR = (range(0x0E00), range(0x1E00, 0x2E80))
"""The signs before Thai, and Latin and Greek letters with marks, punctuation and symbols."""
_FAR = re.compile(f"[^{''.join(rf'{chr(near[0])}-{chr(near[-1])}' for near in NEAR)}]")


def has_far_sign(text: str) -> bool:
    """Say whether a text has a sign that a ``FarPattern`` could match."""
    return not text.isascii() and _FAR.search(text) is not None


class FarPattern:
    """A regular expression each of whose matches holds a sign that is not ``NEAR``; else it finds nothing.

    Or it holds one that ``sign`` finds, if that is given.

    Its methods are those of ``re.Pattern``. Threads may share it.
    """

    def __init__(self, source: str, *, sign: re.Pattern[str] = _FAR) -> None:
        self._source = source
        self._sign = sign

    def _may_match(self, text: str) -> bool:
        return not text.isascii() and self._sign.search(text) is not None

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The regular expression itself."""
        return re.compile(self._source)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match anywhere in ``text``."""
        return self.compiled.search(text) if self._may_match(text) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the match that begins at ``start``."""
        return self.compiled.match(text, start) if self._may_match(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return the match of all of ``text``."""
        return self.compiled.fullmatch(text) if self._may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return all matches, one after another."""
        return self.compiled.finditer(text) if self._may_match(text) else iter(())

    def findall(self, text: str) -> list[Any]:
        """Return what all matches hold, as ``re.findall`` does."""
        return self.compiled.findall(text) if self._may_match(text) else []

    def sub(self, replacement: str, text: str) -> str:
        """Return ``text`` with ``replacement`` for each match."""
        return self.compiled.sub(replacement, text) if self._may_match(text) else text
