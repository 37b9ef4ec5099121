"""``depeche job run``: one step that makes, delivers and tidies, and can be repeated at any time.

The job's folder is held meanwhile. What is done is noted after each step, so a job that was killed goes on
where it stopped when it is run again, and ends as one that was not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline.core import clock
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import DepecheError, WriteError
from pipeline.core.files.replace import BESIDE
from pipeline.core.interrupt import TimedOut, time_limit
from pipeline.core.ports import Deliverer
from pipeline.core.records import StageTime
from pipeline.jobs.calendar import Calendar
from pipeline.jobs.commands import run_hook
from pipeline.jobs.configuration.settings import Job
from pipeline.jobs.metrics import job_samples
from pipeline.jobs.outbox import DeliveryAttempt
from pipeline.jobs.parcels import Sender, undelivered, waiting_slots
from pipeline.jobs.prune import Pruned, prune
from pipeline.jobs.state import (
    LATEST,
    JobRun,
    JobState,
    due_run,
    hold_job,
    latest_slot,
    read_state,
    write_state,
)
from pipeline.jobs.step import do_run
from pipeline.jobs.tell import JobTelling, span_words
from pipeline.run.configuration.file import ConfigFile
from pipeline.run.metrics import write_metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class JobResult:
    """How a job has ended."""

    run: JobRun
    undelivered: tuple[DeliveryAttempt, ...] = ()
    """What could not be sent, of this run and earlier ones."""
    problems: tuple[str, ...] = ()
    """What else could not be done."""
    was_done: bool = False
    """Whether nothing new was due."""

    @property
    def exit_code(self) -> int:
        """0, 1 if the run failed, 3 if something in it or a delivery did."""
        if not self.run.is_good:
            return 1
        return 3 if self.run.state == "partial" or self.undelivered or self.problems else 0


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
    sender = Sender(job, deliverers, telling)
    with hold_job(job.folder):
        state = read_state(job.folder, job.name)
        at = due_run(state, now, calendar)
        was_done = at.is_good
        problems: list[str] = []
        if was_done:
            telling.say("done", f"{at.slot} was done at {at.finished}; nothing new is due")
        else:
            at = _made(job, file, state, at, sender)
            state = state.with_run(at)
            problems += _tried(lambda: write_state(job.folder, state))
        if at.is_good:
            problems += _tried(lambda: _point(job, state))
        _measure(job, state, at, _open_failures(job), telling)
        began = time.monotonic()
        problems += _tried(lambda: sender.send_all(state.runs))
        failed = sender.failed
        if at.is_good and not was_done:
            spent = StageTime(name="delivery", seconds=round(time.monotonic() - began, 3))
            at = replace(at, stages=(*at.stages, spent))
            state = state.with_run(at)
            problems += _tried(lambda: write_state(job.folder, state))
        for words in problems:
            telling.miss("other", f"{job.name}: {words}")
        _tell_hooks(job, at, [*(one.words for one in failed), *problems], telling, was_done=was_done)
        if at.is_good and not problems:
            for pruned in prune(job.folder, state, job.keep, now, waiting=waiting_slots(job)):
                telling.say(*_pruned_words(pruned))
        _measure(job, state, at, failed, telling)
        if calendar is not None and (following := calendar.following(now)) is not None:
            telling.say("next", following.isoformat(timespec="minutes"))
        return JobResult(run=at, undelivered=tuple(failed), problems=tuple(problems), was_done=was_done)


def _tried(act: Callable[[], object]) -> list[str]:
    """Do a step, and return what was wrong with it: the next ones are done all the same."""
    try:
        act()
    except DepecheError as error:
        return [error.message]
    return []


def _pruned_words(pruned: Pruned) -> tuple[str, str]:
    if pruned.why_kept:
        return "kept", f"{pruned.run.slot}, though it is old: {pruned.why_kept}"
    return "pruned", pruned.run.slot


def _open_failures(job: Job) -> tuple[DeliveryAttempt, ...]:
    try:
        return undelivered(job)
    except DepecheError:
        return ()  # which the delivery will say


def _made(job: Job, file: ConfigFile, state: JobState, at: JobRun, sender: Sender) -> JobRun:
    """Do a run and return it as it has ended, also where it failed."""
    telling = sender.telling
    again = " again" if any(run.slot == at.slot for run in state.runs) else ""
    telling.begin(at.slot)
    telling.say("job", f"{job.name}: {at.slot}{again}, in {job.folder / at.slot}")
    at = replace(at, state="running", finished="", message="", deliver=job.deliver)
    try:
        if (job.folder / at.slot).is_symlink():
            raise WriteError(f"{job.folder / at.slot}: is a symbolic link, which is not written through")
        write_state(job.folder, state.with_run(at))
        with time_limit(job.timeout):
            ended = do_run(job, file, at, telling, at_once=sender.send_hits)
    except TimedOut:
        limit = span_words(job.timeout or 0)
        ended = _failed(at, f"took longer than {limit}; run it again to go on, or set a longer timeout")
    except DepecheError as error:
        ended = _failed(at, error.message)
    if not ended.is_good:
        led_to = latest_slot(job.folder)
        stands = f"{LATEST} still leads to {led_to}" if led_to else "there has been no good run yet"
        telling.fail(f"{job.name}: {ended.slot}: {ended.message}; nothing of it is delivered; {stands}")
        telling.fail(f"{job.name}: to go on: depeche job run {job.name}; to see why: depeche doctor")
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


def _point(job: Job, state: JobState) -> None:
    """Let the link lead to the newest good run; the old one stands until the moment that the new one does.

    A quiet night that was skipped has no digest to be led to. Raises ``WriteError``.
    """
    good = [run for run in state.runs if run.is_good and (run.languages or job.digest is None)]
    link = job.folder / LATEST
    if not good or (link.is_symlink() and link.readlink() == Path(good[-1].slot)):
        return
    if link.exists() and not link.is_symlink():
        raise WriteError(f"{link}: is no link; move it away")
    beside = job.folder / f"{BESIDE}{LATEST}"
    try:
        beside.unlink(missing_ok=True)
        beside.symlink_to(good[-1].slot)
        beside.replace(link)
    except OSError as error:
        raise WriteError(f"{link}: cannot be changed: {error.strerror}") from error


def _measure(
    job: Job, state: JobState, at: JobRun, undelivered: Sequence[DeliveryAttempt], telling: JobTelling
) -> None:
    """Write the figures for Prometheus. If they cannot be written, that is told, and changes nothing else."""
    if job.metrics is None:
        return
    try:
        write_metrics(job.metrics, job_samples(state, at, undelivered))
    except WriteError as error:
        telling.miss("other", f"{job.name}: {error.message}")


def _tell_hooks(
    job: Job, at: JobRun, problems: Sequence[str], telling: JobTelling, *, was_done: bool
) -> None:
    """Run the job's own command for how it went. A hook that fails is told, and changes nothing else."""
    is_bad = not at.is_good or bool(problems)
    words = job.on_failure if is_bad else () if was_done else job.on_success
    if not words:
        return
    message = at.message or next(iter(problems), "")
    facts: Mapping[str, object] = {
        "name": job.name,
        "slot": at.slot,
        "state": at.state,
        "message": message,
        "folder": str((job.folder / at.slot).absolute()),
        "done": at.done,
        "failed": at.failed,
        "stories": at.stories,
        "problems": list(problems),
    }
    name = "on_failure" if is_bad else "on_success"
    telling.wait("running a program", name)
    if problem := run_hook(words, facts):
        telling.miss("other", f"{job.name}: {name}: {problem}")
