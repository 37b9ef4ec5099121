"""A document put together around other words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.records import Mark, Segment
from pipeline.write.layout.document_text import translation_text

TEXT = "# Titel\n\nEins.  Zwei.\n- drei\n- vier (dpa)\n"
SPANS = (
    ("b1.1", 0, "Titel"),
    ("b2.1", 1, "Eins."),
    ("b2.2", 1, "Zwei."),
    ("b3.1", 2, "drei"),
    ("b4.1", 3, "vier"),
)
SEGMENTS = tuple(
    Segment(
        id=name, block=block, start=TEXT.index(own), end=TEXT.index(own) + len(own), text=own, language="de"
    )
    for name, block, own in SPANS
)
TEXTS = {"b1.1": "Title", "b2.1": "One.", "b2.2": "Two.", "b3.1": "three", "b4.1": "four"}


def test_all_but_the_words_stands_as_in_the_source() -> None:
    """Blank lines, double spaces, marks and the credit."""
    made = translation_text(text=TEXT, marks=(), segments=SEGMENTS, texts=TEXTS, language="en")
    assert made == "# Title\n\nOne.  Two.\n- three\n- four (dpa)\n"


def test_a_language_without_spaces_joins_its_sentences_without() -> None:
    """Chinese and Japanese have nothing between sentences."""
    made = translation_text(text=TEXT, marks=(), segments=SEGMENTS, texts=TEXTS, language="zh")
    assert "One.Two." in made


def test_sentences_from_a_language_without_spaces_get_theirs() -> None:
    """Where a mark stands between them, too; a line end is as good as a space."""
    text = "一。二。\n三。"
    segments = tuple(
        Segment(
            id=f"b1.{n}", block=0, start=start, end=start + 2, text=text[start : start + 2], language="zh"
        )
        for n, start in ((1, 0), (2, 2), (3, 5))
    )
    texts = {"b1.1": "One.", "b1.2": "Two.", "b1.3": "Three."}
    note = Mark(start=2, end=2, raw="[^1]", role="note")
    opening = Mark(start=2, end=2, raw="**", role="emphasis", side="open", pair=0)
    closing = Mark(start=4, end=4, raw="**", role="emphasis", side="close", pair=0)
    for marks, expected in (
        ((), "One. Two.\nThree."),
        ((note, opening, closing), "One.[^1] **Two.**\nThree."),
    ):
        made = translation_text(text=text, marks=marks, segments=segments, texts=texts, language="en")
        assert made == expected


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_missing_is_an_error(language: str) -> None:
    """A document is whole or not made."""
    broken = (replace(SEGMENTS[0], id="b9.9"), *SEGMENTS[1:])
    with pytest.raises(KeyError):
        translation_text(text=TEXT, marks=(), segments=broken, texts=TEXTS, language=language)
