"""Markdown to blocks."""

from __future__ import annotations

from pipeline.sources.markdown import parse


def blocks(markdown: str) -> list[tuple[str, str, str]]:
    """Return kind, marker and words of each block, checked to stand in the text with its marker before it."""
    text, found = parse(markdown)
    for block in found:
        assert text[block.start - len(block.marker) : block.start] == block.marker
    return [(block.kind, block.marker, text[block.start : block.end]) for block in found]


def test_structure_is_told_apart() -> None:
    """Headings, lists, quotations and code have their own kinds; markup inside lines is reduced to words."""
    source = (
        "# Sommet *historique*\n\nUn [accord](https://example.org) a été **signé**.\n\n## Suite\n\n"
        "- un `code`\n- deux\n  1. sous-point\n\n> Nous signons.\n\n```\nkeep = me\n```\n\n© 2026 Bureau\n"
    )
    assert blocks(source) == [
        ("title", "# ", "Sommet historique"),
        ("paragraph", "", "Un accord a été signé."),
        ("heading", "## ", "Suite"),
        ("list_item", "- ", "un code"),
        ("list_item", "- ", "deux"),
        ("list_item", "  1. ", "sous-point"),
        ("quotation", "> ", "Nous signons."),
        ("code", "", "keep = me"),
        ("credit", "", "© 2026 Bureau"),
    ]


def test_front_matter_gives_the_title_and_is_left_out() -> None:
    """What a static site keeps in front of the text is not text."""
    source = '---\ntitle: "Crue à Brévance"\ndate: 2026-01-01\n---\nLe fleuve monte.\n'
    assert blocks(source) == [("title", "# ", "Crue à Brévance"), ("paragraph", "", "Le fleuve monte.")]


def test_numbered_lists_go_on_counting_from_their_start() -> None:
    """The source's own numbers are kept."""
    assert [marker for _, marker, _ in blocks("3. drei\n4. vier\n")] == ["3. ", "4. "]


def test_pictures_are_their_descriptions_and_html_is_code() -> None:
    """Nothing that a reader sees is lost, nothing that he does not see is translated."""
    assert blocks("![Le port](p.png) hier.\n\n<div>x</div>\n") == [
        ("paragraph", "", "Le port hier."),
        ("code", "", "<div>x</div>"),
    ]


def test_a_document_without_words_has_no_blocks() -> None:
    """Empty headings and rules are nothing."""
    assert blocks("#\n\n---\n") == []
