"""The translation must be about as long as one from this language into that one is."""

from __future__ import annotations

import math

from pipeline.check.case import Case
from pipeline.core.records import Check

NAME = "length"

_SPREAD = 0.09
"""Standard deviation of the logarithm of long segments' ratios, over all pairs of languages of NTREX-128."""
_SPREAD_SHORT = 1.23
"""What comes on top for short ones, over the square root of the characters expected."""
_WARN, _FAIL = 3.2, 4.7
"""Standard deviations from which on a length is suspect, and from which on it cannot be."""
_LEAST = 3
"""Characters of a source below which nothing is said."""


def check_length(case: Case) -> Check:
    """Compare the ratio of the lengths with the one usual for the two languages (``Checks.length``)."""
    source, target = len(case.source.strip()), len(case.target.strip())
    if source < _LEAST or not target:
        return Check(name=NAME, verdict="pass")
    away = deviation(source, target, usual=case.writes.checks.length / case.reads.checks.length)
    if abs(away) < _WARN:
        return Check(name=NAME, verdict="pass")
    share = f"{target} characters for {source}"
    return Check(name=NAME, verdict="fail" if abs(away) >= _FAIL else "warn", note=share)


def deviation(source: int, target: int, *, usual: float) -> float:
    """Return by how many standard deviations a length differs from the one expected; below 0 it is short."""
    expected = source * usual
    spread = math.hypot(_SPREAD, _SPREAD_SHORT / math.sqrt(min(expected, source) + 1))
    return math.log(target / expected) / spread
