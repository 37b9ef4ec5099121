"""Every stage's time grows with the length of what it reads, and no faster."""

from __future__ import annotations

import re

import pytest

from tests.campaigns.fuzz.growth import KINDS, LIMIT, is_steep, power, stages

SIZE = 3_000
"""Signs of the shorter text: a column of a newspaper."""
STAGES = stages()


@pytest.mark.parametrize("stage", STAGES)
def test_time_grows_no_faster_than_the_text(stage: str) -> None:
    """Whatever is repeated in it, in plain text and in Markdown."""
    assert [unit for unit in KINDS if is_steep(STAGES[stage], unit, SIZE)] == []


def test_a_square_is_found() -> None:
    """An expression that looks from every sign to the end, as those of careless rules do."""
    assert any(is_steep(re.compile("a+b").search, "a", 1_000) for _ in range(4))


def test_a_power_that_is_little_above_one_is_found() -> None:
    """Twice the length takes 2.7 times as long, as where lists are searched that grow slowly.

    Another program can slow down the shorter text once and hide it, but not time and again.
    """
    assert any(is_steep(lambda text: sum(range(int(len(text) ** 1.43))), "a", SIZE) for _ in range(4))


def test_what_grows_with_the_length_is_not_steep() -> None:
    """Nor what is sorted, nor what takes a time that does not grow."""
    assert not is_steep(lambda text: sum(range(20 * len(text))), "a", SIZE)
    assert not is_steep(lambda text: sorted(text * 20, key=hash), "abcdefg", SIZE)
    assert power(lambda text: text[:10], "a", SIZE) < LIMIT
