"""The check that the translation is about as long as is usual for the two languages."""

from __future__ import annotations

import math

from pipeline.check.case import Case
from pipeline.core.records import Check

NAME = "length"

_SPREAD = 0.09
"""Standard deviation of the logarithm of long segments' ratios, over all pairs of languages of NTREX-128."""
_SPREAD_SHORT = 1.23
"""Addition to that deviation for short segments, over the square root of the expected characters."""
_WARN, _FAIL = 3.2, 4.7
"""Standard deviations from which a length is suspect, and from which it cannot be right."""
_MIN_LENGTH = 3
"""The shortest source, in characters, that the check judges."""


def check_length(case: Case) -> Check:
    """Compare the ratio of the lengths with the usual one for the two languages (``Checks.length``)."""
    source, target = len(case.source.strip()), len(case.target.strip())
    if source < _MIN_LENGTH or not target:
        return Check(name=NAME, verdict="pass")
    away = deviation(source, target, usual=case.writes.checks.length / case.reads.checks.length)
    if abs(away) < _WARN:
        return Check(name=NAME, verdict="pass")
    share = f"{target} characters for {source}"
    return Check(name=NAME, verdict="fail" if abs(away) >= _FAIL else "warn", note=share)


def deviation(source: int, target: int, *, usual: float) -> float:
    """Return by how many standard deviations a length differs from the expected one; below 0 it is short."""
    expected = source * usual
    spread = math.hypot(_SPREAD, _SPREAD_SHORT / math.sqrt(min(expected, source) + 1))
    return math.log(target / expected) / spread
