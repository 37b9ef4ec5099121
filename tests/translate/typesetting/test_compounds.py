"""Blanks that were lost inside compounds come back, and no word is taken apart that is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.compounds import blanks_in_compounds
from pipeline.translate.typesetting.edits import edited


def parted(text: str, answer: str, target: str = "es") -> str:
    """Return an answer with its blanks."""
    restored = Restored(text=answer, items=())
    return edited(restored, blanks_in_compounds(restored, text, target)).text


@pytest.mark.parametrize(
    ("text", "answer", "target", "wanted"),
    [
        ("The 14-year-old girl", "La chicade14años", "es", "La chica de 14 años"),
        ("the 10-year contract", "un contratode10 años", "es", "un contrato de 10 años"),
        ("a 1,000-page book", "un librode1,000 páginas", "es", "un libro de 1,000 páginas"),
        ("a three-year-old boy", "Un chicodetresaños", "es", "Un chico de tres años"),
        ("A well-known actor", "Actorbiensabido", "es", "Actor bien sabido"),
        ("a London-based firm", "Empresa basadaenLondres", "es", "Empresa basada en Londres"),
        ("the U.S.-led coalition", "Coalición dirigidaenEE.UU.", "es", "Coalición dirigida en EE.UU."),
        ("a London-based firm", "una empresa basadaaLondres", "ca", "una empresa basada a Londres"),
        ("the 14-year-old girl", "la noiade14anys", "ca", "la noia de 14 anys"),
    ],
)
def test_parts_of_compounds_are_parted(text: str, answer: str, target: str, wanted: str) -> None:
    """At figures, at capitals inside, and between words that the language has."""
    assert parted(text, answer, target) == wanted


@pytest.mark.parametrize(
    ("text", "answer", "target"),
    [
        ("The girl is 14 years old", "La chicade14años", "es"),
        ("a state-owned firm", "una empresa paraestatal", "es"),
        ("a well-known man", "se detendría el adolescente insurgente", "es"),
        ("a London-based firm of McDonald", "una empresa de McDonald", "es"),
        ("the 14-inch iPhone14 set", "el iPhone14 y el A4B", "es"),
        ("a 24-hour strike", "eine Donaudampfschifffahrt von24Stunden", "de"),
        ("a well-known Sobrevivientes", "sobrevivientes y almirante", "es"),
        ("one-two", "hispanohablantes contrarrevolucionario", "es"),
        ("a self-proclaimed group", "empezado bombardeando áreas, andando y comandando", "es"),
    ],
)
def test_words_that_are_words_stay(text: str, answer: str, target: str) -> None:
    """Without a compound in the source; what may be a word of the language; words of the source."""
    assert parted(text, answer, target) == answer


@given(st.text("abcde -1A", max_size=20), st.text("casadeen14A ", max_size=30))
def test_only_blanks_are_added(text: str, answer: str) -> None:
    """Whatever the texts, and a second time changes nothing."""
    made = parted(text, answer)
    assert made.replace(" ", "") == answer.replace(" ", "")
    assert parted(text, made) == made
