"""Titles in capitals go to engines by rules in small letters, and come back in capitals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import languages
from pipeline.core.records import Hop, Item
from pipeline.core.text.case import lowered, raised
from pipeline.translate.capital_titles import (
    in_capitals,
    in_sentence_case,
    is_capital_title,
    words_with_capitals,
)
from pipeline.translate.protect.restore import Restored
from pipeline.translate.request import Rendering, Request
from pipeline.translate.routes.finder import Routes
from pipeline.translate.translator import Translator
from tests.support.fakes import FakeEngine
from tests.translate.test_translator import segments, words

CASED = [
    each.code
    for each in languages.everyone()
    if {"Latn", "Cyrl", "Grek"} & set(each.scripts) and each.code != "de"
]
BODY = ("President Macron went to Berlin. The leaders of the EU met him, and May spoke.", "He may go.")


@pytest.mark.parametrize(
    ("title", "sent"),
    [
        ("MACRON VISITS BERLIN", "Macron visits Berlin"),
        ("THE LEADERS MEET IN BERLIN", "The leaders meet in Berlin"),
        ("EU LEADERS MEET NATO CHIEF", "EU leaders meet NATO chief"),
        ("THERESA MAY SPEAKS", "Theresa may speaks"),
        ("I SAW ELIZABETH II", "I saw Elizabeth II"),
        ("WHO SAID IT TO US", "Who said it to us"),
        ("BRIDGE REOPENS: “IT IS SAFE”", "Bridge reopens: “it is safe”"),
    ],
)
def test_which_words_keep_their_capital(title: str, sent: str) -> None:
    """Those that the document has with one alone, first names, acronyms, numerals, and the English I."""
    assert in_sentence_case(title, (), "en", words_with_capitals(BODY, "en")) == sent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MACRON VISITS BERLIN", True),
        ("ПРЕЗИДЕНТ В БЕРЛИНЕ", True),
        ("BAŞBAKAN İSTİFA ETTİ", True),
        ("NATO", False),
        ("NATO 2025", False),
        ("UN, EU, US", False),
        ("MACRON visits BERLIN", False),
        ("首相がベルリンを訪問", False),
        ("12 34", False),
        ("", False),
    ],
)
def test_what_is_a_title_in_capitals(text: str, expected: bool) -> None:
    """Several words; an acronym or a row of short ones is none."""
    assert is_capital_title(text) is expected


@pytest.mark.parametrize("code", CASED)
def test_every_language_with_capitals(code: str) -> None:
    """A title goes out in small letters by the language's rules, and comes back in its capitals."""
    other = "fr" if code == "en" else "en"
    title = raised("ışık ilkesi bugün", code) if code == "tr" else raised("Abcd efgh ijkl mnop", code)
    engine = FakeEngine(offered=(Hop(engine="fake", source=code, target=other, method="rule-based"),))
    (made,) = Translator([engine], Routes([engine])).translate(
        [Request(target=other, segments=segments(title, language=code))]
    )
    ((_, _, (sent,)),) = engine.calls
    assert lowered(sent, code) == lowered(title, code)
    assert sent[1:] == lowered(title, code)[1:] or code == "nl"
    assert words(made) == [raised(f"{other}: {' '.join(reversed(sent.split()))}", other)]


def test_engines_that_learn_get_titles_as_they_are() -> None:
    """They have seen capitals; only rules take them for names."""
    engine = FakeEngine(offered=(Hop(engine="fake", source="en", target="es", method="neural"),))
    Translator([engine], Routes([engine])).translate(
        [Request(target="es", segments=segments("MACRON VISITS BERLIN", language="en"))]
    )
    assert engine.calls == [("en", "es", ("MACRON VISITS BERLIN",))]


def test_a_title_that_cannot_be_translated_stays_as_it_was() -> None:
    """In capitals, as the source has it."""
    hop = Hop(engine="fake", source="en", target="es", method="rule-based")
    engine = FakeEngine(offered=(hop,), stuck="berlin")
    (made,) = Translator([engine], Routes([engine])).translate(
        [Request(target="es", segments=segments("MACRON VISITS BERLIN", "the bridge", language="en"))]
    )
    assert isinstance(made, Rendering)
    assert made.texts["b1.1"].text == "MACRON VISITS BERLIN"


@given(st.text("ABÇİIßŒÆΣ ĲŉǄ.’-1", max_size=24), st.sampled_from(["en", "tr", "de", "el", "nl"]))
def test_lengths_and_items_stay(text: str, code: str) -> None:
    """What is sent has the same places; what must not change is not changed, going or coming."""
    items = (Item(kind="url", start=2, end=4),) if len(text) > 4 else ()
    sent = in_sentence_case(text, items, code, {})
    assert len(sent) == len(text)
    assert all(sent[item.start : item.end] == text[item.start : item.end] for item in items)
    back = in_capitals(Restored(text=sent, items=items), code)
    assert len(back.items) == len(items)
    for item, own in zip(back.items, items, strict=True):
        assert back.text[item.start : item.end] == text[own.start : own.end]
