"""Whom a job tells what it does, and the words for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from pipeline.core.contract.digest import DigestRecord
from pipeline.core.dataclass import dataclass
from pipeline.core.records import Outcome, ProgressNote

MissKind: TypeAlias = Literal["input", "language", "delivery", "other"]
"""What was missed: an input, an input in one of the languages, which has not failed, a delivery, or else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTelling:
    """What is called while a job is at work."""

    say: Callable[[str, str], None] = lambda _, __: None
    """Called with a step's name and a line about what it did."""
    fail: Callable[[str], None] = lambda _: None
    """Called with a line about the job that failed, and what to do."""
    miss: Callable[[MissKind, str], None] = lambda _, __: None
    """Called with a line for each thing that failed or is missing, of which there may be many."""
    begin: Callable[[str], None] = lambda _: None
    """Called with the name of the run that is begun, or gone on with."""
    found: Callable[[Sequence[str]], None] = lambda _: None
    """Called with the names of a run's inputs, before the first is worked on."""
    report: Callable[[Outcome], None] = lambda _: None
    """Called with the outcome of each input."""
    progress: Callable[[ProgressNote], None] = lambda _: None
    """Called, from several threads at a time, with notes of documents under way."""
    wait: Callable[[str, str], None] = lambda _, __: None
    """Called before a step that is no run: what it does, such as ``delivering``, and what it waits for."""
    warn: Callable[[str], None] = lambda _: None


def digest_words(record: DigestRecord) -> str:
    """Return what a digest tells, in words."""
    counts = record.counts
    found = ", ".join(f"{findings.name} {findings.found}" for findings in record.watches)
    newer = f", {counts.replaced} replaced by a newer text" if counts.replaced else ""
    return (
        f"{counts.told} of {counts.stories} stories told in {' '.join(record.languages)}, from"
        f" {counts.used} documents; pivot {record.pivot}, {counts.unpivoted} not in it;"
        f" {counts.near_duplicates} near-duplicates, {counts.outside} left out by date,"
        f" {counts.undated} undated{newer}{f'; hits: {found}' if found else ''}"
    )


def span_words(seconds: float) -> str:
    """Return a span of time in words.

    >>> span_words(75), span_words(7260), span_words(200000)
    ('75 s', '121 min', '55 h')
    """
    if seconds < 2 * 60:
        return f"{seconds:.0f} s"
    if seconds < 3 * 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h"
