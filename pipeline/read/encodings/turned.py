"""Text that is turned back to the bytes that it was read from: what comes out, and the bytes themselves."""

from __future__ import annotations

import re

from pipeline.core.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedBack:
    """A text of which something was turned back."""

    text: str
    count: int
    """How many characters were made."""
    first: int
    """Where the first of them stood in the text as it was, in characters."""


def western_bytes(text: str) -> bytes | None:
    """Return the bytes of text in Windows-1252; None where it has other signs.

    Browsers take the five codes that it leaves open for controls.
    """
    made = bytearray()
    for run in re.split(r"([\x81\x8d\x8f\x90\x9d])", text):
        try:
            made += run.encode("latin-1" if run in _UNDEFINED else "cp1252")
        except UnicodeEncodeError:
            return None
    return bytes(made)


_UNDEFINED = frozenset("\x81\x8d\x8f\x90\x9d")
