"""Raised and lowered signs: those that refer to notes, which are no words, and powers and formulas.

A raised ``1``, ``[2]`` or ``*`` after a word refers to a note. ``10⁶``, ``m²`` and ``CO₂`` are written with
Unicode's own signs, for ``106`` would be another figure. So are ``nº`` and ``1ª``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

_SIGN = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§]{1,3}|[a-z])[\])]?")
_SHORT = 3
"""A raised number after fewer letters is a power or part of a formula: ``m2``, ``CO2``."""
_LETTERS = re.compile(r"[^\W\d_]+$")
_FRACTION = "/\u2044"
_RAISED = str.maketrans("0123456789+-\u2212()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-\u2212()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_FORMULA = re.compile(r"(?=.*[\dn+\u2212-])[\dn+\u2212()-]{1,12}")
_ORDINALS = {
    "o": (re.compile(r"(?:^|\W)(?:\d{1,4}|[nNfFrRvV])\.?$"), "º"),
    "a": (re.compile(r"(?:^|\W)(?:\d{1,4}|[nNdDM])\.?$"), "ª"),
    "os": (re.compile(r"(?:^|\W)[nN]\.?$"), "ºs"),
}
"""Raised letters of ordinals and of "number", "folio", "verso" in Romance languages: what stands before them,
and how they are written. ``nos`` and ``1a`` would be other words."""
_AROUND = 40
"""So many signs before a raised sign are looked at."""


class Said(NamedTuple):
    """Words of a line, and whether they are ``superscript``, ``subscript`` or stand on the line."""

    text: str
    shift: str = ""


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


def shifted(said: str, before: str, *, is_raised: bool) -> str:
    """Return raised or lowered signs as Unicode has them, where they belong to a figure, unit or formula.

    So are the raised letters of ordinals: ``nº``, ``1ª``.

    Empty where they do not, or where Unicode has no such signs.
    """
    sign = said.strip()
    before_it, ordinal = _ORDINALS.get(sign, (None, ""))
    if is_raised and before_it is not None and before_it.search(before[-_AROUND:]):
        return ordinal
    if not before[-1:].isalnum() or not _FORMULA.fullmatch(sign):
        return ""
    if sign.isalpha() and not before[-1:].isdecimal():
        return ""
    if not is_raised and "n" in sign:
        return ""
    return sign.translate(_RAISED if is_raised else _LOWERED)


def as_in_text(said: str, before: str, after: str, *, is_raised: bool, is_linked: bool = False) -> str:
    """Return what raised or lowered words are in a text: nothing where they are a note's sign."""
    if is_raised and is_note_sign(said, before, after, is_raised=True, is_linked=is_linked):
        return ""
    return shifted(said, before, is_raised=is_raised) or said


def settled_line(words: Iterable[Said]) -> str:
    """Return the text of a line whose words may be raised and lowered."""
    groups = [
        (shift, "".join(each.text for each in group))
        for shift, group in groupby((each for each in words if each.text), lambda each: each.shift)
    ]
    made = ""
    for at, (shift, text) in enumerate(groups):
        after = groups[at + 1][1] if at + 1 < len(groups) else ""
        is_raised = shift == "superscript"
        made += as_in_text(text, made[-_AROUND:], after, is_raised=is_raised) if shift else text
    return made
