"""Figures of a run for Prometheus, as a text file that node_exporter's textfile collector reads.

The format is that of https://prometheus.io/docs/instrumenting/exposition_formats/ (text, 0.0.4). The file is
replaced whole, so that a collector never reads half of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path

from pipeline.core import clock
from pipeline.core.contract import RunRecord
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import WriteError
from pipeline.core.files.replace import replace_file
from pipeline.core.records import Done, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSample:
    """One figure."""

    name: str
    """Its name without ``depeche_``, with the unit at the end: ``run_seconds``."""
    help: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """Counts what the outcomes of a run say."""

    sentences: int = 0
    """Sentences of the documents that were made."""
    translated: int = 0
    """Sentences that engines translated, over all languages."""
    recalled: int = 0
    """Sentences that the memory had, over all languages."""
    untranslated: int = 0
    files_bytes: int = 0
    """Bytes of the files of the documents that were made."""
    stage_seconds: dict[str, float] = field(default_factory=dict)
    """Seconds of all documents together, by stage. Documents are under way side by side."""
    checks_failed: dict[str, int] = field(default_factory=dict)
    """Verdicts that are not right, by the name of the check."""

    def add(self, outcome: Outcome) -> None:
        """Count an outcome."""
        if not isinstance(outcome, Done):
            return
        self.sentences += outcome.segments
        self.translated += outcome.translated
        self.recalled += outcome.recalled
        self.untranslated += outcome.untranslated
        self.files_bytes += sum(file.size for file in outcome.files)
        for stage in outcome.stages:
            self.stage_seconds[stage.name] = self.stage_seconds.get(stage.name, 0.0) + stage.seconds
        for check in outcome.checks:
            before = self.checks_failed.get(check.name, 0)
            self.checks_failed[check.name] = before + check.warned + check.failed


def run_samples(record: RunRecord, tally: Tally, seconds: float) -> Iterator[MetricSample]:
    """Yield the figures of a run."""
    labels = {"run": record.run_id}
    counts = record.counts
    for outcome in ("done", "partial", "skipped", "failed"):
        yield MetricSample(
            name="run_documents",
            help="Documents by outcome.",
            value=getattr(counts, outcome),
            labels={**labels, "outcome": outcome},
        )
    yield from tally_samples("run", tally, labels)
    yield MetricSample(name="run_seconds", help="Seconds that the run took.", value=seconds, labels=labels)
    yield MetricSample(
        name="run_last_finished_timestamp_seconds",
        help="When the run ended.",
        value=clock.now().timestamp(),
        labels=labels,
    )


def tally_samples(prefix: str, tally: Tally, labels: Mapping[str, str]) -> Iterator[MetricSample]:
    """Yield the figures of a tally, their names beginning with ``prefix``."""
    for name, words, value in (
        ("sentences", "Sentences of the documents that were made.", tally.sentences),
        ("translated_sentences", "Sentences that engines translated, over all languages.", tally.translated),
        ("memory_hits", "Sentences whose translation the memory had, over all languages.", tally.recalled),
        ("untranslated_sentences", "Sentences that no engine could translate.", tally.untranslated),
        ("document_bytes", "Bytes of the files of the documents that were made.", tally.files_bytes),
    ):
        yield MetricSample(name=f"{prefix}_{name}", help=words, value=value, labels=labels)
    for stage, seconds in tally.stage_seconds.items():
        yield MetricSample(
            name=f"{prefix}_document_stage_seconds",
            help="Seconds of all documents together, by stage.",
            value=round(seconds, 3),
            labels={**labels, "stage": stage},
        )
    for check, number in sorted(tally.checks_failed.items()):
        yield MetricSample(
            name=f"{prefix}_checks_failed",
            help="Verdicts of checks that are not right.",
            value=number,
            labels={**labels, "check": check},
        )


def write_metrics(path: Path, samples: Iterable[MetricSample]) -> None:
    """Write figures to a file, in place of older ones. Raises ``WriteError``."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    registry = CollectorRegistry()
    gauges: dict[str, Gauge] = {}
    for sample in samples:
        if sample.name not in gauges:
            gauges[sample.name] = Gauge(
                f"depeche_{sample.name}", sample.help, tuple(sample.labels), registry=registry
            )
        gauge = gauges[sample.name]
        (gauge.labels(**sample.labels) if sample.labels else gauge).set(sample.value)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, (generate_latest(registry),))
    except OSError as error:
        raise WriteError(f"{path}: the metrics cannot be written: {error.strerror}") from error
