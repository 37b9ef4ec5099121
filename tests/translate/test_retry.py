"""A translation that failed a check is made once more in another way, and the better one stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.check.checker import Checker
from pipeline.core import codec
from pipeline.core.contract import VariantRecord
from pipeline.core.errors import ProgramError
from pipeline.core.records import EngineIdentity, Hop, LanguageCode, Retried, Segment, Setting, Translated
from pipeline.detect.detector import LangdetectDetector
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options
from pipeline.run.job import run as do
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.engines.ct2.engine import ct2_engine
from pipeline.translate.engines.ct2.model import Card, open_folder
from pipeline.translate.engines.neural.decoding import Decoding
from pipeline.translate.memory.run_memory import RunMemory
from pipeline.translate.protect.protection import Protection
from pipeline.translate.request import Rendering, Request
from pipeline.translate.retry import OtherRoutes, RetryPolicy
from pipeline.translate.routes.finder import Routes
from pipeline.translate.routes.identities import Identities
from pipeline.translate.translator import Translator
from pipeline.translate.verdicts import Judge
from pipeline.verify.run import verify_run
from tests.conftest import CT2
from tests.run.test_job import stages
from tests.support.fakes import FakeEngine

SOUND = "Le pont de la ville est fermé après la tempête."
DEAD = "La tempête a fait 277 morts dans la région."
LOOP = "Les habitants sont rentrés chez eux dans la nuit."
LOST = "Le maire a promis 30 euros par habitant."
FIRST = {
    SOUND: "El puente de la ciudad está cerrado tras la tormenta.",
    DEAD: "La tormenta causó 27 muertos en la región.",
    LOOP: "Los vecinos volvieron a casa a casa a casa a casa a casa por la noche.",
    LOST: "El alcalde prometió 30 dólares por habitante.",
}
BETTER = {
    SOUND: "Otra frase que nadie debe pedir en esta prueba.",
    DEAD: "La tormenta causó 277 muertos en la región.",
    LOOP: "Los vecinos volvieron a sus casas durante la noche.",
    LOST: "El alcalde prometió 40 dólares por habitante.",
}


@dataclass(kw_only=True)
class Phrases(FakeEngine):
    """An engine that looks whole sentences up."""

    phrases: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Setting, ...] = ()

    def translate(
        self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[Translated, ...]:
        """Look the sentences up."""
        self.calls.append((source, target, tuple(texts)))
        return tuple(Translated(text=self.phrases[text]) for text in texts)

    def identity(self, source: LanguageCode, target: LanguageCode) -> EngineIdentity:
        """Return an identity with the options."""
        plain = FakeEngine.identity(self, source, target)
        return EngineIdentity(
            engine=plain.engine,
            engine_version=plain.engine_version,
            package=plain.package,
            version=plain.version,
            sha256=plain.sha256,
            licence=plain.licence,
            method=plain.method,
            options=self.options,
        )


def neural() -> Phrases:
    """Return an engine for French to Spanish that has a second way."""
    offered = (Hop(engine="fake", source="fr", target="es", method="neural"),)
    second = Phrases(offered=offered, phrases=BETTER, options=(Setting(name="beam_size", value=6),))
    return Phrases(offered=offered, phrases=FIRST, second=second)


def segments(*texts: str) -> tuple[Segment, ...]:
    """Return French segments."""
    return tuple(
        Segment(id=f"b1.{n}", block=0, start=0, end=0, text=text, language="fr")
        for n, text in enumerate(texts, start=1)
    )


def retrying(*engines: FakeEngine, memory: RunMemory | None = None) -> Translator:
    """Return what translates and tries again."""
    routes, judge = Routes(engines), Judge(Checker(LangdetectDetector()), Protection())
    identities = Identities({engine.name: engine for engine in engines})
    policy = RetryPolicy(engines, routes, judge, identities)
    return Translator(engines, routes, memory, retry=policy, identities=identities)


def rendered(translator: Translator, *texts: str, human: Mapping[str, str] | None = None) -> Rendering:
    """Translate one document into Spanish."""
    (found,) = translator.translate([Request(target="es", segments=segments(*texts), human=human or {})])
    assert isinstance(found, Rendering)
    return found


def test_what_failed_is_searched_for_again_and_the_better_one_stays() -> None:
    """Only what failed is asked for twice; a second one that is no better goes."""
    engine = neural()
    found = rendered(retrying(engine), SOUND, DEAD, LOOP, LOST)
    words = [found.texts[f"b1.{n}"].text for n in range(1, 5)]
    assert words == [FIRST[SOUND], BETTER[DEAD], BETTER[LOOP], FIRST[LOST]]
    assert engine.second is not None
    assert engine.second.calls == [("fr", "es", (DEAD, LOOP, LOST))]
    notes = {name: (note.failed, note.careful, note.kept) for name, note in found.retried.items()}
    assert notes == {
        "b1.2": (("numbers",), True, "second"),
        "b1.3": (("repetition",), True, "second"),
        "b1.4": (("currencies",), True, "first"),
    }


def test_what_people_made_is_left_alone() -> None:
    """Their words stand, whatever a check says of them."""
    engine = neural()
    found = rendered(retrying(engine), SOUND, DEAD, human={"b1.2": "27 muertos"})
    assert found.texts["b1.2"].text == "27 muertos"
    assert not found.retried


def test_where_an_engine_has_one_way_another_route_is_taken() -> None:
    """The next best; and whole documents, where an engine on it translates them whole."""
    plain = Phrases(
        name="plain",
        offered=(Hop(engine="plain", source="fr", target="es", method="rule-based", quality=60.0),),
        phrases=FIRST,
        scope="document",
    )
    other = Phrases(
        name="other",
        offered=(Hop(engine="other", source="fr", target="es", method="rule-based", quality=50.0),),
        phrases=BETTER,
        scope="document",
    )
    found = rendered(retrying(plain, other), SOUND, DEAD)
    assert [found.texts[name].text for name in ("b1.1", "b1.2")] == [FIRST[SOUND], BETTER[DEAD]]
    assert other.calls == [("fr", "es", (SOUND, DEAD))]
    note = found.retried["b1.2"]
    assert isinstance(note, Retried)
    assert (note.careful, [hop.engine for hop in note.route.hops]) == (False, ["other"])


def test_without_another_way_the_first_stays() -> None:
    """A single engine with one way has no second try, and nothing is noted."""
    only = Phrases(offered=neural().offered, phrases=FIRST)
    found = rendered(retrying(only), DEAD)
    assert (found.texts["b1.1"].text, dict(found.retried)) == (FIRST[DEAD], {})


def test_a_second_try_that_breaks_costs_nothing() -> None:
    """The first translation is there already."""
    engine = neural()
    assert engine.second is not None
    engine.second.short = True
    engine.second.phrases = {}  # type: ignore[attr-defined]
    broken = FakeEngine(offered=engine.offered, poison="277")
    engine.second = broken
    found = rendered(retrying(engine), DEAD)
    assert (found.texts["b1.1"].text, dict(found.retried)) == (FIRST[DEAD], {})


@dataclass
class Killed(Phrases):
    """An engine whose programs are killed the first ``kills`` times."""

    kills: int = 0

    def translate(
        self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[Translated, ...]:
        """Fail as a chain of programs does."""
        self.kills -= 1
        if self.kills >= 0:
            raise ProgramError("lt-proc was ended by SIGKILL")
        return super().translate(texts, source, target)


@pytest.mark.parametrize("kills", [1, 2])
def test_a_second_try_that_something_kills_is_made_again(tmp_path: Path, kills: int) -> None:
    """Where that is lost too, the document is written, and made again by the next run."""
    (tmp_path / "a.txt").write_text(f"{SOUND} {DEAD}\n")
    given = Options(to=("es",), source="fr", out=str(tmp_path / "out"), run_id="run", variants=("full",))
    engine = neural()
    options = (Setting(name="beam_size", value=6),)
    engine.second = Killed(offered=engine.offered, phrases=BETTER, options=options, kills=kills)
    config = load_config([str(tmp_path / "a.txt")], given)
    words = []
    for _ in range(2):
        record = do(config, stages(engine))
        assert record.counts.failed == 0
        (path,) = (tmp_path / "out").glob("run/documents/*/es/translation.txt")
        words.append(path.read_text())
    assert BETTER[DEAD] in words[1]
    assert (BETTER[DEAD] in words[0], record.counts.skipped) == ((True, 1) if kills == 1 else (False, 0))


def test_the_same_comes_out_alone_in_company_and_from_the_memory(tmp_path: Path) -> None:
    """A retry is a function of the segment; both translations are remembered, each as what it is."""
    alone = [rendered(retrying(neural()), text).texts["b1.1"].text for text in FIRST]
    with RunMemory(tmp_path / "memory.sqlite", run=tmp_path / "one") as memory:
        together = rendered(retrying(neural(), memory=memory), *FIRST)
    assert [answer.text for answer in together.texts.values()] == alone
    engine = neural()
    with RunMemory(tmp_path / "memory.sqlite", run=tmp_path / "two") as memory:
        again = rendered(retrying(engine, memory=memory), *FIRST)
    assert engine.second is not None
    assert (engine.calls, engine.second.calls) == ([], [])
    assert [answer.text for answer in again.texts.values()] == alone
    assert again.retried == together.retried
    assert all(answer.from_memory for answer in again.texts.values())


def test_variant_json_says_what_was_tried_again_and_kept(tmp_path: Path) -> None:
    """With the options of the second try; the run verifies, and run.json lists both identities."""
    (tmp_path / "a.txt").write_text(f"{SOUND} {DEAD} {LOST}\n")
    given = Options(to=("es",), source="fr", out=str(tmp_path / "out"), run_id="run", variants=("full",))
    record = do(load_config([str(tmp_path / "a.txt")], given), stages(neural()))
    (path,) = (tmp_path / "out").glob("run/documents/*/es/variant.json")
    first, second, third = codec.read_record(VariantRecord, path).segments
    assert first.retry is None
    assert second.retry is not None
    assert third.retry is not None
    assert (second.target, second.retry.failed, second.retry.kept) == (BETTER[DEAD], ("numbers",), "second")
    assert (third.target, third.retry.kept) == (FIRST[LOST], "first")
    assert second.retry.by.hops[0].identity.options == (Setting(name="beam_size", value=6),)
    assert {engine.options for engine in record.engines} == {(), (Setting(name="beam_size", value=6),)}
    assert list(verify_run(tmp_path / "out" / "run")) == []
    assert [
        entry.outcome
        for entry in do(load_config([str(tmp_path / "a.txt")], given), stages(neural())).documents
    ] == ["skipped"]


def test_the_second_best_route_is_found_or_named_missing() -> None:
    """By the same preferences as the best."""
    from pipeline.core.errors import RouteError

    with pytest.raises(RouteError, match="one way from fr to es"):
        OtherRoutes(Routes([neural()])).find("fr", "es")


def test_careful_decoding_is_another_identity_over_the_same_model(argos_packages: Path) -> None:
    """Wider, without repeats, never narrower than what was asked for; what is loaded is shared."""
    engine = argos_engine(argos_packages)
    careful = engine.retry_engine()
    plain, wide = engine.identity("fr", "en"), careful.identity("fr", "en")
    assert (plain.sha256, plain.package) == (wide.sha256, wide.package)
    assert {one.name: one.value for one in wide.options}.items() >= {
        ("beam_size", 6),
        ("no_repeat_ngram_size", 3),
        ("repetition_penalty", 1.2),
    }
    assert "no_repeat_ngram_size" not in {one.name for one in plain.options}
    assert Decoding(beam_size=8).careful.beam_size == 8
    engine.translate(["Le pont est fermé."], "fr", "en")
    assert careful.translate(["Le pont est fermé."], "fr", "en")[0].text
    assert len(engine.loaded()) == len(careful.loaded()) == 1


def test_a_converted_model_is_loaded_once_for_both(tmp_path: Path) -> None:
    """Whichever is asked first."""
    card = Card(kind="opus-mt", name="opus-mt-fr-en", pairs=("fr-en",))
    engine = ct2_engine(open_folder(CT2 / "opus-mt-fr-en", card))
    careful = engine.retry_engine()
    assert careful.translate(["Le pont est fermé."], "fr", "en")[0].text
    assert engine.loaded() == careful.loaded()
    assert len(engine.loaded()) == 1


NO_BETTER = [
    (
        "Les 11 millions de personnes doivent signer aujourd'hui.",
        "Los 11 billones de personas deben firmar hoy.",
        "Les 11 millones de persones deben signar avui.",
        "language",
    ),
    (
        "Le 4 mars, 30 personnes sont venues au port.",
        "El 4 de marzo vinieron 13 personas al puerto.",
        "Marzo 4 vinieron 30 personas al puerto.",
        "dates",
    ),
    (
        "Il a dit que Theresa May et 30 personnes sont venues.",
        "Dijo que Theresa May y 13 personas vinieron.",
        "Dijo que Theresa Mayo y 30 personas vinieron.",
        "names",
    ),
]


@pytest.mark.parametrize(("source", "first", "second", "why"), NO_BETTER, ids=[row[3] for row in NO_BETTER])
def test_a_second_try_that_is_worse_in_anything_goes(source: str, first: str, second: str, why: str) -> None:
    """It mends the number, and breaks a date, a name, or the words of the language, so the first stays."""
    offered = (Hop(engine="fake", source="fr", target="es", method="neural"),)
    other = Phrases(offered=offered, phrases={source: second}, options=(Setting(name="beam_size", value=6),))
    found = rendered(retrying(Phrases(offered=offered, phrases={source: first}, second=other)), source)
    assert found.texts["b1.1"].text == first
    assert found.retried["b1.1"].failed == ("numbers",)
    assert found.retried["b1.1"].kept == "first"
