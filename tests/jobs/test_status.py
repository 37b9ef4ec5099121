"""How jobs stand, as a number that monitors read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.jobs.state import JobRun
from pipeline.jobs.status import JobStatus

RUN = JobRun(slot="m-2026-11-28T0630", due="2026-11-28T06:30:00+00:00", started="", finished="", state="good")
WELL = JobStatus(
    job="m",
    runs=1,
    last_good=RUN,
    last=RUN,
    age_seconds=1.0,
    failures=0,
    undelivered=(),
    waiting=(),
    is_at_work=False,
    next="",
    overdue=False,
)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (WELL, 0),
        (replace(WELL, undelivered=("m-2026-11-28T0630: to copies: no such folder",)), 3),
        (replace(WELL, waiting=("m-2026-11-28T0630: to copies",)), 3),
        (replace(WELL, waiting=("m-2026-11-28T0630: to copies",), is_at_work=True), 0),
        (replace(WELL, last=replace(RUN, state="failed")), 1),
        (replace(WELL, last=replace(RUN, state="failed"), undelivered=("x",)), 1),
        (replace(WELL, last=None, last_good=None), 1),
    ],
)
def test_the_exit_code_tells_what_is_wrong(status: JobStatus, code: int) -> None:
    """A failed run weighs more than what is undelivered; what is just being delivered is not wrong."""
    assert status.exit_code == code
