"""What is found in a text, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.records import Item
from pipeline.translate.protect import patterns
from pipeline.translate.protect.patterns import find_protected, merge_items

PIECES = (
    "www.a.x",
    "ftp://b",
    "tel:+3",
    "mailto:x",
    "me@a.ex",
    "/usr/lib/x",
    "C:\\a",
    "a.pdf",
    "a.Kſ",
    "n.ſQL",
    "x.com",
    "a_b",
    "a()",
    "@joe",
    "#tag",
    "2020-01-02",
    "👩",
    "©\ufe0f",
    "1\u20e3",
    "🇪🇸",
    "⌚",
    "☀",
    "⬛",
    "%s",
    "{x}",
    "__A__",
    "`q`",
    "<b>",
    "&amp;",
    ".",
    ",",
    "é",
    "7:30",
    "的",
    " ",
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Voir https://a.example/x_(y)?z=1&w=2), puis", ["https://a.example/x_(y)?z=1&w=2"]),
        ("Sur www.a.example/b. Et Booking.com, ou x.co.uk.", ["www.a.example/b", "Booking.com", "x.co.uk"]),
        ("访问https://a.example/c查看", ["https://a.example/c"]),
        (
            "À jean.dupont+x@a.example ou @maire, @a@b.example",
            ["jean.dupont+x@a.example", "@maire", "@a@b.example"],
        ),
        ("邮箱a@b.example。", ["a@b.example"]),
        ("#PontNeuf, #Élections2025 et #हिन्दी ; n° #1", ["#PontNeuf", "#Élections2025", "#हिन्दी"]),
        (
            "Le plan_final-v2.pdf, ~/notes/a.txt, C:\\Temp\\x",
            ["plan_final-v2.pdf", "~/notes/a.txt", "C:\\Temp\\x"],
        ),
        ("Le plan_(v2)_final.pdf, a_(b).txt", ["plan_(v2)_final.pdf", "a_(b).txt"]),
        ("Le [draft]_v2_(final).docx, a__b__c (et) [d].e", ["[draft]_v2_(final).docx", "a__b__c"]),
        (
            "À jean_(dupont)@a.example, pont_(ain), mot_clé",
            ["jean_(dupont)@a.example", "pont_(ain)", "mot_clé"],
        ),
        ("Lancez `make test`, foo_bar() ou print()", ["`make test`", "foo_bar()", "print()"]),
        ("{name}, {{ user.id }}, ${HOME}, {}, %s, %(n)d, %1$s, %.2f", None),
        ("<b>gras</b> <br/> &nbsp; <img src='x'>", ["<b>", "</b>", "<br/>", "&nbsp;", "<img src='x'>"]),
        ("Du 2025-03-01 au 2025-03-02T10:00:00Z", ["2025-03-01", "2025-03-02T10:00:00Z"]),
        ("👩‍👩‍👧‍👦❤️ et 🇫🇷, 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿", ["👩‍👩‍👧‍👦❤️", "🇫🇷", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]),
        ("50 % des 10 %d'entre, 3 < 4 > 2, km/h et/ou 24/7, a.m., U.S. 1914-18 fin.Le © →", []),
        ("Il a dit (oui) : « non », n'est-ce pas ? 14 000,5 — 1/2", []),
    ],
)
def test_items_are_found_and_nothing_else(text: str, found: list[str] | None) -> None:
    """Without the punctuation of the sentence; ``None`` stands for all that commas part."""
    expected = text.split(", ") if found is None else found
    assert [text[item.start : item.end] for item in find_protected(text)] == expected


@given(st.text(st.sampled_from("a.@#/:_-<>{}%`é的1 \u200d👩")))
def test_items_are_in_order_and_do_not_overlap(text: str) -> None:
    """For any text; none is empty."""
    end = 0
    for item in find_protected(text):
        assert end <= item.start < item.end <= len(text)
        end = item.end


@given(st.lists(st.sampled_from(PIECES), max_size=4).map("".join))
def test_no_item_is_without_a_hint(text: str) -> None:
    """A text without a hint is not searched, so whatever the search finds in any text must have one."""
    assert all(patterns._HINT.search(match[0]) for match in patterns._any().finditer(text))


@pytest.mark.parametrize(
    "unit", ["a", "a.", "@a", "a@", "#", "<a ", "`", "{{", "%", "%(a", "(", "a_", "/a", "👩\u200d"]
)
def test_hostile_texts_are_searched_in_linear_time(unit: str) -> None:
    """Much of what looks like the beginning of an item; quadratic time would take hours."""
    find_protected(unit * (30_000 // len(unit)))
    find_protected("https://" + unit * (30_000 // len(unit)))


def test_items_from_outside_come_first() -> None:
    """What overlaps them goes; what they stand inside of is parted there, a term given up."""
    found = [
        Item(start=0, end=4, kind="url"),
        Item(start=5, end=9, kind="emoji"),
        Item(start=10, end=14, kind="term", replacement="x"),
        Item(start=15, end=16, kind="date"),
    ]
    others = [
        Item(start=3, end=5, kind="code"),
        Item(start=7, end=7, kind="open", pair=1),
        Item(start=12, end=12, kind="close", pair=1),
    ]
    merged = merge_items(found, others)
    assert [(item.start, item.end, item.kind) for item in merged] == [
        (3, 5, "code"),
        (5, 7, "emoji"),
        (7, 7, "open"),
        (7, 9, "emoji"),
        (12, 12, "close"),
        (15, 16, "date"),
    ]
