"""Foreign records in the right form that contradict themselves: a line each, whatever reads them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from pipeline.core import canonical
from pipeline.core.errors import DepecheError
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.run.job import run as do
from pipeline.verify.run import verify_run
from tests.run.test_job import FR_EN_ES, configured, stages
from tests.support.fakes import FakeEngine
from tests.verify.test_run import reseal

Change = Callable[[Any], None]


def set_at(*way: str | int, to: object) -> Change:
    """Return what puts a value into a record, at the end of a way through it."""

    def change(record: Any) -> None:
        for step in way[:-1]:
            record = record[step]
        record[way[-1]] = to

    return change


OF_DOCUMENTS = {
    "no blocks": set_at("blocks", to=[]),
    "a block that is far away": set_at("segments", 1, "block", to=10**20),
    "a language that nobody knows": set_at("detection", "language", to="zz"),
    "a sentence in one": set_at("segments", 1, "language", to="zz"),
}
OF_RUNS = {"no target": set_at("settings", "targets", to=[])}
OF_DIGESTS = {
    "a title in no language": set_at("stories", 0, "title", 0, "texts", to=[]),
    "a sentence of another digest": set_at("stories", 0, "title", 0, "texts", 0, "digest", to="xx"),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a run with a digest; return the folder that its inputs and its outputs are in."""
    folder = tmp_path_factory.mktemp("sound")
    text = (
        "Le maire a ferm\u00e9 les \u00e9coles.\n\nLes pompiers sont sur place. La route est coup\u00e9e.\n"
    )
    (folder / "a.txt").write_text(text)
    config = configured([folder / "a.txt"], folder / "out", to=("es",), source="fr")
    do(config, stages(FakeEngine(offered=FR_EN_ES)))
    make_digest(config.folder, DigestRequest())
    assert list(verify_run(config.folder)) == []
    return folder


@pytest.fixture
def run(sound: Path, tmp_path: Path) -> Path:
    """Return a copy of the run."""
    shutil.copytree(sound / "out", tmp_path / "out")
    return tmp_path / "out" / "run"


def changed(path: Path, change: Change) -> None:
    """Change a record, and every digest that covers it."""
    record = json.loads(path.read_text())
    change(record)
    path.write_text(canonical.to_json(record) + "\n")


def told(run: Path) -> None:
    """Make a digest, which may succeed or end in an error of ours."""
    with suppress(DepecheError):
        make_digest(run, DigestRequest())


@pytest.mark.parametrize("change", OF_DOCUMENTS.values(), ids=OF_DOCUMENTS.keys())
def test_a_document_that_contradicts_itself_is_named(sound: Path, run: Path, change: Change) -> None:
    """By ``verify`` and ``digest``, in a line; a run into the folder never fails for it."""
    (path,) = run.glob("documents/*/document.json")
    changed(path, change)
    reseal(run / "documents")
    assert any("documents/" in line for line in verify_run(run))
    told(run)
    config = configured([sound / "a.txt"], run.parent, to=("es",), source="fr")
    record = do(config, stages(FakeEngine(offered=FR_EN_ES)))
    assert record.counts.failed == 0


@pytest.mark.parametrize("change", OF_RUNS.values(), ids=OF_RUNS.keys())
def test_a_run_that_contradicts_itself_ends_a_digest_in_a_line(run: Path, change: Change) -> None:
    """As one that names no language it was written in."""
    changed(run / "run.json", change)
    told(run)


IN_ENTRIES = {
    "no languages": set_at("documents", 0, "languages", to=[]),
    "fewer verdicts": lambda record: record["documents"][0]["checks"].pop(),
}


@pytest.mark.parametrize("change", IN_ENTRIES.values(), ids=IN_ENTRIES.keys())
def test_an_entry_that_contradicts_its_document_is_named(run: Path, change: Change) -> None:
    """Whoever lists a run reads its record alone."""
    changed(run / "run.json", change)
    reseal(run / "documents")
    assert any("has other languages or verdicts" in line for line in verify_run(run))


@pytest.mark.parametrize("change", OF_DIGESTS.values(), ids=OF_DIGESTS.keys())
def test_a_digest_that_contradicts_itself_is_named(run: Path, change: Change) -> None:
    """By ``verify``, in a line and not as a defect."""
    changed(run / "digest" / "digest.json", change)
    assert any("digest.json" in line for line in verify_run(run))
