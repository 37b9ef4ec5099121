"""What engines by rules would break: names, months, acronyms, in all languages with capitals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import languages
from languages import Language
from pipeline.core.records import StandIn
from pipeline.core.text.case import capitalised
from tests.support.word_reader import WordReaderEngine, found_in, shown

WITH_CAPITALS = [language for language in languages.everyone() if language.small_words]
MONTHS = [language for language in WITH_CAPITALS if len(language.checks.months) == 12]


def test_every_language_with_capitals_has_titles() -> None:
    """A language whose small words show that it has capitals says what stands before names."""
    assert [language.code for language in WITH_CAPITALS if not language.names.titles] == []
    assert len(WITH_CAPITALS) >= 24
    assert [each.code for each in languages.everyone() if each.names.titles and not each.small_words] == []


@pytest.mark.parametrize("language", WITH_CAPITALS, ids=lambda language: language.code)
def test_what_stands_behind_a_title_is_a_name(language: Language) -> None:
    """Whatever else it may be, and wherever the document has it alone afterwards."""
    title = language.names.titles[0].rstrip("*")
    first, second = f"7, {title} Straw 7", "7, 7 Straw 7"
    target = "en" if language.code == "es" else "es"
    found = found_in([first, second], language.code, target)
    assert [shown(text, items) for text, items in zip((first, second), found, strict=True)] == [
        ["Straw"],
        ["Straw"],
    ]


@pytest.mark.parametrize("language", WITH_CAPITALS, ids=lambda language: language.code)
def test_a_first_name_makes_what_follows_a_name(language: Language) -> None:
    """A name of several words goes whole, initials, hyphens and particles included."""
    target = "en" if language.code == "es" else "es"
    for name in ("Jack Straw", "Ann B. Stone", "J.K. Miller", "Ann von der Hunt", "Ann Stone-Hunt"):
        text = f"7, {name}, 7"
        assert shown(text, found_in([text], language.code, target)[0]) == [name], name


@pytest.mark.parametrize("language", MONTHS, ids=lambda language: language.code)
def test_every_month_comes_back_as_the_target_writes_it(language: Language) -> None:
    """The month that stands in comes back in the target's words, and that one's month is put there."""
    if language.code == "en":
        return
    months = language.checks.months
    for number, forms in enumerate(languages.get("en").checks.months, 1):
        name = capitalised(forms[0].rstrip("?"))
        text = f"It was on {name} 4, 2019, they said."
        (item,) = found_in([text], "en", language.code)[0]
        assert text[item.start : item.end] == f"on {name} 4, 2019"
        assert item.stand_in is not None
        sent = item.stand_in.sent
        assert sent.startswith("the 4 of ")
        assert sent.endswith(" of 2019")
        assert months[number - 1][0].rstrip("?*") == item.stand_in.shown[0]
        if forms[0].endswith("?"):
            assert name not in sent
            assert item.stand_in.back[0] != item.stand_in.shown[0]


@pytest.mark.parametrize("language", MONTHS, ids=lambda language: language.code)
def test_a_month_that_is_another_word_is_protected_beside_a_figure(language: Language) -> None:
    """The same word elsewhere is left, and so are months that are no other word."""
    target = languages.get("en" if language.code == "es" else "es")
    doubtful = [forms[0][:-1] for forms in language.checks.months if forms[0].endswith("?")]
    for month in doubtful:
        written = capitalised(month, language.code) if language.code == "en" else month
        beside = f"7 xxx, 4 {written} 2019"
        assert [item.kind for item in found_in([beside], language.code, target.code)[0]] == ["date"], month
        assert found_in([f"xxx {month} xxx"], language.code, target.code)[0] == ()
    if language.code != "en":
        plain = [forms[0].rstrip("*") for forms in language.checks.months if not forms[0].endswith("?")]
        assert found_in([f"xxx 4 {month} 2019" for month in plain], language.code, target.code) == [()] * len(
            plain
        )


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("By May 12 it was over.", "the 12 of December"),
        ("He came on March 4th.", "the 4 of December"),
        ("On Oct. 3, he left.", "The 3 of January"),
        ("He came on 4 March 1950.", "the 4 of December of 1950"),
        ("Since Sept. 11 nothing changed.", "the 11 of December"),
        ("The March 4 vote was lost.", "vote of the 4 of December"),
        ("He saw the May 9 parade.", "parade of the 9 of December"),
        ("The March 4 peace talks failed.", "December"),
        ("The March 4 vote, he said, was lost.", "vote of the 4 of December"),
        ("It was cold in March 2020.", "December"),
        ("It was cold in May.", "December"),
        ("The talks of March 4-9 failed.", "December"),
        ("March 4, 2019", "The 4 of December of 2019"),
        ("March 4: it is over", "The 4 of December"),
        ("IT WAS OVER ON MAY 9.", "THE 9 OF DECEMBER"),
    ],
)
def test_dates_that_put_the_month_first_are_sent_in_other_words(text: str, sent: str) -> None:
    """With the article that the engine needs, without what stands before a day, and in the same case."""
    (item,) = found_in([text])[0]
    assert item.stand_in is not None
    assert item.stand_in.sent == sent


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the city, and that may be all.",
        "May they rest in peace.",
        "March of the workers.",
        "The march began at 9 and may end at 10.",
        "POLICE MARCH ON, AND MAY WIN.",
        "They May March To Victory Again",
    ],
)
def test_words_that_are_no_months_are_left(text: str) -> None:
    """Small letters, and a capital at the beginning, say nothing of a month."""
    assert found_in([text])[0] == ()


def test_a_surname_that_is_a_month_is_told_by_what_stands_beside_it() -> None:
    """``in May`` and ``May 12`` are a month even where the document knows a person of that name."""
    texts = ["Jack May left.", "Later May left.", "It was in May.", "By May 12 May left."]
    kinds = [[item.kind for item in items] for items in found_in(texts)]
    assert kinds == [["name"], ["name"], ["date"], ["date", "name"]]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("The A.I. boom went on.", ["A.I."]),
        ("The B.M.A. met the I.M.F. there.", ["B.M.A.", "I.M.F."]),
        ("He fought AIDS there.", ["AIDS"]),
        ("The U.S. and the IMF agreed.", []),
        ("She will NOT go.", []),
        ("IT IS NOT SO, AIDS SAID.", []),
        ("THE A.I. IS HERE, AIDS SAID.", ["A.I."]),
        ("At 5 P.M. in 300 B.C. he left.", ["P.M."]),
        ("World War II was over.", []),
    ],
)
def test_acronyms_that_the_engine_does_not_know_are_protected(text: str, items: list[str]) -> None:
    """Those that it knows, emphasis, years and Roman numerals are left."""
    assert shown(text, found_in([text])[0]) == items


def test_an_acronym_that_the_engine_knows_without_full_stops_is_sent_so() -> None:
    """At the end of a sentence it keeps the full stop that ends it."""
    inside, at_end = found_in(["The I.M.F. met.", "He met the I.M.F."])
    sent = [item.stand_in.sent for item in (*inside, *at_end) if item.stand_in is not None]
    assert sent == ["IMF", "IMF."]


@pytest.mark.parametrize(
    "text",
    [
        "He saw London and the United Nations.",
        "He went to London Road on Monday.",
        "Green houses and Stone walls were built.",
        "She met Miller and Jack there.",
        "all in small letters, jack straw too",
        "",
        "12 34",
    ],
)
def test_places_and_other_words_are_left(text: str) -> None:
    """So are names that the engine knows as names and as nothing else."""
    assert found_in([text])[0] == ()


def test_a_name_of_which_the_engine_knows_nothing_is_protected_with_what_follows() -> None:
    """But no place that it knows, no title alone, and nothing in small letters."""
    texts = ["They saw Kanye Stone there.", "They saw Kanye London there.", "They saw West London there."]
    assert [shown(text, items) for text, items in zip(texts, found_in(texts), strict=True)] == [
        ["Kanye Stone"],
        [],
        [],
    ]


def test_names_in_headlines_are_those_of_the_document() -> None:
    """Where all words have a capital, it tells nothing."""
    texts = ["Jack Straw Wins Big Stone Prize", "Ann May Says They May March", "They met Ann Straw, Ann May."]
    assert [shown(text, items) for text, items in zip(texts, found_in(texts), strict=True)] == [
        ["Straw"],
        ["Ann May"],
        ["Ann Straw", "Ann May"],
    ]


@pytest.mark.parametrize(
    ("name", "sent"), [("Ann Straw", "Elena"), ("Jack Straw", "Peter"), ("Erik Straw", "Edward")]
)
def test_a_woman_stands_in_for_a_woman_and_a_vowel_for_a_vowel(name: str, sent: str) -> None:
    """So that what agrees with a name, or loses a letter before it, is right."""
    (item,) = found_in([f"then {name} left"])[0]
    assert item.stand_in == StandIn(sent=sent, back=(sent,), shown=(name,))


def test_a_name_before_a_noun_is_sent_as_what_may_stand_there() -> None:
    """Rules read ``the BBC plan`` and not ``the Peter plan``."""
    first, second = found_in(["then Jack Straw met Ann.", "then the Straw plan met Ann."])
    assert [items[0].stand_in.sent for items in (first, second) if items[0].stand_in is not None] == [
        "Peter",
        "BBC",
    ]


def test_no_word_stands_in_twice_or_where_the_sentence_has_it() -> None:
    """Otherwise it could not be told which of them came back."""
    text = (
        "then Peter, David and Jack Straw met Mark Stone, Jack Hunt and Mr Green in December, "
        "on March 4 and May 5."
    )
    (items,) = found_in([text])
    sent = [item.stand_in.sent for item in items if item.stand_in is not None]
    words = [word for phrase in sent for word in phrase.split() if word[0].isupper()]
    assert len(items) == 6
    assert len(set(words)) == len(words)
    assert not {"Peter", "David", "December"} & set(words)


def test_nothing_is_found_for_engines_that_do_not_ask_for_it() -> None:
    """An engine asks for it by saying what it takes words for."""
    text = "Jack Straw came on March 4."
    assert found_in([text], engine=object()) == [()]
    assert found_in([text], engine=WordReaderEngine()) != [()]


@pytest.mark.parametrize(
    "language", [each for each in languages.everyone() if not each.small_words], ids=lambda each: each.code
)
def test_nothing_is_found_in_a_script_without_capitals(language: Language) -> None:
    """There, no capital tells a name."""
    assert found_in(["Jack Straw, May 4"], language.code, "en") == [()]


@given(
    st.lists(
        st.text(alphabet=st.one_of(st.sampled_from("aAéÉ.-'’ 4,"), st.characters(codec="utf-8")), max_size=40)
        | st.sampled_from(["Jack Straw said", "on March 4, 2019,", "the A.I. of Mr Stone", "in May "]),
        max_size=6,
    )
)
def test_items_lie_in_order_in_their_text(parts: list[str]) -> None:
    """Whatever a text is: none overlaps another, and each has letters and a stand-in."""
    text = " ".join("".join(parts).split())
    (items,) = found_in([text])
    places = [at for item in items for at in (item.start, item.end)]
    assert places == sorted(places)
    assert all(item.start < item.end <= len(text) and item.stand_in is not None for item in items)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("It is wrong, Hunt said.", ["Hunt"]),
        ("“It is wrong,” said Hunt.", ["Hunt"]),
        ("“It is wrong,” Hunt said on Monday.", ["Hunt"]),
        ("It is wrong, the Hunt said.", []),
        ("It is wrong, Nations said.", []),
        ("Hunt said so.", []),
    ],
)
def test_who_speaks_is_a_name_if_the_word_is_no_institution(text: str, items: list[str]) -> None:
    """A verb with a capital inside a sentence that says something is a surname; nouns are institutions."""
    assert shown(text, found_in([text])[0]) == items


def test_a_first_name_that_is_another_word_begins_a_sentence_before_a_name() -> None:
    """Not before another word, and if it is one of the commonest words, not in a question."""
    texts = [
        "Mark Shapps came.",
        "Mark Miller came.",
        "Mark Stone came.",
        "Will Miller came.",
        "Will Miller come?",
    ]
    assert [shown(text, items) for text, items in zip(texts, found_in(texts), strict=True)] == [
        ["Mark Shapps"],
        ["Mark Miller"],
        [],
        ["Will Miller"],
        [],
    ]


@pytest.mark.parametrize(
    ("language", "text", "items"),
    [
        ("fr", "le chef de l'A.F.P. a parlé", ["A.F.P."]),
        ("fr", "le plan d'Ann Straw a échoué", ["Ann Straw"]),
        ("it", "il piano dell'Ann Straw", ["Ann Straw"]),
        ("ca", "el pla d’Ann O'Straw", ["Ann O'Straw"]),
        ("en", "the plan of D'Arcy Straw", ["D'Arcy Straw"]),
    ],
)
def test_an_apostrophe_parts_small_words_from_names(language: str, text: str, items: list[str]) -> None:
    """And is part of names that have one behind a capital."""
    assert shown(text, found_in([text], language, "es" if language != "es" else "en")[0]) == items


def test_a_surname_that_is_another_word_is_one_if_the_document_has_no_such_word() -> None:
    """Inside a sentence, alone, without an article."""
    alone = "They say Smith won the race."
    assert shown(alone, found_in([alone])[0]) == ["Smith"]
    assert found_in([alone, "A smith came."]) == [(), ()]
    assert found_in(["They say the Smith won.", "Smith won it."]) == [(), ()]
    assert found_in(["hem vist l'Smith"], "ca") == [()]


@pytest.mark.parametrize(
    ("text", "cut", "items"),
    [
        ("then Ann Straw left", 9, ["Ann", "Straw"]),
        ("then Ann Straw left", 8, ["Ann", "Straw"]),
        ("then Ann Straw left", 5, ["Ann Straw"]),
        ("so on May 12", 6, ["May 12"]),
        ("so on May 12", 3, ["on May 12"]),
        ("so on May 12", 10, ["May"]),
    ],
)
def test_no_item_has_markup_inside(text: str, cut: int, items: list[str]) -> None:
    """The words on both sides of it are protected by themselves."""
    assert shown(text, found_in([text], cuts=[{cut}])[0]) == items
