"""Measuring routes on sentences that people have translated."""

from __future__ import annotations

import builtins
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.errors import EngineError, RecordError, SourceError, UsageError, WriteError
from pipeline.core.extras import install_command
from pipeline.core.ports import Engine
from pipeline.core.records import Hop, LanguageCode, Translated
from pipeline.run import evaluate
from pipeline.run.evaluate import Evaluated, NotEvaluated, ParallelText, Runner, read_set
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.engines.ct2.engine import ct2_engine
from pipeline.translate.engines.ct2.model import Card, open_folder
from pipeline.translate.routes import quality
from pipeline.translate.routes.finder import Routes, route_name
from pipeline.translate.routes.quality import Measurement, read_measurements, store
from tests.conftest import CT2
from tests.support.fakes import FakeEngine


@pytest.fixture
def sentences(tmp_path: Path, phrasebook: list[dict[str, str]]) -> ParallelText:
    """Return the phrasebook as a test set from French to English."""
    for code in ("fr", "en"):
        (tmp_path / f"book.{code}").write_text("".join(f"{row[code]}\n" for row in phrasebook))
    return read_set(tmp_path / "book.fr", tmp_path / "book.en")


@pytest.fixture
def engines(argos_packages: Path) -> tuple[Engine, ...]:
    """Return a model that knows the phrasebook, and one that knows nothing but praises itself."""
    card = Card(kind="opus-mt", name="boaster", pairs=("fr-en",), quality=99.0)
    return argos_engine(argos_packages), ct2_engine(open_folder(CT2 / "opus-mt-fr-en", card))


def test_each_route_has_its_figures_and_signatures(
    engines: tuple[Engine, ...], sentences: ParallelText
) -> None:
    """The Argos model gives every sentence of the phrasebook exactly; the other one babbles."""
    routes = Routes(engines).best("fr", "en", 5)
    results = list(evaluate.evaluate(routes, engines, sentences))
    figures = {}
    for result in results:
        assert isinstance(result, Evaluated)
        figures[route_name(result.route)] = (result.chrf.value, result.bleu.value)
        assert result.chrf.signature.startswith("chrF2|nrefs:1|case:mixed|")
        assert result.bleu.signature.startswith("BLEU|nrefs:1|case:mixed|")
        assert "tok:13a" in result.bleu.signature
        assert result.measurement.segments == sentences.segments > 50
        assert result.measurement.test_set == f"book.fr {sentences.sha256[:12]}"
        assert len(result.measurement.packages) == len(result.route.hops)
    assert figures["argos:fr>en"] == (100.0, 100.0)
    assert figures["ct2/boaster:fr>en"][0] < 50


def test_what_is_stored_decides_routes(
    engines: tuple[Engine, ...], sentences: ParallelText, tmp_path: Path
) -> None:
    """Before, the model that praises itself is believed; after, what it did is."""
    assert route_name(Routes(engines).find("fr", "en")) == "ct2/boaster:fr>en"
    routes = Routes(engines).best("fr", "en", 5)
    done = evaluate.evaluate(routes, engines, sentences)
    store(tmp_path / "q.toml", [result.measurement for result in done if isinstance(result, Evaluated)])
    best = Routes(engines, stored=read_measurements(tmp_path / "q.toml")).find("fr", "en")
    assert route_name(best) == "argos:fr>en"
    assert (best.quality, best.measured) == (100.0, True)


def measurement(*hops: str, chrf: float = 50.0) -> Measurement:
    """Return a measurement as evaluating makes it."""
    return Measurement(
        hops=hops,
        chrf=chrf,
        bleu=12.3,
        segments=7,
        test_set='news "é" 0123456789ab',
        signatures=("chrF2|v", "BLEU|v"),
        packages=tuple(f"{hop} 1.0 abc" for hop in hops),
    )


def test_stored_measurements_come_back_and_replace_older_ones(tmp_path: Path) -> None:
    """A route is measured once; others stay; the order in which they come changes nothing."""
    path = tmp_path / "new" / "q.toml"
    first, second = measurement("a:fr>es"), measurement("a:fr>en", "a:en>es", chrf=60.0)
    store(path, [first, second])
    assert read_measurements(path) == (second, first)
    once = path.read_bytes()
    store(path, [second])
    store(path, [first])
    assert path.read_bytes() == once
    better = measurement("a:fr>es", chrf=70.0)
    store(path, [better])
    assert read_measurements(path) == (better, second)
    assert [child.name for child in path.parent.iterdir()] == ["q.toml"]


def test_no_file_is_no_measurements(tmp_path: Path) -> None:
    """Before the first ``--store``."""
    assert read_measurements(tmp_path / "none.toml") == ()


@pytest.mark.parametrize("content", ["[[route]", "[[route]]\nhops = 1\n", "[[rote]]\n", "\xff"])
def test_a_file_that_is_no_table_is_an_error_and_stays(tmp_path: Path, content: str) -> None:
    """What a user wrote by hand is not lost for a slip."""
    path = tmp_path / "q.toml"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(RecordError, match=r"q\.toml"):
        store(path, [measurement("a:fr>es")])
    assert path.read_bytes() == content.encode("latin-1")


def test_a_table_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """With the system's reason."""
    (tmp_path / "file").write_text("")
    with pytest.raises((WriteError, RecordError), match="cannot be"):
        store(tmp_path / "file" / "q.toml", [])


def test_depeche_s_own_table_is_whole() -> None:
    """Every route in it is one that could be taken, by the engine that was measured."""
    table = quality.built_in()
    assert table
    assert all(0 < entry.chrf <= 100 and entry.segments > 100 for entry in table)


def test_folders_of_files_are_documents(tmp_path: Path) -> None:
    """Files of the same name belong together; each is one call of an engine that wants documents."""
    for side, lines in (("fr", ["un\ndeux\n", "trois\n"]), ("es", ["uno\ndos\n", "tres\n"])):
        (tmp_path / side).mkdir()
        for name, text in zip("ab", lines, strict=True):
            (tmp_path / side / name).write_text(text)
    found = read_set(tmp_path / "fr", tmp_path / "es")
    assert (found.sources, found.references) == ((("un", "deux"), ("trois",)), (("uno", "dos"), ("tres",)))
    engine = FakeEngine(scope="document")
    assert list(evaluate.evaluate(Routes([engine]).best("fr", "es", 1), [engine], found, workers=1))
    assert [texts for _, _, texts in engine.calls] == [("un", "deux"), ("trois",)]


def test_lines_are_sentences_whatever_else_ends_a_line(tmp_path: Path) -> None:
    """A byte order mark, Windows line ends and Unicode's own separators do not shift the sides."""
    (tmp_path / "a").write_bytes("\ufeffun\u2028deux\r\n\r\ntrois".encode())
    (tmp_path / "b").write_text("uno\ndos\ntres\n")
    assert read_set(tmp_path / "a", tmp_path / "b").sources == (("un\u2028deux", "", "trois"),)


@pytest.mark.parametrize(
    ("source", "reference", "message"),
    [
        (b"un\n", b"uno\ndos\n", "has 2 lines and .* has 1"),
        (b"", b"", "holds no sentence"),
        (b"\xff\n", b"x\n", "is not UTF-8"),
        (None, b"x\n", "cannot be read: No such file"),
    ],
)
def test_a_test_set_that_does_not_fit_is_an_error(
    tmp_path: Path, source: bytes | None, reference: bytes, message: str
) -> None:
    """The message names the file."""
    if source is not None:
        (tmp_path / "a").write_bytes(source)
    (tmp_path / "b").write_bytes(reference)
    with pytest.raises(SourceError, match=message):
        read_set(tmp_path / "a", tmp_path / "b")


def test_folders_must_hold_the_same_files(tmp_path: Path) -> None:
    """The first that has no counterpart is named."""
    for name in ("a/1", "a/2", "b/1"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x\n")
    with pytest.raises(
        SourceError, match=r"both must hold files of the same names; 2 is in one of them alone"
    ):
        read_set(tmp_path / "a", tmp_path / "b")


def hop(engine: str, source: str, target: str) -> Hop:
    """Return a hop of a neural engine."""
    return Hop(engine=engine, source=source, target=target, method="neural")


def test_a_beginning_that_routes_share_is_translated_once() -> None:
    """Ten routes by way of English ask for English once."""
    engine = FakeEngine(name="net", offered=(hop("net", "fr", "en"), hop("net", "en", "es")))
    runner = Runner([engine], lambda _: (("un deux",),))
    assert runner.translate([hop("net", "fr", "en")]) == (("en: deux un",),)
    assert runner.translate([hop("net", "fr", "en"), hop("net", "en", "es")]) == (("es: un deux en:",),)
    assert len(engine.calls) == 2


def test_a_route_that_fails_is_told_and_the_others_are_measured() -> None:
    """A hop that failed is not tried again."""
    bad = FakeEngine(name="bad", offered=(hop("bad", "fr", "es"),), poison="un")
    good = FakeEngine(name="good", offered=(hop("good", "fr", "es"),))
    found = ParallelText(name="set", sha256="0" * 64, sources=(("un",),), references=(("uno",),))
    results = list(evaluate.evaluate(Routes([bad, good]).best("fr", "es", 5), [bad, good], found))
    assert [type(result) for result in results] == [NotEvaluated, Evaluated]
    runner = Runner([bad], lambda _: found.sources)
    for _ in range(2):
        with pytest.raises(EngineError, match="crashed"):
            runner.translate([hop("bad", "fr", "es")])
    assert len(bad.calls) == 2


def test_a_package_that_is_replaced_while_it_is_measured_is_not_measured() -> None:
    """Its words would be the older one's, under the digest of the newer."""

    class Upgraded(FakeEngine):
        def translate(
            self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
        ) -> tuple[Translated, ...]:
            self.version = "2.0"
            return super().translate(texts, source, target)

    found = ParallelText(name="set", sha256="0" * 64, sources=(("un deux",),), references=(("uno dos",),))
    engine = Upgraded()
    (told,) = evaluate.evaluate([Routes([engine]).find("fr", "es")], [engine], found)
    assert isinstance(told, NotEvaluated)
    assert "was replaced while it translated" in told.reason


def test_languages_without_spaces_are_scored_by_character() -> None:
    """BLEU over words would find one word a sentence."""
    score = evaluate.bleu(["市长宣布新的医院开门。"], ["市长宣布新医院开门了。"], language="zh")
    assert "tok:char" in score.signature
    assert 20 < score.value < 100


def test_without_sacrebleu_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra, and imported when it is needed."""
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "sacrebleu":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=re.escape(f"run: {install_command('evaluate')}")):
        evaluate.chrf(["a"], ["a"])
