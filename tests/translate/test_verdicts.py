"""Verdicts in view of what is protected: what was to stay is no echo, what the glossary says is asked for."""

from __future__ import annotations

import pytest

from pipeline.check.checker import Checker
from pipeline.core.records import Check, Item, Origin, Segment, Translated
from pipeline.detect.detector import LangdetectDetector
from pipeline.translate.protect.glossary import Glossary, Term
from pipeline.translate.protect.protection import Protection
from pipeline.translate.request import Request
from pipeline.translate.verdicts import Judge


def segment(text: str, language: str = "fr") -> Segment:
    """Return a segment."""
    return Segment(id="b1.1", block=0, start=0, end=len(text), text=text, language=language)


def verdicts(
    source: str, answer: Translated, *terms: Term, target: str = "es", language: str = "fr"
) -> dict[str, Check]:
    """Return the verdicts on one translation, by name."""
    protection = Protection(Glossary(terms=terms))
    request = Request(target=target, segments=(segment(source, language),))
    judge = Judge(Checker(LangdetectDetector()), protection)
    found = judge.check_request(request, {"b1.1": answer}, ())
    return {check.name: check for check in found.get("b1.1", ())}


def term(words: str, translation: str | None = None) -> Term:
    """Return an entry for every pair."""
    return Term(source="*", target="*", term=words, translation=translation)


def kept(text: str, part: str) -> Item:
    """Return ``part`` of a translation as something that was protected."""
    start = text.index(part)
    return Item(start=start, end=start + len(part), kind="term", replacement=part, kept="masked")


def test_what_was_to_stay_is_no_echo() -> None:
    """A title that a glossary keeps comes back as it was, and that is right."""
    title = "les feuilles mortes du vieux port"
    text = f"Lire {title}"
    unchanged = verdicts(text, Translated(text=text))
    assert unchanged["echo"].verdict == "fail"
    protected = Translated(text=text, items=(kept(text, title),))
    assert verdicts(text, protected, term(title))["echo"].verdict == "pass"


def test_a_kept_passage_is_not_left_untranslated() -> None:
    """Words in a row that were protected are no engine's oversight."""
    title = "les feuilles mortes du vieux port de la ville"
    source, answer = f"Il chante {title} chaque soir.", f"Canta {title} cada noche."
    assert verdicts(source, Translated(text=answer))["untranslated"].verdict == "warn"
    protected = Translated(text=answer, items=(kept(answer, title),))
    assert verdicts(source, protected, term(title))["untranslated"].verdict == "pass"


@pytest.mark.parametrize(
    ("answer", "verdict"), [("El Ayuntamiento decide.", "pass"), ("La casa decide.", "fail")]
)
def test_the_glossary_s_terms_are_asked_for(answer: str, verdict: str) -> None:
    """Of people's translations too, which nobody masked."""
    origin: Origin = "human"
    found = verdicts(
        "La mairie décide.",
        Translated(text=answer, origin=origin),
        term("mairie", "ayuntamiento"),
    )
    assert found["terms"].verdict == verdict


def test_without_a_term_in_the_text_there_is_nothing_to_ask() -> None:
    """The check stands in the record only where it said something."""
    assert "terms" not in verdicts(
        "Le port est fermé.", Translated(text="El puerto está cerrado."), term("mairie", "x")
    )


def test_what_the_engine_gave_up_has_one_verdict() -> None:
    """An echo beside it would say nothing new."""
    found = verdicts("Le port est fermé.", Translated(text="Le port est fermé.", failure="out of memory"))
    assert [(check.name, check.verdict, check.note) for check in found.values()] == [
        ("translated", "fail", "out of memory")
    ]


def test_what_nobody_translated_is_not_judged() -> None:
    """Addresses and numbers alone go through as they are."""
    assert verdicts("https://example.org", Translated(text="https://example.org", origin="source")) == {}
    assert verdicts("El puerto.", Translated(text="El puerto."), language="es") == {}
