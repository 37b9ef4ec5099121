"""One language's failure is its own: the others are written, and it is named with what mends it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.core.contract import RunRecord
from pipeline.core.errors import EngineError
from pipeline.core.records import Hop, LanguageCode, Outcome, Translated
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.run.job import run
from pipeline.translate.engines.apertium import debian
from pipeline.verify.run import verify_run
from tests.run.test_job import configured, stages
from tests.support.fakes import FakeEngine

TEXT = "Le pont de la ville est fermé après la tempête. Il a fallu trois jours pour le réparer.\n"
ALL = ("es", "gl", "oc", "pt")


class Broken(FakeEngine):
    """An engine that fails in one language."""

    def translate(
        self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[Translated, ...]:
        """Translate, but not into Portuguese."""
        if target == "pt":
            raise EngineError("the engine fell over")
        return FakeEngine.translate(self, texts, source, target)


def into(*targets: str, kind: type[FakeEngine] = FakeEngine) -> FakeEngine:
    """Return an engine from French into some languages."""
    return kind(
        offered=tuple(Hop(engine="fake", source="fr", target=code, method="neural") for code in targets)
    )


@pytest.fixture(autouse=True)
def _apt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let apt know the same packages on every machine."""
    known = frozenset({"apertium-es-gl", "apertium-oci-fra"})
    monkeypatch.setattr(debian, "known_packages", lambda: known)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Write a French dispatch."""
    path = tmp_path / "pont.txt"
    path.write_text(TEXT)
    return path


def done(source: Path, engine: FakeEngine, *, to: Sequence[str] = ALL, **more: object) -> RunRecord:
    """Run over the dispatch."""
    config = configured([source], source.parent / "out", to=tuple(to), source="fr", **more)
    return run(config, stages(engine))


def counts(record: RunRecord) -> tuple[int, int, int, int]:
    """Return done, partial, skipped and failed."""
    found = record.counts
    return found.done, found.partial, found.skipped, found.failed


def reasons(record: RunRecord) -> dict[str, str]:
    """Return the languages that the only document lacks, with what is said of each."""
    (entry,) = record.documents
    return {item.language: item.reason for item in entry.missing}


def folders(source: Path) -> dict[str, bytes]:
    """Return the translations that stand on the disk, by language."""
    found = (source.parent / "out" / "run" / "documents").glob("*/*/translation.txt")
    return {path.parent.name: path.read_bytes() for path in found}


def test_the_others_are_written_and_each_is_named_with_its_command(source: Path) -> None:
    """The command is that of what would bring it: Argos's index, Debian's package, or both."""
    record = done(source, into("es"))
    assert counts(record) == (0, 1, 0, 0)
    assert record.documents[0].outcome == "partial"
    assert record.documents[0].languages == ("es", "fr")
    assert set(folders(source)) == {"es"}
    said = {code: reason.rpartition("; ")[2] for code, reason in reasons(record).items()}
    assert said == {
        "gl": "run: depeche languages install fr gl, or: apt install apertium-es-gl",
        "oc": "run: apt install apertium-oci-fra",
        "pt": "run: depeche languages install fr pt",
    }
    assert list(verify_run(source.parent / "out" / "run")) == []


def test_the_same_again_makes_nothing_and_says_it_again(source: Path) -> None:
    """Also where the run's record is lost."""
    done(source, into("es"))
    for lost in (False, True):
        if lost:
            (source.parent / "out" / "run" / "run.json").unlink()
        again = done(source, into("es"))
        assert counts(again) == (0, 1, 0, 0)
        assert again.documents[0].translated == 0
        assert again.documents[0].message == "unchanged"
        assert list(reasons(again)) == ["gl", "oc", "pt"]


def test_a_run_that_was_cut_off_says_at_its_end_what_is_missing(source: Path) -> None:
    """What it had written before is not made again, and is as partial as it was."""
    second = source.with_name("ville.txt")
    second.write_text("Le maire de la ville a promis un pont neuf avant la fin de l'année.\n")
    config = configured([source, second], source.parent / "out", to=("es", "gl"), source="fr")

    def cut_off(_: Outcome) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(config, stages(into("es")), report=cut_off)
    record = run(config, stages(into("es")))
    assert counts(record) == (0, 2, 0, 0)
    assert [[item.language for item in entry.missing] for entry in record.documents] == [["gl"], ["gl"]]
    assert list(verify_run(source.parent / "out" / "run")) == []


def test_a_language_that_has_come_is_added_alone(source: Path) -> None:
    """The others keep their bytes, and no engine is asked for them again."""
    done(source, into("es"))
    before = folders(source)
    more = into("es", "gl")
    record = done(source, more)
    assert counts(record) == (0, 1, 0, 0)
    assert {target for _, target, _ in more.calls} == {"gl"}
    assert folders(source).keys() == {"es", "gl"}
    assert folders(source)["es"] == before["es"]
    assert list(reasons(record)) == ["oc", "pt"]
    whole = done(source, into(*ALL))
    assert (counts(whole), reasons(whole)) == ((1, 0, 0, 0), {})
    assert counts(done(source, into(*ALL))) == (0, 0, 1, 0)
    assert list(verify_run(source.parent / "out" / "run")) == []


def test_a_language_whose_folder_was_lost_is_made_again(source: Path) -> None:
    """It has a route, so it is none that nothing leads to, even where no record lists its files."""
    done(source, into("es", "gl"), to=("es", "gl", "oc"))
    (lost,) = (source.parent / "out" / "run" / "documents").glob("*/gl")
    shutil.rmtree(lost)
    (source.parent / "out" / "run" / "run.json").unlink()
    record = done(source, into("es", "gl"), to=("es", "gl", "oc"))
    assert record.documents[0].languages == ("es", "fr", "gl")
    assert list(reasons(record)) == ["oc"]


def test_an_engine_that_fails_in_one_language_costs_that_one(source: Path) -> None:
    """And is asked again by the next run, for it may do better."""
    record = done(source, into(*ALL, kind=Broken))
    assert record.documents[0].languages == ("es", "fr", "gl", "oc")
    assert reasons(record) == {"pt": "the engine fell over"}
    whole = into(*ALL)
    assert counts(done(source, whole)) == (1, 0, 0, 0)
    assert {target for _, target, _ in whole.calls} == {"pt"}


def test_a_check_that_must_pass_costs_the_language_that_fails_it(source: Path) -> None:
    """With ``--strict``, too, the other languages are written."""

    class Echoing(FakeEngine):
        """An engine that gives back the Portuguese as it came."""

        def translate(
            self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
        ) -> tuple[Translated, ...]:
            if target == "pt":
                return tuple(Translated(text="") for _ in texts)
            return FakeEngine.translate(self, texts, source, target)

    record = done(source, into("es", "pt", kind=Echoing), to=("es", "pt"), strict=("empty",))
    assert record.documents[0].languages == ("es", "fr")
    assert reasons(record)["pt"].startswith("check empty failed in pt at b1.1")


def test_what_no_language_is_left_of_fails_by_all_their_names(source: Path) -> None:
    """Nothing is written, as nothing that was asked for is there."""
    record = done(source, into("ca"))
    assert counts(record) == (0, 0, 0, 1)
    for name in ("Spanish (es)", "Galician (gl)", "Occitan (oc)", "Portuguese (pt)"):
        assert name in record.documents[0].message
    assert folders(source) == {}


def test_a_digest_is_told_in_the_languages_that_went(source: Path) -> None:
    """A page of untranslated words in each of the others would be none."""
    done(source, into("es"))
    record = make_digest(source.parent / "out" / "run", DigestRequest())
    assert record.languages == ("es",)
    folder = source.parent / "out" / "run" / "digest"
    assert {path.name.partition(".")[0] for path in folder.iterdir()} == {"digest", "es"}
    assert list(verify_run(source.parent / "out" / "run")) == []


def test_a_paragraph_without_a_route_and_a_language_without_one_do_not_fail_together(tmp_path: Path) -> None:
    """The paragraph goes with its document's language, whatever languages that one lacks itself."""
    french = "La maire a annoncé mardi que l'hôpital ouvrirait ses portes avant la fin de l'année."
    russian = "Мэр города объявила во вторник, что новая больница откроется до конца года."
    path = tmp_path / "a.txt"
    path.write_text(f"{french}\n\n{russian}\n\n{french}\n")
    offered = [Hop(engine="fake", source="fr", target=code, method="neural") for code in ("es", "pt")]
    own = Hop(engine="fake", source="ru", target="gl", method="neural")
    for routes in ((*offered,), (*offered, own)):  # a way of its own into what the rest lacks is of no use
        config = configured([path], tmp_path / f"out{len(routes)}", to=("es", "gl", "pt"))
        record = run(config, stages(FakeEngine(offered=routes)))
        assert counts(record) == (0, 1, 0, 0)
        assert record.documents[0].languages == ("es", "fr", "pt")
        (missing,) = record.documents[0].missing
        assert missing.language == "gl"
        assert "from French (fr) to Galician (gl)" in missing.reason
