"""Signs that refer to notes: a raised ``1``, ``[2]`` or ``*`` after a word, which are no words."""

from __future__ import annotations

import re

_SIGN = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§]{1,3}|[a-z])[\])]?")
_SHORT = 3
"""A raised number after fewer letters is a power or part of a formula: ``m2``, ``CO2``."""
_LETTERS = re.compile(r"[^\W\d_]+$")
_FRACTION = "/\u2044"


def is_note_sign(said: str, before: str, after: str, *, is_raised: bool, is_linked: bool) -> bool:
    """Say whether ``said`` refers to a note, from the words around it and from how it stands there.

    ``is_linked`` says whether it leads to a place in a text. A letter must be raised and lead somewhere.
    """
    sign = said.strip()
    if not _SIGN.fullmatch(sign) or before[-1:].isspace() or after[:1] in (*_FRACTION,):
        return False
    if before and after[:1].isalnum():
        return False
    if sign.isalpha():
        return is_raised and is_linked
    if is_linked or not sign.isdecimal():
        return is_linked or is_raised
    if not before or not before[-1].isalnum():
        return is_raised and bool(before or after.strip())
    letters = _LETTERS.search(before)
    return is_raised and letters is not None and len(letters[0]) >= _SHORT
