"""Prints what a job does: lines, or events as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.cli import output
from pipeline.cli.progress.carry_out import document_line, document_rows

if TYPE_CHECKING:
    from pipeline.cli.progress.meter import Meter
    from pipeline.core.records import Outcome
    from pipeline.jobs.job import JobResult
    from pipeline.jobs.tell import JobTelling


class JobTeller:
    """Prints for one job, and tells its meter."""

    def __init__(self, job: str, meter: Meter, *, as_json: bool, quiet: bool) -> None:
        self._job, self._meter, self._as_json, self._quiet = job, meter, as_json, quiet
        self._run = ""

    def telling(self) -> JobTelling:
        """Return what the job calls."""
        from pipeline.jobs.tell import JobTelling

        return JobTelling(
            begin=self._begin,
            say=self._say,
            fail=self._fail,
            found=self._meter.found,
            report=self._report,
            progress=self._meter.note,
            wait=self._meter.wait,
            warn=self._warn,
        )

    def stopped(self) -> str:
        """Return what is said if the job is told to stop."""
        return f"stopped {self._job}{self._meter.standing()}; repeat the command to continue"

    def end(self, result: JobResult) -> None:
        """Print how the job has ended, for programs."""
        if self._as_json:
            self._event("result", **asdict(result.run))

    def _begin(self, slot: str) -> None:
        self._run = slot

    def _say(self, step: str, words: str) -> None:
        if self._quiet:
            return
        if self._as_json:
            self._event(step, message=words)
        else:
            output.message(f"{step:<8} {words}")

    def _fail(self, words: str) -> None:
        if self._as_json:
            self._event("failed", message=words)
        else:
            output.message(f"failed   {words}")

    def _report(self, outcome: Outcome) -> None:
        from pipeline.core.records import Failed

        self._meter.add(outcome)
        if self._as_json:
            for row in document_rows(outcome, self._run):
                output.json_message(row)
        elif isinstance(outcome, Failed):
            output.message(document_line(outcome))

    def _warn(self, words: str) -> None:
        output.warning(words, as_json=self._as_json)

    def _event(self, step: str, **fields: object) -> None:
        output.json_message({"outcome": "job", "job": self._job, "run": self._run, "step": step, **fields})
