"""``depeche job run``: one step that makes, delivers and tidies, and can be repeated at any time.

The job's folder is held meanwhile. What is done is noted after each step, so a job that was killed goes on
where it stopped when it is run again, and ends as one that was not.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pipeline.core import clock
from pipeline.core.errors import DepecheError, WriteError
from pipeline.core.files.replace import BESIDE
from pipeline.core.interrupt import TimedOut, time_limit
from pipeline.core.ports import Deliverer
from pipeline.core.records import Parcel, StageTime
from pipeline.jobs.calendar import Calendar
from pipeline.jobs.commands import run_hook
from pipeline.jobs.configuration.settings import Job
from pipeline.jobs.metrics import job_samples
from pipeline.jobs.outbox import DeliveryAttempt, Outbox
from pipeline.jobs.prune import prune
from pipeline.jobs.state import JobRun, JobState, due_run, hold_job, read_state, write_state
from pipeline.jobs.step import do_run
from pipeline.jobs.tell import JobTelling, span_words
from pipeline.run.configuration.file import ConfigFile
from pipeline.run.metrics import write_metrics
from pipeline.write.paths import DIGEST_FILE, DIGEST_FOLDER

LATEST = "latest"
"""The link to the newest good run, in the job's folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobResult:
    """How a job has ended."""

    run: JobRun
    undelivered: tuple[DeliveryAttempt, ...] = ()
    """What could not be sent, of this run and earlier ones."""
    was_done: bool = False
    """Whether nothing new was due."""

    @property
    def exit_code(self) -> int:
        """0, 1 if the run failed, 3 if something in it or a delivery did."""
        if not self.run.is_good:
            return 1
        return 3 if self.run.state == "partial" or self.undelivered else 0


def run_job(
    job: Job,
    file: ConfigFile,
    deliverers: Sequence[Deliverer],
    *,
    now: datetime,
    calendar: Calendar | None = None,
    telling: JobTelling,
) -> JobResult:
    """Do what is due of a job, and deliver what is waiting.

    ``calendar`` says which time was due; without it, ``now`` is. Raises ``BusyError`` if the job is at work,
    ``WriteError`` and ``RecordError`` if its folder cannot be used, and whatever stops it.
    """
    with hold_job(job.folder):
        state = read_state(job.folder, job.name)
        at = due_run(state, now, calendar)
        was_done = at.is_good
        if was_done:
            telling.say("done", f"{at.slot} was done at {at.finished}; nothing new is due")
        else:
            at = _made(job, file, state, at, telling)
            state = state.with_run(at)
            write_state(job.folder, state)
        if at.is_good:
            _point(job.folder, state)
        began = time.monotonic()
        undelivered = tuple(_delivered(job, state, deliverers, telling))
        if not was_done and at.is_good:
            spent = StageTime(name="delivery", seconds=round(time.monotonic() - began, 3))
            at = replace(at, stages=(*at.stages, spent))
            state = state.with_run(at)
            write_state(job.folder, state)
        _tell_hooks(job, at, undelivered, telling, was_done=was_done)
        if at.is_good:
            for pruned in prune(job.folder, state, job.keep, now):
                telling.say(
                    "pruned", f"{pruned.run.slot}{f': stays, {pruned.why_kept}' if pruned.why_kept else ''}"
                )
        _measure(job, state, at, undelivered, telling)
        if calendar is not None and (following := calendar.following(now)) is not None:
            telling.say("next", following.isoformat(timespec="minutes"))
        return JobResult(run=at, undelivered=undelivered, was_done=was_done)


def _made(job: Job, file: ConfigFile, state: JobState, at: JobRun, telling: JobTelling) -> JobRun:
    """Do a run and return it as it has ended, also where it failed."""
    again = " again" if any(run.slot == at.slot for run in state.runs) else ""
    telling.say("job", f"{job.name}: {at.slot}{again}, in {job.folder / at.slot}")
    at = replace(at, state="running", finished="", message="", deliver=job.deliver)
    write_state(job.folder, state.with_run(at))
    try:
        with time_limit(job.timeout):
            ended = do_run(job, file, state, at, telling)
    except TimedOut:
        limit = span_words(job.timeout or 0)
        ended = _failed(at, f"took longer than {limit}; run it again to go on, or set a longer timeout")
    except DepecheError as error:
        ended = _failed(at, error.message)
    if not ended.is_good:
        telling.fail(f"{job.name}: {ended.slot}: {ended.message}")
    telling.say("ended", f"{ended.slot}: {ended.state}, {span_words(ended.seconds)}")
    return ended


def _failed(at: JobRun, message: str) -> JobRun:
    began = clock.parsed(at.started)
    return replace(
        at,
        state="failed",
        finished=clock.utc_now(),
        message=message,
        seconds=round((clock.now() - began).total_seconds(), 1),
    )


def _point(folder: Path, state: JobState) -> None:
    """Let the link lead to the newest good run; the old one stands until the moment that the new one does."""
    newest = state.newest_good
    link = folder / LATEST
    if newest is None or (link.is_symlink() and link.readlink() == Path(newest.slot)):
        return
    beside = folder / f"{BESIDE}{LATEST}"
    beside.unlink(missing_ok=True)
    beside.symlink_to(newest.slot)
    beside.replace(link)


def _delivered(
    job: Job, state: JobState, deliverers: Sequence[Deliverer], telling: JobTelling
) -> list[DeliveryAttempt]:
    """Deliver the digests of good runs that are still there, the oldest first; return what failed."""
    if not deliverers:
        return []
    box = Outbox.read(job.folder)
    failed = []
    for run in state.runs:
        due = [deliverer for deliverer in deliverers if deliverer.name in run.deliver]
        for attempt in box.send(parcel(job, run), due) if is_deliverable(job, run) else ():
            if attempt.is_sent:
                telling.say("sent", attempt.message)
            else:
                failed.append(attempt)
                telling.fail(f"{job.name}: {attempt.slot}: not delivered: {attempt.message}")
    return failed


def is_deliverable(job: Job, run: JobRun) -> bool:
    """Say whether a run is good and its digest is still there."""
    digest = job.folder / run.slot / DIGEST_FOLDER / DIGEST_FILE
    return run.is_good and bool(run.languages) and digest.is_file()


def parcel(job: Job, run: JobRun) -> Parcel:
    """Return the digest of a run, to be delivered."""
    return Parcel(
        job=job.name,
        slot=run.slot,
        run=job.folder / run.slot,
        languages=run.languages,
        made=run.started,
    )


def _measure(
    job: Job, state: JobState, at: JobRun, undelivered: Sequence[DeliveryAttempt], telling: JobTelling
) -> None:
    """Write the figures for Prometheus. If they cannot be written, that is told, and changes nothing else."""
    if job.metrics is None:
        return
    try:
        write_metrics(job.metrics, job_samples(state, at, undelivered))
    except WriteError as error:
        telling.fail(f"{job.name}: {error.message}")


def _tell_hooks(
    job: Job, at: JobRun, undelivered: Sequence[DeliveryAttempt], telling: JobTelling, *, was_done: bool
) -> None:
    """Run the job's own command for how it went. A hook that fails is told, and changes nothing else."""
    is_bad = not at.is_good or bool(undelivered)
    words = job.on_failure if is_bad else () if was_done else job.on_success
    if not words:
        return
    message = at.message or (undelivered[0].message if undelivered else "")
    facts: Mapping[str, object] = {
        "name": job.name,
        "slot": at.slot,
        "state": at.state,
        "message": message,
        "folder": str((job.folder / at.slot).absolute()),
        "done": at.done,
        "failed": at.failed,
        "stories": at.stories,
        "undelivered": len(undelivered),
    }
    if problem := run_hook(words, facts):
        telling.fail(f"{job.name}: {'on_failure' if is_bad else 'on_success'}: {problem}")
