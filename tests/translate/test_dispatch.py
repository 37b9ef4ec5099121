"""Asking engines: the memory before them, and everything once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.core.errors import DepecheError, EngineError, PackageChangedError
from pipeline.core.interrupt import ending
from pipeline.core.records import EngineIdentity, Hop, LanguageCode, Translated
from pipeline.translate.dispatch import Answers, EngineDispatcher, HopTexts
from pipeline.translate.memory import run_memory
from pipeline.translate.memory.run_memory import RunMemory
from pipeline.translate.routes.finder import Routes
from pipeline.translate.routes.identities import Identities
from pipeline.translate.way import Way
from tests.support.fakes import FakeEngine

HOP = Hop(engine="fake", source="fr", target="es", method="neural")


def words(answers: Answers | DepecheError) -> list[str]:
    """Return the texts of an answer."""
    assert isinstance(answers, tuple), answers
    return [answer.text for answer in answers]


def ask(engine: FakeEngine, *documents: tuple[str, ...], memory: RunMemory) -> list[Answers | DepecheError]:
    """Ask for some documents, and return their answers."""
    jobs: list[HopTexts] = [(HOP, texts) for texts in documents]
    named = {HOP.engine: engine}
    way = Way(engines=named, routes=Routes([engine]), identities=Identities(named))
    answered = EngineDispatcher(way, memory).answer(jobs)
    return [answered[job] for job in jobs]


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[RunMemory]:
    """Return an empty memory."""
    with RunMemory(tmp_path / "m.sqlite", run=tmp_path / "run") as made:
        yield made


def test_a_text_is_asked_for_once_of_several_documents(memory: RunMemory) -> None:
    """However often it stands there, in whichever document; every place gets the answer."""
    engine = FakeEngine()
    found = ask(engine, ("un", "deux", "un"), ("deux", "trois"), memory=memory)
    assert engine.calls == [("fr", "es", ("un", "deux", "trois"))]
    assert [words(answers) for answers in found] == [
        ["es: un", "es: deux", "es: un"],
        ["es: deux", "es: trois"],
    ]


def test_only_what_the_memory_lacks_is_asked_for(memory: RunMemory) -> None:
    """With text and score as the engine gave them."""
    engine = FakeEngine()
    (first,) = ask(engine, ("un", "deux"), memory=memory)
    (second,) = ask(engine, ("trois", "deux", "un"), memory=memory)
    assert engine.calls[1:] == [("fr", "es", ("trois",))]
    assert isinstance(first, tuple)
    assert isinstance(second, tuple)
    assert second[1:] == (first[1], first[0])


@pytest.mark.parametrize("change", ["version", "digest"])
def test_another_package_is_asked_again(memory: RunMemory, change: str) -> None:
    """What an older one said counts no longer."""
    engine = FakeEngine()
    ask(engine, ("un",), memory=memory)
    newer = FakeEngine(version="2.0") if change == "version" else FakeEngine(name="fakir", offered=(HOP,))
    ask(newer, ("un",), memory=memory)
    assert len(newer.calls) == 1


def test_a_document_is_recalled_whole_or_not_at_all(memory: RunMemory) -> None:
    """Where a sentence depends on its neighbours."""
    engine = FakeEngine(scope="document")
    ask(engine, ("un", "deux", "un"), memory=memory)
    assert words(ask(engine, ("un", "deux", "un"), memory=memory)[0])[0] == "es: un"
    assert len(engine.calls) == 1
    ask(engine, ("un", "deux"), memory=memory)
    assert engine.calls[1:] == [("fr", "es", ("un", "deux"))]


def test_what_breaks_an_engine_is_not_kept_and_costs_the_others_nothing(memory: RunMemory) -> None:
    """The others are kept; next time only the poison is asked for."""
    engine = FakeEngine(poison="boom")
    found = ask(engine, ("un",), ("boom", "deux"), ("deux", "un"), memory=memory)
    assert [type(answers) for answers in found] == [tuple, EngineError, tuple]
    engine.calls.clear()
    again = ask(engine, ("boom", "deux"), ("deux", "un"), memory=memory)
    assert engine.calls == [("fr", "es", ("boom",)), ("fr", "es", ("boom",))]
    assert [type(answers) for answers in again] == [EngineError, tuple]


def test_nothing_is_begun_when_all_is_being_ended(memory: RunMemory) -> None:
    """A hundred documents may wait for a program; each that began would hold up the end."""
    engine = FakeEngine(scope="document")
    with ending():
        answers = ask(engine, ("Un.",), ("Deux.",), memory=memory)
    assert [str(answer) for answer in answers] == ["stopped", "stopped"]
    assert engine.calls == []
    assert words(ask(engine, ("Un.",), memory=memory)[0])


def test_an_engine_that_cannot_say_what_it_is_is_neither_believed_nor_remembered(memory: RunMemory) -> None:
    """Before it translates, or ever: whose words they are nobody could say."""

    class Nameless(FakeEngine):
        silent = 1000

        def identity(self, source: str, target: str) -> EngineIdentity:
            self.silent -= 1
            if self.silent >= 0:
                raise EngineError("no package")
            return super().identity(source, target)

    for silent, error in ((1000, EngineError), (1, PackageChangedError)):
        engine = Nameless()
        engine.silent = silent
        (found,) = ask(engine, ("un",), memory=memory)
        assert type(found) is error
        assert len(engine.calls) == 1


@dataclass
class Gradual(FakeEngine):
    """An engine that says each answer when it has it, and then something may happen."""

    then: Callable[[int], None] = lambda _: None

    def translate_each(
        self,
        texts: Sequence[str],
        source: LanguageCode,
        target: LanguageCode,
        report: Callable[[int, Translated], None],
    ) -> tuple[Translated, ...]:
        """Report from the last text to the first, for the order is free."""
        answers = self.translate(texts, source, target)
        for index in reversed(range(len(texts))):
            report(index, answers[index])
            self.then(index)
        return answers


def test_answers_are_remembered_before_a_document_has_all_of_its_own(
    memory: RunMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a kill costs what was translated in the last second."""
    monkeypatch.setattr(run_memory, "NOTE_SECONDS", 0.0)

    def die(index: int) -> None:
        if index == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(Gradual(then=die), ("un", "deux", "trois", "deux"), memory=memory)
    engine = FakeEngine()
    assert words(*ask(engine, ("un", "deux", "trois"), memory=memory)) == ["es: un", "es: deux", "es: trois"]
    assert engine.calls == [("fr", "es", ("un",))]


def test_answers_of_a_package_that_is_replaced_meanwhile_are_not_remembered(
    memory: RunMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither under the older one's name nor under the newer one's."""
    monkeypatch.setattr(run_memory, "NOTE_SECONDS", 0.0)
    engine = Gradual()

    def replace(index: int) -> None:
        engine.version = "2.0"

    engine.then = replace
    (answer,) = ask(engine, ("un", "deux", "trois"), memory=memory)
    assert isinstance(answer, PackageChangedError)
    for version in ("1.0", "2.0"):
        asked = FakeEngine(version=version)
        ask(asked, ("un", "deux"), memory=memory)
        assert asked.calls == [("fr", "es", ("un", "deux"))]


def test_a_window_costs_the_memory_one_transaction(
    memory: RunMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a few questions a hop, however many documents there are."""
    said: list[str] = []
    engine = FakeEngine(scope="document")
    ask(engine, ("zéro",), memory=memory)
    assert memory._store is not None
    memory._store._base.set_trace_callback(said.append)
    ask(engine, *((f"phrase {number}", "un") for number in range(16)), memory=memory)
    verbs = [line.split()[0] for line in said]
    assert (verbs.count("BEGIN"), verbs.count("COMMIT"), verbs.count("INSERT")) == (1, 1, 33)
    assert verbs.count("SELECT") <= 4
