"""Translations written with the markup of their source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.records import Translated
from pipeline.split.splitter import RuleSplitter
from pipeline.write.layout.marks import items, join_segments
from pipeline.write.layout.segments import WrittenSegment, write_segments
from tests.support.rendering import piecewise, read, through


def by_a_person(source: str, *texts: str) -> list[WrittenSegment]:
    """Return how translations without any places for markup are written."""
    document = read(source)
    segments = join_segments(document, RuleSplitter().split(document, ["fr"] * len(document.blocks)))
    answers = {
        segment.id: Translated(text=text, origin="human")
        for segment, text in zip(segments, texts, strict=True)
    }
    return list(write_segments(document, segments, answers).values())


def test_what_stands_around_a_sentence_stays_around_it() -> None:
    """Markup at the ends of a segment is not the engine's matter, whatever it answers."""
    source = "***Un.** Deux.* [Trois](u)\n\n- [**Quatre**](v)\n"
    document = read(source)
    assert not items(document, RuleSplitter().split(document, ["fr"] * 2))
    assert piecewise(source, str.upper).text == source.upper().replace("(U)", "(u)").replace("(V)", "(v)")


def test_a_translation_by_a_person_gets_the_links_around_the_same_words() -> None:
    """Names and code are the same in both languages; emphasis that has no place goes, and that is said."""
    source = "Le **grand** [Port-Sauvin](u) attend `depeche run` et [l'eau](v)[^1].\n\n[^1]: Note.\n"
    written, _ = by_a_person(source, "El gran Port-Sauvin espera depeche run y el agua.", "Nota.")
    assert written.text == "El gran [Port-Sauvin](u) espera `depeche run` y el agua. [l'eau](v) [^1]"
    assert written.check is not None
    assert written.check.verdict == "warn"
    assert written.check.note == "dropped **; put at the end [l'eau](v); put at the end [^1]"


def test_pairs_hug_their_words() -> None:
    """A space that an engine put inside goes outside, where Markdown wants it."""
    source = "Un *mot* et [lien](u) ici."
    assert piecewise(source, lambda words: f" {words.strip()} ").text == "Un *mot* et [lien](u) ici."


def test_emphasis_without_words_is_dropped_and_a_link_takes_a_word() -> None:
    """An engine may move all words out of a pair."""
    document = read("Un *mot* et un [lien](u).")
    segments = RuleSplitter().split(document, ["fr"])
    placed = items(document, segments)["b1.1"]
    moved = tuple(replace(item, start=14, end=14) for item in placed)
    written = write_segments(document, segments, {"b1.1": Translated(text="Palabra y liga.", items=moved)})[
        "b1.1"
    ]
    assert written.text == "Palabra y [liga](u)."
    assert written.check is not None
    assert written.check.note == "dropped *"


def test_emphasis_that_would_not_be_read_is_dropped() -> None:
    """Between a letter and a quotation mark two stars are no emphasis: words come before their looks."""
    made = piecewise("Un **mot**, voilà.", lambda words: {"Un ": "a", "mot": "“b”"}.get(words, f"c{words}"))
    assert made.text == "a“b”c, voilà."
    (check,) = [each.check for each in made.written.values()]
    assert check is not None
    assert (check.verdict, check.note) == ("warn", "dropped **")


def test_a_sentence_that_stays_keeps_its_line_ends() -> None:
    """In a document of two languages, what is in the right one already is not touched."""
    made = through("> Une phrase\n> *en deux\n> lignes* \\* ici.\n", lambda words: words)
    (written,) = made.written.values()
    assert written.text == "Une phrase\n> *en deux\n> lignes* \\* ici."


def test_sentences_are_not_cut_inside_code_or_addresses() -> None:
    """A full stop in a code span ends nothing."""
    document = read("Tapez `git add. Puis` et <https://a.b/c.?D=E! F> vite. Et voilà.")
    split = RuleSplitter().split(document, ["fr"])
    texts = [segment.text for segment in join_segments(document, split)]
    assert len(split) > len(texts)
    assert texts[-1] == "Et voilà."
    assert [segment.id for segment in join_segments(document, split)] == [
        f"b1.{n + 1}" for n in range(len(texts))
    ]


@pytest.mark.parametrize(
    ("source", "words", "expected"),
    [
        ("Un\nmot\n===\n", "1. a | b", "1\\. a &#124; b\n===\n"),
        ("Mot (voir).\n\n[r]: u\n", "Ya [r].", "Ya \\[r\\].\n\n[r]: u\n"),
        ("# Mot\n", "1. C #", "# 1. C \\#\n"),
        ("- Mot\n", "[ ] a", "- \\[ ] a\n"),
        ("a | b\n--|--\nMot | mot\n", "- a|", "\\- a\\| | - a\\|\n--|--\n"),
        ('---\ntitle: Mot\n---\nMot.\n', "a: b", '---\ntitle: "a: b"\n---\na: b\n'),
    ],
)  # fmt: skip
def test_words_are_escaped_for_where_they_stand(source: str, words: str, expected: str) -> None:
    """Not in headings what matters at the start of lines, not in paragraphs what matters in tables."""
    assert through(source, lambda _: words).text.startswith(expected)
