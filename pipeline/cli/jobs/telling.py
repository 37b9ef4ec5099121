"""Prints what a job does: lines, or events as JSON.

Lines are ten at most, however much a job does: many things of a kind share one, which has the first of them
and the number of the others. Events are all there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.cli import output
from pipeline.cli.progress.carry_out import document_line, document_rows

if TYPE_CHECKING:
    from pipeline.cli.progress.meter import Meter
    from pipeline.core.records import Outcome
    from pipeline.jobs.job import JobResult
    from pipeline.jobs.tell import JobTelling, MissKind

_HELD = ("sent", "pruned", "kept")
"""Steps that are done again and again: their lines wait until all is done."""
_WHERE: Mapping[MissKind, str] = {
    "input": "in its run.json",
    "language": "in its run.json",
    "delivery": "see depeche job status",
    "other": "",
}
"""Where the others of many things are named that failed."""


class JobTeller:
    """Prints for one job, and tells its meter."""

    def __init__(self, job: str, meter: Meter, *, as_json: bool, quiet: bool) -> None:
        self._job, self._meter, self._as_json, self._quiet = job, meter, as_json, quiet
        self._run = self._inputs = ""
        self._made: list[str] = []
        """What else was made of a run: pages, a signature."""
        self._warned: list[str] = []
        self._missed: dict[MissKind, list[str]] = {
            "input": [],
            "language": [],
            "delivery": [],
            "other": [],
        }
        self._held: dict[str, list[str]] = {step: [] for step in _HELD}

    def telling(self) -> JobTelling:
        """Return what the job calls."""
        from pipeline.jobs.tell import JobTelling

        return JobTelling(
            begin=self._begin,
            say=self._say,
            fail=self._fail,
            miss=self._miss,
            found=self._meter.found,
            report=self._report,
            progress=self._meter.note,
            wait=self._meter.wait,
            warn=self._warn,
        )

    def stopped(self) -> str:
        """Return what is said if the job is told to stop."""
        return f"stopped {self._job}{self._meter.standing()}; repeat the command to continue"

    def close(self) -> None:
        """Print what was not printed yet, however the job has ended."""
        self._tell_inputs()
        told = {step: _first(held) for step, held in self._held.items() if held}
        if "pruned" in told and "kept" in told:
            told["pruned"] += f"; kept {told.pop('kept')}"
        for step, words in told.items():
            output.message(f"{step:<8} {words}")
            self._held[step].clear()
        self._held["kept"].clear()
        self._tell_missed("other", "delivery")

    def end(self, result: JobResult) -> None:
        """Print how the job has ended, for programs."""
        if self._as_json:
            self._event("result", **asdict(result.run))

    def _begin(self, slot: str) -> None:
        self._run = slot

    def _say(self, step: str, words: str) -> None:
        if self._as_json and not self._quiet:
            self._event(step, message=words)
        elif not self._quiet:
            self._line(step, words)

    def _line(self, step: str, words: str) -> None:
        match step:
            case "inputs":
                self._inputs = words.partition(" of ")[2]
            case "pages" | "signed":
                pages = "1 page" if words == "1" else f"{words} pages"
                self._made.append(pages if step == "pages" else f"signed {words}")
            case "sent" | "pruned" | "kept":
                self._held[step].append(words)
            case "run":
                self._tell_inputs()
                output.message(f"run      {words}, of {self._inputs}")
            case "ended":
                output.message(f"ended    {', '.join((words, *self._made))}")
            case _:
                if step == "next":
                    self.close()
                output.message(f"{step:<8} {words}")

    def _fail(self, words: str) -> None:
        if self._as_json:
            self._event("failed", message=words)
        else:
            self._tell_inputs()
            output.message(f"failed   {words}")

    def _miss(self, kind: MissKind, words: str) -> None:
        if self._as_json:
            self._event("missing" if kind == "language" else "failed", message=words)
        else:
            self._missed[kind].append(words)

    def _report(self, outcome: Outcome) -> None:
        from pipeline.core.records import Failed

        self._meter.add(outcome)
        if self._as_json:
            for row in document_rows(outcome, self._run):
                output.json_message(row)
        elif isinstance(outcome, Failed):
            self._missed["input"].append(document_line(outcome).removeprefix("failed   "))

    def _warn(self, words: str) -> None:
        if self._as_json:
            output.warning(words, as_json=True)
        else:
            self._warned.append(words)

    def _tell_inputs(self) -> None:
        """Print what was warned of, and which inputs failed."""
        if self._warned:
            output.warning(_first(self._warned), as_json=False)
            self._warned.clear()
        self._tell_missed("input")
        self._tell_missed("language", step="missing")

    def _tell_missed(self, *kinds: MissKind, step: str = "failed") -> None:
        """Print what failed of some kinds, in one line after the word ``step``."""
        parts = []
        for kind in kinds:
            if missed := self._missed[kind]:
                where = _WHERE[kind] if len(missed) > 1 else ""
                parts.append(", ".join(filter(None, (_first(missed), where))))
                missed.clear()
        if parts:
            output.message(f"{step:<8} {'; '.join(parts)}")

    def _event(self, step: str, **fields: object) -> None:
        output.json_message({"outcome": "job", "job": self._job, "run": self._run, "step": step, **fields})


def _first(lines: Sequence[str]) -> str:
    """Return the first of some lines, and how many more there are."""
    return lines[0] if len(lines) == 1 else f"{lines[0]}; and {len(lines) - 1} more"
