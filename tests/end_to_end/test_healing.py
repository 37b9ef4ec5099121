"""What a kill leaves of a run's record and its list of digests, and what the next run makes of it."""

from __future__ import annotations

import dataclasses
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.core import codec
from pipeline.core.contract import RunRecord
from pipeline.core.records import Outcome
from pipeline.run.configuration.config import RunConfig
from pipeline.run.job import run as do
from pipeline.verify.run import verify_run
from pipeline.write import run_folder
from tests.run.test_job import FR_EN_ES, configured, stages
from tests.support.fakes import FakeEngine


class Killed(BaseException):
    """What a kill is to the run here."""


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Write three dispatches."""
    folder = tmp_path / "news"
    folder.mkdir()
    for number, what in enumerate(("digue", "rivière", "falaise")):
        (folder / f"{number}.txt").write_text(f"La {what} menace la ville. Les habitants ont été évacués.\n")
    return folder


def wanted(news: Path, name: str = "", **options: object) -> RunConfig:
    """Return the configuration for one dispatch, or all."""
    return configured([news / name], news.parent / "out", to=("es",), source="fr", **options)


def finish(config: RunConfig) -> RunRecord:
    """Run to the end."""
    return do(config, stages(FakeEngine(offered=FR_EN_ES), method="lead"))


def kill(config: RunConfig) -> None:
    """Run until all documents stand, and the record says nothing of them.

    They are written side by side, so that the first outcome does not say whether the others stand.
    """
    left = sum(path.is_file() for name in config.inputs for path in (Path(name), *Path(name).glob("*")))

    def die(_: Outcome) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise Killed

    with suppress(Killed):
        do(config, stages(FakeEngine(offered=FR_EN_ES), method="lead"), report=die)


def test_a_killed_run_has_no_list_and_is_said_to_be_unfinished(news: Path) -> None:
    """One line, though there was a whole run in the folder before."""
    config = wanted(news)
    finish(config)
    kill(wanted(news, sentences=1))
    assert not (config.folder / "SHA256SUMS").exists()
    found = list(verify_run(config.folder))
    assert len(found) == 1
    assert "not finished" in found[0]


def test_documents_that_a_killed_run_wrote_anew_are_listed_as_they_are(news: Path) -> None:
    """Not as the run before it had written them."""
    config = wanted(news)
    finish(config)
    again = wanted(news, sentences=1, variants=("summary",))
    kill(again)
    record = finish(again)
    assert [entry.message for entry in record.documents] == ["unchanged"] * 3
    assert list(verify_run(config.folder)) == []


def test_documents_that_a_killed_run_could_not_enter_are_taken_over(news: Path) -> None:
    """By whatever run comes next into the folder, also one over other inputs."""
    config = wanted(news)
    kill(config)
    assert len(list((config.folder / "documents").iterdir())) == 3
    record = finish(wanted(news, "0.txt"))
    assert len(record.documents) == 3
    messages = [entry.message.partition(":")[0] for entry in record.documents]
    assert messages[1:] == ["kept from an earlier run"] * 2
    assert [engine.engine for engine in record.engines] == ["fake"]
    assert list(verify_run(config.folder)) == []


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"schema": "depeche/run"}'])
def test_a_record_that_cannot_be_read_is_made_anew(news: Path, content: bytes | None) -> None:
    """From what stands in the folder."""
    config = wanted(news)
    finish(config)
    path = config.folder / "run.json"
    path.unlink() if content is None else path.write_bytes(content)
    assert list(verify_run(config.folder)) != []
    assert len(finish(wanted(news, "1.txt")).documents) == 3
    assert list(verify_run(config.folder)) == []


@pytest.mark.parametrize("lost", ["SHA256SUMS", "run.json", ".lock"])
def test_the_same_command_heals_what_a_kill_at_the_end_left(news: Path, lost: str) -> None:
    """Between ``run.json`` and the list, or before either."""
    config = wanted(news)
    finish(config)
    (config.folder / lost).unlink()
    assert (list(verify_run(config.folder)) == []) == (lost == ".lock")
    finish(config)
    assert list(verify_run(config.folder)) == []


def test_what_somebody_put_there_is_not_taken_over(news: Path) -> None:
    """What a finished run's record names is made again where it is off; the rest is not laundered."""
    config = wanted(news)
    finish(config)
    documents = sorted((config.folder / "documents").iterdir())
    (documents[0] / "es" / "summary.txt").write_text("Otra cosa.\n")
    (documents[1] / "more.txt").write_text("x")
    (config.folder / "documents" / "made-up-00000000").mkdir()
    finish(config)
    assert {line.rpartition("/")[2] for line in verify_run(config.folder)} == {
        "made-up-00000000: is not in run.json",
        "more.txt: is not in run.json",
    }


def test_the_list_goes_before_anything_is_written(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever checks meanwhile finds none, never one that is wrong."""
    config = wanted(news)
    record = finish(config)

    def stop(target: Path, content: bytes) -> None:
        assert not (config.folder / "SHA256SUMS").exists()
        raise Killed

    monkeypatch.setattr(run_folder, "_put", stop)
    with pytest.raises(Killed):
        run_folder.write_run(config.folder, dataclasses.replace(record, state="running"))
    assert codec.read_record(RunRecord, config.folder / "run.json") == record


def test_what_was_left_beside_is_swept_whatever_it_is(news: Path) -> None:
    """A link is removed, and not what it leads to."""
    config = wanted(news)
    finish(config)
    (news / "kept").mkdir()
    (config.folder / ".writing-run.json").symlink_to(news / "kept")
    (config.folder / ".writing-SHA256SUMS").write_text("x")
    finish(config)
    assert list(verify_run(config.folder)) == []
    assert (news / "kept").is_dir()
