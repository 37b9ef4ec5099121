"""The material of a digest from a run's documents: reports, near-duplicates among them, stories."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from pipeline.core.contract.digest import Joined
from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode
from pipeline.digest import order, reports
from pipeline.digest.copies import Copies, find_copies
from pipeline.digest.dates import day
from pipeline.digest.report_store import Shelves
from pipeline.digest.reports import Report
from pipeline.digest.stories import clusters, repeated
from pipeline.digest.stories.clusters import Cluster
from pipeline.digest.stories.features import Shelf
from pipeline.digest.stories.reasons import shared_names
from pipeline.write.stored_run import StoredRun

_COMPARED = 12
"""The most reports of a story whose names are compared to say why it is one."""


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
    best: list[int]
    """Positions of the stories to tell, in order."""
    joined: list[Joined | None]
    """Why the reports of each of these are one story."""
    standing: frozenset[int]
    """Keys of sentences that an outlet prints in reports of several stories."""


def gather(
    folder: Path,
    run: StoredRun,
    pivot: LanguageCode,
    wanted: Callable[[Report], Report | None],
    *,
    told_in: Collection[LanguageCode],
    top: int,
    more: float,
) -> Gathered:
    """Return the reports and stories of the run in ``folder``, and which ``top`` of them are to be told.

    ``wanted`` returns a report as it is to be told, or None where it is not. ``told_in`` are the languages of
    the digest, ``more`` is how much more likeness is asked of a story's
    reports. Raises ``RecordError``, ``WriteError``.
    """
    with Shelves(folder=folder) as shelves:
        documents = 0
        for report, compared in reports.read_reports(folder, run, pivot):
            documents += 1
            if (kept := wanted(report)) is not None:
                shelves.add(kept, compared)
        copies = find_copies(shelves, folder)
        groups = copies.groups
        mains = _mains(shelves, groups, told_in)
        found = _found(shelves, mains, folder, more, _apart(copies))
        stories = [[i for place in cluster.members for i in groups[place]] for cluster in found]
        best = order.ranked([[shelves.reports[place] for place in story] for story in stories])[:top]
        return Gathered(
            documents=documents,
            reports=shelves.reports,
            groups=groups,
            stories=stories,
            best=best,
            joined=[
                _joined(shelves, [mains[place] for place in found[i].members], found[i], told_in)
                for i in best
            ],
            standing=frozenset(repeated.found(shelves.keys, stories).tolist()),
        )


def _mains(shelves: Shelves, groups: Sequence[Sequence[int]], told_in: Collection[LanguageCode]) -> list[int]:
    """Return the position of the report of each group that is compared for all of them."""
    kept = shelves.reports
    places = {report.id: position for position, report in enumerate(kept)}
    return [
        places[order.main_first([kept[position] for position in group], told_in)[0].id] for group in groups
    ]


def _apart(copies: Copies) -> list[tuple[int, int]]:
    """Return the groups of which one has a report that names others than one of the other's."""
    group = {position: place for place, positions in enumerate(copies.groups) for position in positions}
    pairs = {(group[one], group[other]) for one, other in copies.apart}
    return sorted((one, other) for one, other in pairs if one != other)


def _found(
    shelves: Shelves,
    mains: Sequence[int],
    folder: Path,
    more: float,
    apart: Collection[tuple[int, int]],
) -> list[Cluster]:
    """Return the stories of the reports at ``mains``, by their places there, of which some are ``apart``."""
    shared = repeated.found(shelves.keys, [[place] for place in mains])
    with closing(Shelf(folder=folder)) as features:
        for place in mains:
            said = day(shelves.reports[place].moment)
            features.append(replace(shelves.compared(place).features(shared), day=said))
        return clusters.stories(features, more=more, folder=folder, apart=apart)


def _joined(
    shelves: Shelves, mains: Sequence[int], cluster: Cluster, told_in: Collection[LanguageCode]
) -> Joined | None:
    """Return why reports are one story; None where there is one, but for its near-duplicates."""
    if len(mains) == 1:
        return None
    places = {shelves.reports[place].id: place for place in mains}
    first = order.main_first([shelves.reports[place] for place in mains], told_in)[:_COMPARED]
    compared = [shelves.compared(places[report.id]) for report in first]
    shared = shared_names([([own for own, _ in each.sentences], each.own) for each in compared])
    return Joined(likeness=round(cluster.likeness, 2), names=shared.names, numbers=shared.numbers)
