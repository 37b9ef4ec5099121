"""Runs shared by several processes give what one process gives."""

from __future__ import annotations

import dataclasses
import io
import os
import pickle
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.core import address_space
from pipeline.core.contract import RunRecord
from pipeline.core.errors import SourceError
from pipeline.core.records import Failed, Outcome
from pipeline.read.deduplicate import Input
from pipeline.read.reference import Reference
from pipeline.run import batch, components, job, turns
from pipeline.run.components import open_run
from pipeline.run.configuration.config import RunConfig
from pipeline.run.job import run as do
from pipeline.run.workers.serial import Serial
from pipeline.translate.engines.neural.hardware import Hardware
from pipeline.translate.memory import FILE_NAME
from pipeline.verify.run import verify_run
from tests.run.test_job import configured, tree
from tests.support.corpus import write_corpus
from tests.support.frail import POISON, choking, dying_once

Configure = Callable[..., RunConfig]

QUICK: dict[str, object] = {"engine": "argos", "source": "fr", "variants": ("full",), "memory": "off"}
"""Options that leave out what takes workers long to load, for tests that are not about it."""


@pytest.fixture
def configure(argos_packages: Path, tmp_path: Path) -> Configure:
    """Return what makes a configuration: the inputs' folder, the run's place, its workers, more options."""

    def made(place: str, workers: int = 1, *, inputs: str = "news", **options: object) -> RunConfig:
        config = configured(
            [tmp_path / inputs], tmp_path / place, to=("es",), packages=str(argos_packages), **options
        )
        return dataclasses.replace(config, workers=workers)

    return made


@pytest.mark.usefixtures("apertium")
def test_one_worker_and_two_write_the_same_bytes(tmp_path: Path, configure: Configure) -> None:
    """Several hundred sentences through both engines, with a memory: every file is the same, times aside."""
    write_corpus(tmp_path / "news", documents=40, sentences=6)
    one, two = do(configure("one")), do(configure("two", 2))
    assert (one.counts.done, one.counts.failed) == (40, 0)
    assert {engine.engine for engine in one.engines} == {"argos", "apertium"}
    assert sum(entry.translated for entry in two.documents) > 200
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    assert list(verify_run(tmp_path / "two" / "run")) == []


def test_a_worker_that_dies_between_two_documents_leaves_no_trace(
    tmp_path: Path, configure: Configure
) -> None:
    """What it had written is not made again, and counts as done; what it was writing is made anew."""
    write_corpus(tmp_path / "news", documents=10, sentences=4)
    do(configure("whole", **QUICK))
    record = do(configure("frail", 2, **QUICK), dying_once)
    assert (tmp_path / "frail" / "died").exists()
    assert record.counts.done == 10
    (tmp_path / "frail" / "died").unlink()
    assert tree(tmp_path / "frail") == tree(tmp_path / "whole")
    assert not list((tmp_path / "frail").rglob(".writing-*"))
    again = do(configure("frail", 2, **QUICK))
    assert again.counts.skipped == 10
    assert [entry.files for entry in again.documents] == [entry.files for entry in record.documents]


def test_a_poisonous_document_is_the_only_one_lost(tmp_path: Path, configure: Configure) -> None:
    """It is named with the reason, its exit is one of a failure, and the others are as without it."""
    write_corpus(tmp_path / "news", documents=6, sentences=4)
    do(configure("without", **QUICK))
    (tmp_path / "news" / "002b.txt").write_text(f"{POISON} les traducteurs.\n")
    told: list[Outcome] = []
    record = do(configure("with", 2, **QUICK), choking, report=told.append)
    assert [entry.outcome for entry in record.documents] == ["done"] * 3 + ["failed"] + ["done"] * 3
    (lost,) = [outcome for outcome in told if isinstance(outcome, Failed)]
    assert lost.message == (
        f"{tmp_path}/news/002b.txt: its worker process was ended by SIGKILL; "
        "leave the document out, or free memory, and run again"
    )
    assert tree(tmp_path / "with" / "run" / "documents") == tree(tmp_path / "without" / "run" / "documents")
    assert list(verify_run(tmp_path / "with" / "run")) == []


def test_where_address_space_is_limited_one_worker_is_a_process_too(
    tmp_path: Path, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What dies for want of it is a document, not the run; the others are as without a limit."""
    write_corpus(tmp_path / "news", documents=3, sentences=4)
    do(configure("without", **QUICK))
    monkeypatch.setattr(address_space, "limit", lambda: 8 * 2**30)
    (tmp_path / "news" / "001b.txt").write_text(f"{POISON} les traducteurs.\n")
    record = do(configure("with", **QUICK), choking)
    assert [entry.outcome for entry in record.documents] == ["done", "done", "failed", "done"]
    assert record.documents[2].message == (
        f"{tmp_path}/news/001b.txt: its worker process was ended by SIGKILL; "
        "leave the document out, or allow more memory (ulimit -v), and run again"
    )
    assert tree(tmp_path / "with" / "run" / "documents") == tree(tmp_path / "without" / "run" / "documents")


def test_the_same_bytes_under_many_names_are_told_apart_alike(
    tmp_path: Path, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of them counts, whoever works on which; without a title, another name is another document."""
    monkeypatch.setattr(job, "SHARED_BATCH_LIMITS", turns.BatchLimits(documents=2, bytes=10_000))
    write_corpus(tmp_path / "news", documents=3, sentences=4)
    first = (tmp_path / "news" / "000.txt").read_bytes()
    bare = "Le maire a annoncé que les écoles de la ville seront fermées lundi.\n".encode()
    for number in range(4, 9):
        (tmp_path / "news" / f"{number}.txt").write_bytes(first)
        (tmp_path / "news" / f"{number}b.txt").write_bytes(bare)
    (tmp_path / "news" / "z").mkdir()
    (tmp_path / "news" / "z" / "4b.txt").write_bytes(bare)
    for name in ("91.txt", "92.txt"):
        (tmp_path / "news" / name).write_bytes(b"\n")
    one, two = do(configure("one", **QUICK)), do(configure("two", 2, **QUICK))
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    messages = {Path(entry.origin).relative_to(tmp_path / "news"): entry.message for entry in one.documents}
    assert messages[Path("8.txt")] == f"the same bytes as {tmp_path}/news/000.txt"
    assert messages[Path("z/4b.txt")] == f"the same bytes as {tmp_path}/news/4b.txt"
    assert (two.counts.done, two.counts.skipped, two.counts.failed) == (8, 6, 2)


def test_standard_input_reaches_a_worker(
    tmp_path: Path, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is read once, though it was named twice."""
    write_corpus(tmp_path / "news", documents=1, sentences=4)
    words = (tmp_path / "news" / "000.txt").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(words)))
    config = dataclasses.replace(configure("out", 2, **QUICK), inputs=("-", "-"))
    record = do(config)
    assert [entry.outcome for entry in record.documents] == ["done", "failed"]
    assert record.documents[1].message == "-: standard input: is empty"


def test_a_broken_memory_is_told_of_once(tmp_path: Path, configure: Configure) -> None:
    """However many workers come upon it."""
    write_corpus(tmp_path / "news", documents=12, sentences=4)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / FILE_NAME).write_bytes(b"\0" * 5000)
    told: list[str] = []
    record = do(configure("out", 2, **{**QUICK, "memory": None}), warn=told.append)
    assert record.counts.done == 12
    assert len(told) == 1
    assert told[0].endswith("the run goes on without the translation memory")


def test_workers_share_the_cores(configure: Configure, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless the user said how many threads a model gets."""
    opened: list[int | None] = []

    def open_engines(*_: object, hardware: Hardware, **__: object) -> tuple[()]:
        opened.append(hardware.threads)
        return ()

    monkeypatch.setattr(components, "open_engines", open_engines)
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    shares = []
    for workers, threads in [(1, None), (2, None), (3, None), (20, None), (2, 6)]:
        stages = open_run(configure("x", workers, threads=threads))
        shares.append((opened.pop(), stages.side_by_side))
    assert shares == [(None, None), (4, 4), (2, 2), (1, 1), (6, 4)]


def test_workers_tell_what_another_run_knew_as_one_process_does(tmp_path: Path, configure: Configure) -> None:
    """What a worker of this run has put into the memory does not count for the others."""
    write_corpus(tmp_path / "news", documents=6, sentences=4)
    write_corpus(tmp_path / "more" / "news", documents=20, sentences=4, seed=2)
    options = {**QUICK, "memory": str(tmp_path / "shared.sqlite")}
    do(configure("before", **options))
    shutil.copy(tmp_path / "shared.sqlite", tmp_path / "copy.sqlite")
    one = do(configure("one", inputs="more", **options))
    two = do(configure("two", 2, inputs="more", **{**options, "memory": str(tmp_path / "copy.sqlite")}))
    assert 0 < sum(entry.translated for entry in one.documents) < 100
    assert one.documents == tuple(
        dataclasses.replace(entry, files=mine.files)
        for entry, mine in zip(two.documents, one.documents, strict=True)
    )
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_parts_that_live_here_are_used_here(tmp_path: Path, configure: Configure) -> None:
    """A run can be given them, as long as it needs no other process."""
    write_corpus(tmp_path / "news", documents=2, sentences=4)
    config = configure("out", **QUICK)
    record: RunRecord = do(config, open_run(config), executor=Serial())
    assert record.counts.done == 2


def test_a_batch_may_take_longer_the_more_is_in_it(tmp_path: Path) -> None:
    """By bytes and by languages; what is not there counts nothing."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 1000)
    items: list[Input] = [
        Reference(origin="a", path=path),
        Reference(origin="-", path=None, content=b"a" * 1000),
        Reference(origin="none", path=tmp_path / "none"),
        SourceError("b: no such file"),
    ]
    least, some = batch.seconds([], languages=2), batch.seconds(items, languages=2)
    assert some - least == pytest.approx(2 * 2000 * batch.SECONDS_A_BYTE)


def test_what_needed_no_work_is_not_lost_with_its_worker() -> None:
    """Of a batch that is given up, an input that was an error before stays that error."""
    error = SourceError("b.txt: no such file")
    error.origin = "b.txt"
    carried = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own; so it comes to a worker
    outcome = batch.give_up(carried, "died").outcomes[0]
    assert isinstance(outcome, Failed)
    assert (outcome.origin, outcome.message) == ("b.txt", "b.txt: no such file")
    assert batch.give_up(outcome, "died").outcomes == (outcome,)
