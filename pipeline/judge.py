"""What the checks say of a document's translations, and whether that is good enough for ``--strict``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

from pipeline.assemble import Wanted
from pipeline.checks import TRANSLATED, Checker, failed
from pipeline.checks.terms import glossary
from pipeline.errors import CheckError
from pipeline.records import Check, LanguageCode, Segment, SegmentId, Translated
from pipeline.translate import Rendering, Request

Verdicts: TypeAlias = Mapping[SegmentId, tuple[Check, ...]]


def judge(checker: Checker, request: Request, rendering: Rendering) -> Verdicts:
    """Return the verdicts on every segment of a request that was to be translated."""
    return {
        segment.id: _one(checker, segment, rendering.texts[segment.id], request.target)
        for segment in request.segments
        if segment.language != request.target
    }


def hold(variants: Sequence[Wanted], strict: Collection[str]) -> None:
    """Raise ``CheckError`` for the first words, no person's, that fail one of the ``strict`` checks."""
    for wanted in variants:
        for segment, checks in wanted.checks.items():
            if wanted.texts[segment].origin == "human":
                continue
            for check in failed(checks):
                if check.name in strict:
                    note = f" ({check.note})" if check.note else ""
                    raise CheckError(f"check {check.name} failed in {wanted.language} at {segment}{note}")


def _one(checker: Checker, segment: Segment, answer: Translated, target: LanguageCode) -> tuple[Check, ...]:
    if answer.failure:
        return (Check(name=TRANSLATED, verdict="fail", note=answer.failure),)
    found = checker.check(segment.text, answer.text, source_language=segment.language, target_language=target)
    return (*found, glossary(answer.inflected)) if answer.inflected else found
