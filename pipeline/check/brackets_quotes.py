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
_ASIDE = re.compile(r"[(（\[［][^()（）\[\]［］]{15,}[)）\]］]")
"""Brackets with so long a text that translators do not leave it out; shorter ones hold names and units."""
_QUOTED = 25
"""Length of a quotation, in characters, from which translators keep its marks. They drop those around names
and single words."""
_PAIRS = (
    ("«", "»"),
    ("“", "”"),
    ("„", "“"),
    ("„", "”"),
    ('"', '"'),
    ("”", "”"),
    ("「", "」"),
    ("『", "』"),
    ("‹", "›"),
)
"""Pairs of quotation marks that a text in any language may have, after its own."""
_ANY_QUOTE = re.compile('[«»“”„"「」『』]')
_SHARE, _TIMES = 0.2, 2.5
"""Share of a text between its only quotation marks, and times as large as which it holds other words."""
_SINGLE = re.compile(r"(?<!\w)['‘‚]|['’](?!\w)|''")


def check_brackets_quotes(case: Case) -> Check:
    """Compare brackets and quotation marks.

    Brackets that no longer close fail; brackets or quotation marks of which none is left are a warning.
    """
    if _halves(case.target) > _halves(case.source):
        return Check(name=NAME, verdict="fail", note="brackets that do not close")
    before = _quotations(case.source, case.source_language)
    after = _quotations(case.target, case.target_language)
    if any(map(_is_hollow, after)) and not any(map(_is_hollow, before)):
        return Check(name=NAME, verdict="fail", note="quotation marks that hold nothing")
    notes = []
    if len(before) == len(after) == 1 and _is_moved(len(before[0]), len(after[0]), case):
        notes.append("quotation marks moved")
    if _ASIDE.search(case.source) and not any(sign in case.target for sign in _BRACKETS):
        notes.append("lost brackets")
    if _quoted(case.source, case.source_language) >= _QUOTED and not _has_quotes(case):
        notes.append("lost quotation marks")
    return Check(name=NAME, verdict="warn" if notes else "pass", note="; ".join(notes))


def _quotations(text: str, language: LanguageCode) -> list[str]:
    """Return what stands between quotation marks, each time from the first mark that opens."""
    if not _mark(language).search(text):
        return []
    found = [match[match.lastindex or 0] for match in _pairs(language).finditer(text)]
    # A quotation may end with one of the same marks, "as "here"": there is nothing between two of them.
    return [part for part in found if part or len(found) == 1 or text.count('"') <= 2]


def _is_hollow(quotation: str) -> bool:
    return not any(map(str.isalnum, quotation))


@cache
def _pairs(language: LanguageCode) -> re.Pattern[str]:
    own = [pair for pair in languages.get(language).quotes if not set(pair) & set("'’‘‚＂")]
    ends = {closing for _, closing in own} - {opening for opening, _ in own}
    others = [pair for pair in _PAIRS if pair[0] not in ends]
    return re.compile(
        "|".join(
            f"{opening}([^{opening}{closing}]*){closing}"
            for opening, closing in (tuple(map(re.escape, pair)) for pair in dict.fromkeys((*own, *others)))
        )
    )


def _is_moved(before: int, after: int, case: Case) -> bool:
    """Say whether the part of a text between its only quotation marks is much larger or smaller."""
    if any(len(_ANY_QUOTE.findall(text)) != 2 for text in (case.source, case.target)):
        return False
    one, other = before / len(case.source), after / len(case.target)
    return max(one, other) > _SHARE and (one > _TIMES * other or other > _TIMES * one)


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


@cache
def _mark(language: LanguageCode) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(sorted(_marks(language))))}]")


def _quoted(text: str, language: LanguageCode) -> int:
    """Return how many characters lie between the first quotation mark of a text and the last."""
    places = [match.start() for match in _mark(language).finditer(text)]
    return places[-1] - places[0] if places else 0


def _has_quotes(case: Case) -> bool:
    return bool(_mark(case.target_language).search(case.target) or _SINGLE.search(case.target))
