"""Large variants are read when they are asked for: one at a time, all of one state of their document."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pipeline import ReadDocument, read_run
from pipeline.core import limits
from pipeline.core.errors import RecordError
from pipeline.core.records import Hop
from pipeline.run.job import run as do
from pipeline.write.read_run import read_written_document
from pipeline.write.stored_variants import is_text_readable
from tests.run.test_job import configured, stages
from tests.support.fakes import FakeEngine

HOPS = tuple(Hop(engine="fake", source="fr", target=target, method="neural") for target in ("es", "en"))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a run of two documents in three languages."""
    out = tmp_path_factory.mktemp("out")
    for name in ("mairie", "digue"):
        (out / f"{name}.txt").write_text(f"Le maire a parlé de la {name} lundi. Les écoles sont fermées.\n")
    config = configured([out / "mairie.txt", out / "digue.txt"], out, to=("es", "en"), source="fr")
    assert do(config, stages(FakeEngine(offered=HOPS))).counts.done == 2
    return config.folder


@pytest.fixture
def run(written: Path, tmp_path: Path) -> Path:
    """Return a copy of that run, to be changed."""
    return Path(shutil.copytree(written, tmp_path / "run"))


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all variants be large, and read part by part."""
    monkeypatch.setattr(limits, "AT_ONCE", 0)
    monkeypatch.setattr(limits, "VARIANTS_AT_ONCE", 0)


def test_large_variants_are_the_same(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the same names in the same order, whether records are read as a whole or not."""
    small = read_run(run)
    assert all(isinstance(document.variants, dict) for document in small.documents)
    monkeypatch.setattr(limits, "VARIANTS_AT_ONCE", 0)
    for at_once in (limits.AT_ONCE, 0):
        monkeypatch.setattr(limits, "AT_ONCE", at_once)
        large = read_run(run)
        assert large == small
        for one, other in zip(small.documents, large.documents, strict=True):
            assert not isinstance(other.variants, dict)
            assert list(one.variants.items()) == list(other.variants.items())
            assert (len(other.variants), "es" in other.variants, "xx" in other.variants) == (3, True, False)
            assert other.variants.get("xx") is None
            with pytest.raises(KeyError):
                other.variants["xx"]


@pytest.mark.usefixtures("large")
def test_one_large_variant_of_a_run_is_kept(run: Path) -> None:
    """The last one that was asked for, of whichever document; another takes its place."""
    first, second = (document.variants for document in read_run(run).documents)
    spanish = first["es"]
    assert first["es"] is spanish
    for variants, name in ((first, "en"), (second, "es")):
        assert variants[name] != spanish
        again = first["es"]
        assert again == spanish
        assert again is not spanish
        spanish = again


@pytest.mark.usefixtures("large")
def test_variants_of_another_state_are_refused(run: Path) -> None:
    """Of a document that a run has replaced: half of it would be the old one. To read it again is enough."""
    (first, _) = read_run(run).documents
    kept = first.variants["es"]
    beside = first.path.with_name("beside")
    shutil.copytree(first.path, beside)
    shutil.rmtree(first.path)
    beside.rename(first.path)
    os.utime(first.path)
    assert first.variants["es"] is kept
    with pytest.raises(RecordError) as told:
        first.variants["en"]
    assert told.value.message == f"{first.path}: has changed since it was read; read the run again"
    shutil.rmtree(first.path)
    with pytest.raises(RecordError, match="has changed since it was read"):
        first.variants["fr"]


@pytest.mark.usefixtures("large")
def test_a_large_variant_that_is_wrong_is_told_at_once(run: Path) -> None:
    """By ``read_run``; by who reads without a check, when it is asked for."""
    path = sorted(run.glob("documents/*/es/variant.json"))[0]
    path.write_text(path.read_text().replace('"kinds"', '"kind"'))
    with pytest.raises(RecordError, match=rf"^{path}: "):
        read_run(run)
    place = str(path.parents[1].relative_to(run))
    found: ReadDocument = read_written_document(run, place, is_checked=False, is_held=True)
    assert found.variants["en"].record.language == "en"
    with pytest.raises(RecordError, match=rf"^{path}: "):
        found.variants["es"]


def test_a_text_that_would_take_too_much_memory_is_refused(
    run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its size, or because one sign lets each of its characters take four bytes."""
    monkeypatch.setattr(limits, "TEXT", 4000)
    path = sorted(run.glob("documents/*/es/translation.txt"))[0]
    for text, is_readable in (
        ("a" * 4000, True),
        ("a" * 3000 + "é", True),
        ("a" * 1999 + "ő", True),
        ("a" * 2000 + "ő", False),
        ("a" * 1000 + "😀", False),
    ):
        assert is_text_readable(text.encode()) is is_readable
        path.write_text(text)
        if is_readable:
            read_run(run)
        else:
            with pytest.raises(RecordError, match=rf"^{path}: would take more than"):
                read_run(run)
    path.write_text("a" * 4001)
    with pytest.raises(RecordError, match=rf"^{path}: cannot be read: is larger than"):
        read_run(run)
