"""Quotation marks that came out around other words, and those that people put elsewhere."""

from __future__ import annotations

import pytest

from tests.support.check_cases import check, verdict


@pytest.mark.parametrize(
    ("pair", "before", "after"),
    [
        ("en-es", 'He crossed the very "old bridge" today.', "Cruzó el “puente muy” viejo hoy."),
        ("en-fr", 'The "wide road" to the coast is shut.', "La “route large vers” la côte est fermée."),
        (
            "en-de",
            'They signed a "new treaty" with Norway.',
            "Sie „schlossen mit“ Norwegen einen neuen Vertrag.",
        ),
        (
            "en-it",
            'The minister called it "a clear defeat" again.',
            "Il ministro l'ha chiamata una “sconfitta chiara di” nuovo.",
        ),
        (
            "en-es",
            'She saw "an elegant garden" from the house.',
            "Ella “vio desde la” casa un jardín elegante.",
        ),
        ("en-fr", 'A "solid president" came on foot.', "Un président « solide est venu » à pied."),
        ("en-fr", '"We are all tired" said the captain.', "Nous « sommes tous fatigués » dit le capitaine."),
    ],
)
def test_marks_around_other_words_are_found(pair: str, before: str, after: str) -> None:
    """A quotation that breaks off at a small word, begins late, or lost a word that both texts have."""
    assert verdict("marks", pair, before, after) == "warn"


@pytest.mark.parametrize(
    ("pair", "before", "after"),
    [
        ("en-es", 'He crossed the very "old bridge" today.', "Cruzó el muy “viejo puente” hoy."),
        ("en-nl", '"It is what we agreed on," she said.', "„Dat is wat we hebben afgesproken op”, zei zij."),
        ("en-ko", '"We are all tired," the captain said.', "선장은 “우리 모두 피곤하다”고 말했다."),
        ("en-es", 'Rosa\'s "mission is to protect" rivers.', "La “misión de Rosa es proteger” los ríos."),
    ],
)
def test_marks_that_people_move_are_left(pair: str, before: str, after: str) -> None:
    """Languages order words in other ways."""
    assert check("marks", pair, before, after).verdict == "pass"


@pytest.mark.parametrize(
    ("pair", "before", "after", "expected"),
    [
        ("en-es", '"I have been bitten!"', "¡Me han mordido!", "warn"),
        (
            "en-zh",
            "He said: 'We will rebuild every one of these houses.'",
            "他说我们会重建每一座房子。",
            "warn",
        ),
        (
            "zh-en",
            "红十字会说：“那里有三十多万人居住。”",
            "Some 300,000 people live there, the Red Cross said.",
            "warn",
        ),
        (
            "en-fr",
            'The team "Tennessee State Tigers Club" won.',
            "Les Tennessee State Tigers Club ont gagné.",
            "pass",
        ),
        ("en-fr", 'He is "ready" for the winter now, he said.', "Il est prêt pour l'hiver, dit-il.", "pass"),
    ],
)
def test_marks_that_translators_keep_are_missed(pair: str, before: str, after: str, expected: str) -> None:
    """They keep those of a text that is mostly a quotation, and of long parts; not those of names."""
    assert verdict("marks", pair, before, after) == expected
