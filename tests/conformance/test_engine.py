"""What every engine promises, run over each of them and the fake.

To add an engine, add a ``Candidate`` to ``CANDIDATES``; ``request.getfixturevalue`` fetches what it needs.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pipeline.core.errors import EngineError
from pipeline.core.ports import Engine
from pipeline.core.records import Translated
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.engines.ct2.engine import ct2_engine
from pipeline.translate.engines.ct2.model import Card, open_folder
from tests.conftest import CT2
from tests.support.fakes import FakeEngine


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An engine and a pair that it offers here."""

    name: str
    make: Callable[[pytest.FixtureRequest], Engine]
    source: str = "fr"
    target: str = "es"


def _apertium(request: pytest.FixtureRequest) -> Engine:
    request.getfixturevalue("apertium")
    return ApertiumEngine()


def _argos(request: pytest.FixtureRequest) -> Engine:
    return argos_engine(request.getfixturevalue("argos_packages"))


def _ct2(name: str, card: Card) -> Callable[[pytest.FixtureRequest], Engine]:
    return lambda _: ct2_engine(open_folder(CT2 / name, card))


CANDIDATES = (
    Candidate(name="fake", make=lambda _: FakeEngine()),
    Candidate(name="fake-document", make=lambda _: FakeEngine(scope="document")),
    Candidate(name="apertium", make=_apertium),
    Candidate(name="argos", make=_argos, target="en"),
    Candidate(
        name="opus-mt",
        make=_ct2("opus-mt-fr-en", Card(kind="opus-mt", name="opus-mt-fr-en", pairs=("fr-en",))),
        target="en",
    ),
    Candidate(
        name="opus-mt-multi",
        make=_ct2("opus-mt-fr-mul", Card(kind="opus-mt", name="opus-mt-fr-mul", pairs=("fr-es", "fr-en"))),
    ),
    Candidate(name="m2m-100", make=_ct2("m2m-100", Card(kind="m2m-100", name="m2m-100"))),
    Candidate(name="nllb", make=_ct2("nllb", Card(kind="nllb", name="nllb"))),
)

SENTENCES = (
    "Le chat noir dort sur la table.",
    "Le président a annoncé une réforme.",
    "La maison est très grande.",
    "Le chat noir dort sur la table.",
)

AWKWARD = (
    "",
    " ",
    "a",
    "…",
    "?!",
    "[1] {2} ^3$ /4\\ <b>5</b> @6 ~7 #8 *9 _10_ %s %(x)d {0} &amp; |",
    "Une\r\nligne\tet une autre",
    "\x00 et \x07",
    "😀 👨‍👩‍👧 é",
    "\u202eà l'envers\u202c \u200b",
    "\ud800 seul",
    "x" * 700,
    "Le chat. " * 100,
)


@pytest.fixture(params=CANDIDATES, ids=lambda candidate: candidate.name)
def candidate(request: pytest.FixtureRequest) -> Candidate:
    """Take each engine in turn."""
    found: Candidate = request.param
    return found


@pytest.fixture
def build(candidate: Candidate, request: pytest.FixtureRequest) -> Callable[[], Engine]:
    """Return what makes a new instance of the engine."""
    return lambda: candidate.make(request)


@pytest.fixture
def engine(build: Callable[[], Engine]) -> Engine:
    """Make an instance of the engine."""
    return build()


class TestEngine:
    """The promises of ``ports.Engine``."""

    def test_hops_are_sorted_unique_and_its_own(
        self, engine: Engine, candidate: Candidate, build: Callable[[], Engine]
    ) -> None:
        """``hops`` lists each pair once, in order, under the engine's name, and the same every time."""
        hops = engine.hops()
        pairs = [(hop.source, hop.target) for hop in hops]
        assert pairs == sorted(set(pairs))
        assert {hop.engine for hop in hops} == {engine.name}
        assert all(hop.source != hop.target for hop in hops)
        assert (candidate.source, candidate.target) in pairs
        assert engine.hops() == build().hops() == hops

    def test_scope_is_one_of_two(self, engine: Engine) -> None:
        """``scope`` says whether a translation depends on its document."""
        assert engine.scope in {"segment", "document"}

    def test_identity_is_complete_and_stable(
        self, engine: Engine, candidate: Candidate, build: Callable[[], Engine]
    ) -> None:
        """``identity`` fills every field, agrees with the hop, and does not change between instances."""
        identity = engine.identity(candidate.source, candidate.target)
        assert identity == build().identity(candidate.source, candidate.target)
        assert identity.engine == engine.name
        assert re.fullmatch(r"\S+ \S+.*", identity.engine_version)
        assert re.fullmatch(r"[0-9a-f]{64}", identity.sha256)
        assert identity.package
        assert identity.version
        assert identity.licence
        assert list(identity.options) == sorted(identity.options, key=lambda setting: setting.name)
        hop = next(h for h in engine.hops() if (h.source, h.target) == (candidate.source, candidate.target))
        assert identity.method == hop.method

    def test_each_pair_has_its_own_digest(self, engine: Engine) -> None:
        """No two pairs share a digest, so a translation memory never mixes them up."""
        digests = [engine.identity(hop.source, hop.target).sha256 for hop in engine.hops()[:6]]
        assert len(set(digests)) == len(digests)

    def test_an_unknown_pair_is_refused(self, engine: Engine, candidate: Candidate) -> None:
        """A pair that is not offered raises ``EngineError`` with one line, from both methods."""
        with pytest.raises(EngineError, match=candidate.source) as refusal:
            engine.translate(["Bonjour."], candidate.source, "zz")
        assert "\n" not in refusal.value.message
        with pytest.raises(EngineError):
            engine.identity(candidate.source, "zz")

    def test_texts_and_answers_align(self, engine: Engine, candidate: Candidate) -> None:
        """As many answers as texts, in their order, none of them the empty string or untouched."""
        answers = engine.translate(SENTENCES, candidate.source, candidate.target)
        assert len(answers) == len(SENTENCES)
        assert all(isinstance(answer, Translated) and answer.text.strip() for answer in answers)
        assert len({answer.text for answer in answers[:3]}) == 3
        assert all(answer.text != text for answer, text in zip(answers, SENTENCES, strict=True))

    def test_no_texts_no_answers(self, engine: Engine, candidate: Candidate) -> None:
        """An empty document is translated into an empty document."""
        assert engine.translate([], candidate.source, candidate.target) == ()

    def test_awkward_texts_align(self, engine: Engine, candidate: Candidate) -> None:
        """Markup, controls, surrogates and long words neither fail nor shift what stands beside them."""
        texts = [text for awkward in AWKWARD for text in ("Le chat noir dort.", awkward)]
        answers = engine.translate(texts, candidate.source, candidate.target)
        assert len(answers) == len(texts)
        assert len({answer.text for answer in answers[::2]}) == 1
        for text, answer in zip(texts, answers, strict=True):
            assert bool(answer.text) == bool(text.strip())
            assert answer.text == answer.text.strip()

    def test_a_document_gets_the_same_answers_again(
        self, engine: Engine, candidate: Candidate, build: Callable[[], Engine]
    ) -> None:
        """The same call gives the same answers, whatever was translated in between and by which instance."""
        first = engine.translate(SENTENCES, candidate.source, candidate.target)
        engine.translate(["Il pleut.", "Elle court vite."], candidate.source, candidate.target)
        assert engine.translate(SENTENCES, candidate.source, candidate.target) == first
        assert build().translate(SENTENCES, candidate.source, candidate.target) == first

    def test_a_segment_does_not_depend_on_its_neighbours(self, engine: Engine, candidate: Candidate) -> None:
        """Where the scope is ``segment``, a text's answer is the same alone and in company."""
        if engine.scope == "document":
            pytest.skip("a document's engine may look at the neighbours")
        together = engine.translate(SENTENCES, candidate.source, candidate.target)
        alone = [engine.translate([text], candidate.source, candidate.target)[0] for text in SENTENCES]
        assert list(together) == alone

    def test_records_pickle(self, engine: Engine, candidate: Candidate) -> None:
        """Answers, hops and identities travel between processes."""
        records = (
            engine.hops(),
            engine.identity(candidate.source, candidate.target),
            engine.translate(SENTENCES[:1], candidate.source, candidate.target),
        )
        assert pickle.loads(pickle.dumps(records)) == records  # noqa: S301 -- our own bytes
