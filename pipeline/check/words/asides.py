"""Text in brackets that a translation keeps, as far as it is no name, figure or explanation."""

from __future__ import annotations

import re

from pipeline.check.case import Case

_ASIDE = re.compile(r"[(（\[［][^()（）\[\]［］]{15,}[)）\]］]")
"""Brackets with so long a text that translators do not leave it out; shorter ones hold names and units."""
_LATIN = re.compile(r"[\x00-\u024f\u2010-\u201f]+")
_DASH = re.compile(r"\s[–—-]\s|—")
_COMMA = re.compile("[,،、，]")
_AMOUNT_OR_MARK = re.compile(r"[~≈$€£¥₹]?\s?\d|[«»“”„\"‘’'「『‚]")
_ACRONYM = re.compile(r"(?<!\w)(?:[A-Z]{2,5}|(?:[A-Z]\.){2,5})(?!\w)")
_NAMED = re.compile(r"(?:[^\W\d_]+[\s'’-]+){2}[^\W\d_]+[»”“\"’']?[,.]?\s?$")
"""The last three words before brackets: they explain these if the translation has them as they are."""
_ROOM, _TRIMMED = 60, " »”“\"’',."
"""Characters before brackets in which these words are looked for, and what may follow them."""


def has_aside(case: Case) -> bool:
    """Say whether the source has brackets that a translation keeps.

    A name in Latin script beside another is no such, nor is what explains a name, an acronym or a quotation,
    nor what dashes, commas or nothing may surround as well. Amounts are left to the check of numbers.
    """
    is_latin = "Latn" in case.reads.scripts
    asides = [
        match
        for match in _ASIDE.finditer(case.source)
        if (is_latin or not _LATIN.fullmatch(match[0][1:-1])) and not _is_explanation(match, case)
    ]
    if all(match[0][1:-1] in case.target for match in asides):
        return False
    return all(
        len(sign.findall(case.target)) <= len(sign.findall(case.source)) + len(asides) * more
        for sign, more in ((_DASH, 1), (_COMMA, 0))
    )


def _is_explanation(aside: re.Match[str], case: Case) -> bool:
    """Say whether brackets hold an amount, a quotation, or what explains a name or an acronym."""
    inside = aside[0][1:-1]
    if _AMOUNT_OR_MARK.match(inside):
        return True
    acronyms = set(_ACRONYM.findall(case.target))
    if acronyms - set(_ACRONYM.findall(aside.string)) or acronyms & set(_ACRONYM.findall(inside)):
        return True  # BST, (horario de verano británico); (BNPB, por sus siglas en indonesio), BNPB
    named = _NAMED.search(aside.string, max(0, aside.start() - _ROOM), aside.start())
    return named is not None and named[0].strip(_TRIMMED) in case.target
