"""The check that brackets and quotation marks are still there, in pairs."""

from __future__ import annotations

import re
from functools import cache

import languages
from pipeline.check.case import Case
from pipeline.core.records import Check, LanguageCode

NAME = "marks"

_BRACKETS = {")": "(", "]": "[", "}": "{", "）": "（", "］": "［", "】": "【"}
_BRACKET = re.compile(f"[{re.escape(''.join((*_BRACKETS, *_BRACKETS.values())))}]")
_SMILEY = re.compile(r"[:;=]-?[()]")
_ASIDE = re.compile(r"[(（\[［][^()（）\[\]［］]{12,}[)）\]］]")
"""Brackets with so long a text that translators do not leave it out; shorter ones hold names and units."""
_QUOTED = 25
"""Length of a quotation, in characters, from which translators keep its marks. They drop those around names
and single words."""
_SINGLE = re.compile(r"(?<!\w)['‘‚]|['’](?!\w)|''")


def check_brackets_quotes(case: Case) -> Check:
    """Compare brackets and quotation marks.

    Brackets that no longer close fail; brackets or quotation marks of which none is left are a warning.
    """
    if _halves(case.target) > _halves(case.source):
        return Check(name=NAME, verdict="fail", note="brackets that do not close")
    notes = []
    if _ASIDE.search(case.source) and not any(sign in case.target for sign in _BRACKETS):
        notes.append("lost brackets")
    if _quoted(case.source, case.source_language) >= _QUOTED and not _has_quotes(case):
        notes.append("lost quotation marks")
    return Check(name=NAME, verdict="warn" if notes else "pass", note="; ".join(notes))


def _halves(text: str) -> int:
    """Count the brackets that lack their other half; those of smileys do not count."""
    stack: list[str] = []
    alone = 0
    for sign in _BRACKET.findall(_SMILEY.sub("", text)):
        if sign not in _BRACKETS:
            stack.append(sign)
        elif stack and stack[-1] == _BRACKETS[sign]:
            stack.pop()
        else:
            alone += 1
    return alone + len(stack)


@cache
def _marks(language: LanguageCode) -> frozenset[str]:
    """Return the quotation marks of a language and of others, except those that are apostrophes too."""
    own = "".join(opening + closing for opening, closing in languages.get(language).quotes)
    return frozenset(own + '"“”„«»「」『』') - frozenset("'’‘‚")


def _quoted(text: str, language: LanguageCode) -> int:
    """Return how many characters lie between the first quotation mark of a text and the last."""
    marks = _marks(language)
    places = [place for place, sign in enumerate(text) if sign in marks]
    return places[-1] - places[0] if places else 0


def _has_quotes(case: Case) -> bool:
    marks = _marks(case.target_language)
    return not marks.isdisjoint(case.target) or bool(_SINGLE.search(case.target))
