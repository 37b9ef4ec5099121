"""Checks on what came back from an engine, segment by segment.

A verdict never changes a translation; it tells a reader where to look.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from pipeline.records import Check

_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?")

_ECHO_WORDS = 4
"""Words from which on an unchanged sentence is suspect; shorter ones are often names."""


def check(source: str, target: str) -> tuple[Check, ...]:
    """Compare a segment with its translation: is it there, is it another text, are its numbers the same."""
    return (_empty(target), _echo(source, target), _numbers(source, target))


def glossary(inflected: Sequence[str]) -> Check:
    """Name the words that are a glossary's term in another form, and were left to the engine."""
    return Check(name="glossary", verdict="warn", note=f"not replaced: {'; '.join(inflected)}")


def _empty(target: str) -> Check:
    return Check(name="empty", verdict="pass" if target.strip() else "fail")


def _echo(source: str, target: str) -> Check:
    unchanged = source.casefold().split() == target.casefold().split()
    suspect = unchanged and len(re.findall(r"[^\W\d_]{2,}", source)) >= _ECHO_WORDS
    return Check(name="echo", verdict="warn" if suspect else "pass")


def _numbers(source: str, target: str) -> Check:
    """Compare the numbers by their digits alone, for 14,000 and 14 000 and 14.000 are the same."""
    before, after = _digits(source), _digits(target)
    if before == after:
        return Check(name="numbers", verdict="pass")
    lost, new = before - after, after - before
    notes = [f"lost {' '.join(sorted(lost.elements()))}"] if lost else []
    notes += [f"new {' '.join(sorted(new.elements()))}"] if new else []
    return Check(name="numbers", verdict="warn", note="; ".join(notes))


def _digits(text: str) -> Counter[str]:
    return Counter(
        "".join(str(unicodedata.decimal(sign)) for sign in number if sign.isdecimal())
        for number in _NUMBER.findall(text)
    )
