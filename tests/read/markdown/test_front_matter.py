"""The YAML or TOML at a Markdown file's head."""

from __future__ import annotations

import pytest

from pipeline.read.markdown.escape import Surroundings, escape
from pipeline.read.markdown.front_matter import find_front_matter


@pytest.mark.parametrize(
    ("head", "title", "syntax"),
    [
        ("---\ntitle: Crue à Brévance  \n---\n", "Crue à Brévance", "plain_scalar"),
        ("---\ntitle: Crue # provisoire\n...\n", "Crue", "plain_scalar"),
        ('---\na: 1\ntitle: "Une \\"digue\\" cède"\n---\n', 'Une "digue" cède', "double_quoted"),
        ("---\ntitle: 'L''eau monte'\n---\n", "L'eau monte", "single_quoted"),
        ('+++\ntitle = "Crue"\n[params]\n+++\n', "Crue", "double_quoted"),
        ("+++\ntitle = 'Crue'\n+++\n", "Crue", "literal"),
        ("---\ntitle: |\n  Crue\n---\n", "", None),
        ("---\ntitle: 2026\n---\n", "", None),
        ('---\ntitle: "Crue\\u00e9"\n---\n', "", None),
        ("---\nsubtitle: Crue\n---\n", "", None),
    ],
)
def test_a_title_on_one_line_is_read(head: str, title: str, syntax: str | None) -> None:
    """As it is quoted; what would take a parser of YAML to understand is left alone."""
    found = find_front_matter(f"{head}Texte.\n")
    assert found is not None
    assert found.end == len(head)
    assert "".join(piece.words for piece in found.title) == title
    assert syntax in (None, found.syntax)


@pytest.mark.parametrize(
    "source", ["---\n\nTexte.\n\n---\n", "---\na: 1\n", "Texte\n---\n", "", "+++\n+++\n"]
)
def test_a_line_across_is_no_head(source: str) -> None:
    """A head has fields, and an end."""
    assert find_front_matter(source) is None


@pytest.mark.parametrize(
    ("syntax", "words", "written"),
    [
        ("plain_scalar", "El agua sube", "El agua sube"),
        ("plain_scalar", 'Crecida: "sube"', '"Crecida: \\"sube\\""'),
        ("plain_scalar", "2026", '"2026"'),
        ("double_quoted", 'dice "sí" \\', 'dice \\"sí\\" \\\\'),
        ("single_quoted", "l'aigua", "l''aigua"),
        ("literal", "l'aigua", "l’aigua"),
    ],
)
def test_a_translated_title_stays_one_value(syntax: str, words: str, written: str) -> None:
    """With the quotes that it needs."""
    assert escape(words, Surroundings(syntax=syntax)) == written  # type: ignore[arg-type]
