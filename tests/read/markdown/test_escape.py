"""Words written so that they stay words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.markdown import syntax
from pipeline.read.markdown.escape import Surroundings, escape
from pipeline.read.markdown.inline import inline
from tests.support.markdown_documents import FRAGMENTS

PLAIN = Surroundings(syntax="markdown", starts_line=True)
LINE = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=12).map(
    lambda each: " ".join("".join(each).split())
)


@pytest.mark.parametrize(
    "words",
    [
        "AT&T a 5 * 3 = 15 agents, soit <20 % [sic] du total (voir snake_case) !",
        "1990 fut un tournant ; C# ~ 3 | 4",
        "-5 degrés",
        "#brévance",
        "Il dit: « [...] non »",
    ],
)
def test_signs_that_mean_nothing_are_left_alone(words: str) -> None:
    """A translation is to be read by people."""
    assert escape(words, PLAIN) == words


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("*a*", "\\*a\\*"),
        ("# a", "\\# a"),
        ("1. a", "1\\. a"),
        ("- a", "\\- a"),
        ("> a", "\\> a"),
        ("[x](y)", "\\[x\\](y)"),
        ("a `b`", "a &#96;b&#96;"),
        ("<b>", "\\<b>"),
        ("&amp;", "\\&amp;"),
        ("a\\", "a\\\\"),
        ("a\nb", "a b"),
    ],
)
def test_signs_that_mean_something_are_escaped(words: str, written: str) -> None:
    """With as little as it takes."""
    assert escape(words, PLAIN) == written


@pytest.mark.parametrize(
    ("setting", "words", "written"),
    [
        (Surroundings(syntax="cell"), "a | b\\", "a \\| b&#92;"),
        (Surroundings(syntax="markdown", ends_heading=True), "en C #", "en C \\#"),
        (Surroundings(syntax="markdown", underlined=True), "a | b", "a &#124; b"),
        (Surroundings(syntax="markdown", references=True), "[a]", "\\[a\\]"),
        (Surroundings(syntax="markdown", after="["), "Ah !", "Ah \\!"),
        (Surroundings(syntax="text"), "*a*", "*a*"),
    ],
)
def test_it_depends_on_what_is_around(setting: Surroundings, words: str, written: str) -> None:
    """A bar has a meaning in tables alone, a number sign at the end of headings alone ..."""
    assert escape(words, setting) == written


@given(LINE)
def test_what_is_escaped_throughout_is_read_as_words(words: str) -> None:
    """One paragraph of just these words."""
    written = escape(words, Surroundings(syntax="markdown", starts_line=True, everything=True))
    tokens, definitions = syntax.blocks(written)
    assert [token.type for token in tokens if token.type != "inline"] in (
        [],
        ["paragraph_open", "paragraph_close"],
    )
    assert "".join(piece.words for piece in inline(written, definitions)) == words
