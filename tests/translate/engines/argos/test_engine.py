"""Argos's packages on CTranslate2: real models, trained for these tests."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.core.errors import EngineError
from pipeline.core.records import Hop
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.engines.neural import decoding
from pipeline.translate.engines.neural.engine import NeuralEngine
from pipeline.translate.engines.neural.hardware import Hardware


@pytest.fixture(scope="module")
def engine(argos_packages: Path) -> NeuralEngine:
    """Return an engine on the test packages."""
    return argos_engine(argos_packages)


@pytest.fixture
def package(argos_packages: Path, tmp_path: Path) -> Path:
    """Return a copy of one package that a test may damage, in a folder of its own."""
    shutil.copytree(argos_packages / "translate-fr_en-1_0", tmp_path / "packages" / "translate-fr_en-1_0")
    return tmp_path / "packages" / "translate-fr_en-1_0"


def test_installed_packages_are_offered(engine: NeuralEngine) -> None:
    """What argostranslate's own installer unpacked is found and used."""
    pairs = [(hop.source, hop.target) for hop in engine.hops()]
    assert pairs == [("en", "es"), ("en", "fr"), ("fr", "en")]
    assert engine.hops()[0] == Hop(engine="argos", source="en", target="es", method="neural")


@pytest.mark.parametrize(("source", "target"), [("fr", "en"), ("en", "es"), ("en", "fr")])
def test_the_phrasebook_comes_out_exactly(
    engine: NeuralEngine, phrasebook: list[dict[str, str]], source: str, target: str
) -> None:
    """Whole sentences, one answer a segment, in order, in every direction."""
    answers = engine.translate([row[source] for row in phrasebook], source, target)
    assert [answer.text for answer in answers] == [row[target] for row in phrasebook]
    assert all(answer.score is not None and answer.score < 0 for answer in answers)


def test_a_pivot_comes_out_exactly(engine: NeuralEngine, phrasebook: list[dict[str, str]]) -> None:
    """French to Spanish by way of English."""
    english = engine.translate([row["fr"] for row in phrasebook], "fr", "en")
    spanish = engine.translate([answer.text for answer in english], "en", "es")
    assert [answer.text for answer in spanish] == [row["es"] for row in phrasebook]


def test_a_sentence_comes_out_the_same_alone_and_among_others(
    engine: NeuralEngine, phrasebook: list[dict[str, str]]
) -> None:
    """Words and scores both: what stands beside a sentence in a batch must not change it."""
    texts = [row["fr"] for row in phrasebook]
    unseen = [" ".join(text.split()[::-1]) for text in texts]  # nonsense, where near ties are likely
    together = engine.translate([*texts, *unseen], "fr", "en")
    alone = tuple(engine.translate([text], "fr", "en")[0] for text in (*texts, *unseen))
    assert together == alone


def test_threads_change_nothing(argos_packages: Path, phrasebook: list[dict[str, str]]) -> None:
    """One thread or two, the same words and scores."""
    texts = [row["en"] for row in phrasebook]
    one, two = (
        argos_engine(argos_packages, hardware=Hardware(threads=count)).translate(texts, "en", "es")
        for count in (1, 2)
    )
    assert one == two


def test_odd_texts_come_back_whole(engine: NeuralEngine) -> None:
    """As many answers as texts, none of them empty where the text is not."""
    texts = ["", "   ", "***", "😀", "_a_b_", "\u202e", "x" * 600, "mot " * 300, "Oui"]
    answers = engine.translate(texts, "fr", "en")
    assert len(answers) == len(texts)
    assert all(answer.text.strip() or not text.strip() for text, answer in zip(texts, answers, strict=True))


def test_a_text_longer_than_a_sentence_is_translated_in_pieces(
    engine: NeuralEngine, phrasebook: list[dict[str, str]]
) -> None:
    """Nothing is cut off: each piece is there, as if it had been a text of its own."""
    tokenizer = engine.models.load("fr", "en").tokenizer
    run = " ; ".join(row["fr"].rstrip(".?") for row in phrasebook[:40])
    pieces = decoding.cut(tokenizer.encode(run))
    assert len(pieces) > 1
    assert all(0 < len(piece) <= decoding.MAX_INPUT_TOKENS for piece in pieces)
    assert [token for piece in pieces for token in piece] == tokenizer.encode(run)
    alone = engine.translate([tokenizer.decode(piece) for piece in pieces], "fr", "en")
    assert engine.translate([run], "fr", "en")[0].text == " ".join(answer.text for answer in alone)


def test_the_identity_names_the_package_exactly(engine: NeuralEngine, package: Path) -> None:
    """The digest covers what translation reads, and nothing else."""
    identity = engine.identity("fr", "en")
    assert (identity.engine, identity.package, identity.version) == ("argos", "translate-fr_en", "1.0")
    assert identity.method == "neural"
    assert "MIT" in identity.licence
    assert {option.name: option.value for option in identity.options}["beam_size"] == 4
    changed = package.parent / "changed"
    shutil.copytree(package, changed / package.name)
    (changed / package.name / "README.md").write_text("other")
    assert argos_engine(changed).identity("fr", "en").sha256 == identity.sha256
    with (package / "sentencepiece.model").open("ab") as file:
        file.write(b"x")
    assert argos_engine(package.parent).identity("fr", "en").sha256 != identity.sha256


def test_stray_and_broken_folders_are_passed_over(package: Path) -> None:
    """Where argostranslate's own listing raises for all packages, what is whole is used."""
    packages = package.parent
    (packages / "stray").mkdir()
    (packages / "broken").mkdir()
    (packages / "broken" / "metadata.json").write_text("{")
    (packages / "list").mkdir()
    (packages / "list" / "metadata.json").write_text("[]")
    (packages / "half" / "model").mkdir(parents=True)
    (packages / "half" / "metadata.json").write_text('{"from_code": "fr", "to_code": "es"}')
    assert [(hop.source, hop.target) for hop in argos_engine(packages).hops()] == [("fr", "en")]


def test_the_newest_of_two_versions_is_used(package: Path) -> None:
    """1.10 is newer than 1.9, whatever the names sort like."""
    for version in ("1.9", "1.10"):
        other = package.parent / f"translate-fr_en-{version.replace('.', '_')}"
        shutil.copytree(package, other)
        metadata = json.loads((other / "metadata.json").read_text())
        (other / "metadata.json").write_text(json.dumps({**metadata, "package_version": version}))
    assert argos_engine(package.parent).identity("fr", "en").version == "1.10"


def test_no_folder_is_no_packages(tmp_path: Path) -> None:
    """A machine without Argos packages is no error."""
    assert argos_engine(tmp_path / "none").hops() == ()


def test_a_pair_without_a_package_is_an_error_that_says_what_to_do(engine: NeuralEngine) -> None:
    """With the command that would install it."""
    with pytest.raises(EngineError, match="run: depeche languages install es fr"):
        engine.translate(["Hola"], "es", "fr")
    with pytest.raises(EngineError, match="no package in"):
        engine.identity("es", "fr")


def test_a_model_that_does_not_load_is_an_error(package: Path) -> None:
    """A truncated model is named, with the way out."""
    model = package / "model" / "model.bin"
    model.write_bytes(model.read_bytes()[:1000])
    with pytest.raises(
        EngineError, match=r"argos package translate-fr_en-1_0 cannot be loaded: .*; install it again"
    ):
        argos_engine(package.parent).translate(["Oui."], "fr", "en")


def test_a_package_that_is_deleted_during_a_run_is_an_error_that_says_so(package: Path) -> None:
    """Before it was loaded; what is loaded goes on."""
    engine, late = argos_engine(package.parent), argos_engine(package.parent)
    assert engine.hops() == late.hops()
    assert engine.translate(["Oui."], "fr", "en")
    shutil.rmtree(package)
    assert engine.translate(["Non."], "fr", "en")
    message = r"argos package translate-fr_en-1_0 was removed or changed since .*; install it again"
    with pytest.raises(EngineError, match=message):
        late.identity("fr", "en")
    with pytest.raises(EngineError, match=message):
        late.translate(["Oui."], "fr", "en")


def test_a_tokenizer_that_is_gone_is_an_error(package: Path) -> None:
    """Where only that file was removed."""
    engine = argos_engine(package.parent)
    engine.hops()
    (package / "sentencepiece.model").unlink()
    with pytest.raises(EngineError, match=r"cannot be loaded|was removed"):
        engine.translate(["Oui."], "fr", "en")


def test_metadata_nested_without_end_is_passed_over(package: Path) -> None:
    """As any other folder that is no package."""
    (package.parent / "deep").mkdir()
    (package.parent / "deep" / "metadata.json").write_text("[" * 200_000)
    assert [(hop.source, hop.target) for hop in argos_engine(package.parent).hops()] == [("fr", "en")]


def test_hidden_folders_are_not_packages(package: Path) -> None:
    """They are installs under way, or what is left of a removed one."""
    shutil.copytree(package, package.with_name(".removing-translate-fr_en-1_0"))
    shutil.rmtree(package)
    assert argos_engine(package.parent).hops() == ()
