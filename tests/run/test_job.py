"""The main job, end to end: real engines, real files, and the folder that comes out."""

from __future__ import annotations

import dataclasses
import gc
import json
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest

from pipeline import read_run
from pipeline.core import codec
from pipeline.core.contract import RunRecord
from pipeline.core.contract.published import PUBLISHED
from pipeline.core.contract.run import Counts
from pipeline.core.errors import RecordError
from pipeline.core.ports import Engine
from pipeline.core.records import Done, Hop, LanguageCode, Outcome, ProgressNote, StageNote, Translated
from pipeline.detect.detector import LangdetectDetector
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.publish.site.files import make_site
from pipeline.run import batch, turns
from pipeline.run.configuration.config import RunConfig, load_config
from pipeline.run.configuration.options import Options
from pipeline.run.job import run as do
from pipeline.run.workers.serial import Serial
from pipeline.split.splitter import RuleSplitter
from pipeline.summarise import Extractor
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.memory import FILE_NAME
from pipeline.translate.service import Components
from pipeline.verify.run import verify_run
from pipeline.write.paths import SUMS_FILE
from tests.conftest import EXAMPLES
from tests.support.fakes import FakeEngine

FR_EN_ES = tuple(
    Hop(engine="fake", source=source, target=target, method="neural")
    for source, target in [("fr", "es"), ("en", "es"), ("en", "fr")]
)


def stages(*engines: Engine, method: str = "lexrank") -> Components:
    """Return the real parts, over these engines."""
    return Components(
        detector=LangdetectDetector(),
        splitter=RuleSplitter(),
        summariser=Extractor(method),
        engines=engines,
    )


def configured(inputs: Sequence[Path | str], out: Path, **options: object) -> RunConfig:
    """Return the configuration of a run named "run"."""
    given = Options(out=str(out), run_id="run", **options)  # type: ignore[arg-type]
    return load_config([str(name) for name in inputs], given)


@pytest.fixture
def story(tmp_path: Path, stories: list[list[dict[str, str]]]) -> Path:
    """Write a French dispatch that the test models translate exactly."""
    lines = [row["fr"] for row in stories[0]]
    path = tmp_path / "news" / "pont.txt"
    path.parent.mkdir()
    body = [" ".join(lines[1:4]), " ".join(lines[4:])]
    path.write_text("\n\n".join([lines[0], *body, "Source : Agence Littorale"]) + "\n")
    return path


def test_a_dispatch_is_translated_word_for_word_over_a_pivot(
    story: Path, argos_packages: Path, stories: list[list[dict[str, str]]], tmp_path: Path
) -> None:
    """Title, paragraphs and credit stand in their places; every sentence is the phrasebook's own."""
    record = do(configured([story], tmp_path / "out", to=("es", "en")), stages(argos_engine(argos_packages)))
    assert (record.counts.done, record.counts.failed) == (1, 0)
    found = read_run(tmp_path / "out" / "run").documents[0]
    rows = stories[0]
    for language in ("en", "es"):
        words = [row[language] for row in rows]
        variant = found.variants[language]
        assert variant.translation == (
            f"{words[0]}\n\n{' '.join(words[1:4])}\n\n{' '.join(words[4:])}\n\nSource : Agence Littorale\n"
        )
        assert [segment.target for segment in variant.record.segments] == words
    spanish = found.variants["es"].record
    assert spanish.tag == "es-t-fr-t0-und"
    assert [(hop.source, hop.target) for hop in spanish.routes[0].hops] == [("fr", "en"), ("en", "es")]
    assert {hop.identity.engine for hop in spanish.routes[0].hops} == {"argos"}
    assert spanish.digital_source_type is not None
    assert spanish.digital_source_type.endswith("trainedAlgorithmicMedia")


def test_the_summary_tells_the_same_story_in_every_language(
    story: Path, argos_packages: Path, stories: list[list[dict[str, str]]], tmp_path: Path
) -> None:
    """Chosen once, on the source; neither title nor credit enters it."""
    do(
        configured([story], tmp_path / "out", to=("es", "en"), sentences=3),
        stages(argos_engine(argos_packages)),
    )
    variants = read_run(tmp_path / "out" / "run").documents[0].variants
    assert sorted(variants) == ["en", "es", "fr"]
    chosen = {variant.record.summary.segments for variant in variants.values() if variant.record.summary}
    assert len(chosen) == 1
    (ids,) = chosen
    assert len(ids) == 3
    positions = {segment.id: at for at, segment in enumerate(variants["es"].record.segments)}
    for language, variant in variants.items():
        lines = [stories[0][positions[name]][language] for name in ids]
        assert variant.summary == "".join(f"{line}\n" for line in lines)
    assert "b1.1" not in ids
    assert variants["fr"].translation is None


def test_what_is_damaged_or_goes_with_its_document_is_noted_and_recorded(tmp_path: Path) -> None:
    """The run says it, ``document.json`` has it, and the source's bytes are kept."""
    french = "La maire a annoncé mardi que l'hôpital ouvrirait ses portes avant la fin de l'année."
    russian = "Мэр города объявила во вторник, что новая больница откроется до конца года."
    content = f"{french}\n\n{russian}\n\n{french} Fin \0.\n".encode().replace(b"\0", b"\xff")
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    outcomes: list[Outcome] = []
    config = configured([path], tmp_path / "out", to=("es",))
    do(config, stages(FakeEngine(offered=FR_EN_ES)), report=outcomes.append)
    (done,) = outcomes
    assert isinstance(done, Done)
    damage, language = done.noted
    assert damage.startswith("is damaged utf-8: 1 character cannot be read")
    assert language == "1 sentence in ru, which has no route here, went with the document's fr"
    record = read_run(tmp_path / "out" / "run").documents[0].record
    assert [(repair.kind, repair.first) for repair in record.repairs] == [
        ("replaced", content.index(b"\xff"))
    ]
    assert {segment.language for segment in record.segments} == {"fr"}
    kept = tmp_path / "out" / "run" / "documents" / record.id / "source.txt"
    assert kept.read_bytes() == content


def test_summaries_alone_translate_only_the_chosen_sentences(
    story: Path, argos_packages: Path, tmp_path: Path
) -> None:
    """``--variants summary`` costs what a summary costs."""
    outcomes: list[Outcome] = []
    settings = configured([story], tmp_path / "out", to=("en",), variants=("summary",), sentences=2)
    do(settings, stages(argos_engine(argos_packages)), report=outcomes.append)
    variant = read_run(tmp_path / "out" / "run").documents[0].variants["en"]
    assert [getattr(outcome, "translated", None) for outcome in outcomes] == [2]
    assert len(variant.record.segments) == 2
    assert variant.translation is None
    assert list(verify_run(tmp_path / "out" / "run")) == []


@pytest.mark.usefixtures("apertium")
def test_a_document_in_two_languages_is_translated_from_both(tmp_path: Path) -> None:
    """Each paragraph from its own language, with a route for each."""
    path = EXAMPLES / "mixed-sommet-vaucombre.md"
    do(configured([path], tmp_path, to=("es",)), stages(ApertiumEngine()))
    variant = read_run(tmp_path / "run").documents[0].variants["es"]
    assert [route.source for route in variant.record.routes] == ["en", "fr"]
    assert variant.record.tag == "es-t-t0-und"
    assert variant.translation is not None
    assert variant.translation.startswith("# ")
    assert "\n> " in variant.translation
    assert "\n- " in variant.translation


def test_what_is_written_fits_the_published_schemas(story: Path, tmp_path: Path) -> None:
    """A foreign reader's validator agrees."""
    do(configured([story], tmp_path / "out", to=("es",)), stages(FakeEngine(offered=FR_EN_ES)))
    make_digest(tmp_path / "out" / "run", DigestRequest())
    files = sorted((tmp_path / "out").rglob("*.json"))
    assert {path.stem for path in files} == set(PUBLISHED)
    for path in files:
        jsonschema.validate(json.loads(path.read_text()), codec.json_schema(path.stem))


def test_the_source_is_kept_as_received(tmp_path: Path) -> None:
    """Byte for byte, whatever the encoding and line ends."""
    path = tmp_path / "a.txt"
    text = "Le maire a annoncé que les écoles seront fermées.\r\nElles rouvriront lundi matin.\r\n"
    path.write_bytes(text.encode("cp1252"))
    do(configured([path], tmp_path / "out", to=("es",)), stages(FakeEngine(offered=FR_EN_ES)))
    document = read_run(tmp_path / "out" / "run").documents[0]
    assert (document.path / document.record.source_file).read_bytes() == text.encode("cp1252")
    assert document.record.encoding == "cp1252"


def tree(folder: Path) -> dict[str, object]:
    """Return all files below a folder, JSON without its times, its hardware and the digests that cover them.

    The memory is no output; the list of digests has its own tests.
    """
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        if path.name.startswith((FILE_NAME, SUMS_FILE)):
            continue
        if path.suffix == ".json":
            found[str(path.relative_to(folder))] = _timeless(json.loads(path.read_text()))
        elif path.is_file():
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def _timeless(value: object) -> object:
    if isinstance(value, dict):
        if str(value.get("path", "")).endswith("variant.json"):
            return {"path": value["path"]}
        return {
            key: _timeless(item)
            for key, item in value.items()
            if key not in ("started", "finished", "neural")
        }
    return [_timeless(item) for item in value] if isinstance(value, list) else value


def test_the_same_run_twice_gives_the_same_bytes(story: Path, argos_packages: Path, tmp_path: Path) -> None:
    """Times aside."""
    for name in ("one", "two"):
        do(configured([story], tmp_path / name, to=("es",)), stages(argos_engine(argos_packages)))
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_a_document_alone_and_among_others_gives_the_same_bytes(
    story: Path, argos_packages: Path, stories: list[list[dict[str, str]]], tmp_path: Path
) -> None:
    """What else is in the batch must not change a sentence."""
    for number, rows in enumerate(stories[1:6]):
        (story.parent / f"other{number}.txt").write_text("\n\n".join(row["fr"] for row in rows))
    do(configured([story], tmp_path / "alone", to=("es",)), stages(argos_engine(argos_packages)))
    do(configured([story.parent], tmp_path / "among", to=("es",)), stages(argos_engine(argos_packages)))
    name = read_run(tmp_path / "alone" / "run").documents[0].record.id
    alone, among = (tree(tmp_path / place / "run" / "documents" / name) for place in ("alone", "among"))
    assert alone == among


def test_an_unchanged_second_run_translates_nothing(story: Path, tmp_path: Path) -> None:
    """The engine is not called, the files are left alone, and the folder still verifies."""
    engine = FakeEngine(offered=FR_EN_ES)
    settings = configured([story], tmp_path / "out", to=("es",))
    do(settings, stages(engine))
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.txt")}
    engine.calls.clear()
    record = do(settings, stages(engine))
    assert engine.calls == []
    assert (record.counts.done, record.counts.skipped) == (0, 1)
    assert record.documents[0].message == "unchanged"
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.txt")} == before
    assert list(verify_run(tmp_path / "out" / "run")) == []
    assert record.engines == (engine.identity("fr", "es"),)


@pytest.mark.parametrize("change", ["source", "setting", "package"])
def test_what_changed_is_done_again(story: Path, tmp_path: Path, change: str) -> None:
    """Another text, another option or another version of a package makes another result."""
    engine = FakeEngine(offered=FR_EN_ES)
    settings = configured([story], tmp_path / "out", to=("es",))
    do(settings, stages(engine))
    if change == "source":
        story.write_text(story.read_text().replace("lundi", "mardi"))
    elif change == "setting":
        settings = configured([story], tmp_path / "out", to=("es",), sentences=2)
    else:
        engine.version = "2"
    record = do(settings, stages(engine))
    assert record.counts.done == 1
    assert list(verify_run(tmp_path / "out" / "run")) == []


def test_a_source_that_is_no_longer_named_keeps_its_folder(story: Path, tmp_path: Path) -> None:
    """The record says so, and the folder verifies."""
    other = tmp_path / "other.txt"
    other.write_text("Le maire a annoncé mardi que les écoles de la ville seront fermées.\n")
    engine = FakeEngine(offered=FR_EN_ES)
    do(configured([story], tmp_path / "out", to=("es",)), stages(engine))
    record = do(configured([other], tmp_path / "out", to=("es",)), stages(engine))
    assert [entry.message.partition(":")[0] for entry in record.documents] == ["", "kept from an earlier run"]
    assert list(verify_run(tmp_path / "out" / "run")) == []


def test_a_document_that_fails_now_keeps_what_an_earlier_run_wrote(story: Path, tmp_path: Path) -> None:
    """Nothing written before is harmed, and the record names both: the failure, and what is still there."""
    engine = FakeEngine(offered=FR_EN_ES)
    settings = configured([story], tmp_path / "out", to=("es",), memory="off")
    do(settings, stages(engine))
    engine.version, engine.poison = "2", "pont"
    record = do(settings, stages(engine))
    assert [entry.outcome for entry in record.documents] == ["failed", "skipped"]
    assert record.documents[1].message.startswith("kept from an earlier run")
    assert list(verify_run(tmp_path / "out" / "run")) == []


def test_the_same_bytes_under_two_names_are_written_once(story: Path, tmp_path: Path) -> None:
    """And reported."""
    (story.parent / "copy.txt").write_bytes(story.read_bytes())
    record = do(
        configured([story.parent], tmp_path / "out", to=("es",)), stages(FakeEngine(offered=FR_EN_ES))
    )
    assert [entry.outcome for entry in record.documents] == ["done", "skipped"]
    assert record.documents[1].message.startswith("the same bytes as")
    assert len(read_run(tmp_path / "out" / "run").documents) == 1
    assert list(verify_run(tmp_path / "out" / "run")) == []


def test_what_fails_costs_the_others_nothing(story: Path, tmp_path: Path) -> None:
    """Missing, empty, binary, of unknown language, choked on: each is named, and the rest is written."""
    bad = {
        "empty.txt": b"",
        "binary.txt": b"\x00\x01",
        "digits.txt": b"14 000 3.5 %\n",
        "poison.txt": b"Le poison est dans cette phrase que le moteur ne peut pas avaler.\n",
    }
    for name, content in bad.items():
        (story.parent / name).write_bytes(content)
    outcomes: list[Outcome] = []
    notes: list[ProgressNote] = []
    engine = FakeEngine(offered=FR_EN_ES, poison="poison")
    settings = configured(["nowhere.txt", story.parent], tmp_path / "out", to=("es",))
    record = do(settings, stages(engine), report=outcomes.append, progress=notes.append)
    assert (record.counts.done, record.counts.failed) == (1, 5)
    ways: dict[str, list[str]] = {}
    asked = answered = 0
    for note in notes:
        if isinstance(note, StageNote):
            ways.setdefault(note.origin, []).append(note.stage)
        else:
            asked, answered = asked + note.asked, answered + note.answered
    assert sorted(ways) == sorted(outcome.origin for outcome in outcomes)
    assert ways[str(story)] == ["read", "translated", "written"]
    assert ways["nowhere.txt"] == ["written"]
    assert (asked, answered) == (0, 0)  # nobody is at work any more
    messages = {Path(entry.origin).name: entry.message for entry in record.documents}
    assert "no such file" in messages["nowhere.txt"]
    assert "is empty" in messages["empty.txt"]
    assert "NUL" in messages["binary.txt"]
    assert "name it with --from" in messages["digits.txt"]
    assert "crashed" in messages["poison.txt"]
    assert all(entry.origin in entry.message for entry in record.documents if entry.outcome == "failed")
    assert len(list((tmp_path / "out" / "run" / "documents").iterdir())) == 1
    assert list(verify_run(tmp_path / "out" / "run")) == []


def test_a_sentence_that_cannot_be_translated_costs_the_others_nothing(story: Path, tmp_path: Path) -> None:
    """It stands in the source's words, marked and reported, and is tried again by the next run."""
    words = story.read_text().split("\n")[2]
    stuck = words.split(". ")[0].split()[-1]
    outcomes: list[Outcome] = []
    settings = configured([story], tmp_path / "out", to=("es",))
    record = do(settings, stages(FakeEngine(offered=FR_EN_ES, stuck=stuck)), report=outcomes.append)
    assert record.counts.done == 1
    assert record.documents[0].untranslated >= 1
    assert "could not be translated" in record.documents[0].message
    variant = read_run(settings.folder).documents[0].variants["es"].record
    marked = [part for part in variant.segments if stuck in part.source]
    assert len(marked) == record.documents[0].untranslated
    for part in variant.segments:
        failed = part in marked
        assert (part.target == part.source) == failed
        assert (part.origin == "source") == failed
        assert any(check.verdict == "fail" and "too long" in check.note for check in part.checks) == failed
    assert list(verify_run(settings.folder)) == []
    mended = FakeEngine(offered=FR_EN_ES)
    again = do(settings, stages(mended))
    assert (again.documents[0].outcome, again.documents[0].untranslated) == ("done", 0)
    assert [len(texts) for _, _, texts in mended.calls] == [len({part.source for part in marked})]


def test_a_sentence_that_fails_on_the_second_hop_is_the_source_s_again(story: Path, tmp_path: Path) -> None:
    """Words of a language in between would be of no use to anybody."""
    hops = tuple(
        Hop(engine="fake", source=source, target=target, method="neural")
        for source, target in [("fr", "en"), ("en", "es")]
    )

    class Second(FakeEngine):
        def translate(self, texts: Sequence[str], source: str, target: str) -> tuple[Translated, ...]:
            self.stuck = "digue" if source == "en" else None
            return super().translate(texts, source, target)

    story.write_text("La digue a cédé lundi matin. Les habitants ont été évacués dans la nuit.\n")
    settings = configured([story], tmp_path / "out", to=("es",))
    do(settings, stages(Second(offered=hops)))
    one, other = read_run(settings.folder).documents[0].variants["es"].record.segments
    assert one.target == "La digue a cédé lundi matin."
    assert other.target.startswith("es: ")


def test_a_document_without_one_translated_sentence_fails(story: Path, tmp_path: Path) -> None:
    """A folder of untranslated text would pass for a translation."""
    story.write_text("La digue a cédé lundi matin.\n")
    record = do(
        configured([story], tmp_path / "out", to=("es",)), stages(FakeEngine(offered=FR_EN_ES, stuck="digue"))
    )
    assert record.counts.failed == 1
    assert "no sentence could be translated" in record.documents[0].message


def test_the_record_says_what_neural_models_ran_on(story: Path, argos_packages: Path, tmp_path: Path) -> None:
    """As asked for, and as it was; a run that found nothing new to do loaded none."""
    settings = configured([story], tmp_path / "out", to=("es",), device="cpu", profile="fast")
    hardware = settings.hardware
    for loaded in (("translate-en_es", "translate-fr_en"), ()):
        record = do(settings, stages(argos_engine(argos_packages, hardware=hardware)))
        assert (record.neural.profile, record.neural.device) == ("fast", "cpu")
        assert tuple(model.package for model in record.neural.loaded) == loaded
        assert all(model.device == "cpu" and "int8" in model.compute_type for model in record.neural.loaded)


def test_a_defect_in_a_library_fails_one_document(story: Path, tmp_path: Path) -> None:
    """An error that nobody foresaw is reported for its document."""

    class Broken(RuleSplitter):
        def split(self, *args: object, **kwargs: object) -> tuple[()]:
            raise ZeroDivisionError("oh")

    parts = dataclasses.replace(stages(FakeEngine(offered=FR_EN_ES)), splitter=Broken())
    record = do(configured([story], tmp_path / "out", to=("es",)), parts)
    assert "unexpected ZeroDivisionError: oh" in record.documents[0].message


def test_from_decides_the_language_of_what_cannot_be_told(tmp_path: Path) -> None:
    """The user's word counts for the whole document, and is recorded as his."""
    path = tmp_path / "short.txt"
    path.write_text("Oui.\n")
    record = do(
        configured([path], tmp_path / "out", to=("es",), source="fr"), stages(FakeEngine(offered=FR_EN_ES))
    )
    assert record.counts.done == 1
    detection = read_run(tmp_path / "out" / "run").documents[0].record.detection
    assert (detection.language, detection.detector) == ("fr", "user")


def test_a_record_says_running_until_the_end(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads a killed run's record is told."""

    class Killed(BaseException):
        pass

    def die(outcome: Outcome) -> None:
        raise Killed

    with pytest.raises(Killed):
        do(
            configured([story], tmp_path / "out", to=("es",)),
            stages(FakeEngine(offered=FR_EN_ES)),
            report=die,
        )
    record = codec.read_record(RunRecord, tmp_path / "out" / "run" / "run.json")
    assert (record.state, record.finished) == ("running", None)
    assert any("not finished" in line for line in verify_run(tmp_path / "out" / "run"))


def test_documents_are_out_as_they_are_done(tmp_path: Path) -> None:
    """The first ones are on the disk, and were reported, while a later one is still being translated."""
    for number in range(20):
        (tmp_path / f"{number:02}.txt").write_text(f"La ville ferme l'école numéro {number} lundi matin.\n")
    out = tmp_path / "out" / "run" / "documents"
    reported: list[Outcome] = []
    stood: list[int] = []

    class Waiting(FakeEngine):
        def translate(
            self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
        ) -> tuple[Translated, ...]:
            if any("numéro 12 " in text for text in texts):
                deadline = time.monotonic() + 120
                while len(reported) < 12 and time.monotonic() < deadline:
                    time.sleep(0.01)
                stood.append(sum((folder / "es").is_dir() for folder in out.iterdir()))
            return super().translate(texts, source, target)

    engine = Waiting(offered=FR_EN_ES)
    record = do(
        configured([str(tmp_path / "*.txt")], tmp_path / "out", to=("es",), source="fr"),
        stages(engine),
        report=reported.append,
    )
    assert stood
    assert stood[0] >= 12
    assert [Path(entry.origin).stem for entry in record.documents] == [f"{n:02}" for n in range(20)]


@pytest.mark.parametrize("is_exact", [True, False], ids=["exact", "not exact"])
def test_many_documents_pass_in_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_exact: bool
) -> None:
    """More documents than a window holds are all written, in order.

    Where answers depend on what is translated beside, a window is translated at once, a long document alone.
    """
    monkeypatch.setattr(batch, "WINDOW", turns.BatchLimits(documents=3, bytes=1000))
    for number in range(8):
        text = f"Le maire a annoncé que {number} écoles de la ville seront fermées lundi.\n"
        (tmp_path / f"{number}.txt").write_text(text if number != 4 else text * 20)
    engine = FakeEngine(offered=FR_EN_ES, is_exact=is_exact)
    record = do(configured([str(tmp_path / "*.txt")], tmp_path / "out", to=("es",)), stages(engine))
    assert [Path(entry.origin).name for entry in record.documents] == [f"{n}.txt" for n in range(8)]
    assert [len(texts) for _, _, texts in engine.calls] == ([1] * 8 if is_exact else [3, 1, 1, 3])


def test_memory_stays_flat_over_many_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that is done leaves its entry in the record behind, and nothing of its texts."""
    monkeypatch.setattr(batch, "WINDOW", turns.BatchLimits(documents=4, bytes=256 * 2**10))
    monkeypatch.setattr(Serial, "slots", 4)
    text = "Le maire a annoncé que les écoles de la ville seront fermées lundi. " * 14
    for number in range(160):
        (tmp_path / f"{number:03}.txt").write_text(f"{text}Numéro {number}.\n")
    held: list[int] = []

    def measure(outcome: Outcome) -> None:
        if len(held) == 50:  # what came before is left out, for to watch it takes long
            tracemalloc.start()
        if len(held) % 20 == 0:
            gc.collect()
        held.append(tracemalloc.get_traced_memory()[0])

    engine = FakeEngine(offered=FR_EN_ES)
    settings = configured([str(tmp_path / "*.txt")], tmp_path / "out", to=("es",), source="fr")
    try:
        monkeypatch.setattr(engine, "calls", Forgetful())
        do(settings, stages(engine), report=measure)
    finally:
        tracemalloc.stop()
    # More or fewer documents may be under way, and a table of the interpreter's grows in one leap of 2 MB.
    early, later, last = (min(held[start : start + 30]) for start in (60, 95, 130))
    growth = min(later - early, last - later) / 35
    assert growth < 8 * len(text)  # bytes a document; its two texts and their records are many times as many


class Forgetful(list[object]):
    """A list that keeps nothing."""

    def append(self, _: object) -> None:
        """Forget at once."""


@pytest.mark.usefixtures("apertium")
def test_a_real_report_reads_right(news: Path, tmp_path: Path) -> None:
    """A published report in one line a paragraph: its headings, its credit, its numbers, its summary."""
    record = do(configured([news / "article-en.txt"], tmp_path, to=("es", "ca")), stages(ApertiumEngine()))
    assert record.counts.done == 1
    document = read_run(tmp_path / "run").documents[0]
    source = document.record
    assert (source.title, source.credit) == (None, "Source: BFM TV")
    kinds = [block.kind for block in source.blocks]
    assert (kinds.count("heading"), kinds.count("paragraph"), kinds[-1]) == (4, 20, "credit")
    for language in ("es", "ca"):
        variant = document.variants[language]
        assert variant.translation is not None
        assert len(variant.translation.splitlines()) == len(kinds)
        assert variant.translation.endswith("\nSource: BFM TV")  # as the source, without a last line end
        checks = [check for segment in variant.record.segments for check in segment.checks]
        found = {(check.name, check.note) for check in checks if check.verdict != "pass"}
        assert {(name, note) for name, note in found if name != "untranslated"} <= {
            ("dates", "lost march"),  # of a year, which became a march
            ("numbers", "14,000 as written in en"),  # rules leave figures as they are
            ("spacing", "basadaenReino"),  # and glue words
            ("spacing", "basataRegne"),
            ("marks", "quotation marks moved"),  # and put those of “extremist” around its noun
        }
        left = {word for name, note in found if name == "untranslated" for word in note.split()}
        assert left  # words that the rules do not know stay in English
        assert all(word in source.text for word in left)
        assert variant.summary is not None
        assert "BFM" not in variant.summary


def test_the_record_is_written_document_by_document_as_it_is_whole(tmp_path: Path) -> None:
    """None, one or several: the bytes are those of the record encoded at one go."""
    for number in range(3):
        folder = tmp_path / f"news{number}"
        folder.mkdir()
        for each in range(number):
            (folder / f"{each}.txt").write_text(f'Le maire a dit : "documents": [], le {each} mai.\n')
        engine = FakeEngine(offered=FR_EN_ES)
        given = configured([str(folder)], tmp_path / f"out{number}", to=("es",), source="fr")
        if number == 0:
            (folder / "empty.txt").write_text("")
        record = do(given, stages(engine))
        assert (tmp_path / f"out{number}" / "run" / "run.json").read_bytes() == codec.encode_record(record)
        assert b"".join(codec.encode_in_pieces(record)) == codec.encode_record(record)
    nothing = dataclasses.replace(record, documents=())
    assert b"".join(codec.encode_in_pieces(nothing)) == codec.encode_record(nothing)


class Forgetting(FakeEngine):
    """An engine that loses all words but the first."""

    def translate(
        self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[Translated, ...]:
        """Translate the first word of each text."""
        return super().translate([text.split()[0] for text in texts], source, target)


def test_a_run_in_which_all_failed_claims_no_engine(tmp_path: Path) -> None:
    """Though one was asked: neither its record nor its pages do, and no folder is half made."""
    text = tmp_path / "a.txt"
    text.write_text(f"Le maire a dit que 12 écoles {'de la région ' * 6}seront fermées lundi.\n")
    engine = Forgetting(offered=FR_EN_ES)
    record = do(configured([text], tmp_path / "out", to=("es",), strict=("length",)), stages(engine))
    assert engine.calls
    assert record.counts == Counts(done=0, skipped=0, failed=1)
    assert (record.engines, record.neural.loaded) == ((), ())
    folder = tmp_path / "out" / "run"
    assert sorted(path.name for path in folder.iterdir()) == [".lock", "SHA256SUMS", "run.json"]
    with pytest.raises(RecordError, match=r"holds no document to make a digest of; see run\.json"):
        make_digest(folder, DigestRequest())
    assert not (folder / "digest").exists()
    make_site(folder)
    page = (folder / "index.html").read_text()
    assert "length" in page
    for claim in ("Engine", "Summaries", "Translated by"):
        assert claim not in page
    assert list(verify_run(folder)) == []


def test_a_repeat_in_which_all_failed_adds_no_engine(tmp_path: Path) -> None:
    """What an earlier run made is kept, and names its own engine alone."""
    text = tmp_path / "a.txt"
    words = f"Le maire a dit que 12 écoles {'de la région ' * 6}seront fermées lundi.\n"
    text.write_text(words)
    settings = configured([text], tmp_path / "out", to=("es",), strict=("length",))
    first = do(settings, stages(FakeEngine(offered=FR_EN_ES)))
    assert first.engines
    text.write_text(words.replace("12", "14"))
    hops = tuple(dataclasses.replace(hop, engine="other") for hop in FR_EN_ES)
    other = Forgetting(name="other", offered=hops)
    record = do(settings, stages(other))
    assert other.calls
    assert record.counts == Counts(done=0, skipped=0, failed=1)
    assert (record.engines, record.neural) == (first.engines, first.neural)
    assert list(verify_run(tmp_path / "out" / "run")) == []
