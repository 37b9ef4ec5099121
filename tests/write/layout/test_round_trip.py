"""Sources through an engine and back together: all that is not words is what it was."""

from __future__ import annotations

import codecs
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.write.layout.marks import source_of
from tests.support.markdown_documents import FRAGMENTS, Author
from tests.support.rendering import piecewise, read, structure, through

ROOT = Path(__file__).parents[3]
REAL = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("languages/*.md"),
        *ROOT.glob("examples/*.md"),
        *ROOT.glob("tests/fixtures/**/*.md"),
    ]
)
NASTY = (
    "*",
    "_",
    "# ",
    "1. ",
    "|",
    "<b>",
    "&amp;",
    "[x](y)",
    "**b**",
    "`c`",
    "- ",
    "> ",
    "~~x~~",
    "]",
    "[",
    "\\",
)
HOSTILE = (
    "[",
    "*",
    ">",
    "> ",
    "- ",
    "`",
    "_a",
    "![",
    "[a](u) ",
    "<a ",
    "&amp;",
    "~~a ",
    "[^1]: a\n\n",
    "a  \n",
    "|",
)
ODD = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)


def same(words: str) -> str:
    """Translate nothing."""
    return words


def turned(words: str) -> str:
    """Translate into other letters; twice is none at all."""
    return codecs.encode(words, "rot13")


@pytest.mark.parametrize("seed", range(200))
def test_words_that_stay_leave_a_document_as_it_is(seed: int) -> None:
    """With an engine that changes nothing every byte comes back."""
    source = Author(seed).document()
    assert through(source, same).text == source


@pytest.mark.parametrize("path", REAL, ids=lambda path: str(path.relative_to(ROOT)))
def test_real_documents_come_back_as_they_are(path: Path) -> None:
    """The project's own pages, tables and code and all."""
    source = path.read_text()
    assert through(source, same).text == source


@settings(deadline=None, max_examples=200)
@given(ODD)
def test_no_markdown_is_too_odd_to_come_back(source: str) -> None:
    """Whatever the parser makes of it."""
    document = read(source)
    assert source_of(document.text, document.marks) == source
    assert piecewise(source, same).text == source


@pytest.mark.parametrize("seed", range(60))
def test_other_words_stand_in_the_same_markup(seed: int) -> None:
    """Every block and all markup in it is parsed again as in the source, in the same order."""
    source = Author(seed).document()
    made = piecewise(source, turned)
    assert structure(made.text) == structure(source)
    assert not [each for each in made.written.values() if each.check and each.check.verdict != "pass"]


@pytest.mark.parametrize("seed", range(30))
def test_markup_survives_an_engine_that_changes_every_word(seed: int) -> None:
    """Hidden behind placeholders, that an engine recases, it finds its place again."""
    source = Author(seed).document()
    assert structure(through(source, str.swapcase).text) == structure(source)


@pytest.mark.parametrize("seed", range(60))
def test_signs_in_a_translation_never_become_markup(seed: int) -> None:
    """What an engine writes is words, though it be a star, a bracket or a number at the start of a line."""
    source = Author(seed).document()
    draw = random.Random(seed)

    def spoilt(words: str) -> str:
        at = draw.choice([0, len(words) // 2, len(words)])
        return words[:at] + draw.choice(NASTY) + words[at:] if words.strip() else words

    made = piecewise(source, spoilt)
    if not [each for each in made.written.values() if each.check and each.check.verdict != "pass"]:
        assert structure(made.text) == structure(source)
    links = [step for step in structure(source) if isinstance(step, list)]
    kept = [step for step in structure(made.text) if isinstance(step, list)]
    assert [_needed(step) for step in kept] == [_needed(step) for step in links]


def _needed(markup: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [each for each in markup if each[0] != "emphasis"]


@pytest.mark.parametrize("sign", HOSTILE)
def test_a_long_row_of_one_sign_is_read(sign: str) -> None:
    """Nothing recurses too deep, and nothing takes for ever, as it would in time quadratic in the length."""
    source = sign * (20_000 // len(sign))
    document = read(source)
    assert source_of(document.text, document.marks) == source


@given(st.text(alphabet="ab.?! \n\t-–\u00a0«»*1)", max_size=200))
def test_plain_text_comes_back_as_it_is(source: str) -> None:
    """White space inside and between blocks, at the start and at the end."""
    assert through(source, same, "txt").text == source


def test_plain_text_keeps_its_white_space_around_other_words() -> None:
    """Blank lines, indentation, double spaces between sentences and the missing last line end stay."""
    source = "  Titre\n\n\n\tUne phrase.  Une autre !\n - un\n - deux"
    assert through(source, str.upper, "txt").text == "  TITRE\n\n\n\tUNE PHRASE.  UNE AUTRE !\n - UN\n - DEUX"
