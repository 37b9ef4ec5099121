"""The journal of a run: what a worker wrote counts, though it dies before it can say so."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline.core.errors import BusyError
from pipeline.core.records import Done
from pipeline.read.find import find_inputs
from pipeline.run.batch import BatchRunner
from pipeline.run.job import run as do
from pipeline.run.journal import Journal
from pipeline.verify.run import verify_run
from pipeline.write import run_folder
from pipeline.write.paths import JOURNAL_FILE
from tests.run.test_job import FR_EN_ES, configured, stages
from tests.support.fakes import FakeEngine

NAME = "a-title-0123abcd"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Return a run's folder with one document."""
    write(tmp_path, b"{}")
    return tmp_path


def write(run: Path, record: bytes) -> None:
    """Put a document with this record into a run."""
    run_folder.write_document(run, NAME, {"document.json": record})


def test_a_document_that_stands_as_it_was_entered_is_the_runs_own(run: Path) -> None:
    """In every process that works on the run, however late it looks."""
    journal, other = Journal(run), Journal(run)
    journal.begin()
    assert not other.has(NAME)
    journal.enter(NAME, {"document.json": b"{}"})
    assert journal.has(NAME)
    assert other.has(NAME)
    assert not other.has("another")


def test_one_that_was_entered_and_never_written_is_not(run: Path) -> None:
    """The worker died in between: what stands is an earlier run's."""
    journal = Journal(run)
    journal.begin()
    journal.enter(NAME, {"document.json": b'{"newer": true}'})
    assert not journal.has(NAME)
    write(run, b'{"newer": true}')
    assert journal.has(NAME)


def test_what_an_earlier_run_entered_is_forgotten(run: Path) -> None:
    """One that was killed leaves its journal."""
    journal = Journal(run)
    journal.begin()
    journal.enter(NAME, {"document.json": b"{}"})
    again = Journal(run)
    again.begin()
    assert not again.has(NAME)
    again.end()
    assert not (run / JOURNAL_FILE).exists()


def test_a_line_that_was_cut_off_says_nothing(run: Path) -> None:
    """Until the rest of it is there."""
    line = f"{hashlib.sha256(b'{}').hexdigest()} {NAME}\n"
    journal = Journal(run)
    (run / JOURNAL_FILE).write_text(line[:-4])
    assert not journal.has(NAME)
    (run / JOURNAL_FILE).write_text(line)
    assert journal.has(NAME)


@pytest.mark.parametrize("kind", ["folder", "link", "missing"])
def test_a_run_goes_on_without_a_journal(run: Path, kind: str) -> None:
    """Where something else stands in its place nothing is written there, and no document is the run's own."""
    elsewhere = run / "elsewhere"
    elsewhere.write_text("mine")
    journal = Journal(run)
    if kind == "folder":
        (run / JOURNAL_FILE).mkdir()
        journal.begin()
    elif kind == "link":
        (run / JOURNAL_FILE).symlink_to(elsewhere)
    journal.enter(NAME, {"document.json": b"{}"})
    assert not journal.has(NAME)
    assert elsewhere.read_text() == "mine"


def test_a_finished_run_has_none(tmp_path: Path) -> None:
    """Its record says all, and nothing lies there that the record does not list."""
    (tmp_path / "a.txt").write_text("Le maire a ferm\u00e9 les \u00e9coles de la ville lundi.\n")
    config = configured([tmp_path / "a.txt"], tmp_path / "out", to=("es",), source="fr")
    seen = []

    def report(_: object) -> None:
        seen.append((config.folder / JOURNAL_FILE).read_text().count("\n"))

    do(config, stages(FakeEngine(offered=FR_EN_ES)), report=report)
    assert seen == [1]
    assert not (config.folder / JOURNAL_FILE).exists()
    assert list(verify_run(config.folder)) == []


def test_whoever_takes_up_the_batch_of_a_dead_worker_tells_what_that_one_did(tmp_path: Path) -> None:
    """Whatever the clock says, the outcome is the one that the dead worker would have told."""
    (tmp_path / "a.txt").write_text("Le maire a ferm\u00e9 les \u00e9coles de la ville lundi.\n")
    config = configured([tmp_path / "a.txt"], tmp_path / "out", to=("es",), source="fr")
    outcomes: list[object] = []
    do(config, stages(FakeEngine(offered=FR_EN_ES)), report=outcomes.append)
    (first,) = outcomes
    assert isinstance(first, Done)
    content = (config.folder / "documents" / first.id / "document.json").read_bytes()
    journal = Journal(config.folder)
    journal.begin()
    journal.enter(first.id, {"document.json": content})
    runner = BatchRunner(config, stages(FakeEngine(offered=FR_EN_ES)))
    (again,) = runner(tuple(find_inputs(config.inputs))).outcomes
    runner.close()
    assert again == first


def test_a_run_begins_when_nobody_writes_for_the_last_one(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A node may still do so for a run that was killed; it is waited for, but not for ever."""
    monkeypatch.setattr("pipeline.run.journal._WRITERS_SECONDS", 0.3)
    node, later = Journal(run), Journal(run)
    later.await_writers()
    node.begin()
    with node.writing(), Journal(run).writing(), pytest.raises(BusyError, match="a node still writes"):
        later.await_writers()
    later.await_writers()
    later.end()
    with node.writing():  # which nobody can be kept from any more
        later.await_writers()
