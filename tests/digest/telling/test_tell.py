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
    telling = tell(reports, "es", 3, told_in="es")
    assert telling.title[0].document == chosen


def test_what_stands_for_a_title_is_not_told_again() -> None:
    """The first sentence is the headline, and no sentence below it."""
    telling = tell((FAULTY, OWN), "es", 5, told_in="es")
    assert not set(telling.title) & set(telling.sentences)


def test_a_report_that_says_little_beyond_its_title_is_told_by_that_little() -> None:
    """A headline alone would tell less; where another sentence says more, the repetition is left out."""
    title = "El ferry llega a Puerto Norte tras la tormenta"
    little = report("es", title, f"{title}, según el puerto.", title=True)
    assert [chosen.segment for chosen in tell((little,), "es", 3, told_in="es").sentences] == ["b1.1"]
    more = report("es", title, f"{title}, según el puerto.", BODY, title=True)
    assert [chosen.segment for chosen in tell((more,), "es", 3, told_in="es").sentences] == ["b2.1"]


WIRE = report("fr", "Naufrage au large de Valmora : 23 morts", "Vingt-trois personnes.", title=True)
TOLL = report("it", "Naufragio al largo di Valmora: 26 morti", "Ventisei persone.", title=True)
FAULTY_TOLL = report("it", "Naufragio: 26 morti", "Ventisei.", title=True, warnings=("translated",))
OWN_TOLL = report("es", "Naufragio frente a Valmora: 23 muertos", BODY, title=True)
HOURS = {"fr": "2026-11-29T08:00:00Z", "es": "2026-11-29T09:00:00Z", "it": "2026-11-30T07:00:00Z"}


@pytest.mark.parametrize(
    ("reports", "times", "chosen"),
    [
        ((OWN_TOLL, TOLL), HOURS, "it"),
        ((OWN_TOLL, FAULTY_TOLL), HOURS, "es"),
        ((OWN_TOLL, TOLL), {}, "es"),
        ((OWN_TOLL, WIRE), {**HOURS, "fr": "2026-11-30T09:00:00Z"}, "es"),
        ((TOLL, OWN_TOLL), HOURS, "it"),
    ],
)
def test_of_titles_with_other_numbers_the_newest_leads(
    reports: tuple[WrittenDocument, ...], times: dict[str, str], chosen: str
) -> None:
    """If it passed its checks; the same numbers are no reason to quote a translation."""
    assert tell(reports, "es", 3, told_in="es", times=times).title[0].document == chosen


def test_sentences_of_the_headline_s_report_stand_first() -> None:
    """Whatever the order of the reports is."""
    telling = tell((OWN_TOLL, TOLL), "es", 3, told_in="es", times=HOURS)
    documents = [chosen.document for chosen in telling.sentences]
    assert documents == sorted(documents, key=lambda name: name != "it")


LEAD = "El ferry Santa Clara llega el lunes a Puerto Norte tras la tormenta, dijo Ana Roble."
HE = "Él negó los hechos ante el tribunal y pidió un aplazamiento hasta la primavera."


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_lead_that_says_who_or_when_beyond_the_title_is_told(length: int) -> None:
    """Though it has all words of the title: the sentences behind it depend on it."""
    one = report("es", "El ferry llega a Puerto Norte tras la tormenta", LEAD, HE, title=True)
    assert tell((one,), "es", length, told_in="es").sentences[0].segment == "b1.1"


def test_a_translation_of_what_a_report_says_in_the_page_s_language_is_not_quoted() -> None:
    """Also where it ranks first; one with another number is no translation of the same."""
    told = "El puerto de Valmora cierra tres semanas por obras, dijo la capitana Rosa Vidal"
    own = report("es", "Cierre", f"{told}.", title=True)
    same = report("fr", "Fermeture", f"{told}, desde ayer.", title=True)
    more = report("it", "Chiusura", f"{told}: 26 barcos esperan.", title=True)
    documents = {each.document for each in tell((own, same, more), "es", 5, told_in="es").sentences}
    assert "es" in documents
    assert "fr" not in documents
