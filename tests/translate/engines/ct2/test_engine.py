"""Plain CTranslate2 models: real conversions, checked against transformers' own tokenizers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import ctranslate2
import pytest

import languages
from pipeline.core.errors import EngineError, PackageError, UsageError
from pipeline.translate.engines.ct2.engine import OPUS_MT_OUTPUT_TOKENS, ct2_engine
from pipeline.translate.engines.ct2.find import Declaration, ModelPlaces, find_models
from pipeline.translate.engines.ct2.model import Card, ModelKind, open_folder, read_card, render_card
from pipeline.translate.engines.neural import decoding
from pipeline.translate.engines.neural.engine import NeuralEngine
from pipeline.translate.engines.neural.hardware import Hardware
from pipeline.translate.engines.table import open_engines
from pipeline.translate.routes.finder import Routes
from tests.conftest import CT2

EXPECTED = json.loads((CT2 / "expected.json").read_text(encoding="utf-8"))

CARDS = {
    "opus-mt-fr-en": Card(kind="opus-mt", name="opus-mt-fr-en", pairs=("fr-en",), licence="CC-BY-4.0"),
    "opus-mt-fr-mul": Card(kind="opus-mt", name="opus-mt-fr-mul", pairs=("fr-en", "fr-es")),
    "m2m-100": Card(kind="m2m-100", name="m2m-100", version="1"),
    "nllb": Card(kind="nllb", name="nllb"),
}
PAIRS = [(name, *pair.split("-")) for name in CARDS for pair in EXPECTED[name]]


def engine(name: str, folder: Path = CT2, *, numbers: str = "default") -> NeuralEngine:
    """Return an engine on a model of the fixtures, which computes with such ``numbers``."""
    hardware = Hardware(device="cpu", compute_type=numbers)
    return ct2_engine(open_folder(folder / name, CARDS[name]), hardware=hardware)


@cache
def translator(name: str, numbers: str) -> ctranslate2.Translator:
    """Return CTranslate2 on a model of the fixtures; by itself where weights stay as they are."""
    if numbers == "float32":
        return ctranslate2.Translator(str(CT2 / name), device="cpu", compute_type=numbers)
    return Hardware(device="cpu", compute_type=numbers).load(CT2 / name)


def hypothesis(name: str, numbers: str, row: dict[str, Any]) -> list[str]:
    """Return what CTranslate2 answers when it is called as its guides say."""
    result = translator(name, numbers).translate_batch(
        [row["tokens"]],
        target_prefix=[row["prefix"]] if row["prefix"] else None,
        beam_size=4,
        length_penalty=0.2,
        replace_unknowns=True,
        max_decoding_length=OPUS_MT_OUTPUT_TOKENS,
    )[0]
    return list(result.hypotheses[0])


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """Return a copy of the model folders that a test may damage, with their cards."""
    for name, card in CARDS.items():
        shutil.copytree(CT2 / name, tmp_path / name)
        (tmp_path / name / "depeche-model.toml").write_text(render_card(card))
    return tmp_path


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Record what CTranslate2 is given."""
    calls: list[dict[str, Any]] = []
    load = Hardware.load

    class Recorder:
        def __init__(self, translator: Any) -> None:
            self.translator = translator
            self.device = translator.device
            self.compute_type = translator.compute_type

        def translate_batch(self, sources: Sequence[list[str]], **options: Any) -> Any:
            calls.append({"sources": sources, **options})
            return self.translator.translate_batch(sources, **options)

    monkeypatch.setattr(Hardware, "load", lambda self, folder: Recorder(load(self, folder)))
    return calls


@pytest.mark.parametrize(("name", "source", "target"), PAIRS)
def test_sources_have_the_tokens_that_the_model_s_own_tokenizer_makes(
    sent: list[dict[str, Any]], name: str, source: str, target: str
) -> None:
    """Language tokens, pieces and ends are those of transformers; so is what the answer must begin with."""
    for row in EXPECTED[name][f"{source}-{target}"]:
        engine(name).translate([row["text"]], source, target)
        assert sent[-1]["sources"] == [row["tokens"]]
        assert sent[-1]["target_prefix"] == ([row["prefix"]] if row["prefix"] else None)


@pytest.mark.parametrize("numbers", ["float32", "default"])
@pytest.mark.parametrize(("name", "source", "target"), PAIRS)
def test_answers_are_those_of_ctranslate2_s_guides_without_the_language_token(
    name: str, source: str, target: str, numbers: str
) -> None:
    """The model's hypothesis begins with the forced token, the text is what comes after it.

    CTranslate2 is asked here and now: these models have random words, which differ between processors.
    """
    rows = EXPECTED[name][f"{source}-{target}"]
    answers = engine(name, numbers=numbers).translate([row["text"] for row in rows], source, target)
    for row, answer in zip(rows, answers, strict=True):
        tokens = hypothesis(name, numbers, row)
        assert tokens[: len(row["prefix"])] == row["prefix"]
        text = "".join(tokens[len(row["prefix"]) :]).replace("▁", " ").strip()
        assert answer.text.replace(" ", "") == text.replace(" ", "")
        assert not {"_", "<", ">"} & set(answer.text)
        assert answer.score is not None


def test_the_wanted_language_changes_the_answer() -> None:
    """One multilingual model, two targets."""
    text = "Le vieux pont de Valmorin a rouvert lundi matin."
    for name in ("m2m-100", "nllb", "opus-mt-fr-mul"):
        english, spanish = (engine(name).translate([text], "fr", code)[0] for code in ("en", "es"))
        assert english.text != spanish.text, name


def test_language_tokens_never_reach_the_text() -> None:
    """Where an unknown word is replaced by what the model looks at, that can be a token of the frame."""
    frame = decoding.Frame(before=("__fr__",), after=("</s>",), target=("__es__",))
    assert frame.wrap(["▁Le"]) == ["__fr__", "▁Le", "</s>"]
    assert frame.strip(["__es__", "▁El", "__fr__", "▁puente", "</s>"]) == ["▁El", "▁puente"]


def test_long_texts_stay_within_the_positions_that_the_models_know(sent: list[dict[str, Any]]) -> None:
    """OPUS-MT has 512; an answer that does not end would fail there, and is given up before."""
    long = " ".join(["pont"] * 900)
    for name in CARDS:
        answer = engine(name).translate([long], "fr", "en")[0]
        assert answer.text
        assert max(len(source) for call in sent for source in call["sources"]) <= 252
    assert sent[0]["max_decoding_length"] == OPUS_MT_OUTPUT_TOKENS
    assert sent[-1]["max_decoding_length"] == decoding.MAX_OUTPUT_TOKENS


def test_texts_come_out_the_same_alone_and_among_others() -> None:
    """Words and scores, for every kind of model."""
    texts = [row["text"] for row in EXPECTED["nllb"]["fr-es"]]
    for name in ("opus-mt-fr-en", "m2m-100"):
        built = engine(name)
        alone = [built.translate([text], "fr", "en")[0] for text in texts]
        assert list(built.translate(texts, "fr", "en")) == alone


def test_a_multilingual_model_offers_what_its_vocabulary_has() -> None:
    """All pairs of the languages that both it and depeche know; or of those that its card names."""
    assert {hop.source for hop in engine("nllb").hops()} == {"ca", "en", "es", "fr"}
    assert len(engine("nllb").hops()) == 12
    known = [code for code in languages.codes() if languages.get(code).codes.m2m100]
    assert len(engine("m2m-100").hops()) == len(known) * (len(known) - 1)
    few = open_folder(CT2 / "m2m-100", Card(kind="m2m-100", name="m", languages=("fr", "en")))
    assert few.pairs == (("en", "fr"), ("fr", "en"))


def test_hops_carry_the_quality_that_the_card_states() -> None:
    """Routes weigh it against what was measured of other engines."""
    stated = Card(kind="opus-mt", name="o", pairs=("fr-en",), quality=61.5)
    assert ct2_engine(open_folder(CT2 / "opus-mt-fr-en", stated)).hops()[0].quality == 61.5
    assert engine("opus-mt-fr-en").hops()[0].quality is None


def test_the_identity_covers_what_translation_reads(models: Path) -> None:
    """The files and the pair's tokens; not the card's words, and not what else lies there."""
    first = engine("nllb", models).identity("fr", "es")
    assert (first.engine, first.package, first.version) == ("ct2/nllb", "nllb", "unknown")
    assert {option.name: option.value for option in first.options}["language_tokens"] == "fra_Latn spa_Latn"
    assert engine("nllb").identity("fr", "es").sha256 == first.sha256
    assert engine("nllb").identity("es", "fr").sha256 != first.sha256
    (models / "nllb" / "README.md").write_text("other")
    assert engine("nllb", models).identity("fr", "es").sha256 == first.sha256
    with (models / "nllb" / "sentencepiece.bpe.model").open("ab") as file:
        file.write(b"x")
    assert engine("nllb", models).identity("fr", "es").sha256 != first.sha256


def test_a_pair_that_is_not_served_is_an_error() -> None:
    """It names the model and where it lies."""
    with pytest.raises(EngineError, match=r"ct2/opus-mt-fr-en en>fr: .* does not serve this pair"):
        engine("opus-mt-fr-en").translate(["Yes."], "en", "fr")


def test_a_language_without_a_token_is_an_error() -> None:
    """A card may promise more than the vocabulary holds."""
    built = ct2_engine(open_folder(CT2 / "nllb", Card(kind="nllb", name="nllb", languages=("fr", "de"))))
    with pytest.raises(EngineError, match=r"no token for de, deu_Latn; leave de out"):
        built.translate(["Oui."], "fr", "de")
    built = ct2_engine(open_folder(CT2 / "m2m-100", Card(kind="m2m-100", name="m", languages=("fr", "eo"))))
    with pytest.raises(EngineError, match=r"no token for eo; leave eo out"):
        built.identity("fr", "eo")
    card = Card(kind="opus-mt", name="o", pairs=("fr-de",))
    with pytest.raises(EngineError, match=r"stands for de \(>>eng<< >>spa<<\)"):
        ct2_engine(open_folder(CT2 / "opus-mt-fr-mul", card)).translate(["Oui."], "fr", "de")


@pytest.mark.parametrize(
    ("name", "gone", "message"),
    [
        ("opus-mt-fr-en", "model.bin", "it has no model.bin; convert it first"),
        ("opus-mt-fr-en", "shared_vocabulary.json", "it has no vocabulary"),
        ("opus-mt-fr-en", "target.spm", "it has no source.spm and target.spm; copy it"),
        ("nllb", "sentencepiece.bpe.model", "it has no sentencepiece.bpe.model or flores200"),
    ],
)
def test_a_folder_that_lacks_a_file_is_refused(models: Path, name: str, gone: str, message: str) -> None:
    """With the file's name and what to do."""
    (models / name / gone).unlink()
    with pytest.raises(PackageError, match=message):
        engine(name, models)


@pytest.mark.parametrize(
    ("card", "message"),
    [
        (Card(kind="opus-mt", name="o"), "needs its direction: --pair fr-es"),
        (Card(kind="opus-mt", name="o", pairs=("fr",)), "'fr' is no pair"),
        (Card(kind="opus-mt", name="o", pairs=("fr-tlh",)), "unknown language 'tlh'"),
        (Card(kind="opus-mt", name="../o", pairs=("fr-en",)), "is no name for a model"),
        (Card(kind="opus-mt", name="o", pairs=("fr-en",), quality=101), "from 0 to 100, not 101"),
    ],
)
def test_a_card_that_makes_no_sense_is_refused(card: Card, message: str) -> None:
    """In one line that says what is wrong with it."""
    with pytest.raises(PackageError, match=message):
        open_folder(CT2 / "opus-mt-fr-en", card)


def test_a_multilingual_card_takes_languages_and_two_at_least() -> None:
    """Not pairs, which it serves all of."""
    with pytest.raises(PackageError, match="has languages, not pairs"):
        open_folder(CT2 / "nllb", Card(kind="nllb", name="n", pairs=("fr-en",)))
    with pytest.raises(PackageError, match="no two languages"):
        open_folder(CT2 / "nllb", Card(kind="m2m-100", name="n"))


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("model.bin", b"\0" * 100, "cannot be loaded: .*; convert or install it again"),
        ("source.spm", b"nothing", "cannot be loaded: .*; convert or install it again"),
        ("config.json", b"{", "config.json: cannot be read"),
        ("shared_vocabulary.json", b"{", "is no vocabulary"),
    ],
)
def test_a_model_with_a_broken_file_is_an_error(
    models: Path, file: str, content: bytes, message: str
) -> None:
    """When it is used, as an ``EngineError`` in one line."""
    built = engine("opus-mt-fr-en", models)
    (models / "opus-mt-fr-en" / file).write_bytes(content)
    with pytest.raises(EngineError, match=message) as caught:
        built.translate(["Oui."], "fr", "en")
    assert "\n" not in caught.value.message


def test_a_model_that_is_deleted_during_a_run_is_an_error(models: Path) -> None:
    """Its pair fails, in one line; nothing else does."""
    built = engine("nllb", models)
    shutil.rmtree(models / "nllb")
    with pytest.raises(EngineError):
        built.identity("fr", "es")
    with pytest.raises(EngineError):
        built.translate(["Oui."], "fr", "es")


def test_cards_come_back_as_they_were_written(tmp_path: Path) -> None:
    """Quotes, accents and all; what is at its default may be left out."""
    card = Card(kind="nllb", name="n", licence='"CC" é \\', languages=("fr", "es"), quality=61.0)
    (tmp_path / "depeche-model.toml").write_text(render_card(card), encoding="utf-8")
    assert read_card(tmp_path) == card


def test_installed_models_are_found_and_broken_ones_do_not_hide_them(models: Path) -> None:
    """What is wrong with those is told."""
    (models / "stray").mkdir()
    (models / ".installing-x").mkdir()
    (models / ".installing-x" / "depeche-model.toml").write_text("kind")
    (models / "nllb" / "depeche-model.toml").write_text('kind = "gpt"')
    (models / "m2m-100" / "model.bin").unlink()
    found = find_models(ModelPlaces(folder=models))
    assert [model.card.name for model in found.models] == ["opus-mt-fr-en", "opus-mt-fr-mul"]
    assert [line.partition(": ")[2][:20] for line in found.broken] == [
        "is no m2m-100 model ",
        "kind: Input should b",
    ]
    assert find_models(ModelPlaces(folder=models / "none")).models == ()


def test_a_declared_model_is_used_where_it_lies() -> None:
    """Without a card beside it; what is declared outranks the card."""
    declared = Declaration(path=str(CT2 / "opus-mt-fr-en"), kind="opus-mt", pair="fr-en", licence="MIT")
    found = find_models(ModelPlaces(declared=(declared,))).models
    assert [(model.card.name, model.card.licence, model.pairs) for model in found] == [
        ("opus-mt-fr-en", "MIT", (("fr", "en"),))
    ]


def test_what_is_declared_outranks_the_card(models: Path) -> None:
    """Each field by itself."""
    declared = Declaration(path=str(models / "nllb"), name="mine", quality=40.0)
    card = find_models(ModelPlaces(declared=(declared,))).models[0].card
    assert (card.name, card.kind, card.quality) == ("mine", "nllb", 40.0)


def test_a_declaration_that_cannot_be_used_is_an_error(models: Path) -> None:
    """The user named it, so it is not passed over."""
    for declared, message in (
        (Declaration(path=str(CT2 / "nllb")), "needs a kind"),
        (Declaration(path=str(models / "gone"), kind="nllb"), "has no model.bin"),
    ):
        with pytest.raises(UsageError, match=rf"\[\[model\]\] .*{message}"):
            find_models(ModelPlaces(declared=(declared,)))


def test_two_models_of_one_name_are_an_error(models: Path) -> None:
    """Routes, measurements and provenance go by the name."""
    declared = Declaration(path=str(CT2 / "nllb"), kind="nllb")
    with pytest.raises(UsageError, match=r"two models are called nllb: .*; give one another name"):
        find_models(ModelPlaces(folder=models, declared=(declared,)))


def test_each_model_is_an_engine_and_one_can_be_named(models: Path, tmp_path: Path) -> None:
    """``--engine ct2`` is all of them, ``ct2/NAME`` one, ``auto`` has them among the others."""
    places = ModelPlaces(folder=models)

    def names(selection: str) -> list[str]:
        found = open_engines(selection, packages=tmp_path / "none", models=places)
        return [engine.name for engine in found]

    assert names("ct2") == [f"ct2/{name}" for name in sorted(CARDS)]
    assert names("ct2/nllb") == ["ct2/nllb"]
    assert names("auto") == ["argos", *names("ct2"), "apertium"]
    assert open_engines("ct2", packages=tmp_path) == ()
    for wrong in ("ct2/none", "gpt", "argos/x"):
        with pytest.raises(UsageError, match="no such engine; known: auto argos ct2 apertium ct2/MODEL"):
            names(wrong)


def test_the_better_of_two_models_takes_the_pair() -> None:
    """By the quality that their cards state."""

    def taken(kinds: dict[str, tuple[ModelKind, float]]) -> str:
        engines = []
        for name, (kind, quality) in kinds.items():
            pairs = ("fr-en", "fr-es") if kind == "opus-mt" else ()
            card = Card(kind=kind, name=name, pairs=pairs, quality=quality)
            engines.append(ct2_engine(open_folder(CT2 / name, card)))
        route = Routes(engines).find("fr", "es")
        return " ".join(hop.engine for hop in route.hops)

    assert taken({"opus-mt-fr-mul": ("opus-mt", 60.0), "nllb": ("nllb", 55.0)}) == "ct2/opus-mt-fr-mul"
    assert taken({"opus-mt-fr-mul": ("opus-mt", 50.0), "nllb": ("nllb", 55.0)}) == "ct2/nllb"
