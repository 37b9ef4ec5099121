"""The check for repeated words, which models produce when caught in a loop."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.check.case import Case
from pipeline.core.records import Check

NAME = "repetition"

_MARKS = ".,;:!?…。、，！？؟،।()[]\"'“”„«»「」-–—"
"""Signs left out at both ends of a word."""
_LONGEST = 20
"""Number of words in the longest passage that is looked for; longer ones are seldom repeated to the
letter."""
_LONGEST_SIGNS = 30
"""Number of characters in the longest passage, where words are not separated."""
_TIMES = 3
"""Times in a row from which a passage of several words is a loop."""
_TIMES_ALONE = 4
"""Times in a row from which a single word or sign is a loop: ``very, very, very`` is none."""


def check_repetition(case: Case) -> Check:
    """Fail where a passage repeats several times in a row and does not do so in the source."""
    times, passage = _loop(case.target, spaced=bool(case.writes.separator))
    if not times or _loop(case.source, spaced=bool(case.reads.separator))[0] >= times - 1:
        return Check(name=NAME, verdict="pass")
    return Check(name=NAME, verdict="fail", note=f"{times} times: {passage[:60]}")


def _loop(text: str, *, spaced: bool) -> tuple[int, str]:
    """Return how often the worst loop of a text repeats, and its words; 0 where there is none."""
    if spaced:
        units = [word.strip(_MARKS) for word in text.casefold().split()]
        longest, joint = _LONGEST, " "
    else:
        units = [sign for sign in text if not sign.isspace()]
        longest, joint = _LONGEST_SIGNS, ""
    worst = 0, ""
    for period in range(1, min(longest, len(units) // 2) + 1):
        length, end = _run(units, period)
        times = length // period + 1
        passage = units[end - period : end]
        least = _TIMES_ALONE if period == 1 else _TIMES
        if times >= least and times > worst[0] and any(map(_is_word, passage)):
            worst = times, joint.join(passage)
    return worst


def _run(units: Sequence[str], period: int) -> tuple[int, int]:
    """Return the longest stretch whose units equal those a period before, and where it ends."""
    best = end = run = 0
    for at in range(period, len(units)):
        run = run + 1 if units[at] == units[at - period] else 0
        if run > best:
            best, end = run, at + 1
    return best, end


def _is_word(unit: str) -> bool:
    return any(map(str.isalpha, unit))
