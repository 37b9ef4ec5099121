"""Packages that are replaced while they translate: what is said of a translation is what made it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.core import codec
from pipeline.core.contract import VariantRecord
from pipeline.core.errors import EngineError
from pipeline.core.records import LanguageCode, Translated
from pipeline.run.job import run as do
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.engines.ct2.engine import ct2_engine
from pipeline.translate.engines.ct2.model import Card, open_folder
from pipeline.translate.engines.neural import model_files
from pipeline.translate.engines.neural.engine import NeuralEngine
from pipeline.verify.run import verify_run
from tests.conftest import CT2
from tests.run.test_job import configured, stages
from tests.support.fakes import FakeEngine


@dataclass(kw_only=True)
class Replaced(FakeEngine):
    """An engine whose package is replaced during its first ``replacements`` calls, amid the answers."""

    replacements: int = 1

    def translate(
        self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[Translated, ...]:
        """Say which version speaks; the first half of a call may have been another's."""
        self.calls.append((source, target, tuple(texts)))
        before = self.version
        if len(self.calls) <= self.replacements:
            self.version = f"{float(self.version) + 1}"
        middle = len(texts) // 2
        return tuple(
            Translated(text=f"{before if number < middle else self.version}: {text}")
            for number, text in enumerate(texts)
        )


@pytest.fixture
def dispatches(tmp_path: Path, stories: list[list[dict[str, str]]]) -> list[Path]:
    """Return two sources in French."""
    paths = [tmp_path / f"{number}.txt" for number in range(2)]
    for path, sentences in zip(paths, stories, strict=False):
        path.write_text("\n\n".join(sentence["fr"] for sentence in sentences), encoding="utf-8")
    return paths


def variants(run: Path, language: str) -> list[VariantRecord]:
    """Return the records of all documents in a language."""
    paths = sorted(run.glob(f"documents/*/{language}/variant.json"))
    return [codec.read_record(VariantRecord, path) for path in paths]


@pytest.mark.parametrize("memory", ["off", "on"])
def test_a_package_replaced_amid_a_batch_translates_it_again(
    dispatches: list[Path], tmp_path: Path, memory: str
) -> None:
    """All words are of the package that provenance names, in the folder and in the memory."""
    engine = Replaced()
    place = "off" if memory == "off" else str(tmp_path / "memory.sqlite")
    settings = configured(dispatches, tmp_path / "out", to=("es",), memory=place)
    record = do(settings, stages(engine))
    assert (record.counts.done, record.counts.failed) == (2, 0)
    for variant in variants(settings.folder, "es"):
        assert {hop.identity.version for route in variant.routes for hop in route.hops} == {"2.0"}
        assert {segment.target[:4] for segment in variant.segments} == {"2.0:"}
    assert list(verify_run(settings.folder)) == []
    calls = len(engine.calls)
    shutil.rmtree(settings.folder)
    assert do(settings, stages(engine)).counts.done == 2
    assert (len(engine.calls) == calls) is (memory == "on")  # what it remembers is of the present package
    assert {each.target[:4] for one in variants(settings.folder, "es") for each in one.segments} == {"2.0:"}


def test_a_package_that_does_not_come_to_rest_fails_by_name(dispatches: list[Path], tmp_path: Path) -> None:
    """Nothing is written that nobody could vouch for, and the next run does it."""
    engine = Replaced(replacements=1000)
    settings = configured(dispatches, tmp_path / "out", to=("es",))
    record = do(settings, stages(engine))
    assert record.counts.failed == 2
    for entry in record.documents:
        assert "fake fr>es: fake-fr-es was replaced while it translated; wait until" in entry.message
    assert not list(settings.folder.glob("documents/*/es"))
    engine.replacements = 0
    assert do(settings, stages(engine)).counts.done == 2


def test_rules_replaced_amid_a_batch_are_named_as_they_translated(
    apertium: None, tmp_path: Path, dispatches: list[Path]
) -> None:
    """A program of the chain itself replaces the data, once, as an upgrade in the background would."""
    data, programs = tmp_path / "data", tmp_path / "programs"
    shutil.copytree("/usr/share/apertium/apertium-fra-cat", data / "apertium-fra-cat")
    mode = Path("/usr/share/apertium/modes/fra-cat.mode").read_text(encoding="utf-8")
    (data / "modes").mkdir()
    (data / "modes" / "fra-cat.mode").write_text(mode.replace("/usr/share/apertium", str(data)))
    programs.mkdir()
    for path in Path("/usr/bin").iterdir():
        if path.name.startswith(("apertium", "cg-", "lrx-", "lsx-")):
            (programs / path.name).symlink_to(path)
    rules = data / "apertium-fra-cat" / "apertium-fra-cat.fra-cat.t4x"
    (programs / "lt-proc").write_text(
        f"#!/bin/sh\nif mkdir {tmp_path}/done 2>/dev/null; then echo >> {rules}; fi\n"
        'exec /usr/bin/lt-proc "$@"\n'
    )
    (programs / "lt-proc").chmod(0o755)
    engine = ApertiumEngine(programs=programs, data=data)
    before = engine.identity("fr", "ca").sha256
    settings = configured(dispatches[:1], tmp_path / "out", to=("ca",))
    assert do(settings, stages(engine)).counts.done == 1
    after = engine.identity("fr", "ca").sha256
    (variant,) = variants(settings.folder, "ca")
    assert before != after
    assert {hop.identity.sha256 for route in variant.routes for hop in route.hops} == {after}


def replace_in_place(folder: Path) -> None:
    """Give a package another model of the same size, with the times of the first."""
    path = folder / "model" / "model.bin" if (folder / "model").is_dir() else folder / "model.bin"
    found = path.stat()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    other = path.with_name("other")
    other.write_bytes(content)
    other.replace(path)
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def argos_copy(folder: Path, argos_packages: Path) -> NeuralEngine:
    """Return an engine on a copy of a package."""
    shutil.copytree(argos_packages / "translate-fr_en-1_0", folder / "translate-fr_en-1_0")
    return argos_engine(folder)


def ct2_copy(folder: Path, _: Path) -> NeuralEngine:
    """Return an engine on a copy of a model."""
    shutil.copytree(CT2 / "opus-mt-fr-en", folder / "opus-mt-fr-en")
    card = Card(kind="opus-mt", name="opus-mt-fr-en", pairs=("fr-en",))
    return ct2_engine(open_folder(folder / "opus-mt-fr-en", card))


def reopened(engine: NeuralEngine, folder: Path) -> NeuralEngine:
    """Return an engine on the same files, with nothing loaded."""
    if engine.name == "argos":
        return argos_engine(folder)
    card = Card(kind="opus-mt", name="opus-mt-fr-en", pairs=("fr-en",))
    return ct2_engine(open_folder(folder / "opus-mt-fr-en", card))


@pytest.mark.parametrize("make", [argos_copy, ct2_copy])
def test_a_model_is_named_as_it_was_when_it_was_loaded(
    tmp_path: Path, argos_packages: Path, make: Callable[[Path, Path], NeuralEngine]
) -> None:
    """It translates from memory, whatever has become of its files; the next process has the new one."""
    engine = make(tmp_path, argos_packages)
    (folder,) = tmp_path.iterdir()
    first = engine.identity("fr", "en")
    engine.translate(["Oui."], "fr", "en")
    replace_in_place(folder)
    assert engine.identity("fr", "en") == first
    careful = engine.retry_engine()
    assert careful.identity("fr", "en").sha256 == first.sha256
    again = reopened(engine, tmp_path)
    assert again.identity("fr", "en").sha256 != first.sha256


@pytest.mark.parametrize("make", [argos_copy, ct2_copy])
def test_a_model_that_changes_while_it_is_loaded_is_loaded_again(
    tmp_path: Path,
    argos_packages: Path,
    make: Callable[[Path, Path], NeuralEngine],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And given up by name where it never comes to rest."""
    engine = make(tmp_path, argos_packages)
    (folder,) = tmp_path.iterdir()
    look, looks = model_files.digests, 0

    def changing(*arguments: Path) -> model_files.Digests:
        nonlocal looks
        looks += 1
        if looks == 2:
            replace_in_place(folder)
        return look(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(model_files, "digests", changing)
    engine.translate(["Oui."], "fr", "en")
    monkeypatch.undo()
    fresh = reopened(engine, tmp_path)
    assert engine.identity("fr", "en") == fresh.identity("fr", "en")
    monkeypatch.setattr(model_files, "digests", lambda *_: ((os.urandom(4).hex(), ""),))
    with pytest.raises(EngineError, match="changes while it is loaded; wait until it is installed"):
        fresh.translate(["Oui."], "fr", "en")
