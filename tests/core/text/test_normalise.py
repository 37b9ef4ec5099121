"""Texts in normal form, without invisible signs, and with those that they need."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.text.normalise import normalise
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.document import read_document
from pipeline.read.reference import Reference


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧‍👦 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👋🏽 ☎︎",
        "می‌خواهم کتاب‌ها",
        "क्‍ष और क्‌ष",
        "葛\U000e0100城",
        "שלום\u200f abc\u200e",
        "« Oui »\u00a0: 10\u202f000",
        "tab\tline\n",
    ],
)
def test_what_a_script_or_an_emoji_needs_stays(text: str) -> None:
    """Joiners, variation selectors, direction marks beside right-to-left letters, no-break spaces."""
    assert normalise(text).text == text
    assert not normalise(text).removed


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\u202eb\u202c \u2066c\u2069", "ab c"),
        ("co\u00adopé\u200bration\ufeff", "coopération"),
        ("a\u200db\u200cc", "abc"),
        ("oui\u200f", "oui"),
        ("a\ufe0f😀\ufe0f\ufe0f\ufe01", "a😀\ufe0f"),
        ("x\U000e0041\U000e0042", "x"),
        ("a\x07b\x1bc\x9fd\x1fe", "abcd e"),
        ("\ufffea\ufdd0", "a"),
        ("😀\u200d\u3164", "😀"),
    ],
)
def test_what_nobody_sees_goes(text: str, left: str) -> None:
    """Overrides, soft hyphens, zero-width spaces, joiners without use, hidden tags, controls."""
    cleaned = normalise(text)
    assert cleaned.text == left
    assert sum(sign.count for sign in cleaned.removed) == len(text) - len(left) + left.count(
        " "
    ) - text.count(" ")


def test_removed_signs_are_named() -> None:
    """By code point and Unicode's name, with their number."""
    (sign,) = normalise("a\u202eb\u202e").removed
    assert (sign.sign, sign.name, sign.count) == ("U+202E", "RIGHT-TO-LEFT OVERRIDE", 2)


@given(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("\u0301\u0323e\u200d👩\ufe0f\u093c"))))
def test_a_clean_text_is_in_normal_form_and_stays_as_it_is(text: str) -> None:
    """For any text."""
    once = normalise(text)
    assert unicodedata.is_normalized("NFC", once.text)
    twice = normalise(once.text)
    assert (twice.text, twice.normalised, twice.removed) == (once.text, False, ())


@pytest.mark.parametrize("marks", ["\u0315\u0300", "\u302a\u302d", "\u093c\u094d"])
def test_long_runs_of_marks_are_sorted_in_linear_time(marks: str) -> None:
    """Python's own sorting of 400,000 marks would take minutes."""
    text = normalise("a" + marks * 200_000).text
    assert text[:1] in "aàa"
    classes = [unicodedata.combining(sign) for sign in text[1:]]
    assert classes == sorted(classes)


def test_spans_count_in_the_clean_text_and_the_source_stays(tmp_path: Path) -> None:
    """What was done is in the document, which keeps the bytes as received."""
    path = tmp_path / "a.txt"
    content = "Le cafe\u0301 pie\u0301ge\u0301\u202e est ouvert.\n".encode()
    path.write_bytes(content)
    document = read_document(Reference(origin="a.txt", path=path), LangdetectDetector())
    assert document.content == content
    (block,) = document.blocks
    assert document.text[block.start : block.end] == "Le café piégé est ouvert."
    assert document.normalised
    assert [sign.sign for sign in document.removed] == ["U+202E"]
