"""Removal of a job's old runs, never of the newest good one, nor of one that is read or at work."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.core import clock
from pipeline.core.dataclass import dataclass
from pipeline.core.files.lock import removing
from pipeline.core.files.replace import BESIDE
from pipeline.jobs.commands import INPUTS
from pipeline.jobs.configuration.settings import KeepOptions
from pipeline.jobs.state import JobRun, JobState, latest_slot
from pipeline.write.paths import DOCUMENTS, RUN_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """A run that is too old."""

    run: JobRun
    folder: Path
    why_kept: str = ""
    """Why it could not be removed; empty if it was, or would be."""


def prunable(folder: Path, state: JobState, keep: KeepOptions, now: datetime) -> Iterator[JobRun]:
    """Yield the runs to remove, the oldest first: those beyond the number, and those that are too old.

    Without a number and days, nothing is too old. The run that the link leads to stays: after a quiet night
    that made nothing, it is not the newest good one.
    """
    present = [run for run in state.runs if _is_run(folder / run.slot)]
    newest, latest = state.newest_good, latest_slot(folder)
    limit = clock.stamp(now - timedelta(days=keep.days)) if keep.days is not None else ""
    beyond = present[: max(0, len(present) - keep.runs)] if keep.runs is not None else []
    for run in present:
        if run in beyond or run.started < limit:
            if run == newest or run.slot == latest or run.state == "running" or run is state.runs[-1]:
                continue
            yield run


def prune(
    folder: Path,
    state: JobState,
    keep: KeepOptions,
    now: datetime,
    *,
    waiting: Collection[str] = (),
    dry_run: bool = False,
) -> Iterator[Pruned]:
    """Remove the runs that are too old. The job must be held. Yields each, also those that must stay.

    ``waiting`` are runs of which something is still to be delivered; they stay.
    """
    for left in folder.glob(f"{BESIDE}*"):  # of a removal that was killed
        if not dry_run and left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
    for run in prunable(folder, state, keep, now):
        place = folder / run.slot
        if run.slot in waiting:
            why = "it is not delivered yet"
        else:
            why = _held(place) if dry_run else _remove(place)
        yield Pruned(run=run, folder=place, why_kept=why)


def _is_run(place: Path) -> bool:
    """Say whether a run's own folder is there: no link, and with what a run writes."""
    return not place.is_symlink() and ((place / RUN_FILE).is_file() or (place / DOCUMENTS).is_dir())


def _held(place: Path) -> str:
    """Return why a run's folder could not be removed now; empty if it could."""
    try:
        with removing(place):
            return ""
    except BlockingIOError:
        return "it is being read"
    except OSError as error:
        return f"cannot be removed: {error.strerror}"


def _remove(place: Path) -> str:
    """Remove a run's folder, at once for all who look; return why not."""
    aside = place.with_name(f"{BESIDE}{place.name}")
    try:
        with removing(place):
            place.rename(aside)
    except BlockingIOError:
        return "it is being read"
    except OSError as error:
        return f"cannot be removed: {error.strerror}"
    for left in (aside, place.parent / INPUTS / place.name):
        with suppress(OSError):
            shutil.rmtree(left)
    return ""
