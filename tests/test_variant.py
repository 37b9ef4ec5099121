"""A document in one language, put together."""

from __future__ import annotations

import pytest

from pipeline.contract import UsedHop, UsedRoute
from pipeline.records import Block, EngineIdentity, Length, Segment, Summary
from pipeline.variant import digital_source_type, language_tag, summary_text, translation_text

TEXT = "# Titel\n\nEins. Zwei.\n- drei\n- vier (dpa)\n"
BLOCKS = (
    Block(kind="title", start=2, end=7, marker="# "),
    Block(kind="paragraph", start=9, end=20),
    Block(kind="list_item", start=23, end=27, marker="- "),
    Block(kind="list_item", start=30, end=34, marker="- "),
    Block(kind="credit", start=35, end=40),
)
SEGMENTS = tuple(
    Segment(id=name, block=block, start=0, end=0, text="", language="de")
    for name, block in [("b1.1", 0), ("b2.1", 1), ("b2.2", 1), ("b3.1", 2), ("b4.1", 3)]
)
TEXTS = {"b1.1": "Title", "b2.1": "One.", "b2.2": "Two.", "b3.1": "three", "b4.1": "four"}


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


def test_the_translation_keeps_the_source_s_paragraphs() -> None:
    """Blank lines, single line ends, marks and the credit stand as in the source."""
    made = translation_text(text=TEXT, blocks=BLOCKS, segments=SEGMENTS, texts=TEXTS, language="en")
    assert made == "# Title\n\nOne. Two.\n- three\n- four (dpa)\n"


def test_a_language_without_spaces_joins_its_sentences_without() -> None:
    """Chinese and Japanese have nothing between sentences."""
    made = translation_text(text=TEXT, blocks=BLOCKS, segments=SEGMENTS, texts=TEXTS, language="zh")
    assert "One.Two." in made


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
