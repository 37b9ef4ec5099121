"""Quotation marks of the language written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.records import Item
from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.quotation_marks import typeset


def written(text: str, source: str, target: str) -> str:
    """Return a text without items, its marks set."""
    return typeset(Restored(text=text, items=()), source, target).text


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ('He said "yes".', "en", "fr", "He said «\u00a0yes\u00a0»."),
        ("Il dit « oui ».", "fr", "en", "Il dit “oui”."),
        ("Il dit «\u00a0oui\u00a0».", "fr", "de", "Il dit „oui“."),
        ("Er sagt „ja“ und „nein“.", "de", "en", "Er sagt “ja” und “nein”."),
        ("“Él dijo «sí» hoy”", "es", "fr", "«\u00a0Él dijo “sí” hoy\u00a0»"),
        ("“It begins here", "en", "ca", "«It begins here"),
        ('and ends here."', "en", "ca", "and ends here.»"),
        ("A 5\" nail and l'any", "en", "ca", "A 5\" nail and l'any"),
        ("don’t ‘touch’", "en", "fr", "don’t ‘touch’"),
        ("「はい」と言う", "ja", "en", "“はい”と言う"),
    ],
)
def test_marks_become_those_of_the_target(text: str, source: str, target: str, expected: str) -> None:
    """With its spaces inside, nested ones by the second pair; apostrophes and inches are none."""
    assert written(text, source, target) == expected


def test_items_are_left_alone_and_keep_their_places() -> None:
    """A mark in code is code."""
    text = 'Type "`x = "1"`" now'
    item = Item(start=6, end=15, kind="code", replacement=text[6:15])
    place = Item(start=17, end=17, kind="open", replacement="*")
    done = typeset(Restored(text=text, items=(item, place)), "en", "fr")
    assert done.text == 'Type «\u00a0`x = "1"`\u00a0» now'
    assert [done.text[part.start : part.end] for part in done.items] == [text[6:15], ""]
    assert done.text[done.items[1].start :] == "now"


@given(st.text(st.sampled_from("\"«»“”„a 1.\u00a0('")), st.sampled_from(("fr", "de", "es", "sv", "he")))
def test_nothing_but_marks_and_spaces_changes(text: str, target: str) -> None:
    """For any text."""
    marks = '"«»“”„״\u00a0 '
    kept = "".join(sign for sign in text if sign not in marks)
    assert "".join(sign for sign in written(text, "en", target) if sign not in marks) == kept
