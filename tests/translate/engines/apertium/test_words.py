"""What Apertium's dictionaries say of single words."""

from __future__ import annotations

import pytest

from pipeline.core.errors import EngineError
from pipeline.core.ports import ReadsWords
from pipeline.core.records import WordReading
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.protect.words.stand_ins import ACRONYM_STAND_INS, NAME_STAND_INS

pytestmark = pytest.mark.usefixtures("apertium")


@pytest.fixture(scope="module")
def engine() -> ApertiumEngine:
    """Make an engine for the module."""
    return ApertiumEngine()


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        ("Theresa", {"first_name"}),
        ("May", {"word", "verb"}),
        ("Grant", {"first_name", "word", "verb"}),
        ("Johnson", {"surname"}),
        ("Zqxavs", set()),
        ("London", {"place", "first_name"}),
        ("BBC", {"acronym"}),
        ("Zqxav", set()),
        ("A.I.", {"several"}),
        ("U.S.", {"place"}),
        ("Jack Straw", {"several"}),
        ("[^a/b<c>$]\\", {"several"}),
    ],
)
def test_a_word_is_what_the_dictionary_has(engine: ApertiumEngine, word: str, kinds: set[str]) -> None:
    """Unknown words have no kind, and what it reads in parts is several words."""
    assert engine.read_words([word], "en", "es")[0].kinds == kinds


def test_words_are_answered_in_their_order_and_again(engine: ApertiumEngine) -> None:
    """Also words that were asked before, twice in one call, and after the programs were ended."""
    assert isinstance(engine, ReadsWords)
    words = ["Peter", "Laura", "Straw", "Peter"]
    first = engine.read_words(words, "en", "es")
    engine.close()
    assert engine.read_words([*reversed(words), "Zqxav"], "en", "es") == (*reversed(first), WordReading())
    assert [reading.is_female for reading in first] == [False, True, False, False]
    assert engine.read_words([], "en", "es") == ()


def test_a_pair_that_is_not_there_is_an_error(engine: ApertiumEngine) -> None:
    """As for translations."""
    with pytest.raises(EngineError, match="no Apertium package"):
        engine.read_words(["Peter"], "ja", "ko")


def test_every_pair_knows_enough_words_that_can_stand_in(engine: ApertiumEngine) -> None:
    """Names of both kinds and acronyms that are nothing else, and that come out as they went in."""
    for hop in engine.hops():
        pair = hop.source, hop.target
        words = [*NAME_STAND_INS, *ACRONYM_STAND_INS]
        readings = dict(zip(words, engine.read_words(words, *pair), strict=True))
        known = [
            word
            for word, reading in readings.items()
            if reading.kinds and reading.kinds <= {"first_name", "surname", "acronym", "name"}
        ]
        came = [answer.text.rstrip(".") for answer in engine.translate([f"{word}." for word in known], *pair)]
        assert came == known, pair
        assert len(set(known) & set(NAME_STAND_INS)) >= 12, pair
        assert len(set(known) & set(ACRONYM_STAND_INS)) >= 2, pair
