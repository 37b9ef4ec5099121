"""What a run does again, and what it leaves alone."""

from __future__ import annotations

import dataclasses
import itertools
import os
from pathlib import Path

import pytest

from pipeline.core import clock, codec
from pipeline.core.contract import RunRecord
from pipeline.core.records import Hop, Outcome, Setting
from pipeline.core.text.file_names import escaped_name
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.run.job import run as do
from pipeline.translate.service import Components
from pipeline.verify.run import verify_run
from pipeline.write.run_record import GONE, RunRecordWriter
from tests.run.test_job import configured, stages
from tests.support.fakes import FakeEngine

TEXTS = {
    "fr": "Le maire a annoncé {} que les écoles de la ville resteront fermées.\n",
    "es": "El alcalde anunció el {} que las escuelas de la ciudad seguirán cerradas.\n",
}


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Write two French and two Spanish dispatches."""
    folder = tmp_path / "news"
    folder.mkdir()
    for code, text in TEXTS.items():
        for number in range(2):
            (folder / f"{code}{number}.txt").write_text(text.format(["lundi", "martes"][number]))
    return folder


def engines(*, french: str = "1", spanish: str = "1") -> Components:
    """Return the parts of a run with a package from French and one from Spanish to Catalan."""
    return stages(
        *(
            FakeEngine(
                name=source,
                offered=(Hop(engine=source, source=source, target="ca", method="neural"),),
                version=version,
            )
            for source, version in (("fr", french), ("es", spanish))
        )
    )


def outcomes(record: RunRecord) -> dict[str, str]:
    """Return what became of each input, by the name of its file."""
    return {Path(entry.origin).name: entry.outcome for entry in record.documents}


ALL = {"es0.txt": "skipped", "es1.txt": "skipped", "fr0.txt": "skipped", "fr1.txt": "skipped"}


def test_a_new_package_has_only_what_it_translates_done_again(news: Path, tmp_path: Path) -> None:
    """The Spanish documents do not mind a newer package from French."""
    config = configured([news], tmp_path / "out", to=("ca",))
    do(config, engines())
    assert outcomes(do(config, engines())) == ALL
    record = do(config, engines(french="2"))
    assert outcomes(record) == {**ALL, "fr0.txt": "done", "fr1.txt": "done"}
    assert list(verify_run(config.folder)) == []


def test_a_term_has_only_the_documents_of_its_languages_done_again(news: Path, tmp_path: Path) -> None:
    """A glossary from French to Catalan leaves what is Spanish alone."""
    do(configured([news], tmp_path / "out", to=("ca",)), engines())
    (tmp_path / "terms.csv").write_text("fr,ca\nmaire,batlle\n")
    config = configured([news], tmp_path / "out", to=("ca",), glossary=(str(tmp_path / "terms.csv"),))
    assert outcomes(do(config, engines())) == {**ALL, "fr0.txt": "done", "fr1.txt": "done"}


def test_an_edit_has_only_its_document_done_again(news: Path, tmp_path: Path) -> None:
    """And a setting of how, not what, has none: the number of workers, where the memory is."""
    config = configured([news], tmp_path / "out", to=("ca",))
    do(config, engines())
    (news / "fr1.txt").write_text(TEXTS["fr"].format("jeudi"))
    record = do(config, engines())
    changed = [entry.outcome for entry in record.documents if entry.message == ""]
    assert (changed, record.counts.skipped) == (["done"], 3)
    other = dataclasses.replace(config, memory=None, profile="fast")
    assert do(other, engines()).counts.skipped == 4


def test_another_length_of_summary_has_no_sentence_translated_again(news: Path, tmp_path: Path) -> None:
    """All documents are made anew, out of the memory."""
    do(configured([news], tmp_path / "out", to=("ca",)), engines())
    record = do(configured([news], tmp_path / "out", to=("ca",), sentences=1), engines())
    assert record.counts.done == 4
    parts = engines()
    do(configured([news], tmp_path / "out", to=("ca",), sentences=2), parts)
    assert [engine.calls for engine in parts.engines if isinstance(engine, FakeEngine)] == [[], []]


def test_force_makes_every_document_anew(news: Path, tmp_path: Path) -> None:
    """Though nothing has changed; the same comes out, and a run without it leaves it alone again."""
    config = configured([news], tmp_path / "out", to=("ca",))
    do(config, engines())
    before = {path: path.stat().st_ino for path in config.folder.rglob("variant.json")}
    record = do(dataclasses.replace(config, force=True), engines())
    assert (record.counts.done, record.counts.skipped) == (4, 0)
    assert all(path.stat().st_ino != inode for path, inode in before.items())
    assert list(verify_run(config.folder)) == []
    assert outcomes(do(config, engines())) == ALL


def test_a_source_that_has_disappeared_is_reported_and_its_outputs_are_kept(
    news: Path, tmp_path: Path
) -> None:
    """Once to the user, and in the record as long as it is gone; what is only not named is no such thing."""
    config = configured([news], tmp_path / "out", to=("ca",))
    do(config, engines())
    (news / "fr0.txt").unlink()
    told: list[str] = []
    record = do(config, engines(), warn=told.append)
    assert told == [f"{news}/fr0.txt: is no longer there; what was made of it is kept"]
    messages = {Path(entry.origin).name: entry.message for entry in record.documents}
    assert messages["fr0.txt"] == GONE
    assert (record.counts.done, record.counts.skipped, record.counts.failed) == (0, 3, 0)
    assert list(verify_run(config.folder)) == []
    again = do(dataclasses.replace(config, inputs=(str(news / "es0.txt"),)), engines(), warn=told.append)
    messages = {Path(entry.origin).name: entry.message for entry in again.documents}
    assert messages["fr0.txt"] == GONE
    assert messages["fr1.txt"].startswith("kept from an earlier run: its source was not named")
    assert len(told) == 1
    named = do(dataclasses.replace(config, inputs=(str(news / "fr1.txt"), str(news / "fr0.txt"))), engines())
    assert named.counts.failed == 1


@pytest.mark.parametrize("name", ["a\nb.txt", "a\\nb.txt", "a\udcffb.txt", "a\u202eb.txt"])
def test_a_file_of_any_name_keeps_its_date_and_is_missed_when_it_goes(tmp_path: Path, name: str) -> None:
    """Its record says its name so that it can be found again, and no other file has the same there."""
    (tmp_path / name).write_text("Le maire a ferm\u00e9 les \u00e9coles de la ville lundi.\n")
    os.utime(tmp_path / name, (1_760_000_000, 1_760_000_000))
    config = configured([tmp_path / name], tmp_path / "out", to=("ca",))
    do(config, engines())
    digest = make_digest(config.folder, DigestRequest())
    (report,) = digest.stories[0].reports
    assert report.moment is not None
    assert (report.moment.time, report.moment.source) == ("2025-10-09T08:53:20Z", "file")
    (tmp_path / name).unlink()
    (tmp_path / "other.txt").write_text("Les pompiers sont sur place depuis lundi matin.\n")
    told: list[str] = []
    do(dataclasses.replace(config, inputs=(str(tmp_path / "other.txt"),)), engines(), warn=told.append)
    assert told == [f"{escaped_name(str(tmp_path / name))}: is no longer there; what was made of it is kept"]


def test_a_run_that_was_killed_leaves_a_record_that_the_next_one_mends(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it had made anew before it died is not what the record says, so it is looked at again."""

    class Killed(BaseException):
        pass

    def die(outcome: Outcome) -> None:
        raise Killed

    times = (f"2030-01-01T00:00:{second:02}Z" for second in itertools.count(10))
    monkeypatch.setattr(clock, "utc_now", lambda: next(times))
    config = configured([news], tmp_path / "out", to=("ca",))
    do(config, engines())
    with pytest.raises(Killed):
        do(dataclasses.replace(config, force=True), engines(), report=die)
    assert codec.read_record(RunRecord, config.folder / "run.json").state == "running"
    rest = dataclasses.replace(config, inputs=(str(news / "fr*.txt"),))
    assert do(rest, engines()).counts.skipped == 2
    assert list(verify_run(config.folder)) == []


def test_a_record_that_is_lost_is_made_anew(news: Path, tmp_path: Path) -> None:
    """From the documents, those that are not named this time as well."""
    config = configured([news], tmp_path / "out", to=("ca",))
    whole = do(config, engines())
    (config.folder / "run.json").unlink()
    record = do(dataclasses.replace(config, inputs=(str(news / "fr*.txt"),)), engines())
    assert {entry.id: entry.files for entry in record.documents} == {
        entry.id: entry.files for entry in whole.documents
    }
    assert list(verify_run(config.folder)) == []


def test_the_engines_of_a_run_come_in_one_order(news: Path, tmp_path: Path) -> None:
    """Of one package some differ by their options alone, and what is a set has no order of its own."""
    config = configured([news], tmp_path / "out", to=("ca",))
    record = do(config, engines())
    variants = [
        dataclasses.replace(identity, options=(Setting(name="beam", value=str(width)),))
        for identity in record.engines
        for width in range(4)
    ]
    ledgers = [
        RunRecordWriter(
            config.folder,
            run_id=config.run_id,
            settings=config.settings,
            profile=config.profile,
            hardware=config.hardware,
        )
        for _ in range(2)
    ]
    orders = {
        ledger.write("running", order).engines
        for ledger, order in zip(ledgers, (variants, variants[::-1]), strict=True)
    }
    assert len(orders) == 1
    assert len(orders.pop()) == len(variants) + len(record.engines)
