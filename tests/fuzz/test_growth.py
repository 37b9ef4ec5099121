"""Every stage's time grows with the length of what it reads, and no faster."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from tests.fuzz.growth import stages

SHORT, TIMES = 1_000, 16
"""Signs of the shorter text, and how many times as long the longer is."""
LIMIT = 5.0 * TIMES
"""What grows with the length takes ``TIMES`` as long, with its square 256 times."""
FLOOR = 0.0005
"""Seconds of the processor that the shorter is taken to need at least: less is the clock's own steps."""
REPEATS = 4
"""What seems steep is measured so often, and the least counts: others at work only ever add."""

UNITS = (
    "e.g. i.e. ",
    "U.S. Mr. p.m. ",
    '"a. ',
    "« a » „b“ ",
    "(a [b {",
    "1.000.000,5 ",
    "1,01,01,0",
    "*a **b _c ",
    "- a – b — ",
    "- a\n1. b\n> ",
    "[a](b ![c][d] ",
    "&amp;&#1;&a ",
    "Donaudampfschifffahrt",
    "a\u0301\u0323",
    "👨\u200d👩 ",
    "http://a.b/@c ",
)
"""What is repeated: abbreviations, quotes, brackets, figures, emphasis, lists, links, entities, marks."""
STAGES = stages()


def seconds(run: Callable[[str], object], text: str) -> float:
    """Return the processor time that a text takes."""
    start = time.process_time()
    run(text)
    return time.process_time() - start


def growth(run: Callable[[str], object], unit: str) -> float:
    """Return how many times as long the longer text takes."""
    short, long = ((unit * size)[:size] for size in (SHORT, SHORT * TIMES))
    one = max(seconds(run, short), FLOOR)
    many = seconds(run, long)
    for _ in range(REPEATS - 1):
        if many <= LIMIT * one:
            break
        many = min(many, seconds(run, long))
    return many / one


@pytest.mark.parametrize("stage", STAGES)
def test_time_grows_no_faster_than_the_text(stage: str) -> None:
    """Whatever is repeated in it, in plain text and in Markdown."""
    STAGES[stage]("Le maire a parlé lundi.")  # what is loaded when it is first wanted is no growth
    steep = {unit: found for unit in UNITS if (found := growth(STAGES[stage], unit)) > LIMIT}
    assert steep == {}


def test_a_square_is_found() -> None:
    """An expression that looks from every sign to the end, as those of careless rules do."""
    assert growth(re.compile("a+b").search, "a") > LIMIT
