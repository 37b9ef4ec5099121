"""What the detector answers on one to three words, and that many languages in turn do not slow it down."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.files.tables import Recipe, Tables, compiled
from pipeline.core.records import Detection, Undetermined
from pipeline.detect import scoring, vocabulary, word_frequencies
from pipeline.detect.detector import LangdetectDetector

KEPT = Path(__file__).parents[1] / "fixtures" / "detect" / "short_texts.tsv"
"""The first one, two and three words and the last three of sentences in 41 languages, and their answers: the
language, and its confidence or why it is not told. A change of the lists or constants may change them; a
change of how they are worked out may not."""
ANSWERS = [line.split("\t") for line in KEPT.read_text(encoding="utf-8").splitlines()]

DETECTOR = LangdetectDetector()

leads = st.tuples(
    st.sampled_from(["da", "nb", "ms", "id", "gl", "es", "cs", "sk", "xx"]),
    st.floats(min_value=-300, max_value=300),
)
words = st.lists(
    st.sampled_from(["blev", "ble", "efter", "není", "nie", "kerana", "unha", "qqq"]), max_size=6
)


def row(text: str, answer: Detection) -> list[str]:
    """Return an answer as ``KEPT`` has it."""
    said = answer.reason if isinstance(answer, Undetermined) else str(answer.confidence)
    return [text, answer.language, said]


def test_short_texts_are_answered_as_they_were() -> None:
    """Language, confidence and reason, to the last digit."""
    assert [row(text, DETECTOR.detect(text)) for text, _, _ in ANSWERS] == ANSWERS


def test_a_word_list_is_opened_once_however_many_languages_take_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Four languages are compared over each text, and texts in forty languages ask for nearly all lists."""
    opened: Counter[str] = Counter()

    def counted(recipe: Recipe) -> Tables:
        opened[recipe.name] += 1
        return compiled(recipe)

    monkeypatch.setattr(word_frequencies, "compiled", counted)
    word_frequencies.frequencies_of.cache_clear()
    for text, _, _ in ANSWERS * 2:
        DETECTOR.detect(text)
    assert len(opened) > 30
    assert set(opened.values()) == {1}


def test_the_words_of_texts_do_not_fill_the_memory() -> None:
    """A list remembers some thousands of words that it was asked for, and no more."""
    listed = word_frequencies.frequencies_of("en")
    tracemalloc.start()
    try:
        for number in range(50_000):
            assert f"qq{number}" not in listed
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 2_000_000


@given(one=leads, other=leads, found=words)
def test_two_languages_compare_the_same_both_ways(
    one: tuple[str, float], other: tuple[str, float], found: list[str]
) -> None:
    """Exactly so, to the last digit: each two are compared once, and the answer serves both."""
    text = vocabulary.join_words(found)
    assert scoring._lead(one, other, found, text) == -scoring._lead(other, one, found, text)
