"""What a job did so far: a record in its folder, which is replaced whole after every step."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal, TypeAlias

from pipeline.core import clock, codec
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import BusyError, RecordError, WriteError
from pipeline.core.files.lock import take_lock
from pipeline.core.files.replace import replace_file
from pipeline.core.records import StageTime
from pipeline.jobs.calendar import Calendar
from pipeline.run.metrics import Tally
from pipeline.write.paths import LOCK_FILE

STATE_FILE = ".job.json"
LATEST = "latest"
"""The link to the newest good run that has something to show, in the job's folder."""
_SLOT = re.compile(r"-\d{4}-\d\d-\d\dT\d{4}(?:[+-]\d{4})?")
"""What stands after a job's name in the name of a run."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)")
_LOOK_SECONDS = 1.0
"""For so long a start waits for those who only look whether the job is at work."""
_KEPT = 1000
"""So many runs are remembered, pruned ones too."""

RunState: TypeAlias = Literal["running", "good", "partial", "failed"]
"""``partial``: something failed, and the rest counts as good. ``running`` may have been killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchDelivery:
    """A watch that has found something, and who gets its hits."""

    watch: str
    deliver: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRun:
    """One run of a job, by the time that was due."""

    slot: str
    """The run's id, and the name of its folder."""
    due: str
    started: str
    """When it was begun first. A run that goes on keeps it, so that it ends as one that was not killed."""
    finished: str = ""
    state: RunState = "running"
    message: str = ""
    """Why it failed, or what failed in it."""
    done: int = 0
    """Documents that were written, also those that lack a language."""
    skipped: int = 0
    failed: int = 0
    stories: int = 0
    """Stories that the digest tells."""
    until: str = ""
    """The end of the digest's time, where the next one may begin; empty without a digest."""
    languages: tuple[str, ...] = ()
    """Those of the digest."""
    deliver: tuple[str, ...] = ()
    """Names of the deliveries that the job had when it began: one that is added later gets no old digests."""
    watches: tuple[WatchDelivery, ...] = ()
    """Watches that have found something which is delivered apart."""
    seconds: float = 0.0
    stages: tuple[StageTime, ...] = ()
    """``inputs``, ``run``, ``digest``, ``pages``, ``signed`` and ``delivery``, those that there were."""
    tally: Tally = field(default_factory=Tally)
    """What the outcomes of its documents say."""
    is_empty: bool = False
    """Whether there was nothing to report."""

    @property
    def is_good(self) -> bool:
        """Whether everything is made that could be made."""
        return self.state in ("good", "partial")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """All runs of a job, in the order of the times that were due."""

    job: str
    runs: tuple[JobRun, ...] = ()

    @property
    def newest_good(self) -> JobRun | None:
        """The newest run that counts as good; None if there is none."""
        return next((run for run in reversed(self.runs) if run.is_good), None)

    def with_run(self, run: JobRun) -> JobState:
        """Return the state with a run, in place of one of its slot."""
        runs = [one for one in self.runs if one.slot != run.slot]
        ordered = sorted([*runs, run], key=lambda one: datetime.fromisoformat(one.due))
        return replace(self, runs=tuple(ordered[-_KEPT:]))


@contextmanager
def hold_job(folder: Path) -> Iterator[None]:
    """Make the job's folder, and hold it until the block ends or the process dies.

    Raises ``BusyError`` if somebody else holds it, ``WriteError`` if it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise WriteError(f"{folder}: cannot be written: {error.strerror}; name other outputs") from error
    with os.fdopen(handle, "wb", buffering=0) as lock:
        _take(lock.fileno(), folder)
        yield


def _take(lock: int, folder: Path) -> None:
    """Take the lock of a job, which those have for a moment who only look. Raises ``BusyError``."""
    until = time.monotonic() + _LOOK_SECONDS
    while True:
        try:
            take_lock(lock)
        except BlockingIOError:
            if time.monotonic() > until:
                raise BusyError(f"{folder}: the job is at work; wait for it, or stop it") from None
            time.sleep(_LOOK_SECONDS / 20)
        else:
            return


def is_at_work(folder: Path) -> bool:
    """Say whether somebody does the job in ``folder`` now. Nothing is written."""
    try:
        handle = os.open(folder / LOCK_FILE, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        take_lock(handle)
    except BlockingIOError:
        return True
    except OSError:  # a file system without locks
        return False
    finally:
        os.close(handle)
    return False


def read_state(folder: Path, job: str) -> JobState:
    """Return the state in a job's folder; that of a new job if there is none. Raises ``RecordError``."""
    path = folder / STATE_FILE
    if not path.exists():
        return JobState(job=job)
    try:
        state = codec.read_record_below(JobState, folder, STATE_FILE)
        _require_sound(state, job, path)
    except RecordError as error:
        raise RecordError(
            f"{error.message}; move it away to begin anew: the runs beside it are kept"
        ) from error
    return state


def _require_sound(state: JobState, job: str, path: Path) -> None:
    """Raise ``RecordError`` for what no job has written: a run names a folder, which may be removed."""
    for run in state.runs:
        if not _SLOT.fullmatch(run.slot.removeprefix(job)) or not run.slot.startswith(job):
            raise RecordError(f"{path}: {run.slot!r} is no run of the job {job}")
        for stamp in filter(None, (run.due, run.started, run.finished, run.until)):
            if not _TIME.fullmatch(stamp):
                raise RecordError(f"{path}: {run.slot}: {stamp!r} is no time")


def write_state(folder: Path, state: JobState) -> None:
    """Write the state. Raises ``WriteError``."""
    try:
        replace_file(folder / STATE_FILE, (codec.encode_record(state),))
    except OSError as error:
        raise WriteError(f"{folder / STATE_FILE}: cannot be written: {error.strerror}") from error


def latest_slot(folder: Path) -> str:
    """Return the run that the link in a job's folder leads to; empty if there is none."""
    try:
        return (folder / LATEST).readlink().name
    except OSError:
        return ""


def due_run(state: JobState, now: datetime, calendar: Calendar | None) -> JobRun:
    """Return the run to do: the one that was due, as it stands, or a new one.

    Without a calendar it is the newest one if that is not finished, and a new one for ``now`` otherwise.
    """
    if calendar is None:
        newest = state.runs[-1] if state.runs else None
        if newest is not None and not newest.is_good:
            return newest
        due = now.astimezone()
    else:
        due = calendar.latest(now) or now.astimezone(calendar.tzinfo())
    slot = slot_name(state.job, due)
    known = next((run for run in state.runs if run.slot == slot), None)
    if known is not None and datetime.fromisoformat(known.due) != due.replace(second=0, microsecond=0):
        slot = f"{state.job}-{due:%Y-%m-%dT%H%M%z}"  # the same hands of the clock, in another zone
        known = next((run for run in state.runs if run.slot == slot), None)
    return known or JobRun(slot=slot, due=due.isoformat(timespec="minutes"), started=clock.stamp(now))


def slot_name(job: str, due: datetime) -> str:
    """Return the name of a run: the job's and the local time, with its offset where the hour comes twice.

    >>> from datetime import UTC
    >>> slot_name("morning", datetime(2026, 11, 28, 6, 30, tzinfo=UTC))
    'morning-2026-11-28T0630'
    """
    local = due.replace(tzinfo=None)
    zone = None if isinstance(due.tzinfo, timezone) else due.tzinfo  # the machine's zone has lost its name
    offsets = {
        (local.astimezone() if zone is None else local.replace(tzinfo=zone)).utcoffset()
        for local in (local.replace(fold=0), local.replace(fold=1))
    }
    return f"{job}-{due:%Y-%m-%dT%H%M}{due:%z}" if len(offsets) > 1 else f"{job}-{due:%Y-%m-%dT%H%M}"
