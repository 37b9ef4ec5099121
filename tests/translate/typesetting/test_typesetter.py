"""Capitals and spaces of translations, in every language, and what is never touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import languages
from pipeline.core.contract import Tidy
from pipeline.core.records import Hop, Item, Route, Segment
from pipeline.core.text.case import capitalised
from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.typesetter import Typesetter

CASED = sorted(each.code for each in languages.everyone() if each.small_words)
SPACED = sorted(each.code for each in languages.everyone() if each.separator)
UNCASED = {"ar", "fa", "he", "hi", "ja", "ko", "zh"}


def route(source: str, target: str, method: str = "rule-based") -> Route:
    """Return a route of one hop."""
    hop = Hop(engine="x", source=source, target=target, method=method)  # type: ignore[arg-type]
    return Route(hops=(hop,), quality=50.0, measured=True)


def tidied(
    text: str,
    answer: str,
    source: str = "en",
    target: str = "es",
    *,
    items: tuple[Item, ...] = (),
    tidy: Tidy = "rules",
    method: str = "rule-based",
) -> tuple[Restored, tuple[str, ...]]:
    """Return an answer to a text, set, and what was changed."""
    segment = Segment(id="b1.1", block=0, start=0, end=len(text), text=text, language=source)
    return Typesetter(tidy=tidy).set(
        Restored(text=answer, items=items), segment, route(source, target, method)
    )


def test_every_language_with_capitals_has_small_words() -> None:
    """A new language's file must say them, or be named here."""
    assert {each.code for each in languages.everyone()} - {*CASED} == UNCASED


@pytest.mark.parametrize("code", CASED)
def test_a_sentence_begins_with_a_capital_where_the_source_does(code: str) -> None:
    """In each language, to and from it; a digit or a small letter in the source changes nothing."""
    word = languages.get(code).small_words[-1].strip("'")
    large = capitalised(word, code)
    assert tidied("The dam", f"{word} x", target=code)[0].text == f"{large} x"
    assert tidied("the dam", f"{word} x", target=code)[0].text == f"{word} x"
    assert tidied("12 dams", f"{word} x", target=code)[0].text == f"{word} x"
    assert tidied(f"«{large} x", "«la presa", source=code)[0].text == "«La presa"


@pytest.mark.parametrize("code", CASED)
def test_small_words_have_no_capital_inside(code: str) -> None:
    """Unless the source has them in the same letters, or everything is in capitals."""
    for small in languages.get(code).small_words:
        word = small.strip("'")
        large, after = capitalised(word, code), "’" if small.endswith("'") else " "
        if large[0] == word[0] or not large.istitle():
            continue
        answer = f"Ooo {large}{after}ooo"
        assert tidied("Aaa bbb", answer, target=code)[0].text == f"Ooo {word}{after}ooo"
        assert tidied(f"Aaa {large} bbb", answer, target=code)[0].text == answer
        for kept in (f"OOO {large}{after}OOO", f"Ooo – {large}{after}ooo", f"Ooo ({large}{after}ooo)"):
            assert tidied("Aaa bbb", kept, target=code)[0].text == kept


@pytest.mark.parametrize("code", SPACED)
def test_spaces_before_signs_are_those_of_the_language(code: str) -> None:
    """None in most; in French a no-break space, narrow but before a colon."""
    gaps = dict(languages.get(code).mark_spaces)
    for sign in ":;!?":
        for space in ("", " ", "\u00a0", "  "):
            made = tidied("a b", f"ooo{space}{sign} ooo", source="en", target=code)[0].text
            assert made == f"ooo{gaps.get(sign, '')}{sign} ooo"
    for sign in ",.":
        assert tidied("a b", f"ooo  {sign}  ooo", target=code)[0].text == f"ooo{sign} ooo"


@pytest.mark.parametrize(
    ("answer", "target", "wanted"),
    [
        ("ooo « ooo » ooo", "es", "ooo «ooo» ooo"),
        ("ooo «ooo» ooo", "fr", "ooo «\u00a0ooo\u00a0» ooo"),
        ("ooo »ooo« ooo »ooo«", "de", "ooo »ooo« ooo »ooo«"),
        ("ooo » ooo", "es", "ooo » ooo"),
        ("«\u00a0ooo «\u00a0ooo", "es", "«ooo «ooo"),
        ("ooo ooo\u00a0», ooo", "es", "ooo ooo», ooo"),
        ("ooo,ooo;ooo", "es", "ooo, ooo; ooo"),
        ("a las 12:30, 2 : 1, 3,5 y 1.000", "es", "a las 12:30, 2 : 1, 3,5 y 1.000"),
        ("ooo :) ooo ;-) .NET ...", "es", "ooo :) ooo ;-) .NET ..."),
        ("ooo ?!", "fr", "ooo\u202f?!"),
        ("ooo!ooo", "fr", "ooo\u202f! ooo"),
        ("ooo\u3000ooo  。", "zh", "ooo\u3000ooo  。"),
    ],
)
def test_what_is_spaced_and_what_is_not(answer: str, target: str, wanted: str) -> None:
    """Quotations, lost blanks, clocks, ratios, numbers, faces."""
    assert tidied("a b", answer, target=target)[0].text == wanted


@pytest.mark.parametrize(
    ("text", "answer", "source", "target", "wanted"),
    [
        ("Istanbul", "istanbul", "en", "tr", "İstanbul"),
        ("Ice", "ijs", "en", "nl", "IJs"),
        ("Aaa bbb", "Ooo İle ooo", "en", "tr", "Ooo ile ooo"),
        ("IPhones", "iPhone ooo", "en", "es", "iPhone ooo"),
        ("He", "'s ochtends", "en", "nl", "'s ochtends"),
        ("水位上升。", "el agua", "zh", "es", "El agua"),
        ("水位", "el agua", "zh", "es", "el agua"),
        ("a:b", "ooo", "en", "es", "ooo"),
    ],
)
def test_capitals_of_each_language(text: str, answer: str, source: str, target: str, wanted: str) -> None:
    """Turkish has a dot, Dutch two letters; a word with capitals inside is a name."""
    assert tidied(text, answer, source, target)[0].text == wanted


def test_a_sign_that_the_source_has_between_letters_is_left() -> None:
    """``a,b`` may be a name."""
    assert tidied("See foo,bar", "Ver foo,bar")[0].text == "Ver foo,bar"


def test_items_are_never_touched_and_keep_their_places() -> None:
    """Addresses, and marks that stand between words."""
    items = (Item(start=0, end=12, kind="url"), Item(start=17, end=17, kind="standalone"))
    made, what = tidied("X", "www.a.eu/ : b ooo , De ooo", items=items)
    assert made.text == "www.a.eu/ : b ooo, de ooo"
    assert [(item.start, item.end) for item in made.items] == [(0, 12), (17, 17)]
    assert what == ("capitals", "spaces")


def test_only_what_was_asked_for_is_tidied() -> None:
    """Translations by rules, all, or none."""
    assert tidied("The", "la", tidy="none")[0].text == "la"
    assert tidied("The", "la", method="neural")[0].text == "la"
    assert tidied("The", "la", tidy="all", method="neural") == (Restored(text="La", items=()), ("capitals",))
    assert tidied("The", "La")[1] == ()


TEXT = st.text(st.sampled_from("aA1 \u00a0\u202f.,:;!?«»\"'()-iIÉéẞß"), max_size=30)


@given(text=TEXT, answer=TEXT, target=st.sampled_from(["es", "fr", "de", "tr", "nl", "zh", "ar"]))
def test_letters_stay_and_twice_changes_nothing(text: str, answer: str, target: str) -> None:
    """Whatever the signs are."""
    once = tidied(text, answer, target=target)[0]
    letters = [sign.casefold().replace("i\u0307", "i") for sign in once.text if sign.isalnum()]
    assert letters == [sign.casefold().replace("i\u0307", "i") for sign in answer if sign.isalnum()]
    assert tidied(text, once.text, target=target)[0].text == once.text
