"""No sentence of a story says what one before it said, in whatever language it was written."""

from __future__ import annotations

import pytest

from pipeline.digest.telling.fresh import ToldWords


def told(text: str, source: str) -> ToldWords:
    """Return the words of an English text that was written in ``source``."""
    return ToldWords.of(text, "en", source)


SENTENCE = told("The dam at Corvanne burst on Tuesday after three days of rain, the prefecture said.", "en")


@pytest.mark.parametrize(
    "words",
    [
        "The dam of Corvanne has yielded Tuesday after three days of rain, has announced the prefecture.",
        "After rain of three days the prefecture announces that the Corvanne barrage burst.",
    ],
)
def test_a_translation_of_the_same_sentence_is_the_same(words: str) -> None:
    """Though a rule engine's words are hardly a person's: fewer need be the same."""
    assert told(words, "fr").same(SENTENCE)
    assert SENTENCE.same(told(words, "fr"))


def test_another_sentence_about_the_same_event_is_not() -> None:
    """It has its names, and says something else."""
    for source in ("en", "fr"):
        other = told("The water flooded 340 houses of the village and carried off a bridge.", source)
        assert not other.same(SENTENCE)


def test_sentences_of_one_language_need_more_in_common() -> None:
    """People say another thing in words that are the same in part."""
    other = "The dam at Corvanne held 40 million cubic metres when it was inspected in spring."
    assert not told(other, "en").same(SENTENCE)


def test_a_sentence_that_says_more_than_the_title_is_told() -> None:
    """One that says what the title says is not; a title in another language likewise."""
    title = told("Dam at Corvanne bursts after rain", "en")
    assert told("The dam of Corvanne burst after the rain.", "en").says_no_more(title)
    assert told("The Corvanne dam yielded behind the rain.", "fr").says_no_more(title)
    assert not told(
        "In 340 houses of Lusigny stands water, firemen and neighbours carry it out.", "fr"
    ).says_no_more(title)
    assert not told("", "fr").says_no_more(title)
