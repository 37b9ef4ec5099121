"""One check on one translation, in a line."""

from __future__ import annotations

from functools import cache

from pipeline.check.case import Case, GlossaryPairs
from pipeline.check.checker import Checker
from pipeline.core.records import Check
from pipeline.detect.detector import LangdetectDetector


@cache
def checker() -> Checker:
    """Return a checker with the real detector."""
    return Checker(LangdetectDetector())


def check(name: str, pair: str, source: str, target: str, terms: GlossaryPairs = ()) -> Check:
    """Return what one check says of a translation; ``pair`` is ``en-fr`` and the like."""
    before, _, after = pair.partition("-")
    case = Case(source=source, target=target, source_language=before, target_language=after, terms=terms)
    return checker().check_one(name, case)


def verdict(name: str, pair: str, source: str, target: str) -> str:
    """Return the verdict alone."""
    return check(name, pair, source, target).verdict
