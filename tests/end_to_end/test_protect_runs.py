"""Protected content through real engines and whole runs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import read_run
from pipeline.core import codec
from pipeline.core.contract import AlignedSegment, VariantRecord
from pipeline.core.errors import UsageError
from pipeline.core.ports import Engine
from pipeline.core.records import Hop, Item, Segment, Translated
from pipeline.run.job import run as do
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.protect.glossary import read_glossary_files
from pipeline.translate.protect.protection import Protection
from pipeline.translate.request import Rendering, Request
from pipeline.translate.routes.finder import Routes
from pipeline.translate.translator import Translator
from pipeline.verify.run import verify_run
from tests.run.test_job import FR_EN_ES, configured, stages, tree
from tests.support.fakes import FakeEngine
from tests.translate.test_translator import segments

RICH = (
    "Voir https://www.port.example/travaux?id=12&x=a_b pour le plan de la ville.",
    "Le maire (jean.dupont@port.example) et @MairiePort parlent de #PontNeuf depuis le 2025-03-01.",
    "Le rapport plan_2025-final.pdf dit {name}, %s et {{ user.id }} : <b>merci</b> 👩‍👩‍👧‍👦 à tous 🎉",
    "Lancez `make test` ou lire_fichier() dans /etc/port/notes.txt, puis recommencez.",
)
ITEMS = (
    ("https://www.port.example/travaux?id=12&x=a_b",),
    ("jean.dupont@port.example", "@MairiePort", "#PontNeuf", "2025-03-01"),
    ("plan_2025-final.pdf", "{name}", "%s", "{{ user.id }}", "<b>", "</b>", "👩‍👩‍👧‍👦", "🎉"),
    ("`make test`", "lire_fichier()", "/etc/port/notes.txt"),
)


def rendered(engine: Engine, parts: Sequence[Segment], target: str, **more: object) -> list[Translated]:
    """Return the answers to one request, in order."""
    translator = Translator([engine], Routes([engine]), **more)  # type: ignore[arg-type]
    (done,) = translator.translate([Request(target=target, segments=tuple(parts))])
    assert isinstance(done, Rendering), done
    return list(done.texts.values())


@pytest.mark.usefixtures("apertium")
@pytest.mark.parametrize("target", ["es", "ca"])
def test_apertium_gives_every_item_back_at_once(target: str) -> None:
    """Private-use characters are blanks to it, over a pivot too."""
    answers = rendered(ApertiumEngine(), segments(*RICH), target)
    for answer, items in zip(answers, ITEMS, strict=True):
        assert sorted(str(item.replacement) for item in answer.items) == sorted(items)
        assert {item.kept for item in answer.items} == {"masked"}
        assert all(answer.text[item.start : item.end] == item.replacement for item in answer.items)


@pytest.mark.parametrize("target", ["en", "es"])
def test_a_model_that_copies_nothing_loses_nothing(argos_packages: Path, target: str) -> None:
    """The small models of the tests know no placeholder, so the text goes in pieces."""
    answers = rendered(argos_engine(argos_packages), segments(*RICH), target)
    for answer, items in zip(answers, ITEMS, strict=True):
        assert [str(item.replacement) for item in answer.items] == list(items)
        assert all(answer.text[item.start : item.end] == item.replacement for item in answer.items)


def test_a_segment_comes_out_the_same_alone_and_among_others(argos_packages: Path) -> None:
    """However many of them must go again, for an engine that takes each by itself."""
    engine = argos_engine(argos_packages)
    together = rendered(engine, segments(*RICH, "Le pont est fermé."), "en")
    alone = [rendered(engine, segments(text), "en")[0] for text in RICH]
    assert together[:-1] == alone


def test_what_is_nothing_but_items_reaches_no_engine() -> None:
    """An address alone is the source's own; a term alone is replaced without asking."""
    engine = FakeEngine(offered=FR_EN_ES)
    bare, emoji = rendered(engine, segments("https://a.example/ {name}", "🎉 14 000"), "es")
    assert (bare.text, bare.origin) == ("https://a.example/ {name}", "source")
    assert (emoji.text, emoji.origin) == ("🎉 14 000", "source")
    assert engine.calls == []


def test_an_engine_is_asked_again_only_for_what_it_lost() -> None:
    """In the next form; what it gave back at once is not touched."""
    engine = FakeEngine(offered=FR_EN_ES)  # reverses words, so that a pair of tags comes back crossed
    items = {
        "b1.2": (
            Item(start=3, end=3, kind="open", replacement="[", pair=1),
            Item(start=7, end=7, kind="close", replacement="](x)", pair=1),
        )
    }
    parts = segments("Le pont de https://a.example tient.", "Un gros chat noir.")
    translator = Translator([engine], Routes([engine]))
    (done,) = translator.translate([Request(target="es", segments=parts, items=items)])
    assert isinstance(done, Rendering)
    assert [call[2] for call in engine.calls] == [
        ("Le pont de XQ1Z tient.", "Un XQ1Z gros XQ2Z chat noir."),
        ("Un %1 gros %2 chat noir.",),
        ("Un", "gros", "chat noir."),
    ]
    assert done.texts["b1.1"].text == "es: tient. https://a.example de pont Le"
    assert done.texts["b1.2"].text == "es: Un es: gros es: noir. chat"
    assert [item.kept for item in done.texts["b1.2"].items] == ["apart", "apart"]


def test_a_route_uses_the_forms_that_all_its_engines_let_through() -> None:
    """A private-use character would be lost on a neural model behind Apertium."""
    first = FakeEngine(
        name="one",
        offered=(Hop(engine="one", source="fr", target="en", method="rule-based"),),
        placeholders=("blank", "word"),
        scope="document",
    )
    second = FakeEngine(name="two", offered=(Hop(engine="two", source="en", target="es", method="neural"),))
    translator = Translator([first, second], Routes([first, second]))
    translator.translate([Request(target="es", segments=segments("Voir https://a.example ici."))])
    assert first.calls == [("fr", "en", ("Voir XQ1Z ici.",))]


def test_no_invisible_sign_of_an_engine_gets_through() -> None:
    """Nor of a person's translation."""

    class Odd(FakeEngine):
        def translate(self, texts: Sequence[str], source: str, target: str) -> tuple[Translated, ...]:
            return tuple(Translated(text=f"\u202e{text}\u200b e\u0301") for text in texts)

    engine = Odd(offered=FR_EN_ES)
    translator = Translator([engine], Routes([engine]))
    request = Request(target="es", segments=segments("un", "deux"), human={"b1.2": "d\u202eos"})
    (done,) = translator.translate([request])
    assert isinstance(done, Rendering)
    assert [answer.text for answer in done.texts.values()] == ["un é", "dos"]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Write a French text with terms and addresses."""
    path = tmp_path / "news" / "article.txt"
    path.parent.mkdir()
    path.write_text(
        "La mairie de Vaucombre a publié le plan sur https://www.port.example/plan lundi matin.\n\n"
        "L’Union européenne et les Unions européennes ont salué « le projet » de la ville de Vaucombre.\n"
    )
    return path


def glossary(folder: Path, *rows: str) -> str:
    """Write a glossary for French to Spanish."""
    path = folder / "terms.csv"
    path.write_text("\n".join(["fr,es", *rows]) + "\n")
    return str(path)


def spanish(run: Path) -> tuple[VariantRecord, tuple[AlignedSegment, ...]]:
    """Return the record of the only document's Spanish variant, and its segments."""
    record = read_run(run).documents[0].variants["es"].record
    return record, record.segments


@pytest.mark.usefixtures("apertium")
def test_a_run_says_what_was_protected_and_how(article: Path, tmp_path: Path) -> None:
    """In the variant, beside the words; forms of a term that were left alone are a warning."""
    names = (glossary(tmp_path, "Vaucombre,keep", "Union européenne,Unión Europea"),)
    config = configured([article], tmp_path / "out", to=("es",), glossary=names, quotes="target")
    record = do(config, stages(ApertiumEngine()))
    assert [(file.path, file.terms) for file in record.settings.glossaries] == [(names[0], 2)]
    _, (first, second) = spanish(tmp_path / "out" / "run")
    assert [(item.kind, item.text, item.kept) for item in first.protected] == [
        ("term", "Vaucombre", "masked"),
        ("url", "https://www.port.example/plan", "masked"),
    ]
    assert [item.text for item in second.protected] == ["Unión Europea", "Vaucombre"]
    assert "“" in second.target
    (warning,) = [check for check in second.checks if check.name == "glossary"]
    assert warning.note == "not replaced: Unions européennes (Union européenne)"
    assert list(verify_run(tmp_path / "out" / "run")) == []


def test_verify_finds_an_item_that_is_not_there(article: Path, tmp_path: Path) -> None:
    """A record that claims to have kept what its words lack is off."""
    do(configured([article], tmp_path / "out", to=("es",)), stages(FakeEngine(offered=FR_EN_ES)))
    run = tmp_path / "out" / "run"
    (path,) = run.glob("documents/*/es/variant.json")
    record = codec.read_record(VariantRecord, path)
    wrong = tuple(
        dataclasses.replace(
            part, protected=tuple(dataclasses.replace(item, text="https://other") for item in part.protected)
        )
        for part in record.segments
    )
    path.write_bytes(codec.encode_record(dataclasses.replace(record, segments=wrong)))
    outer = json.loads((run / "run.json").read_text())
    for file in outer["documents"][0]["files"]:
        if file["path"] == "es/variant.json":
            import hashlib

            file.update(sha256=hashlib.sha256(path.read_bytes()).hexdigest(), size=path.stat().st_size)
    (run / "run.json").write_text(json.dumps(outer))
    assert any("lacks what was protected" in line for line in verify_run(run))


def test_documents_are_made_anew_where_their_terms_change_and_only_there(
    article: Path, tmp_path: Path
) -> None:
    """In the same run's folder; entries of other pairs, and where the file lies, change nothing."""

    def again(*rows: str, more: Sequence[str] = ()) -> str:
        names = (glossary(tmp_path, *rows), *more)
        config = configured([article], tmp_path / "out", to=("es",), glossary=names)
        return do(config, stages(FakeEngine(offered=FR_EN_ES))).documents[0].outcome

    other = tmp_path / "other.csv"
    other.write_text("de,es\nBrücke,puente\n")
    assert again("Vaucombre,keep") == "done"
    assert again("Vaucombre,keep") == "skipped"
    assert again("Vaucombre,keep", more=[str(other)]) == "skipped"
    assert again("Vaucombre,Valleumbría") == "done"
    assert "Valleumbría" in spanish(tmp_path / "out" / "run")[1][0].target


def test_the_run_s_name_follows_the_glossary_s_name_not_its_words(article: Path, tmp_path: Path) -> None:
    """So that adding a term goes on in the same folder."""
    from pipeline.run.configuration.config import load_config
    from pipeline.run.configuration.options import Options

    def name(*rows: str) -> str:
        names = (glossary(tmp_path, *rows),)
        return load_config([str(article)], Options(to=("es",), out=str(tmp_path), glossary=names)).run_id

    assert name("a b,c") == name("a b,c", "d e,f")
    assert name("a b,c") != load_config([str(article)], Options(to=("es",), out=str(tmp_path))).run_id


def test_the_configuration_file_names_glossaries_beside_it(article: Path, tmp_path: Path) -> None:
    """And what is wrong with one is an error of usage."""
    from pipeline.run.configuration.config import load_config
    from pipeline.run.configuration.options import Options

    glossary(tmp_path, "a b,c")
    file = tmp_path / "depeche.toml"
    file.write_text('[run]\nto = ["es"]\nglossary = ["terms.csv"]\nquotes = "target"\n')
    config = load_config([str(article)], Options(), file=file)
    assert [term.term for term in config.glossary.terms] == ["a b"]
    assert config.settings.quotes == "target"
    with pytest.raises(UsageError, match="line 2"):
        load_config([str(article)], Options(glossary=(glossary(tmp_path, "a b"),)), file=file)
    glossary(tmp_path, "a b,c")
    with pytest.raises(UsageError, match="--quotes mine"):
        load_config([str(article)], Options(quotes="mine"), file=file)


def test_protection_changes_neither_windows_nor_memory(
    argos_packages: Path, article: Path, tmp_path: Path
) -> None:
    """Cold, from the memory and without one: the same words, for segments that went several times."""
    trees = []
    for name, memory in [("cold", None), ("warm", None), ("off", "off")]:
        config = configured([article], tmp_path / "out", to=("es", "en"), memory=memory)
        do(dataclasses.replace(config, run_id=name), stages(argos_engine(argos_packages)))
        trees.append(repr(tree(tmp_path / "out" / name / "documents")).replace("True", "False"))
    assert trees[0] == trees[1] == trees[2]


def test_without_glossary_the_protection_of_a_pair_is_its_version(tmp_path: Path) -> None:
    """And with one, it is that of the pair's own entries."""
    plain, own = Protection(), Protection(read_glossary_files([Path(glossary(tmp_path, "a b,c"))]))
    assert plain.identity("fr", "es") != own.identity("fr", "es")
    assert plain.identity("de", "es") == own.identity("de", "es")
    assert plain.identity("fr", "es") != Protection(found=False).identity("fr", "es")
