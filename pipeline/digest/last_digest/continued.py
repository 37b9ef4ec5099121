"""Stories of the last digest that go on: other reports, of the same event.

Where inputs are told once, as in a job with ``since = "last"``, a story that goes on shares no report with
the last digest. So the reports of both are compared, as those of one digest are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import product
from pathlib import Path

from pipeline.core.contract.digest import DigestRecord, Story
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError
from pipeline.digest.reports import Compared, read_compared
from pipeline.digest.request import LIKENESS
from pipeline.digest.stories import clusters, near_duplicates

_MOST_REPORTS = 6
"""The most reports of each story that are compared: the first ones, of which it is told."""


@dataclass(frozen=True, slots=True)
class _Side:
    """Reports of stories, with the places of these."""

    stories: list[int]
    reports: list[Compared]

    @classmethod
    def of(cls, parts: Iterable[tuple[int, Compared]]) -> _Side:
        read = list(parts)
        return cls([place for place, _ in read], [compared for _, compared in read])


def continued(
    record: DigestRecord, places: Sequence[int], folder: Path, before: DigestRecord, last: Path
) -> dict[int, set[int]]:
    """Return for the stories at ``places`` that go on the places of the stories in ``before`` that had them.

    ``record`` is of the run in ``folder``, ``before`` of the run ``last``, whose documents may be gone.
    Raises ``RecordError`` where those of ``folder`` cannot be read, and ``WriteError``.
    """
    if not (places and before.stories):
        return {}
    older = _Side.of(_readable(before.stories, last, record.pivot))
    newer = _Side.of(
        (place, read_compared(folder, name, record.pivot))
        for place in places
        for name in _documents(record.stories[place])
    )
    return _linked(newer, older, _more(record))


def _linked(newer: _Side, older: _Side, more: float) -> dict[int, set[int]]:
    """Return the older stories of which each newer one has near-duplicates, or is joined with reports."""
    found: dict[int, set[int]] = defaultdict(set)
    for (place, one), (other, another) in product(
        zip(newer.stories, newer.reports, strict=True), zip(older.stories, older.reports, strict=True)
    ):
        if near_duplicates.likeness(one.signature, another.signature) >= near_duplicates.ALIKE:
            found[place].add(other)
    features = [compared.features() for compared in (*newer.reports, *older.reports)]
    first = len(newer.reports)
    for cluster in clusters.stories(features, more=more):
        told = {older.stories[member - first] for member in cluster.members if member >= first}
        for member in cluster.members:
            if told and member < first:
                found[newer.stories[member]] |= told
    return found


def _readable(stories: Sequence[Story], folder: Path, pivot: str) -> Iterator[tuple[int, Compared]]:
    for place, story in enumerate(stories):
        for name in _documents(story):
            with suppress(RecordError):  # old runs are removed in the end
                yield place, read_compared(folder, name, pivot)


def _documents(story: Story) -> list[str]:
    return [report.document for report in story.reports if report.near is None][:_MOST_REPORTS]


def _more(record: DigestRecord) -> float:
    """Return how much more likeness than by default the record was made with."""
    named = (each.value for each in record.options if each.name == "stories.likeness")
    return next((LIKENESS[name] for name in named if isinstance(name, str) and name in LIKENESS), 0.0)
