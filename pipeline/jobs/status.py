"""How a job stands, for people and for monitors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pipeline.core import clock
from pipeline.jobs.calendar import Calendar
from pipeline.jobs.configuration.settings import Job
from pipeline.jobs.outbox import Outbox
from pipeline.jobs.state import JobRun, read_state
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
    next: str
    """When it is due next, RFC 3339; empty without a calendar."""
    overdue: bool
    """Whether the time that was due last has no good run."""

    @property
    def is_well(self) -> bool:
        """Whether the newest run is a good one."""
        return self.last is not None and self.last.is_good


def job_status(job: Job, now: datetime, calendar: Calendar | None = None) -> JobStatus:
    """Return how a job stands. Raises ``RecordError`` and ``WriteError`` if its folder cannot be read."""
    state = read_state(job.folder, job.name)
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
            f"{attempt.slot}: {attempt.message}" for attempt in Outbox.read(job.folder).open_failures()
        ),
        next=following.isoformat(timespec="minutes") if following else "",
        overdue=due is not None and (good is None or datetime.fromisoformat(good.due) < due),
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
        yield f"  {last.state}: {last.slot}{f': {last.message}' if last.message else ''}"
    if status.failures > 1:
        yield f"  failures: {status.failures} since"
    for words in status.undelivered:
        yield f"  not delivered: {words}"
    if status.overdue:
        yield "  overdue"
    if status.next:
        yield f"  next: {status.next}"
