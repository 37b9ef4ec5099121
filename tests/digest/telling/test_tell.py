"""A headline is one that passed its checks, in the digest's own language where no translation did."""

from __future__ import annotations

import pytest

from pipeline.core.records import Segment
from pipeline.digest.quotes import ToldSegment, WrittenDocument
from pipeline.digest.telling.tell import tell


def report(language: str, *texts: str, title: bool, warnings: tuple[str, ...] = ()) -> WrittenDocument:
    """Return a report of paragraphs, the first of which may be a title, with its translation into Spanish."""
    segments = tuple(
        Segment(id=f"b{place}.1", block=place, start=0, end=len(text), text=text, language=language)
        for place, text in enumerate(texts)
    )
    told = {
        segment.id: ToldSegment(
            target=f"{segment.text} (es)",
            origin="machine",
            warnings=warnings if segment.block == 0 else (),
            is_untranslated=False,
            is_doubtful=False,
        )
        for segment in segments
    }
    return WrittenDocument(
        id=language,
        origin=language,
        sha256="",
        outlet=language,
        language=language,
        blocks=len(texts),
        segments=segments,
        by_id={segment.id: segment for segment in segments},
        kinds={place: "title" if title and place == 0 else "paragraph" for place in range(len(texts))},
        headings=(),
        renderings={} if language == "es" else {"es": told},
        methods={},
    )


BODY = "El barco llegó a Puerto Norte con cuarenta pasajeros y mucha niebla, según la guardia costera."
FAULTY = report(
    "it", "it", "Il traghetto arriva", "Un altro testo del giornale.", title=True, warnings=("names",)
)
CLEAN = report("fr", "Le ferry est arrivé", "Un autre texte du journal.", title=True)
OWN = report("es", "El ferry llega tras la tormenta", BODY, title=False)
LONG = report("es", "El ferry llega tras la tormenta " * 10, BODY, title=False)


@pytest.mark.parametrize(
    ("reports", "chosen"),
    [
        ((FAULTY, CLEAN), "fr"),
        ((FAULTY, OWN), "es"),
        ((FAULTY, CLEAN, OWN), "fr"),
        ((FAULTY, LONG), "it"),
        ((FAULTY,), "it"),
    ],
)
def test_a_headline_passed_its_checks(reports: tuple[WrittenDocument, ...], chosen: str) -> None:
    """Then comes a short first sentence in the digest's language, and then what there is."""
    telling = tell(reports, "es", 3, told_in=("es",))
    assert telling.title[0].document == chosen


def test_what_stands_for_a_title_is_not_told_again() -> None:
    """The first sentence is the headline, and no sentence below it."""
    telling = tell((FAULTY, OWN), "es", 5, told_in=("es",))
    assert not set(telling.title) & set(telling.sentences)


def test_a_report_that_says_little_beyond_its_title_is_told_by_that_little() -> None:
    """A headline alone would tell less; where another sentence says more, the repetition is left out."""
    title = "El ferry llega a Puerto Norte tras la tormenta"
    little = report("es", title, f"{title}, según el puerto.", title=True)
    assert [chosen.segment for chosen in tell((little,), "es", 3).sentences] == ["b1.1"]
    more = report("es", title, f"{title}, según el puerto.", BODY, title=True)
    assert [chosen.segment for chosen in tell((more,), "es", 3).sentences] == ["b2.1"]
