"""Enforcement of the checks that the user requires."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pipeline.check.checker import failed_checks
from pipeline.core.contract import VariantRecord
from pipeline.core.errors import CheckError


def require_passed(variants: Iterable[VariantRecord], checks: Collection[str]) -> None:
    """Raise ``CheckError`` for the first words, no person's, that fail one of ``checks``."""
    if not checks:
        return
    for variant in variants:
        for segment in variant.segments:
            if segment.origin == "human":
                continue
            for check in failed_checks(segment.checks):
                if check.name in checks:
                    note = f" ({check.note})" if check.note else ""
                    raise CheckError(f"check {check.name} failed in {variant.language} at {segment.id}{note}")
