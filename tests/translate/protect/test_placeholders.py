"""Placeholders in, placeholders out: nothing is lost, whatever an engine does to them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.records import Item, ItemKind, PlaceholderForm, StandIn
from pipeline.translate.protect.attempts import Apart, attempts
from pipeline.translate.protect.patterns import merge_items
from pipeline.translate.protect.placeholders import mask, unmask
from pipeline.translate.protect.restore import Restored

FORMS: tuple[PlaceholderForm, ...] = get_args(PlaceholderForm)

texts = st.text(
    alphabet=st.one_of(
        st.sampled_from("aéXQZxqz1239%( ,.'’«»\u00a0\ue000\ue001的 "),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
)


@st.composite
def texts_with_items(draw: st.DrawFn, *, markup: bool = True) -> tuple[str, tuple[Item, ...]]:
    """Draw a text and items in it: wide ones, and where ``markup`` is, places and nested pairs."""
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    kinds: st.SearchStrategy[ItemKind] = st.sampled_from(("url", "emoji", "term", "code"))
    items = [
        Item(start=start, end=end, kind=draw(kinds))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        if start < end
    ]
    if markup:
        starts = sorted({0, len(text), *(item.end for item in items)})
        first, last = sorted((draw(st.sampled_from(starts)), draw(st.sampled_from(starts))))
        drop = draw(st.booleans())
        pair = [
            Item(start=at, end=at, kind=kind, replacement="**", pair=1, droppable=drop)
            for at, kind in ((first, OPEN), (last, CLOSE))
        ]
        items = [
            *(item for item in items if item.end <= first),
            pair[0],
            *(item for item in items if first < item.end <= last),
            pair[1],
            *(item for item in items if item.end > last),
        ]
    return text, tuple(items)


OPEN: ItemKind = "open"
CLOSE: ItemKind = "close"


@given(drawn=texts_with_items(), form=st.sampled_from(FORMS))
def test_what_comes_back_as_it_was_sent_is_the_text(
    drawn: tuple[str, tuple[Item, ...]], form: PlaceholderForm
) -> None:
    """For any text and any items, in every form that the text allows."""
    text, items = drawn
    masked = mask(text, items, form)
    if masked is None:
        return
    restored = unmask(masked, masked.text)
    assert restored is not None
    assert restored.text == text
    assert [(item.start, item.end) for item in restored.items] == [(item.start, item.end) for item in items]


@given(drawn=texts_with_items())
def test_pieces_that_come_back_as_they_were_sent_are_the_text(drawn: tuple[str, tuple[Item, ...]]) -> None:
    """The last resort, too, changes nothing itself."""
    text, items = drawn
    apart = Apart(source=text, items=items)
    restored = apart.restore(apart.texts)
    assert restored.text == text
    assert [(item.start, item.end) for item in restored.items] == [(item.start, item.end) for item in items]


def spoiled(text: str, choice: random.Random) -> str:
    """Return an answer as the worst of engines gives it: words lost, doubled, moved, recased, spaced out."""
    words = re.findall(r"\s+|[\ue000-\uf8ff]|%\d+|\w+|.", text, re.DOTALL)
    for _ in range(choice.randint(0, 4)):
        if not words:
            break
        at = choice.randrange(len(words))
        match choice.randrange(5):
            case 0:
                words.pop(at)
            case 1:
                words.insert(at, words[at])
            case 2:
                words.insert(choice.randrange(len(words)), words.pop(at))
            case 3:
                words[at] = words[at].swapcase()
            case _:
                words[at] = " ".join(words[at])
    return "".join(words) or "x"


def engine(sent: Sequence[str], choice: random.Random) -> list[str]:
    """Answer every text badly."""
    return [spoiled(text, choice) for text in sent]


@given(drawn=texts_with_items(), seed=st.integers(0, 10_000))
def test_no_engine_can_lose_an_item(drawn: tuple[str, tuple[Item, ...]], seed: int) -> None:
    """Each is in the result once, as it was, at the place that is said; only what may go is dropped."""
    text, items = drawn
    choice = random.Random(seed)
    ways = attempts(text, items, FORMS)
    restored: Restored | None = None
    while restored is None:
        way = next(ways)
        restored = way.restore(engine(way.texts, choice))
    contents = sorted(text[item.start : item.end] or str(item.replacement) for item in items)
    kept = sorted(str(item.replacement) for item in (*restored.items, *way.dropped))
    assert kept == contents
    assert all(item.droppable for item in way.dropped)
    assert [item.kept for item in way.dropped] == ["dropped"] * len(way.dropped)
    end = 0
    for item in restored.items:
        assert item.start >= end
        end = item.end
        if item.start < item.end:
            assert restored.text[item.start : item.end] == item.replacement
    marks = [item.kind for item in restored.items if item.pair is not None]
    assert marks in ([], [OPEN, CLOSE])


def url_in(text: str) -> Item:
    """Return the only address of a text as an item."""
    found = re.search(r"https://[a-z.]+", text)
    assert found is not None
    return Item(start=found.start(), end=found.end(), kind="url")


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("See xq1z now.", "See https://a.example now."),
        ("See XQ 1 Z now.", "See https://a.example now."),
        ("Now see XQ1Z.", "Now see https://a.example."),
        ("See now.", None),
        ("See XQ1Z or XQ1Z.", None),
        ("See XQ2Z.", None),
        ("See XQ1Z and XQ.", None),
    ],
)
def test_an_answer_is_taken_only_if_it_is_whole(answer: str, text: str | None) -> None:
    """Case and spaces are forgiven; what is lost, doubled, foreign or broken is not."""
    source = "Voir https://a.example maintenant."
    masked = mask(source, [url_in(source)], "word")
    assert masked is not None
    assert masked.text == "Voir XQ1Z maintenant."
    restored = unmask(masked, answer)
    assert (restored.text if restored else None) == text


@pytest.mark.parametrize(
    ("source", "answer", "text"),
    [
        ("Le site (https://a.example) dit", "The site ( XQ1Z ) says", "The site (https://a.example) says"),
        ("Le site https://a.example, dit", "The siteXQ1Z , says", "The site https://a.example, says"),
        ("见https://a.example吧", "See XQ1Z please", "See https://a.example please"),
    ],
)
def test_spaces_around_an_item_are_mended(source: str, answer: str, text: str) -> None:
    """They are as in the source where its neighbours are, and words never run into an item."""
    masked = mask(source, [url_in(source)], "word")
    assert masked is not None
    restored = unmask(masked, answer)
    assert restored is not None
    assert restored.text == text


def test_markup_clings_to_its_words() -> None:
    """It has places in the translation, inside which no space stands."""
    items = [
        Item(start=3, end=3, kind="open", replacement="**", pair=1),
        Item(start=7, end=7, kind="close", replacement="**", pair=1),
    ]
    masked = mask("Un gros chat.", items, "word")
    assert masked is not None
    restored = unmask(masked, "A XQ1Z big XQ2Z cat.")
    assert restored is not None
    assert (restored.text, restored.marked_up) == ("A big cat.", "A **big** cat.")
    assert unmask(masked, "A XQ2Z big XQ1Z cat.") is None


def test_what_stands_at_the_ends_without_grammar_is_not_sent() -> None:
    """An emoji after the sentence, markup around all of it."""
    items = [
        Item(start=0, end=0, kind="open", replacement="**", pair=1),
        Item(start=8, end=9, kind="emoji"),
        Item(start=9, end=9, kind="close", replacement="**", pair=1),
    ]
    masked = mask("Bonjour 🎉", items, "word")
    assert masked is not None
    assert masked.text == "Bonjour "
    restored = unmask(masked, "Hello")
    assert restored is not None
    assert restored.marked_up == "**Hello 🎉**"


def test_placeholders_never_look_like_the_text() -> None:
    """Another stem where the first is in the text, none where ``%1`` is, no private-use sign twice."""
    text = "XQ1Z kx \ue000 %1 https://a.example"
    item = url_in(text)
    word, blank = mask(text, [item], "word"), mask(text, [item], "blank")
    assert word is not None
    assert blank is not None
    assert word.text.endswith("QJ1Z")
    assert blank.text.endswith("\ue001")
    assert mask(text, [item], "percent") is None


def test_emphasis_is_given_up_before_the_sentence_is_cut() -> None:
    """A link's address is not: for that the text is translated in pieces."""
    bold = [
        Item(start=3, end=3, kind=OPEN, replacement="**", pair=1, droppable=True),
        Item(start=7, end=7, kind=CLOSE, replacement="**", pair=1, droppable=True),
    ]
    link = [
        Item(start=8, end=8, kind=OPEN, replacement="[", pair=2),
        Item(start=12, end=12, kind=CLOSE, replacement="](a.html)", pair=2),
    ]
    ways = list(attempts("Un gros chat noir.", [*bold, *link], ("word",)))
    assert [len(way.texts) for way in ways] == [1, 1, 3]
    assert [len(way.dropped) for way in ways] == [0, 2, 2]
    assert ways[1].texts == ("Un gros XQ1Z chat XQ2Z noir.",)
    assert ways[2].texts == ("Un gros", "chat", "noir.")


NAME = StandIn(sent="Peter", back=("Peter",), shown=("Theresa May",))
MONTH = StandIn(sent="the 4 of December", back=("diciembre", "dic"), shown=("marzo", "mar"))
GONE = StandIn(sent="IMF", back=(), shown=())


def _stood_in(*pairs: tuple[str, StandIn | None]) -> tuple[str, tuple[Item, ...]]:
    """Return a text of pieces, of which those with a stand-in are items; so is an address without one."""
    text, items = "", []
    for piece, stand_in in pairs:
        if stand_in is not None or piece.startswith("http"):
            kind: ItemKind = "name" if stand_in is not None else "url"
            end = len(text) + len(piece)
            items.append(Item(start=len(text), end=end, kind=kind, droppable=True, stand_in=stand_in))
        text += piece
    return text, tuple(items)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("Peter llegó el 4 de diciembre.", "Theresa May llegó el 4 de marzo."),
        ("Diciembre llegó a Peter.", "Marzo llegó a Theresa May."),
        ("El 4 dic, peter llegó.", "El 4 mar, Theresa May llegó."),
        ("Peter llegó.", None),
        ("Peter y Peter llegaron en diciembre.", None),
        ("Peterha llegó el 4 de diciembre.", "Theresa Mayha llegó el 4 de marzo."),
        ("Peterson llegó el 4 de diciembre.", "Theresa Mayson llegó el 4 de marzo."),
        ("Peterborough llegó el 4 de diciembre.", None),
        ("Peter llegó el 4 dediciembre.", None),
        ("", None),
    ],
)
def test_words_that_stand_in_are_replaced_if_each_comes_back_once(answer: str, text: str | None) -> None:
    """In any letter case, and a capital at the beginning is kept; parts of longer words are none of them."""
    source, items = _stood_in(("Theresa May", NAME), (" came ", None), ("on March 4", MONTH), (".", None))
    masked = mask(source, items, "known")
    assert masked is not None
    assert masked.text == "Peter came the 4 of December."
    restored = unmask(masked, answer)
    assert (restored.text if restored is not None else None) == text
    if restored is not None:
        assert sorted(restored.text[item.start : item.end].lower()[:3] for item in restored.items) == [
            "mar",
            "the",
        ]


def test_other_items_go_beside_them_as_blanks() -> None:
    """And what the engine writes in its own words is not looked for."""
    source, items = _stood_in(
        ("The ", None),
        ("I.M.F.", GONE),
        (" told ", None),
        ("Theresa May", NAME),
        (" ", None),
        ("http://a.b", None),
    )
    masked = mask(source, items, "known")
    assert masked is not None
    assert masked.text == "The IMF told Peter \ue002"
    restored = unmask(masked, "\ue002 Peter, dijo el FMI")
    assert restored is not None
    assert restored.text == "http://a.b Theresa May, dijo el FMI"
    assert [item.kind for item in restored.items] == ["url", "name"]


def test_what_stands_in_has_no_other_form_and_is_given_up_first() -> None:
    """Names before months, months before names, then both: what is given up goes in the source's words."""
    source, items = _stood_in(("Theresa May", NAME), (" came ", None), ("on March 4", MONTH), (".", None))
    items = (items[0], replace(items[1], kind="date"))
    assert mask(source, items, "blank") is None
    sent = [attempt.texts for attempt in attempts(source, items, ("known", "blank", "word"))]
    assert sent == [
        ("Peter came the 4 of December.",),
        ("Theresa May came the 4 of December.",),
        ("Peter came on March 4.",),
        ("Theresa May came on March 4.",),
        ("Theresa May came on March 4.",),
    ]
    last = [*attempts(source, items, ("known", "blank", "word"))][-1]
    assert last.dropped == ()


def test_two_words_that_come_back_alike_are_not_sent() -> None:
    """Which of them stood for what could not be told."""
    source, items = _stood_in(("Theresa May", NAME), (" saw ", None), ("Jack Straw", NAME))
    assert mask(source, items, "known") is None


def test_markup_inside_a_name_leaves_it_to_the_engine() -> None:
    """A name is replaced as a whole, or not at all."""
    _, (name,) = _stood_in(("Theresa May", NAME))
    inside = Item(start=8, end=8, kind="open", replacement="**", pair=1)
    assert merge_items([name], [inside, replace(inside, start=11, end=11, kind="close")]) == (
        inside,
        replace(inside, start=11, end=11, kind="close"),
    )
