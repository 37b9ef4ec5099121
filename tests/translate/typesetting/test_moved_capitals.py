"""Capitals that came to stand on the wrong word, and those that are right."""

from __future__ import annotations

import pytest

from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.edits import edited
from pipeline.translate.typesetting.moved_capitals import moved_capitals


def put_right(text: str, answer: str, source: str = "en", target: str = "es") -> str:
    """Return an answer with its capitals."""
    restored = Restored(text=answer, items=())
    return edited(restored, moved_capitals(restored, text, source, target)).text


@pytest.mark.parametrize(
    ("text", "answer", "wanted"),
    [
        (
            "Macron said on Monday that I left.",
            "Macron Dijo el lunes que salí.",
            "Macron dijo el lunes que salí.",
        ),
        ("Hezbollah denied it.", "Hezbollah Lo negó.", "Hezbollah lo negó."),
        ("Macron visited Spain.", "Macron España visitó.", "Macron España visitó."),
        ("Water is scarce.", "EL agua es escasa.", "El agua es escasa."),
        ("WATER is scarce.", "EL agua es escasa.", "EL agua es escasa."),
        ("The US left.", "EE.UU. dejaron.", "EE.UU. dejaron."),
        ("Macron Holdings won.", "Macron Holdings ganó.", "Macron Holdings ganó."),
        ("The mayor said no.", "El Alcalde dijo no.", "El Alcalde dijo no."),
        ("“Yes!” he said.", "“Sí!” Dijo.", "“Sí!” dijo."),
        ("“Yes!” He left.", "“Sí!” Salió.", "“Sí!” Salió."),
        ("“Yes!” said Paul.", "“Sí!” Paul dijo.", "“Sí!” Paul dijo."),
        ("Spain and Italy", "España e italia", "España e Italia"),
        ("Iran or Oman", "Irán u omán", "Irán u Omán"),
        ("the name and ISBN", "el nombre e iSBN", "el nombre e ISBN"),
        ("Russian and Iranian allies", "aliados rusos e iraníes", "aliados rusos e iraníes"),
        ("Greeks and Italians", "griegos e italianos", "griegos e italianos"),
        ("father and son", "padre e hijo", "padre e hijo"),
        ("Paul, father and son", "Paul, padre e hijo", "Paul, padre e hijo"),
    ],
)
def test_into_spanish(text: str, answer: str, wanted: str) -> None:
    """Behind a name that stayed, behind a quotation, behind ``e`` and ``u``."""
    assert put_right(text, answer) == wanted


@pytest.mark.parametrize("target", ["de", "ja", "ar"])
def test_languages_with_other_rules_are_left(target: str) -> None:
    """Where nouns have capitals, or nothing has."""
    assert put_right("Macron said no.", "Macron Dijo no.", target=target) == "Macron Dijo no."
