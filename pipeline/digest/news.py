"""What is new of each story since the last digest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.core import codec
from pipeline.core.contract.digest import DigestRecord, Story
from pipeline.core.errors import RecordError
from pipeline.write.paths import DIGEST_FILE, DIGEST_FOLDER


def marked(record: DigestRecord, last: Path) -> DigestRecord:
    """Return a record whose stories say how many of their reports the digest in the run ``last`` told.

    Where that run has no digest that can be read, nothing is said. A digest that ends at the same time is no
    earlier one: this one stands in its place, and says what it said.
    """
    try:
        before = codec.read_record_below(DigestRecord, last, f"{DIGEST_FOLDER}/{DIGEST_FILE}")
    except RecordError:
        return record
    is_again = before.until == record.until
    if is_again and all(story.known is None for story in before.stories):
        return record
    told = {report.document: story.known for story in before.stories for report in story.reports}
    return replace(
        record,
        stories=tuple(_again(story, told) if is_again else _marked(story, told) for story in record.stories),
    )


def _marked(story: Story, told: dict[str, int | None]) -> Story:
    return replace(story, known=sum(report.document in told for report in story.reports))


def _again(story: Story, told: dict[str, int | None]) -> Story:
    """Return a story as the digest in whose place it stands marked it; new where that had none of it."""
    marks = [known for report in story.reports if (known := told.get(report.document)) is not None]
    return replace(story, known=min(max(marks, default=0), len(story.reports)))
