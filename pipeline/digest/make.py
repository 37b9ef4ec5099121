"""Making the digest of a run from what the run wrote in its folder, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline.core import clock
from pipeline.core.contract import RunRecord
from pipeline.core.contract.digest import Counts, DigestRecord, WatchFindings
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError, UsageError
from pipeline.core.records import LanguageCode, Setting
from pipeline.digest import dates, order, reports
from pipeline.digest.copies import REST
from pipeline.digest.gather import gather
from pipeline.digest.last_digest import marks
from pipeline.digest.pages.files import has_pages, write_pages
from pipeline.digest.reports import Report
from pipeline.digest.request import LIKENESS, DigestRequest
from pipeline.digest.stories import clusters, near_duplicates
from pipeline.digest.telling.story import story_report, told_story
from pipeline.digest.watches.find import find_watched
from pipeline.digest.watches.watch import MOST_WATCHES
from pipeline.write import run_folder, stored_run
from pipeline.write.paths import RUN_FILE
from pipeline.write.provenance import software
from pipeline.write.stored_run import StoredRun

MOST_SENTENCES = 20
"""The most sentences of a story that can be asked for."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of time between which reports are wanted."""

    since: datetime | None
    until: datetime
    limit: datetime | None
    """The time ``until`` where it was asked for. Otherwise, reports that say they are of the future are
    wanted."""


def bounds(wanted: DigestRequest, now: datetime | None = None) -> Bounds:
    """Return the bounds of time between which reports are wanted. Raises ``UsageError``."""
    end = dates.until(wanted.until, now or clock.now())
    start = dates.since(wanted.since, end)
    if start is not None and start > end:
        raise UsageError(f"--since {wanted.since}: is after {clock.stamp(end)}, when the digest ends")
    return Bounds(start, end, end if wanted.until else None)


def check_wanted(wanted: DigestRequest) -> None:
    """Raise ``UsageError`` where a request cannot be met."""
    if wanted.top < 1:
        raise UsageError(f"--top {wanted.top}: must be 1 or more")
    if not 1 <= wanted.sentences <= MOST_SENTENCES:
        raise UsageError(f"--sentences {wanted.sentences}: must be from 1 to {MOST_SENTENCES}")
    if wanted.likeness not in LIKENESS:
        raise UsageError(f"--likeness {wanted.likeness}: must be {', '.join(LIKENESS)}")
    if len(wanted.watches) > MOST_WATCHES:
        raise UsageError(f"--watches: names {len(wanted.watches)} watches; {MOST_WATCHES} are allowed")


def make_digest(
    folder: Path,
    wanted: DigestRequest,
    now: datetime | None = None,
    *,
    is_quiet: bool = False,
    last: Path | None = None,
    has_reader: bool = False,
) -> DigestRecord:
    """Write the digest of the run in ``folder``, in place of an older one, and return its record.

    ``now`` is the time that ``since`` counts from where ``until`` is not given. ``is_quiet`` says that
    nothing new was there for the run, so that all of its inputs may have failed. ``last`` is the run with the
    last digest, by which stories are new; None is this run with its older one. ``has_reader`` says that the
    pages of the site will be made, if they are not there yet. Raises ``RecordError`` where
    the folder holds no run, or one without documents, ``UsageError`` for a request that cannot be met,
    ``BusyError`` where a run holds the folder, ``WriteError``.
    """
    check_wanted(wanted)
    window = bounds(wanted, now)
    before = stored_run.read_stored(folder)  # first, so that a mistyped name makes no folder
    with run_folder.hold_run(folder):
        run = stored_run.again(folder, before)
        if run.record.signed_by is not None:
            raise UsageError(
                f"{folder}: is signed, and a digest would undo the signature; run again without --sign, and"
                " sign last"
            )
        if len(run.documents) and not run.entries_with_files and not is_quiet:
            raise RecordError(
                f"{folder}: holds no document to make a digest of; see {RUN_FILE} for what failed"
            )
        record = marks.marked(compose(folder, run, wanted, window), folder, last or folder)
        record = replace(record, has_reader=has_reader or has_pages(folder, record))
        try:
            return write_pages(folder, record)
        except RecordError as error:
            raise UsageError(
                f"--top {wanted.top}: the record of so many stories could not be read back "
                f"({error.message}); ask for fewer"
            ) from error


def compose(folder: Path, run: StoredRun, wanted: DigestRequest, window: Bounds) -> DigestRecord:
    """Return the record of a digest, its files not listed yet."""
    told_in = _told_in(_languages(wanted, run.record, folder), run)
    pivot = wanted.pivot or reports.pivot_language(run, told_in)
    if pivot not in run.record.settings.targets:
        raise UsageError(f"--pivot {pivot}: the run was not written in it; name one of {_names(run.record)}")
    gathered = gather(
        folder,
        run,
        pivot,
        lambda report: _in_time(report, window, is_after_last=wanted.is_after_last),
        told_in=told_in,
        top=wanted.top,
        more=LIKENESS[wanted.likeness],
    )
    kept, groups = gathered.reports, gathered.groups
    replaced = reports.replaced(run)
    found = [[kept[place] for place in story] for story in gathered.stories]
    original = _originals(kept, groups, told_in)
    stories = tuple(
        replace(
            told_story(
                folder, found[position], original, gathered.standing, told_in, pivot, wanted.sentences
            ),
            joined=joined,
        )
        for position, joined in zip(gathered.best, gathered.joined, strict=True)
    )
    watched = _watched(folder, kept, original, wanted, told_in, pivot)
    return DigestRecord(
        run_id=run.record.run_id,
        languages=told_in,
        pivot=pivot,
        since=clock.stamp(window.since) if window.since else None,
        until=clock.stamp(window.until),
        top=wanted.top,
        length=wanted.sentences,
        options=(*OPTIONS, Setting(name="stories.likeness", value=wanted.likeness)),
        counts=Counts(
            documents=gathered.documents + replaced,
            outside=gathered.documents - len(kept),
            undated=sum(report.moment is None for report in kept),
            unpivoted=sum(not report.pivoted for report in kept),
            near_duplicates=len(kept) - len(groups),
            stories=len(found),
            told=len(stories),
            replaced=replaced,
        ),
        watches=watched,
        stories=stories,
        software=software(),
        files=(),
    )


def _in_time(report: Report, window: Bounds, *, is_after_last: bool) -> Report | None:
    """Return a report that is of the time wanted; where it only arrived in it, its moment says when."""
    if dates.is_within(report.moment, window.since, window.limit):
        return report
    if is_after_last and report.moment and dates.has_arrived(report.filed, window.since, window.limit):
        return replace(report, moment=replace(report.moment, arrived=report.filed))
    return None


OPTIONS = (
    Setting(name="near.alike", value=near_duplicates.ALIKE),
    Setting(name="near.bands", value=near_duplicates.BANDS),
    Setting(name="near.rest", value=REST),
    Setting(name="near.rows", value=near_duplicates.BAND_ROWS),
    Setting(name="order.halving_hours", value=order.HALVING),
    *(Setting(name=f"stories.{name}", value=value) for name, value in clusters.CONSTANTS.items()),
)
"""The constants that decide which texts are near-duplicates, and which reports are one story."""


def _languages(wanted: DigestRequest, run: RunRecord, folder: Path) -> tuple[LanguageCode, ...]:
    """Return the languages asked for that the run has. Raises ``UsageError`` where it has none of them."""
    there = tuple(code for code in wanted.languages if code in run.settings.targets)
    if wanted.languages and not there:
        raise UsageError(
            f"--to {wanted.languages[0]}: {folder} was not written in it; name one of {_names(run)},"
            " or run again"
        )
    return there or run.settings.targets


def untold(folder: Path, wanted: DigestRequest) -> tuple[LanguageCode, ...]:
    """Return the languages asked for that no document of a run is written in. Raises ``RecordError``."""
    run = stored_run.read_stored(folder)
    there = {code for entry in run.documents for code in entry.languages}
    asked = wanted.languages or run.record.settings.targets
    return tuple(code for code in asked if code not in there) if there else ()


def _told_in(asked: tuple[LanguageCode, ...], run: StoredRun) -> tuple[LanguageCode, ...]:
    """Return the languages that a digest is told in: not those that no document could be written in.

    Where there is no document in any of them, all are told in the sources' own words.
    """
    there = {code for entry in run.documents for code in entry.languages}
    return tuple(code for code in asked if code in there) or asked


def _names(run: RunRecord) -> str:
    return " ".join(run.settings.targets)


def _originals(
    kept: Sequence[Report], groups: Sequence[Sequence[int]], told_in: Sequence[LanguageCode]
) -> dict[str, str]:
    """Return, for each near-duplicate, the document that is told in its place."""
    original: dict[str, str] = {}
    for group in groups:
        first, *others = order.main_first([kept[position] for position in group], told_in)
        original.update((report.id, first.id) for report in others)
    return original


def _watched(
    folder: Path,
    kept: Sequence[Report],
    original: dict[str, str],
    wanted: DigestRequest,
    told_in: Sequence[LanguageCode],
    pivot: LanguageCode,
) -> tuple[WatchFindings, ...]:
    """Return what the watches find: in the newest documents first, and in near-duplicates last."""
    return find_watched(
        folder,
        sorted(order.newest_first(kept), key=lambda report: report.id in original),
        wanted.watches,
        told_in=told_in,
        pivot=pivot,
        entry=lambda report: story_report(report, original),
    )
