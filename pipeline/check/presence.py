"""The check that there is a translation at all."""

from __future__ import annotations

from pipeline.check.case import Case, letters
from pipeline.core.records import Check

TRANSLATED = "translated"
"""Name of the verdict on a segment that the engine gave up; it needs no check to be made."""
NAME = "empty"


def check_presence(case: Case) -> Check:
    """Fail where nothing came back, or nothing with a letter or digit for a text that has letters."""
    if not case.target.strip():
        return Check(name=NAME, verdict="fail", note="nothing there" if case.source.strip() else "")
    if letters(case.source) and not any(map(str.isalnum, case.target)):
        return Check(name=NAME, verdict="fail", note="no word")
    return Check(name=NAME, verdict="pass")
