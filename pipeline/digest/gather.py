"""The material of a digest from a run's documents: reports, near-duplicates among them, stories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.records import LanguageCode
from pipeline.digest import order, reports
from pipeline.digest.report_store import Shelves
from pipeline.digest.reports import Report
from pipeline.digest.stories import clusters, near_duplicates, repeated
from pipeline.digest.stories.disk_rows import Rows
from pipeline.digest.stories.features import Shelf
from pipeline.write.stored_run import StoredRun

REST = 0.25
"""Share of a body that must be left for its signature to be made without what its outlet prints elsewhere
too. Otherwise copies of one text by one outlet would have nothing left by which they are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The reports that a digest is made of."""

    documents: int
    """Number of documents of the run, of any date."""
    reports: list[Report]
    groups: list[list[int]]
    """Positions of near-duplicates in groups; a report alone is a group too."""
    stories: list[list[int]]
    """Positions of the reports of each story."""
    standing: frozenset[int]
    """Keys of sentences that an outlet prints in reports of several stories."""


def gather(
    folder: Path, run: StoredRun, pivot: LanguageCode, is_wanted: Callable[[Report], bool]
) -> Gathered:
    """Return the reports and stories of the run in ``folder``. Raises ``RecordError``, ``WriteError``."""
    with Shelves(folder=folder) as shelves:
        documents = 0
        for report, compared in reports.read_reports(folder, run, pivot):
            documents += 1
            if is_wanted(report):
                shelves.add(report, compared)
        groups = _near_duplicates(shelves, folder)
        stories = _stories(shelves, groups, folder)
        return Gathered(
            documents=documents,
            reports=shelves.reports,
            groups=groups,
            stories=stories,
            standing=frozenset(repeated.found(shelves.keys, stories).tolist()),
        )


def _near_duplicates(shelves: Shelves, folder: Path) -> list[list[int]]:
    """Return positions of near-duplicates; reports that share only a long footer do not count as such."""
    printed = repeated.found(shelves.keys, ([place] for place in range(len(shelves.reports))))
    with closing(Rows(near_duplicates.SIGNATURE_DTYPE, folder=folder)) as signatures:
        for place, report in enumerate(shelves.reports):
            lengths = shelves.lengths[place]
            rest = lengths[~repeated.among(shelves.keys[place], printed)].sum()
            # A report with more left shares too little with any other to be its near-duplicate.
            if REST * lengths.sum() < rest < (1 - near_duplicates.ALIKE) * lengths.sum():
                signatures.append(reports.signature_without(folder, report, printed))
            else:
                signatures.append(shelves.signatures[place])
        return near_duplicates.groups(signatures)


def _stories(shelves: Shelves, groups: Sequence[Sequence[int]], folder: Path) -> list[list[int]]:
    """Return the positions of each story's reports; one of near-duplicates is compared for all of them."""
    kept = shelves.reports
    places = {report.id: position for position, report in enumerate(kept)}
    mains = [places[order.main_first([kept[position] for position in group])[0].id] for group in groups]
    shared = repeated.found(shelves.keys, [[place] for place in mains])
    with closing(Shelf(folder=folder)) as features:
        for place in mains:
            features.append(shelves.compared(place).features(shared))
        found = clusters.stories(features, folder=folder)
    return [[i for place in story for i in groups[place]] for story in found]
