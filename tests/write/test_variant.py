"""A document in one language, put together."""

from __future__ import annotations

import pytest

from pipeline.core.contract import AlignedSegment, UsedHop, UsedRoute
from pipeline.core.records import EngineIdentity, Length, Summary
from pipeline.write.variant import digital_source_type, language_tag, summary_text

TEXTS = {"b1.1": "Title", "b2.1": "One.", "b3.1": "three"}


def route(source: str, *methods: str) -> UsedRoute:
    """Return a route whose hops are of these methods."""
    hops = tuple(
        UsedHop(
            source=source,
            target="en",
            identity=EngineIdentity(
                engine="e",
                engine_version="1",
                package="p",
                version="1",
                sha256="0",
                licence="MIT",
                method=method,  # type: ignore[arg-type]
            ),
        )
        for method in methods
    )
    return UsedRoute(source=source, hops=hops, quality=50.0, quality_measured=True)


def test_the_summary_has_one_sentence_a_line() -> None:
    """In the order in which they were chosen, which is the source's."""
    chosen = Summary(
        method="lexrank",
        summariser="sumy 0",
        length=Length(unit="sentences", value=2),
        segments=("b2.1", "b3.1"),
    )
    assert summary_text(summary=chosen, texts=TEXTS) == "One.\nthree\n"


@pytest.mark.parametrize(
    ("routes", "people", "tag"),
    [
        ((), (), "es"),
        ((route("fr", "neural"),), (), "es-t-fr-t0-und"),
        ((route("en", "neural"), route("fr", "neural")), (), "es-t-t0-und"),
        ((), ("fr",), "es-t-fr"),
        ((), ("en", "fr"), "es"),
        ((route("fr", "neural"),), ("fr",), "es-t-fr-t0-und"),
        ((route("fr", "neural"),), ("en",), "es-t-t0-und"),
    ],
)
def test_the_language_tag_says_what_was_translated_from(
    routes: tuple[UsedRoute, ...], people: tuple[str, ...], tag: str
) -> None:
    """RFC 6497: one source language, or none where there are several; whether a machine had a part."""
    assert language_tag("es", routes, people) == tag


@pytest.mark.parametrize(
    ("routes", "people", "term"),
    [
        ((), (), None),
        ((route("fr", "rule-based"),), (), "algorithmicMedia"),
        ((route("fr", "rule-based", "neural"),), (), "trainedAlgorithmicMedia"),
        ((), ("fr",), "digitalCreation"),
        ((route("fr", "rule-based"),), ("fr",), "composite"),
        ((route("fr", "neural"),), ("fr",), "compositeSynthetic"),
    ],
)
def test_the_digital_source_type_says_how_the_text_was_made(
    routes: tuple[UsedRoute, ...], people: tuple[str, ...], term: str | None
) -> None:
    """IPTC tells trained models from rules, one neural hop is enough; with people it is a composite."""
    found = digital_source_type(routes, people)
    assert (found.rpartition("/")[2] if found else None) == term


@pytest.mark.parametrize(
    ("people", "term"), [((), "trainedAlgorithmicMedia"), (("fr",), "compositeSynthetic")]
)
def test_what_was_imported_as_a_machine_s_counts_as_a_model_s(people: tuple[str, ...], term: str) -> None:
    """Whatever method is claimed for it: nobody vouches for that."""
    segment = AlignedSegment(
        id="b1.1",
        language="fr",
        source="un",
        target="uno",
        written=None,
        score=None,
        checks=(),
        origin="imported",
        from_memory=True,
    )
    found = digital_source_type((route("fr", "rule-based"),), people, (segment,))
    assert str(found).endswith(f"/{term}")
