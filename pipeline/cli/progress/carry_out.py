"""Carries out a run for the command line: prints its messages, and returns the exit code."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING

from pipeline.cli import output
from pipeline.cli.progress.shown import progress_shown
from pipeline.core.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from pipeline.core.contract import Counts, RunRecord
    from pipeline.core.errors import SourceError
    from pipeline.core.records import MissingLanguage, Outcome
    from pipeline.read.reference import Reference
    from pipeline.run.configuration.config import RunConfig

GIST = "partly translated by rules (Apertium): good enough to understand, not to publish"

_UNKEPT = {"pdf": "PDF", "rtf": "Rich Text"}
"""What formats that are not kept are called."""


class LogFormat(StrEnum):
    """The form of messages on standard error."""

    text = "text"
    json = "json"


class _Teller:
    """Prints the outcome of each input, and keeps what the exit code needs."""

    def __init__(self, log_format: LogFormat, run: str, *, quiet: bool, is_told: bool) -> None:
        from pipeline.cli.progress.meter import Meter
        from pipeline.run.metrics import Tally

        self._json, self._quiet, self._run = log_format is LogFormat.json, quiet, run
        self.amiss = False
        """Whether an input failed, or was not translated completely."""
        self.stand = 0
        """Number of documents that have a folder."""
        self._unkept = Counter[str]()
        """Number of documents by formats that were to be kept and cannot be."""
        self._missing: Counter[MissingLanguage] = Counter()
        """Number of documents by what could not be written."""
        self.tally, self.meter = Tally(), Meter(is_told=is_told)

    def stopped(self) -> str:
        """Return what is said if the run is told to stop."""
        return f"stopped{self.meter.standing()}; repeat the command to continue"

    def report(self, outcome: Outcome) -> None:
        from pipeline.core.records import Done, Failed

        alarming = is_alarming(outcome)
        self.amiss = self.amiss or alarming
        self.stand += not isinstance(outcome, Failed)
        self.tally.add(outcome)
        self.meter.add(outcome)
        if isinstance(outcome, Done) and outcome.unkept:
            self._unkept[outcome.unkept] += 1
        if not isinstance(outcome, Failed):
            self._missing.update(outcome.missing)
        if self._quiet and not alarming:
            return
        if self._json:
            for row in document_rows(outcome, self._run):
                output.json_message(row)
        else:
            output.message(document_line(outcome))
            for line in kept_lines(outcome):
                output.message(line)

    def end(self, record: RunRecord) -> None:
        """Print the sum."""
        if not self._json:
            for line in missing_lines(self._missing):
                output.message(line)
        if self._quiet or self._json:
            return
        output.message(record.counts.words())
        if self._unkept:
            output.message(unkept_line(self._unkept))
        if record.counts.written and any(engine.method == "rule-based" for engine in record.engines):
            output.message(GIST)

    def warn(self, message: str) -> None:
        output.warning(message, as_json=self._json)


def carry_out(
    config: RunConfig,
    *,
    log_format: LogFormat,
    quiet: bool,
    find: Callable[[Callable[[str], None]], Iterable[Reference | SourceError]] | None = None,
    name: bool = True,
    metrics: Path | None = None,
    tell: Callable[[], None] | None = None,
) -> int:
    """Do a run, print the outcome of each input, and return the exit code.

    ``find`` finds the inputs, and warns of what holds none; without it, those of ``config`` are found.
    ``name`` says whether the name of the run's folder is printed. ``metrics`` is the file that gets figures
    for Prometheus. ``tell`` is called when all documents are done, to make something of them; what it raises
    is raised.
    """
    from pipeline.core.interrupt import Terminated, last_words
    from pipeline.run.inputs import InputSearch
    from pipeline.run.job import run

    as_json, record = log_format is LogFormat.json, None
    teller = _Teller(log_format, config.run_id, quiet=quiet, is_told=tell is not None)
    began = time.monotonic()
    try:
        with last_words(teller.stopped), progress_shown(teller.meter, as_json=as_json, quiet=quiet):
            found = list(InputSearch(config).all(teller.warn) if find is None else find(teller.warn))
            teller.meter.found([item.origin for item in found])
            record = run(
                config, found=found, report=teller.report, progress=teller.meter.note, warn=teller.warn
            )
            teller.end(record)
            if metrics is not None:
                from pipeline.run.metrics import run_samples, write_metrics

                write_metrics(metrics, run_samples(record, teller.tally, time.monotonic() - began))
            if tell is not None:
                teller.meter.wait("telling", "the digest")
                tell()
    except (KeyboardInterrupt, Terminated):
        output.message(teller.stopped())
        raise
    except WriteError as error:  # the run's record was not written; documents may have been
        if record is not None or not teller.stand:
            raise
        output.message(f"depeche: {error.message}")
        return 3
    if name:
        output.place(config.folder)
    return _code(record.counts, amiss=teller.amiss)


def document_rows(outcome: Outcome, run: str) -> Iterator[dict[str, object]]:
    """Yield an outcome as lines of JSON have it: one for each stage, and one for the document."""
    row = {"outcome": type(outcome).__name__.lower(), "run": run, **asdict(outcome)}
    if row.get("missing"):
        row["outcome"] = "partial"
    row.pop("files", None)
    for stage in row.pop("stages", ()):
        yield {
            "outcome": "stage",
            "run": run,
            "document": row["id"],
            "origin": row["origin"],
            "stage": stage["name"],
            "seconds": stage["seconds"],
        }
    yield row


def document_line(outcome: Outcome) -> str:
    """Return an outcome in words."""
    from pipeline.core.records import Done, Skipped

    match outcome:
        case Done():
            languages = " ".join(outcome.languages)
            amiss = f"; {outcome.amiss}" if outcome.amiss else ""
            anew = f"; made anew: {outcome.anew}" if outcome.anew else ""
            count = f"{outcome.segments} segments"
            words = f"{outcome.origin}: {count}, written in {languages}"
            left = _left_out(outcome.missing)
            return f"{'partial' if left else 'done':<8} {words}{left}{amiss}{anew}"
        case Skipped():
            left = _left_out(outcome.missing)
            return f"{'partial' if left else 'skipped':<8} {outcome.origin}: {outcome.reason}{left}"
        case _:
            return f"failed   {outcome.message}"


def is_alarming(outcome: Outcome) -> bool:
    """Say whether an input failed, or was not translated completely, or not into all languages."""
    from pipeline.core.records import Done, Failed

    if isinstance(outcome, Failed) or outcome.missing:
        return True
    return isinstance(outcome, Done) and bool(outcome.untranslated)


def _left_out(missing: Iterable[MissingLanguage]) -> str:
    codes = " ".join(item.language for item in missing)
    return f", not in {codes}" if codes else ""


def missing_lines(missing: Mapping[MissingLanguage, int]) -> Iterator[str]:
    """Yield what could not be written, with so many documents of each: a line each, with what mends it."""
    for item, number in sorted(missing.items(), key=lambda pair: (pair[0].language, pair[0].reason)):
        count = f" ({number} documents)" if number > 1 else ""
        yield f"missing  {item.language}{count}: {item.reason}"


def kept_lines(outcome: Outcome) -> Iterator[str]:
    """Yield what is to be said of how a document was read, and of its translations in its own format."""
    from pipeline.core.records import Done

    if isinstance(outcome, Done):
        for remark in (*outcome.noted, *outcome.kept):
            yield f"note     {outcome.origin}: {remark}"


def unkept_line(documents: Mapping[str, int]) -> str:
    """Return what is said of formats that were to be kept and cannot be, with so many documents of each."""
    total = sum(documents.values())
    rows = ", ".join(f"{_UNKEPT.get(form, form)} ({count})" for form, count in sorted(documents.items()))
    whose = "1 document has translation.txt alone, for its format is"
    if total > 1:
        whose = f"{total} documents have translation.txt alone, for their formats are"
    return f"note     --keep-format: {whose} not kept: {rows}"


def _code(counts: Counts, *, amiss: bool) -> int:
    if not amiss:
        return 0
    return 3 if counts.written else 1
