"""Plain text to blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.plain_text import find_blocks, is_credit, is_heading


def kinds(text: str) -> list[tuple[str, str]]:
    """Return kind and words of each block."""
    return [(block.kind, text[block.start : block.end]) for block in find_blocks(text)]


LONG = (
    "The harbour master said on Tuesday that ships would be turned away until the storm had passed the coast."
)
OTHER = (
    "He added that nobody had been hurt, though two boats broke from their moorings in the night and sank."
)


def test_title_headings_paragraphs_and_credit() -> None:
    """Short lines without a final stop head what follows; the first one is the title."""
    text = f"Storm closes harbour\n\n{LONG}\n\nNobody hurt\n\n{OTHER}\n\nSource: Coastal Wire\n"
    assert kinds(text) == [
        ("title", "Storm closes harbour"),
        ("paragraph", LONG),
        ("heading", "Nobody hurt"),
        ("paragraph", OTHER),
        ("credit", "Source: Coastal Wire"),
    ]


def test_lines_without_blank_lines_between_are_paragraphs() -> None:
    """Reports pasted from a page have one paragraph a line."""
    assert [kind for kind, _ in kinds(f"{LONG}\n277 dead\n{OTHER}\n(AFP)")] == [
        "paragraph",
        "heading",
        "paragraph",
        "credit",
    ]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    """Lines that were filled to a width are joined; the span covers them all."""
    wrapped = "The harbour master said on Tuesday that ships\nwould be turned away until the storm was\nover."
    assert kinds(f"{wrapped}\n\n{wrapped}") == [("paragraph", wrapped), ("paragraph", wrapped)]


def test_one_sentence_a_line_is_not_wrapping() -> None:
    """Lines that all end their sentence are left apart."""
    text = "The mayor spoke to the council on Monday.\nThe council listened to her for an hour."
    assert len(kinds(text)) == 2


def test_a_list_keeps_its_marks_apart() -> None:
    """Marks are kept beside the words, so that they are never translated."""
    text = f"{LONG}\n- first point\n- second point\n1. one\n2) two\n"
    marks = [(block.marker, text[block.start : block.end]) for block in find_blocks(text)[1:]]
    assert marks == [("- ", "first point"), ("- ", "second point"), ("1. ", "one"), ("2) ", "two")]


def test_a_number_that_opens_one_paragraph_is_no_list() -> None:
    """A date such as "3. Oktober" is words."""
    assert kinds(f"3. Oktober ist Feiertag in ganz Deutschland.\n\n{LONG}")[0] == (
        "paragraph",
        "3. Oktober ist Feiertag in ganz Deutschland.",
    )


@pytest.mark.parametrize(
    "line",
    ["« Nous avons eu peur, dit-elle. »", "“We ran.”", "„Wir liefen weg.“", "「逃げました。」", '"We ran."'],
)
def test_a_paragraph_that_is_one_quotation(line: str) -> None:
    """Marks of every language in languages/ are known."""
    assert kinds(f"{LONG}\n\n{line}\n\n{LONG}")[1] == ("quotation", line)


def test_a_quotation_with_words_around_it_is_a_paragraph() -> None:
    """Two quotations with a speaker between them are not one."""
    line = "“We ran,” she said. “It was dark.”"
    assert kinds(f"{LONG}\n\n{line}\n\n{LONG}")[1] == ("paragraph", line)


def test_a_dash_opens_speech() -> None:
    """The dash of dialogue is a mark, kept apart from the words."""
    block = find_blocks(f"{LONG}\n\n— On y va, dit-il alors.\n\n{LONG}")[1]
    assert (block.kind, block.marker) == ("quotation", "— ")


@pytest.mark.parametrize(
    "line",
    [
        "Source: BFM TV",
        "Source : Agence Littorale",
        "Crédit : Anne Maret",
        "Fuente: Agencia Piedralba",
        "Quelle: dpa",
        "Источник: ТАСС",
        "来源：新华社",
        "المصدر: وكالة الأنباء",
        "(AFP)",
        "(Reuters, AP)",
        "(Northbridge Wire)",
        "© 2026 Coastal Wire",
        "Copyright 2026 Coastal Wire. All rights reserved.",
        "— Reuters",
    ],
)
def test_a_credit_line_is_known(line: str) -> None:
    """In the forms of every language, with any kind of colon."""
    assert is_credit(line)
    assert kinds(f"{LONG}\n{line}")[-1] == ("credit", line)


@pytest.mark.parametrize(
    "line",
    [
        "Sources close to the mayor: nobody knew.",
        "He said: no.",
        "(see page four)",
        "— and so they left",
        "Source: " + "a very long sentence about the source of the river " * 6,
        "AFP said so.",
    ],
)
def test_a_sentence_is_no_credit(line: str) -> None:
    """Words before a colon, brackets and dashes alone do not make one."""
    assert not is_credit(line)


def test_an_agency_at_the_end_of_the_last_sentence_is_the_credit() -> None:
    """The sentence before "(AFP)" stays a sentence."""
    assert kinds(f"{LONG}\n\nThe ships left. (AFP)")[1:] == [
        ("paragraph", "The ships left."),
        ("credit", "(AFP)"),
    ]


def test_two_credit_lines_are_both_taken() -> None:
    """A source and a copyright line may follow one another."""
    assert [kind for kind, _ in kinds(f"{LONG}\n\nSource: X Wire\n© 2026 X Wire")] == [
        "paragraph",
        "credit",
        "credit",
    ]


def test_a_text_of_one_line_is_a_paragraph() -> None:
    """A heading needs something to head, and a credit something to credit."""
    assert kinds("Storm closes harbour") == [("paragraph", "Storm closes harbour")]
    assert kinds("Source: Coastal Wire") == [("paragraph", "Source: Coastal Wire")]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("277 dead", True),
        ("The Kremlin calls for “order”", True),
        ("It ended.", False),
        ("He said:", False),
        ("", False),
    ],
)
def test_headings(line: str, answer: bool) -> None:
    """Short and without final punctuation."""
    assert is_heading(line) is answer


@given(st.text(alphabet=st.sampled_from('ab .\n-—“”"1)(©:AFP,。'), max_size=300))
def test_blocks_cover_the_text(text: str) -> None:
    """Blocks come in order, do not overlap, are trimmed, and leave only white space and marks between."""
    end = 0
    for block in find_blocks(text):
        assert end <= block.start <= block.end <= len(text)
        words = text[block.start : block.end]
        assert words == words.strip() != ""
        assert text[end : block.start].split() == block.marker.split()
        end = block.end
    assert not text[end:].strip()
