"""Enforcement of the checks that the user requires."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pipeline.check.checker import failed_checks
from pipeline.core.contract import VariantRecord
from pipeline.core.errors import CheckError
from pipeline.core.records import LanguageCode


def failed_variants(
    variants: Iterable[VariantRecord], checks: Collection[str]
) -> dict[LanguageCode, CheckError]:
    """Return, by language, the error for the first words, no person's, that fail one of ``checks``."""
    found = {}
    for variant in variants if checks else ():
        error = _first_failure(variant, checks)
        if error is not None:
            found[variant.language] = error
    return found


def _first_failure(variant: VariantRecord, checks: Collection[str]) -> CheckError | None:
    for segment in variant.segments:
        if segment.origin == "human":
            continue
        for check in failed_checks(segment.checks):
            if check.name in checks:
                note = f" ({check.note})" if check.note else ""
                return CheckError(f"check {check.name} failed in {variant.language} at {segment.id}{note}")
    return None
