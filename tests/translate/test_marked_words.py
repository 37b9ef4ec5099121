"""Marks go to the words that they belong to, or stay where they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.records import Item, ItemKind, Segment, Translated
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.marked_words import Marked, marked_words, with_marks_moved
from pipeline.translate.routes.finder import Routes
from pipeline.translate.translator import Translator
from tests.support.emphasis import marked


def marks(text: str, signs: str = "*_~") -> tuple[str, tuple[Item, ...]]:
    """Return a text without its marks, and these: each sign opens, and closes at its next."""
    plain, found, opened = "", [], set[str]()
    for sign in text:
        if sign not in signs:
            plain += sign
            continue
        kind: ItemKind = "close" if sign in opened else "open"
        opened ^= {sign}
        found.append(
            Item(kind=kind, start=len(plain), end=len(plain), pair=signs.index(sign), replacement=sign)
        )
    return plain, tuple(found)


def shown(translated: Translated) -> str:
    """Return a translation with its marks."""
    parts, at = [], 0
    for item in translated.items:
        parts += [translated.text[at : item.start], item.replacement or "¤"]
        at = item.start
    return "".join([*parts, translated.text[at:]])


def moved(answer: str, *phrases: str) -> str:
    """Return an answer with its marks moved to phrases, given in the order of their pairs."""
    text, items = marks(answer)
    return shown(with_marks_moved(Translated(text=text, items=items), dict(enumerate(phrases)), "es"))


@pytest.mark.parametrize(
    ("answer", "phrases", "wanted"),
    [
        ("El *hospital* regional", ("regional",), "El hospital *regional*"),
        ("El *puente* nuevo", ("Nuevo",), "El puente *nuevo*"),
        ("La *casa* roja", ("rojo",), "La casa *roja*"),
        ("La *casa roja* vieja", ("viejo rojo",), "La casa *roja vieja*"),
        ("Un *hospital* de l'est", ("est",), "Un hospital de l'*est*"),
        ("*La casa* roja", ("El rojo",), "La casa *roja*"),
        ("*El hospital* regional", ("El regional",), "El hospital *regional*"),
        ("*el coche negro* viejo", ("el viejo negro",), "el coche *negro viejo*"),
        ("*La* casa en la ciudad", ("El",), "*La* casa en la ciudad"),
        ("*la ciudad de* París y su mar", ("París y el mar",), "la ciudad de *París y su mar*"),
        ("*rojo* y del coche de la casa azul", ("rojo azul",), "*rojo* y del coche de la casa azul"),
        ("*Personas* 14.000", ("14.000",), "Personas *14.000*"),
        ("*uno* dos uno", ("uno",), "*uno* dos uno"),
        ("*dos* uno, uno", ("uno",), "*dos* uno, uno"),
        ("*dos* uno", ("tres",), "*dos* uno"),
        ("*dos* uno", ("",), "*dos* uno"),
        ("_*casa*_ roja", ("rojo", "rojo"), "casa _*roja*_"),
        ("*casa* _roja_", ("rojo", "casa"), "_casa_ *roja*"),
        ("*casa _roja_ vieja*", ("casa roja vieja", "vieja"), "*casa roja _vieja_*"),
        ("*casa _roja_ vieja* más", ("casa", "más"), "*casa* roja vieja _más_"),
        ("*casa _roja_ vieja* más", ("casa roja vieja", "más"), "*casa roja vieja* _más_"),
        ("*a _b c* d_", ("x", "y"), "*a _b c* d_"),
    ],
)
def test_where_marks_go(answer: str, phrases: tuple[str, ...], wanted: str) -> None:
    """To the only words that are the phrase's, or forms of them; otherwise nowhere."""
    assert moved(answer, *phrases) == wanted


def test_marks_that_would_cross_stay() -> None:
    """Two stretches that overlap without one being inside the other would be no markup."""
    assert moved("_*mar*_ rojo azul", "mar rojo", "rojo azul") == "_*mar*_ rojo azul"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The *regional* hospital", [(0, "regional")]),
        ("*All of it*", []),
        ("The * * sign", []),
        ("In _*2020* men_ left", [(0, "2020"), (1, "2020 men")]),
        ("a *b c d e f g h i j* k", []),
    ],
)
def test_which_words_are_looked_for(text: str, wanted: list[tuple[int, str]]) -> None:
    """A part of the sentence with words in it, not the whole, and not a long one."""
    plain, items = marks(text)
    segment = Segment(id="b1.1", block=0, start=0, end=len(plain), text=plain, language="en")
    found = sorted(marked_words(segment, items), key=lambda each: each.pair)
    assert found == [Marked(pair=pair, text=words) for pair, words in wanted]


@given(st.text("ab é'’.*_~", max_size=24), st.lists(st.text("ab é’", max_size=6), max_size=3))
def test_no_mark_and_no_word_is_lost(answer: str, phrases: list[str]) -> None:
    """Whatever the answer and the phrases: the same text, the same marks, in an order that can be written."""
    text, items = marks(answer)
    made = with_marks_moved(Translated(text=text, items=items), dict(enumerate(phrases)), "es")
    assert made.text == text
    assert sorted((item.kind, item.pair or 0) for item in made.items) == sorted(
        (item.kind, item.pair or 0) for item in items
    )
    assert [item.start for item in made.items] == sorted(item.start for item in made.items)


@pytest.mark.usefixtures("apertium")
def test_marks_through_apertium() -> None:
    """Between languages that order words alike, and that do not; ``bench/emphasis.py`` has all pairs."""
    engine = ApertiumEngine()
    translator = Translator([engine], Routes([engine]))
    for source, target in (("en", "es"), ("es", "ca"), ("fr", "ca")):
        found = list(marked(translator, source, target))
        assert len(found) == 16
        assert sum(is_right for _, is_right in found) >= 15, (source, target, found)
