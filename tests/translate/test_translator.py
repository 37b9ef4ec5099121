"""Segments of a window along their routes."""

from __future__ import annotations

import pytest

from pipeline.core.errors import DepecheError, EngineError, RouteError
from pipeline.core.records import Hop, Segment
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.request import Rendering, Request
from pipeline.translate.routes.finder import Routes
from pipeline.translate.translator import Translator
from pipeline.translate.typesetting.typesetter import Typesetter
from tests.support.fakes import FakeEngine


def hop(engine: str, source: str, target: str) -> Hop:
    """Return a hop of a neural engine."""
    return Hop(engine=engine, source=source, target=target, method="neural")


def segments(*texts: str, language: str = "fr") -> tuple[Segment, ...]:
    """Return segments of these texts."""
    return tuple(
        Segment(id=f"b1.{number}", block=0, start=0, end=len(text), text=text, language=language)
        for number, text in enumerate(texts, 1)
    )


def translator(*engines: FakeEngine) -> Translator:
    """Return a translator over these engines."""
    return Translator(engines, Routes(engines))


def words(rendering: Rendering | DepecheError) -> list[str]:
    """Return the texts of a rendering, in order."""
    assert isinstance(rendering, Rendering), rendering
    return [answer.text for answer in rendering.texts.values()]


@pytest.fixture
def by_segment() -> FakeEngine:
    """Return an engine that takes segments of any documents together."""
    return FakeEngine(name="one", offered=(hop("one", "fr", "en"), hop("one", "en", "es")))


@pytest.fixture
def by_document() -> FakeEngine:
    """Return an engine whose answers depend on the document."""
    return FakeEngine(name="doc", offered=(hop("doc", "fr", "en"), hop("doc", "en", "es")), scope="document")


def test_every_segment_gets_its_own_answer_over_every_hop(by_segment: FakeEngine) -> None:
    """Order and ids are kept through a pivot."""
    parts = segments("un", "deux")
    done = translator(by_segment).translate([Request(target="es", segments=parts)])[0]
    assert isinstance(done, Rendering)
    assert list(done.texts) == ["b1.1", "b1.2"]
    expected = by_segment.translate(
        [answer.text for answer in by_segment.translate(["un", "deux"], "fr", "en")], "en", "es"
    )
    assert words(done) == [answer.text for answer in expected]
    assert (done.translated, len(done.routes[0].hops)) == (2, 2)


def test_documents_share_a_call_where_the_engine_allows(by_segment: FakeEngine) -> None:
    """One call a hop for the whole window."""
    requests = [
        Request(target="en", segments=segments("un")),
        Request(target="en", segments=segments("deux")),
    ]
    translator(by_segment).translate(requests)
    assert by_segment.calls == [("fr", "en", ("un", "deux"))]


def test_documents_are_kept_apart_where_answers_depend_on_them(by_document: FakeEngine) -> None:
    """One call a document and hop, and none of them twice."""
    requests = [
        Request(target="en", segments=segments("un")),
        Request(target="en", segments=segments("deux")),
        Request(target="es", segments=segments("un")),
    ]
    translator(by_document).translate(requests)
    first = sorted(call for call in by_document.calls if call[1] == "en")
    assert first == [("fr", "en", ("deux",)), ("fr", "en", ("un",))]


def test_what_is_in_the_target_language_or_has_no_words_is_left_alone(by_segment: FakeEngine) -> None:
    """Numbers and the target's own sentences reach no engine."""
    parts = (*segments("14 000 — 3,5 %", "un"), *segments("already", language="en"))
    parts = tuple(
        Segment(id=f"b1.{n}", block=0, start=0, end=1, text=part.text, language=part.language)
        for n, part in enumerate(parts, 1)
    )
    done = translator(by_segment).translate([Request(target="en", segments=parts)])[0]
    assert words(done)[0] == "14 000 — 3,5 %"
    assert words(done)[2] == "already"
    assert by_segment.calls == [("fr", "en", ("un",))]


def test_each_language_of_a_document_takes_its_own_route(by_segment: FakeEngine) -> None:
    """A document in two languages."""
    parts = (
        *segments("un"),
        Segment(id="b2.1", block=1, start=0, end=3, text="one", language="en"),
    )
    done = translator(by_segment).translate([Request(target="es", segments=parts)])[0]
    assert isinstance(done, Rendering)
    assert [(route.source, len(route.hops)) for route in done.routes] == [("en", 1), ("fr", 2)]


def test_a_request_without_a_route_fails_alone(by_segment: FakeEngine) -> None:
    """The others are answered."""
    requests = [
        Request(target="de", segments=segments("un")),
        Request(target="en", segments=segments("deux")),
    ]
    missing, done = translator(by_segment).translate(requests)
    assert isinstance(missing, RouteError)
    assert isinstance(done, Rendering)


def test_a_text_that_breaks_the_engine_fails_alone(by_segment: FakeEngine) -> None:
    """After a batch fails, its documents are tried one by one."""
    by_segment.poison = "boom"
    requests = [
        Request(target="en", segments=segments("un")),
        Request(target="en", segments=segments("boom")),
        Request(target="en", segments=segments("deux")),
    ]
    first, poisoned, last = translator(by_segment).translate(requests)
    assert isinstance(first, Rendering)
    assert isinstance(poisoned, EngineError)
    assert isinstance(last, Rendering)


def test_an_engine_that_loses_a_segment_is_not_believed(by_document: FakeEngine) -> None:
    """Fewer answers than texts would shift every sentence behind the gap."""
    by_document.short = True
    failed = translator(by_document).translate([Request(target="en", segments=segments("un", "deux"))])[0]
    assert isinstance(failed, EngineError)
    assert "1 answers for 2 segments" in failed.message


CELLS = {
    "ca": ("1.500", "2.750,5"),
    "cs": ("1\u00a0500", "2\u00a0750,5"),
    "de": ("1.500", "2.750,5"),
    "en": ("1,500", "2,750.5"),
    "es": ("1.500", "2.750,5"),
    "fr": ("1\u202f500", "2\u202f750,5"),
    "it": ("1.500", "2.750,5"),
    "pl": ("1\u00a0500", "2\u00a0750,5"),
    "pt": ("1.500", "2.750,5"),
    "ru": ("1\u00a0500", "2\u00a0750,5"),
    "sv": ("1\u00a0500", "2\u00a0750,5"),
    "tr": ("1.500", "2.750,5"),
    "uk": ("1\u00a0500", "2\u00a0750,5"),
    "zh": ("1,500", "2,750.5"),
}
"""Cells of a table, as each language writes 1500 and 2750.5."""


@pytest.mark.parametrize("target", CELLS)
def test_a_text_that_is_only_a_figure_gets_the_target_s_signs(target: str) -> None:
    """Where figures are asked for: engines are not, and it stays the source's own."""
    source = "de" if target == "en" else "en"
    engine = FakeEngine(offered=(Hop(engine="fake", source=source, target=target, method="rule-based"),))
    cells = ("the bridge", *CELLS[source], "12", "2025-10-09", "—")
    request = Request(target=target, segments=segments(*cells, language=source))
    for typesetter in (Typesetter(numbers="rules"), Typesetter(numbers="all")):
        maker = Translator([engine], Routes([engine]), typesetter=typesetter)
        (made,) = maker.translate([request])
        assert words(made)[1:] == [*CELLS[target], "12", "2025-10-09", "—"]
        assert isinstance(made, Rendering)
        for cell in list(made.texts.values())[1:]:
            assert cell.origin == "source"
    assert words(translator(engine).translate([request])[0])[1:] == list(cells[1:])
    assert [texts for _, _, texts in engine.calls] == [("the bridge",)] * 3


@pytest.mark.usefixtures("apertium")
@pytest.mark.parametrize(
    ("target", "wanted"),
    [("it", "ONG basata in Londra; ragazzo di 14 anni"), ("fr", "basé à Londres; de 14 ans")],
)
def test_a_compound_of_a_pivot_is_parted_before_the_next_hop(target: str, wanted: str) -> None:
    """``basadaenLondres`` is no word that the second engine knows; without tidying it stays."""
    engine = ApertiumEngine()
    text = "The head of a London-based NGO saw a 14-year-old boy."
    request = Request(target=target, segments=segments(text, language="en"))
    for tidy in (Typesetter(tidy="rules"), Typesetter(tidy="all")):
        (made,) = words(Translator([engine], Routes([engine]), typesetter=tidy).translate([request])[0])
        assert all(part in made for part in wanted.split("; ")), made
    (made,) = words(Translator([engine], Routes([engine])).translate([request])[0])
    assert not any(part in made for part in wanted.split("; ")), made
