"""Noon and midnight, in words and by the clock, in every language."""

from __future__ import annotations

import pytest

import languages
from tests.support.check_cases import verdict


@pytest.mark.parametrize("code", languages.codes())
def test_noon_and_midnight_are_twelve_and_nought(code: str) -> None:
    """Every word for them is 12:00, and 0:00 or 24:00; neither is the other."""
    checks = languages.get(code).checks
    other = "es" if code == "en" else "en"
    noon, midnight = (languages.get(other).checks.noon[0], languages.get(other).checks.midnight[0])
    assert checks.noon
    assert checks.midnight
    for own, right, wrong, times in (
        (checks.noon, noon, midnight, ("12:00", "12")),
        (checks.midnight, midnight, noon, ("0:00", "24:00", "00:00", "12")),
    ):
        for form in own:
            here = f"x {form.rstrip('*')} x"
            for there in (f"x {right} x", *(f"x {time} x" for time in times)):
                assert verdict("numbers", f"{code}-{other}", here, there) == "pass", (form, there)
                assert verdict("numbers", f"{other}-{code}", there, here) == "pass", (form, there)
            assert verdict("numbers", f"{code}-{other}", here, f"x {wrong} x") == "warn", form
            assert verdict("numbers", f"{other}-{code}", f"x {wrong} x", here) == "warn", form
            assert verdict("numbers", f"{other}-{code}", "x 10:30 x", here) != "pass", form


@pytest.mark.parametrize(
    ("pair", "source", "target", "expected"),
    [
        ("en-it", "It ends at noon.", "Finisce alle 12:00.", "pass"),
        ("en-it", "It ends at noon.", "Finisce alle 24:00.", "fail"),
        ("en-de", "It ends at noon.", "Es endet um 0 Uhr.", "warn"),
        ("en-de", "It ends at noon.", "Es endet um 12:00 Uhr.", "pass"),
        ("de-en", "Es endet um 12:00 Uhr.", "It ends at noon.", "pass"),
        ("en-de", "It ends at midnight.", "Es endet um 12:00 Uhr.", "warn"),
        ("en-de", "It ends at midnight.", "Es endet um 00:00 Uhr.", "pass"),
        ("en-fr", "It ends at noon.", "Cela finit à 12 h 00.", "pass"),
        ("en-fr", "It ends at midnight.", "Cela finit à 12 h 00.", "warn"),
        ("en-fr", "It ends at noon.", "Cela finit à 0 h 00.", "warn"),
        ("en-cs", "It ends at noon.", "Končí ve 12:00 hodin.", "pass"),
        ("en-ro", "It ends at noon.", "Se termină la ora 12:00.", "pass"),
        ("ro-en", "Se termină la ora 12:00.", "It ends at midnight.", "warn"),
        ("en-de", "It ends at midnight.", "Es endet um 0 Uhr.", "pass"),
        ("en-es", "It ends at half past ten.", "Termina a las 10:30.", "pass"),
        ("en-de", "It ends at half past ten.", "Es endet um halb elf.", "pass"),
        ("en-es", "It ends at half past ten.", "Termina a las 11:30.", "warn"),
        ("en-es", "It ends at half past ten.", "Termina a las once y media.", "warn"),
    ],
)
def test_hours_in_words_are_those_by_the_clock(pair: str, source: str, target: str, expected: str) -> None:
    """Another hour is a warning."""
    assert verdict("numbers", pair, source, target) == expected
