"""Checks on what came back from an engine, segment by segment.

A verdict never changes a translation; it tells a reader where to look. ``pass`` is silence, ``warn`` is worth
a look, ``fail`` is surely wrong. ``--strict`` and retries go by failed checks.
``docs/measurements/quality.md`` says how often each check is wrong about translations by people, and how
often it finds an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pipeline.check import glossary_terms, presence
from pipeline.check.case import Case
from pipeline.core.ports import Detector
from pipeline.core.records import Check, CheckCount


class Checker:
    """A checker, which runs all checks over segments and their translations."""

    def __init__(self, detector: Detector) -> None:
        """Use ``detector`` to detect languages."""
        self._detector = detector

    def check(self, case: Case) -> tuple[Check, ...]:
        """Return the verdict of every check on one translation; a function of ``case`` alone.

        Where nothing came back, that is the only verdict.
        """
        from pipeline.check.rules import CHECKS  # 9 ms, for nothing where nothing is translated

        first = CHECKS[presence.NAME](case, self._detector)
        if first.verdict == "fail":
            return (first,)
        return tuple(
            rule(case, self._detector)
            for name, rule in CHECKS.items()
            if case.terms or name != glossary_terms.NAME
        )

    def check_one(self, name: str, case: Case) -> Check:
        """Return the verdict of one check."""
        from pipeline.check.rules import CHECKS  # as above

        return CHECKS[name](case, self._detector)


def count_verdicts(verdicts: Iterable[Sequence[Check]]) -> tuple[CheckCount, ...]:
    """Count how often each check came to which verdict, sorted by name."""
    found = Counter((check.name, check.verdict) for checks in verdicts for check in checks)
    return _shared(
        tuple(
            CheckCount(
                name=name, passed=found[name, "pass"], warned=found[name, "warn"], failed=found[name, "fail"]
            )
            for name in sorted({name for name, _ in found})
        )
    )


@lru_cache(maxsize=1024)
def _shared(counts: tuple[CheckCount, ...]) -> tuple[CheckCount, ...]:
    """Return equal counts of an earlier document, where there are any: a run holds one for each."""
    return counts


def add_counts(counts: Iterable[Sequence[CheckCount]]) -> tuple[CheckCount, ...]:
    """Add up counts that were made separately, sorted by name."""
    totals: dict[str, CheckCount] = {}
    for part in (part for several in counts for part in several):
        before = totals.get(part.name, CheckCount(name=part.name, passed=0, warned=0, failed=0))
        totals[part.name] = CheckCount(
            name=part.name,
            passed=before.passed + part.passed,
            warned=before.warned + part.warned,
            failed=before.failed + part.failed,
        )
    return tuple(totals[name] for name in sorted(totals))


def failed_checks(checks: Sequence[Check]) -> tuple[Check, ...]:
    """Return the checks that failed."""
    return tuple(check for check in checks if check.verdict == "fail")
