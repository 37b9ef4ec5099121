"""Inputs that change while they are read."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import read_run
from pipeline.core.errors import SourceError
from pipeline.read import receive
from pipeline.read.reference import Reference
from pipeline.run.job import run as do
from pipeline.verify.run import verify_run
from tests.run.test_job import FR_EN_ES, configured, stages
from tests.support.fakes import FakeEngine

ONE = "Le maire a annoncé lundi que les écoles de la ville resteront fermées. " * 30
TWO = "Les élèves rentreront jeudi, selon la préfecture, et par le train. " * 50

WRITER = """
import sys
path, *texts = sys.argv[1:]
while True:
    for text in texts:
        with open(path, "w") as file:
            half = len(text) // 2
            file.write(text[:half]); file.flush()
            file.write(text[half:])
"""
"""Rewrites a file in place for ever, in two pieces each time."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write a dispatch."""
    path = tmp_path / "news.txt"
    path.write_text(ONE)
    return path


def test_what_is_recorded_is_what_was_translated(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another program rewrites the file: what it held at one moment, or a failure that says why."""
    monkeypatch.setattr(receive, "PAUSE_SECONDS", 0.01)
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), ONE, TWO])
    try:
        for number in range(12):
            place = tmp_path / str(number)
            record = do(
                configured([path], place, to=("es",), source="fr", variants=("full",), memory="off"),
                stages(FakeEngine(offered=FR_EN_ES)),
            )
            if record.counts.failed:
                problem = record.documents[0].message.removeprefix(f"{path}: ")
                assert problem.startswith(("changes while it is read", "is empty"))
                continue
            (document,) = read_run(place / "run").documents
            content = (document.path / "source.txt").read_bytes()
            assert any(text.startswith(content.decode()) for text in (ONE, TWO))
            assert document.record.sha256 == hashlib.sha256(content).hexdigest()
            assert document.record.text == content.decode()
            assert "".join(segment.source for segment in document.variants["es"].record.segments)[:2] == "Le"
            assert list(verify_run(place / "run")) == []
    finally:
        writer.kill()
        writer.wait()


def test_a_file_that_grew_is_read_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody wrote to it between its first byte and its last."""
    monkeypatch.setattr(receive, "PAUSE_SECONDS", 0)
    look, looks = os.fstat, 0

    def fstat(descriptor: int) -> os.stat_result:
        nonlocal looks
        looks += 1
        found = look(descriptor)
        if looks == 1:
            path.write_text(TWO)
        return found

    monkeypatch.setattr("pipeline.read.receive.os.fstat", fstat)
    assert receive.received(Reference(origin="a", path=path)).decode() == TWO
    assert looks == 4


def test_a_file_that_grows_and_grows_is_given_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the user is told what to do."""
    monkeypatch.setattr(receive, "PAUSE_SECONDS", 0)
    look = os.fstat

    def fstat(descriptor: int) -> os.stat_result:
        found = look(descriptor)
        with path.open("a") as file:
            file.write("Encore une phrase. ")
        return found

    monkeypatch.setattr("pipeline.read.receive.os.fstat", fstat)
    with pytest.raises(SourceError, match=r"^a: changes while it is read; run again once it is written$"):
        receive.received(Reference(origin="a", path=path))


def test_a_pipe_and_a_file_of_the_system_are_read(tmp_path: Path) -> None:
    """They have no size to go by."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    writer = subprocess.Popen([sys.executable, "-c", f"open({str(fifo)!r}, 'w').write('Bonjour')"])
    assert receive.received(Reference(origin="a", path=fifo)) == b"Bonjour"
    assert writer.wait() == 0
    status = Path("/proc/self/status")
    assert receive.received(Reference(origin="b", path=status)).startswith(b"Name:")
