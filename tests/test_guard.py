"""Checks on translated segments."""

from __future__ import annotations

import pytest

from pipeline.guard import check


def verdict(name: str, source: str, target: str) -> str:
    """Return the verdict of one check."""
    return next(item.verdict for item in check(source, target) if item.name == name)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Some 14,000 people fled.", "Quelque 14 000 personnes ont fui."),
        ("Some 14,000 people fled.", "Etwa 14.000 Menschen flohen."),
        ("Some 14\u202f000 people fled.", "Unas 14\u00a0000 personas huyeron."),
        ("It rose 3.5 % on 9 May 2026.", "Subió un 3,5 % el 9 de mayo de 2026."),
        ("١٢ شخصا", "12 personnes"),
        ("No numbers.", "Aucun nombre."),
    ],
)
def test_the_same_numbers_pass_however_they_are_written(source: str, target: str) -> None:
    """Separators and digits differ between languages; the digits' values do not."""
    assert verdict("numbers", source, target) == "pass"


@pytest.mark.parametrize(
    ("source", "target", "note"),
    [
        ("277 dead", "27 muertos", "lost 277; new 27"),
        ("277 dead", "muertos", "lost 277"),
        ("dead", "3 muertos", "new 3"),
        ("2 of 2", "2 de dos", "lost 2"),
    ],
)
def test_other_numbers_are_a_warning_that_says_which(source: str, target: str, note: str) -> None:
    """A number lost, invented or changed is worth a look."""
    found = next(item for item in check(source, target) if item.name == "numbers")
    assert (found.verdict, found.note) == ("warn", note)


def test_an_empty_translation_fails() -> None:
    """Nothing may be lost."""
    assert verdict("empty", "Oui.", " ") == "fail"
    assert verdict("empty", "Oui.", "Yes.") == "pass"


def test_a_sentence_that_came_back_as_it_was_is_a_warning() -> None:
    """Names may stay as they are; a sentence may not."""
    assert verdict("echo", "The mayor spoke on Monday.", "the mayor spoke on monday.") == "warn"
    assert verdict("echo", "Rami Abdel Rahmane", "Rami Abdel Rahmane") == "pass"
    assert verdict("echo", "The mayor spoke on Monday.", "El alcalde habló el lunes.") == "pass"
