"""Runs with a memory, end to end: what is recalled, what people translated, what the records say."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest

from pipeline import read_run
from pipeline.core import codec
from pipeline.core.contract import RunRecord, VariantRecord
from pipeline.core.records import Hop
from pipeline.publish.site.document_page import how_made
from pipeline.run.job import run as do
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.memory import FILE_NAME
from pipeline.translate.memory.database import StoreError
from pipeline.translate.memory.entries import Entry, maker
from pipeline.translate.memory.exchange import export_file
from pipeline.translate.memory.store import Store
from pipeline.verify.run import verify_run
from tests.run.test_job import FR_EN_ES, configured, stages, tree
from tests.support.fakes import FakeEngine
from tests.verify.test_run import reseal

LINES = [
    "Le maire a annoncé lundi que les écoles de la ville resteront fermées.",
    "Les élèves rentreront jeudi, selon la préfecture.",
    "Les parents ont été prévenus par courrier la semaine dernière.",
]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Write a French text of three sentences."""
    path = tmp_path / "news" / "article.txt"
    path.parent.mkdir()
    path.write_text("\n\n".join(LINES) + "\n")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return where runs are to be written."""
    return tmp_path / "out"


def named(inputs: Sequence[Path], out: Path, name: str, **options: object) -> RunRecord:
    """Run with an engine that reverses words, into a run of this name; return its record."""
    config = dataclasses.replace(configured(inputs, out, to=("es",), **options), run_id=name)
    return do(config, stages(FakeEngine(offered=FR_EN_ES)))


def spanish(out: Path, name: str) -> VariantRecord:
    """Return the record of the only document's Spanish variant."""
    return read_run(out / name).documents[0].variants["es"].record


def imported(out: Path, *pairs: tuple[str, str], source: str = "fr", target: str = "es") -> None:
    """Enter translations by people."""
    store = Store(out / FILE_NAME, create=True)
    store.add(
        Entry(origin="human", maker="", source=source, target=target, text=text, answer=answer, created="now")
        for text, answer in pairs
    )
    store.close()


def test_another_run_takes_over_what_was_translated(article: Path, out: Path) -> None:
    """The words are the same; the records say that they were there, and count nothing as translated."""
    first = named([article], out, "a")
    second = named([article], out, "b")
    assert (first.documents[0].translated, second.documents[0].translated) == (3, 0)
    assert {part.from_memory for part in spanish(out, "a").segments} == {False}
    assert {part.from_memory for part in spanish(out, "b").segments} == {True}
    assert {part.origin for part in spanish(out, "b").segments} == {"machine"}
    first_segments, second_segments = spanish(out, "a").segments, spanish(out, "b").segments
    assert [dataclasses.replace(part, from_memory=True) for part in first_segments] == list(second_segments)
    assert list(verify_run(out / "b")) == []


def test_a_run_that_goes_on_gives_the_same_bytes(article: Path, out: Path, tmp_path: Path) -> None:
    """What it put into the memory itself does not count as there before."""
    (article.parent / "other.txt").write_text(f"{LINES[1]}\n")
    named([article.parent], tmp_path / "whole", "r")
    named([article], out, "r")
    for path in (out / "r" / "documents").rglob("variant.json"):
        path.unlink()
    for path in (out / "r" / "documents").rglob("document.json"):
        path.unlink()
    named([article.parent], out, "r")
    assert tree(out / "r" / "documents") == tree(tmp_path / "whole" / "r" / "documents")


def test_what_a_stranger_s_machine_made_is_marked_as_imported(article: Path, out: Path) -> None:
    """Over a pivot one hop is enough; the route names what the file names, the source type a model's work."""
    hops = tuple(
        Hop(engine="fake", source=a, target=b, method="neural") for a, b in [("fr", "en"), ("en", "es")]
    )
    engine = FakeEngine(offered=hops)
    store = Store(out / FILE_NAME, create=True)
    store.add(
        [
            Entry(
                origin="imported",
                maker=maker(engine.identity("fr", "en")),
                source="fr",
                target="en",
                text=LINES[0],
                answer="The mayor announced it.",
                created="2025-01-31T12:00:00Z",
            )
        ]
    )
    store.close()
    record = do(configured([article], out, to=("es",)), stages(engine))
    variant = spanish(out, "run")
    assert [part.origin for part in variant.segments] == ["imported", "machine", "machine"]
    assert [part.from_memory for part in variant.segments] == [False, False, False]
    assert variant.tag == "es-t-fr-t0-und"
    assert str(variant.digital_source_type).endswith("/trainedAlgorithmicMedia")
    assert record.documents[0].translated == 3
    assert list(verify_run(out / "run")) == []
    assert "imported as machine-translated elsewhere" in how_made(variant)


def test_without_a_memory_nothing_is_written_beside_the_runs(article: Path, out: Path) -> None:
    """``--memory off``."""
    named([article], out, "a", memory="off")
    assert [path.name for path in out.iterdir()] == ["a"]
    assert named([article], out, "b", memory="off").documents[0].translated == 3


def test_a_memory_elsewhere_is_shared_too(article: Path, out: Path, tmp_path: Path) -> None:
    """``--memory FILE``, in a folder that is made."""
    place = str(tmp_path / "shared" / "m.sqlite")
    named([article], out, "a", memory=place)
    assert named([article], tmp_path / "elsewhere", "b", memory=place).documents[0].translated == 0


def test_the_same_words_come_out_with_and_without(argos_packages: Path, article: Path, out: Path) -> None:
    """A real engine, over a pivot: cold, warm and off differ in ``from_memory`` alone."""
    folders = []
    for name, memory in [("cold", None), ("warm", None), ("off", "off")]:
        config = configured([article], out, to=("es", "en"), memory=memory)
        do(dataclasses.replace(config, run_id=name), stages(argos_engine(argos_packages)))
        folders.append(repr(tree(out / name / "documents")).replace("True", "False"))
    assert folders[0] == folders[1] == folders[2]


@pytest.mark.usefixtures("apertium")
def test_a_document_of_apertium_is_recalled_as_a_whole(article: Path, out: Path) -> None:
    """Unchanged it is; with another sentence in it, it is translated anew."""
    for name in ("a", "b"):
        config = dataclasses.replace(configured([article], out, to=("es",)), run_id=name)
        record = do(config, stages(ApertiumEngine()))
        assert record.documents[0].translated == (3 if name == "a" else 0)
    article.write_text(article.read_text() + "\nIls attendent.\n")
    config = dataclasses.replace(configured([article], out, to=("es",)), run_id="c")
    assert do(config, stages(ApertiumEngine())).documents[0].translated == 4


@pytest.mark.usefixtures("apertium")
def test_no_name_that_nobody_wrote_leaves_the_memory(tmp_path: Path, out: Path) -> None:
    """Where other words stood in for names and dates, an export lacks the sentence, and runs recall it."""
    (tmp_path / "may.txt").write_text("Theresa May left on March 4, 2019. It was a cold day.\n")
    for name in ("a", "b"):
        config = configured([tmp_path / "may.txt"], out, to=("es",))
        record = do(dataclasses.replace(config, run_id=name), stages(ApertiumEngine()))
        assert record.documents[0].translated == (2 if name == "a" else 0)
    store = Store(out / FILE_NAME)
    kept = [entry.text for entry in store.entries()]
    done = export_file(store, tmp_path / "all.tmx")
    store.close()
    assert (done.entries, done.stood_in, done.damaged) == (1, 1, 0)
    assert len(kept) == 2
    assert not any("May" in text for text in kept)
    translation = read_run(out / "a").documents[0].variants["es"].translation
    assert translation is not None
    assert "Theresa May" in translation
    assert "4 de marzo de 2019" in translation


def test_a_person_s_translation_outranks_the_engine(article: Path, out: Path) -> None:
    """It stands in the text, is marked, has no score, and the run's other words are as they were."""
    named([article], out, "before")
    imported(out, (LINES[1], "Los alumnos vuelven el jueves."))
    named([article], out, "after")
    before, after = spanish(out, "before"), spanish(out, "after")
    assert [part.origin for part in after.segments] == ["machine", "human", "machine"]
    chosen = after.segments[1]
    assert (chosen.target, chosen.score, chosen.from_memory) == ("Los alumnos vuelven el jueves.", None, True)
    assert [part.target for part in after.segments][::2] == [part.target for part in before.segments][::2]
    assert after.tag == before.tag == "es-t-fr-t0-und"
    assert str(after.digital_source_type).endswith("/compositeSynthetic")
    translation = read_run(out / "after").documents[0].variants["es"].translation
    assert translation is not None
    assert chosen.target in translation
    assert list(verify_run(out / "after")) == []
    jsonschema.validate(json.loads(codec.encode_record(after)), codec.json_schema("variant"))


def test_a_text_that_people_translated_whole_needs_no_engine(article: Path, out: Path) -> None:
    """Not even a route; tag and source type speak of people alone."""
    imported(out, *((line, f"Frase {number}.") for number, line in enumerate(LINES)))
    config = configured([article], out, to=("es",))
    engine = FakeEngine(offered=())
    record = do(config, stages(engine))
    assert (record.counts.done, record.documents[0].translated, engine.calls) == (1, 0, [])
    variant = read_run(out / "run").documents[0].variants["es"]
    assert variant.translation == "Frase 0.\n\nFrase 1.\n\nFrase 2.\n"
    assert (variant.record.tag, variant.record.routes) == ("es-t-fr", ())
    assert str(variant.record.digital_source_type).endswith("/digitalCreation")
    assert list(verify_run(out / "run")) == []


def test_over_a_pivot_a_person_s_translation_replaces_the_whole_way(article: Path, out: Path) -> None:
    """The pivot's hop is not asked for it either; one into the pivot's language does not count."""
    imported(out, (LINES[0], "El alcalde."))
    imported(out, (LINES[1], "The pupils."), target="en")
    hops = tuple(
        Hop(engine="fake", source=a, target=b, method="neural") for a, b in [("fr", "en"), ("en", "es")]
    )
    engine = FakeEngine(offered=hops)
    do(configured([article], out, to=("es",)), stages(engine))
    assert [len(texts) for _, _, texts in engine.calls] == [2, 2]
    assert [part.origin for part in spanish(out, "run").segments] == ["human", "machine", "machine"]


def test_neighbours_of_a_person_s_translation_keep_their_document(article: Path, out: Path) -> None:
    """An engine that looks at the whole document still sees it whole."""
    imported(out, (LINES[1], "Los alumnos."))
    engine = FakeEngine(offered=FR_EN_ES, scope="document")
    record = do(configured([article], out, to=("es",)), stages(engine))
    assert [texts for _, _, texts in engine.calls] == [tuple(LINES)]
    assert [part.origin for part in spanish(out, "run").segments] == ["machine", "human", "machine"]
    assert record.documents[0].translated == 2


@pytest.mark.parametrize("variants", [("full", "summary"), ("summary",)])
def test_an_import_that_applies_is_a_change_and_no_other(
    article: Path, out: Path, variants: tuple[str, ...]
) -> None:
    """A new, a corrected and a forgotten translation make the document anew; one of other words does not."""

    def outcome() -> str:
        return named([article], out, "r", variants=variants).documents[0].outcome

    assert (outcome(), outcome()) == ("done", "skipped")
    imported(out, ("Une autre phrase.", "Otra frase."))
    imported(out, (LINES[0], "L'alcalde."), target="ca")
    assert outcome() == "skipped"
    for answer in ("Los alumnos.", "Las alumnas."):
        imported(out, (LINES[1], answer))
        assert (outcome(), outcome()) == ("done", "skipped")
        assert answer in [part.target for part in spanish(out, "r").segments]
    store = Store(out / FILE_NAME)
    store.clear("human")
    store.close()
    assert (outcome(), outcome()) == ("done", "skipped")


def test_a_broken_memory_costs_no_document_its_people_s_words(article: Path, out: Path) -> None:
    """The run goes on, says so once, and leaves the document as it is; with ``off`` it is made anew."""
    imported(out, (LINES[1], "Los alumnos."))
    named([article], out, "r")
    (out / FILE_NAME).write_bytes(b"\0" * 5000)
    told: list[str] = []
    (article.parent / "other.txt").write_text("Une autre phrase que personne ne connaît encore ici.\n")
    config = dataclasses.replace(configured([article.parent], out, to=("es",)), run_id="r")
    record = do(config, stages(FakeEngine(offered=FR_EN_ES)), warn=told.append)
    assert [entry.outcome for entry in record.documents] == ["skipped", "done"]
    assert len(told) == 1
    assert f"{FILE_NAME}.damaged; the run goes on without" in told[0]
    assert named([article], out, "r", memory="off").documents[0].outcome == "done"
    assert {part.origin for part in spanish(out, "r").segments} == {"machine"}


def test_the_source_s_own_words_are_marked_so(article: Path, out: Path) -> None:
    """In the variant of its own language, and where there is nothing to translate."""
    article.write_text(f"{LINES[0]}\n\n14 200\n")
    named([article], out, "r", source="fr")
    assert [part.origin for part in spanish(out, "r").segments] == ["machine", "source"]
    french = read_run(out / "r").documents[0].variants["fr"].record
    assert {part.origin for part in french.segments} == {"source"}


def test_verify_finds_a_wrong_origin(article: Path, out: Path) -> None:
    """Machine's words as the source's own, though the digests were made to fit."""
    named([article], out, "r")
    (path,) = (out / "r").rglob("es/variant.json")
    path.write_text(path.read_text().replace('"origin": "machine"', '"origin": "source"', 1))
    reseal(out / "r" / "documents")
    assert [line.partition(": ")[2] for line in verify_run(out / "r")] == [
        "segment b1.1 is not the source's own words, as it says"
    ]


def test_verify_takes_figures_with_other_signs_for_the_source_s_own(article: Path, out: Path) -> None:
    """And no other figure, whatever the record says was changed."""
    article.write_text(f"{LINES[0]}\n\n14 200\n")
    named([article], out, "r", source="fr", locale_numbers="all")
    assert [part.target for part in spanish(out, "r").segments][1:] == ["14.200"]
    assert list(verify_run(out / "r")) == []
    (path,) = (out / "r").rglob("es/variant.json")
    path.write_text(path.read_text().replace('"target": "14.200"', '"target": "14.300"', 1))
    reseal(out / "r" / "documents")
    assert any("b2.1 is not the source's own words" in line for line in verify_run(out / "r"))


RUNNER = """
import sys
from pathlib import Path
from pipeline.run.job import run
from tests.support.fakes import FakeEngine
from tests.run.test_job import FR_EN_ES, configured, stages
config = configured([sys.argv[1]], Path(sys.argv[2]), to=("es",))
run(config, stages(FakeEngine(offered=FR_EN_ES)), report=lambda outcome: print("one", flush=True))
"""


def test_a_run_that_was_killed_has_lost_nothing_that_it_remembered(article: Path, out: Path) -> None:
    """SIGKILL in the middle of a run; the next one finds a whole memory, with all that was reported."""
    for number in range(100):
        (article.parent / f"{number}.txt").write_text(f"Le maire a annoncé la fermeture numéro {number}.\n")
    root = str(Path(__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-c", RUNNER, str(article.parent), str(out)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": root},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    reported = 20
    for _ in range(reported):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    process.stdout.close()
    store = Store(out / FILE_NAME)
    assert sum(group.entries for group in store.groups()) >= reported
    store.close()
    record = named([article.parent], out, "run")
    assert (record.counts.done + record.counts.skipped, record.counts.failed) == (101, 0)
    assert list(verify_run(out / "run")) == []


def test_a_memory_is_named_by_its_file(tmp_path: Path) -> None:
    """Errors that a command meets say which."""
    with pytest.raises(StoreError, match=FILE_NAME.replace(".", r"\.")):
        Store(tmp_path / FILE_NAME)
