"""Figures of a job for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core import clock
from pipeline.jobs.outbox import DeliveryAttempt
from pipeline.jobs.state import JobRun, JobState
from pipeline.run.metrics import MetricSample, tally_samples


def job_samples(
    state: JobState, last: JobRun, undelivered: Sequence[DeliveryAttempt]
) -> Iterator[MetricSample]:
    """Yield the figures of a job whose newest run is ``last``."""
    labels = {"job": state.job}
    good = state.newest_good
    after = state.runs[state.runs.index(good) + 1 :] if good is not None else state.runs
    for name, words, value in (
        ("last_run_good", "Whether the newest run is a good one: 1 or 0.", float(last.is_good)),
        ("last_run_timestamp_seconds", "When the newest run ended.", _seconds(last)),
        ("last_good_timestamp_seconds", "When the last good run ended; 0 is never.", _seconds(good)),
        ("failures", "Runs that failed since the last good one.", sum(r.state == "failed" for r in after)),
        ("stories", "Stories that the digest tells.", last.stories),
        ("undelivered", "Things that were tried and could not be delivered.", len(undelivered)),
        ("seconds", "Seconds that the newest run took.", last.seconds),
    ):
        yield MetricSample(name=f"job_{name}", help=words, value=value, labels=labels)
    for outcome, number in (("done", last.done), ("skipped", last.skipped), ("failed", last.failed)):
        told = {**labels, "outcome": outcome}
        yield MetricSample(name="job_documents", help="Documents by outcome.", value=number, labels=told)
    for stage in last.stages:
        told = {**labels, "stage": stage.name}
        yield MetricSample(
            name="job_stage_seconds", help="Seconds by stage.", value=stage.seconds, labels=told
        )
    yield from tally_samples("job", last.tally, labels)


def _seconds(run: JobRun | None) -> float:
    return clock.parsed(run.finished).timestamp() if run is not None and run.finished else 0.0
