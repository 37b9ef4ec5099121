"""The check that glossary terms are translated as the glossary says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.check.case import Case
from pipeline.core.records import Check

NAME = "terms"
GLOSSARY_CHECK = "glossary"

_ENDING = 2
"""The most letters at the end of a term's words that inflection may change."""
_STEM = 4
"""The least letters of a word that inflection must leave."""


def check_glossary_terms(case: Case) -> Check:
    """Fail where the source has a term and the translation lacks the glossary's translation of it."""
    lost = [
        f"{term} = {wanted}"
        for term, wanted in case.terms
        if _has(case.source, term, exact=True) and not _has(case.target, wanted, exact=False)
    ]
    return Check(name=NAME, verdict="fail" if lost else "pass", note="; ".join(lost))


def inflected(words: Sequence[str]) -> Check:
    """Name the words that are a glossary's term in another form and were left to the engine."""
    return Check(name=GLOSSARY_CHECK, verdict="warn", note=f"not replaced: {'; '.join(words)}")


def _has(text: str, term: str, *, exact: bool) -> bool:
    """Say whether a text has a term, whatever its case; unless ``exact``, endings may differ."""
    words = term.casefold().split()
    if not words:
        return True
    parts = [re.escape(word) if exact else _inflected(word) for word in words]
    spaced = term[:1].isalnum() and term.isascii()
    start = r"(?<!\w)" if spaced or " " in term else ""
    end = r"(?!\w)" if exact and (spaced or " " in term) else ""
    return re.search(start + r"\s+".join(parts) + end, text.casefold()) is not None


def _inflected(word: str) -> str:
    keep = max(_STEM, len(word) - _ENDING)
    return re.escape(word) if len(word) <= keep else rf"{re.escape(word[:keep])}\w*"
