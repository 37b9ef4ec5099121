"""How a job stands, for people and for monitors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from pipeline.core import clock
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import UsageError
from pipeline.core.ports import Deliverer
from pipeline.jobs.calendar import Calendar, parse_calendar
from pipeline.jobs.configuration.settings import Job
from pipeline.jobs.outbox import Outbox
from pipeline.jobs.parcels import is_deliverable, parcel, undelivered
from pipeline.jobs.schedule.table import installed_schedules
from pipeline.jobs.state import JobRun, JobState, is_at_work, read_state
from pipeline.jobs.tell import span_words


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStatus:
    """How a job stands. ``job status --json`` prints these fields; some may be added, none are renamed."""

    job: str
    runs: int
    last_good: JobRun | None
    last: JobRun | None
    """The newest run, however it ended."""
    age_seconds: float | None
    """Seconds since the last good run ended; None if there was none."""
    failures: int
    """Number of runs since the last good one."""
    undelivered: tuple[str, ...]
    """What was tried and not sent, and why."""
    waiting: tuple[str, ...]
    """What has not been tried yet: the job was ended before."""
    is_at_work: bool
    """Whether somebody does the job now. A run that is ``running`` otherwise was cut off."""
    next: str
    """When it is due next, RFC 3339; empty without a calendar."""
    overdue: bool
    """Whether the time that was due last has no good run."""

    @property
    def is_well(self) -> bool:
        """Whether the newest run is a good one."""
        return self.last is not None and self.last.is_good

    @property
    def exit_code(self) -> int:
        """1 if the newest run failed or there is none, 3 if it is good and something is undelivered, else 0.

        What is still to be delivered while somebody does the job is none of it.
        """
        if not self.is_well:
            return 1
        return 3 if self.undelivered or (self.waiting and not self.is_at_work) else 0


def job_status(
    job: Job, deliverers: Sequence[Deliverer], now: datetime, calendar: Calendar | None = None
) -> JobStatus:
    """Return how a job stands. Without ``calendar``, the timer that systemd has for it counts.

    Raises ``RecordError`` and ``WriteError`` if its folder cannot be read.
    """
    state = read_state(job.folder, job.name)
    calendar = calendar or _installed_calendar(job.name)
    names = {deliverer.name for deliverer in deliverers}
    good = state.newest_good
    following = calendar.following(now) if calendar else None
    due = calendar.latest(now) if calendar else None
    since = state.runs[state.runs.index(good) + 1 :] if good else state.runs
    return JobStatus(
        job=job.name,
        runs=len(state.runs),
        last_good=good,
        last=state.runs[-1] if state.runs else None,
        age_seconds=(now - clock.parsed(good.finished)).total_seconds() if good else None,
        failures=sum(run.state == "failed" for run in since),
        undelivered=tuple(
            f"{attempt.slot}: {attempt.words}" for attempt in undelivered(job) if attempt.deliverer in names
        ),
        waiting=_waiting(job, state, deliverers),
        is_at_work=is_at_work(job.folder),
        next=following.isoformat(timespec="minutes") if following else "",
        overdue=due is not None and (good is None or datetime.fromisoformat(good.due) < due),
    )


def _installed_calendar(job: str) -> Calendar | None:
    """Return the times of the timer that is installed for a job; None if there is none that can be read."""
    for schedule in installed_schedules(job):
        with suppress(UsageError):
            return parse_calendar(schedule.times)
    return None


def _waiting(job: Job, state: JobState, deliverers: Sequence[Deliverer]) -> tuple[str, ...]:
    box = Outbox.read(job.folder)
    return tuple(
        f"{run.slot}: {deliverer.name} {item}"
        for run in state.runs
        if is_deliverable(job, run)
        for deliverer, item in box.waiting(
            parcel(job, run), [one for one in deliverers if one.name in run.deliver]
        )
        if (run.slot, deliverer.name, item) not in box.last
    )


def status_lines(status: JobStatus) -> Iterator[str]:
    """Yield how a job stands in words, a line each."""
    good, last = status.last_good, status.last
    if good is None:
        yield f"{status.job}: never had a good run"
    else:
        age = span_words(status.age_seconds or 0)
        counts = f"{good.done} done, {good.skipped} skipped, {good.failed} failed, {good.stories} stories"
        yield f"{status.job}: last good run {good.slot}, {age} ago: {counts}"
    if last is not None and last != good:
        state = "cut off" if last.state == "running" and not status.is_at_work else last.state
        yield f"  {state}: {last.slot}{f': {last.message}' if last.message else ''}"
    if status.failures > 1:
        yield f"  failures: {status.failures} since"
    for words in status.undelivered:
        yield f"  not delivered: {words}"
    for words in status.waiting:
        yield f"  still to be delivered: {words}"
    if status.overdue:
        yield "  overdue"
    if status.next:
        yield f"  next: {status.next}"
