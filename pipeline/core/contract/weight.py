"""What records take in memory once they are read: a byte of JSON can become one byte, or six.

The sum is counted, not measured, so that it is the same on every machine.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.core import limits
from pipeline.core.errors import RecordError

_OBJECT = 48
"""Bytes of a string, tuple or dataclass without what it holds."""
_NUMBER = 32
_FIELD = 8
"""Bytes of a reference."""
_SHARED = 64
"""Characters of a string from which on pydantic makes a new one even if it has just made an equal one."""
_WIDE = re.compile("[\U00010000-\U0010ffff]")
"""A character that makes Python give each character of a string four bytes."""


class Weight:
    """What the values of one record weigh so far."""

    def __init__(self, where: str) -> None:
        """Begin with nothing. ``where`` names the record's file in messages."""
        self._where = where
        self._total = 0
        self._last: dict[tuple[type, str], str] = {}
        """The string that each field had last, such as a language: the same again is not held again."""

    def add(self, value: object) -> None:
        """Add a value that will be held. Raises ``RecordError`` where all together are too much to hold."""
        self._total += _FIELD + self.of(value)
        if self._total > limits.HELD:
            raise RecordError(
                f"{self._where}: holds so much that it would take more than "
                f"{limits.size_words(limits.HELD)} of memory"
            )

    def of(self, value: Any) -> int:
        """Return the bytes that a value takes, without what was held before."""
        if isinstance(value, str):
            return _OBJECT + len(value) * _width(value)
        if isinstance(value, tuple):
            return _OBJECT + sum(_FIELD + self.of(item) for item in value)
        if isinstance(value, int | float | None):
            return 0 if value is None or isinstance(value, bool) else _NUMBER
        kind = type(value)
        return _OBJECT + sum(
            _FIELD + self._field(kind, name, getattr(value, name)) for name in kind.__slots__
        )

    def _field(self, kind: type, name: str, value: Any) -> int:
        if not isinstance(value, str) or len(value) >= _SHARED:
            return self.of(value)
        if self._last.get((kind, name)) == value:
            return 0
        self._last[kind, name] = value
        return self.of(value)


def _width(text: str) -> int:
    """Return the bytes of each character; those that are not ASCII are counted once more, as UTF-8."""
    if text.isascii():
        return 1
    return 4 if _WIDE.search(text) else 2
