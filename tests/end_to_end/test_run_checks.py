"""Verdicts in a run: beside each segment, counted over the run, and strict where that is asked for."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.core import codec
from pipeline.core.contract import RunRecord, VariantRecord
from pipeline.core.errors import UsageError
from pipeline.core.records import Hop, LanguageCode, Translated
from pipeline.run.components import open_run
from pipeline.run.configuration.config import RunConfig, load_config
from pipeline.run.configuration.options import Options
from pipeline.run.job import run as do
from tests.run.test_job import stages
from tests.support.fakes import FakeEngine

FRENCH = {
    "Le pont de la ville est fermé après la tempête.": "El puente está cerrado tras la tormenta.",
    "La tempête a fait 277 morts dans la région.": "La tormenta causó 27 muertos en la región.",
    "Les réparations coûteront 30 euros par habitant.": "Las reparaciones costarán 30 euros por habitante.",
}


class Slip(FakeEngine):
    """An engine that knows three sentences, and one of them wrongly."""

    def translate(
        self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[Translated, ...]:
        """Look the sentences up."""
        return tuple(Translated(text=FRENCH[text]) for text in texts)


def engine() -> Slip:
    """Return the engine, for French to Spanish."""
    return Slip(offered=(Hop(engine="fake", source="fr", target="es", method="neural"),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a dispatch that is translated rightly, and one that is not."""
    sentences = list(FRENCH)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(f"{sentences[0]} {sentences[2]}\n")
    (tmp_path / "news" / "b.txt").write_text(" ".join(sentences) + "\n")
    return tmp_path / "news"


def config(folder: Path, *strict: str) -> RunConfig:
    """Return the configuration of a run over the dispatches."""
    out = str(folder.parent / "out")
    given = Options(to=("es",), source="fr", out=out, run_id="run", variants=("full",), strict=strict)
    return load_config([str(folder)], given)


def verdicts(record: RunRecord, out: Path) -> Counter[tuple[str, str]]:
    """Count the verdicts in every ``variant.json``."""
    paths = (out / "documents").glob("*/*/variant.json")
    variants = [codec.read_record(VariantRecord, path) for path in paths]
    return Counter(
        (check.name, check.verdict)
        for variant in variants
        for segment in variant.segments
        for check in segment.checks
    )


def test_the_verdicts_stand_beside_the_segments_and_are_counted(folder: Path) -> None:
    """Document by document, and over the run."""
    record = do(config(folder), stages(engine()))
    counted = {count.name: (count.passed, count.warned, count.failed) for count in record.checks}
    assert counted["numbers"] == (4, 0, 1)
    assert counted["currencies"] == (5, 0, 0)
    found = verdicts(record, folder.parent / "out" / "run")
    for name, (passed, warned, fails) in counted.items():
        assert (found[name, "pass"], found[name, "warn"], found[name, "fail"]) == (passed, warned, fails)
    first, second = record.documents
    assert [sum(count.failed for count in entry.checks) for entry in (first, second)] == [0, 1]


def test_what_is_left_as_it_is_keeps_its_counts(folder: Path) -> None:
    """From the run's record, or from the variants where the record is lost."""
    first = do(config(folder), stages(engine()))
    again = do(config(folder), stages(engine()))
    assert [entry.outcome for entry in again.documents] == ["skipped", "skipped"]
    assert again.checks == first.checks
    (folder.parent / "out" / "run" / "run.json").unlink()
    assert do(config(folder), stages(engine())).checks == first.checks


@pytest.mark.usefixtures("apertium")
def test_workers_count_as_one_process_does(folder: Path) -> None:
    """Over the documents and over the run, with the real engine."""
    given = Options(to=("es",), source="fr", out=str(folder.parent), variants=("full",), engine="apertium")
    alone, shared = (
        do(load_config([str(folder)], replace(given, run_id=f"w{workers}", workers=workers)), open_run)
        for workers in (1, 2)
    )
    assert alone.checks
    assert shared.checks == alone.checks
    assert [entry.checks for entry in shared.documents] == [entry.checks for entry in alone.documents]


def test_strict_fails_the_document_and_names_check_and_segment(folder: Path) -> None:
    """In one line; the other documents are written."""
    record = do(config(folder, "numbers"), stages(engine()))
    assert (record.counts.done, record.counts.failed) == (1, 1)
    assert record.settings.strict == ("numbers",)
    message = record.documents[1].message
    assert message.startswith(str(folder / "b.txt"))
    assert "check numbers failed in es at b1.2 (lost 277; new 27)" in message
    assert len(list((folder.parent / "out" / "run" / "documents").iterdir())) == 1


def test_strict_about_other_checks_writes_all(folder: Path) -> None:
    """Only what is named counts, and warnings never do."""
    assert do(config(folder, "urls", "currencies"), stages(engine())).counts.failed == 0


def test_a_document_that_was_written_before_is_held_to_strict(folder: Path) -> None:
    """A run that is strict does not pass over what a lenient one wrote."""
    do(config(folder), stages(engine()))
    record = do(config(folder, "all"), stages(engine()))
    assert record.counts.failed == 1
    shutil.rmtree(folder.parent / "out")


def test_strict_takes_names_of_checks_or_all(folder: Path) -> None:
    """Anything else is wrong usage, said in one line."""
    assert config(folder, "urls,numbers", "urls").settings.strict == ("numbers", "urls")
    assert "currencies" in config(folder, "all").settings.strict
    with pytest.raises(
        UsageError, match="--strict spelling: no such check; known: all translated empty echo"
    ):
        config(folder, "spelling")
