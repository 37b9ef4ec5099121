"""Near-duplicates are found, whatever an outlet did to the text, and nothing else is."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

import pytest

from pipeline.digest.stories import near_duplicates
from pipeline.digest.stories.disk_rows import Rows
from tests.support.digest_runs import COURT, DAM, DAM_ABROAD

CHINESE = (
    "科尔万水坝周二清晨在连降三日暴雨之后溃决，"
    "一千二百五十名居民已被疏散，省政府宣布。洪水涌入三百四十座房屋。"
)


def grouped(*texts: str) -> list[list[int]]:
    """Return the groups that texts fall into."""
    with signatures(near_duplicates.signature(text) for text in texts) as found:
        return near_duplicates.groups(found)


@contextmanager
def signatures(found: Iterable[near_duplicates.Signature]) -> Iterator[Rows]:
    """Keep signatures as a digest does."""
    with closing(Rows(near_duplicates.SIGNATURE_DTYPE)) as rows:
        for signature in found:
            rows.append(signature)
        yield rows


@pytest.mark.parametrize("text", [DAM, COURT, DAM_ABROAD, CHINESE * 2])
def test_a_text_is_like_itself_cut_and_framed(text: str) -> None:
    """By a third at the end, with an outlet's words before and behind."""
    cut = text[: len(text) * 2 // 3]
    assert grouped(text, f"(Wire) {text} Follow us.", cut) == [[0, 1, 2]]


def test_paragraphs_in_another_order_are_the_same_text() -> None:
    """What counts are runs of words, not where they stand."""
    paragraphs = DAM.split("\n\n")
    assert grouped(DAM, "\n\n".join(paragraphs[::-1])) == [[0, 1]]


def test_words_that_were_touched_up_leave_it_the_same_text() -> None:
    """One in twenty of them."""
    choice = random.Random(3)
    touched = " ".join(word if choice.random() > 0.05 else "umgestellt" for word in DAM.split(" "))
    assert grouped(DAM, touched) == [[0, 1]]


def test_two_reports_of_one_event_are_not_the_same_text() -> None:
    """They are one story, which is another matter."""
    assert grouped(DAM, DAM_ABROAD, COURT) == [[0], [1], [2]]


def test_texts_without_words_are_like_nothing() -> None:
    """Not even like each other."""
    assert grouped("", "—", "...", DAM) == [[0], [1], [2], [3]]


def test_a_thousand_copies_are_one_group() -> None:
    """And are not compared pair by pair."""
    with signatures([near_duplicates.signature(DAM)] * 1000) as found:
        assert near_duplicates.groups(found) == [list(range(1000))]
        assert len(list(near_duplicates._meetings(found))) < 2 * near_duplicates.BANDS * 1000


def test_signatures_are_the_same_everywhere() -> None:
    """They do not depend on the process, nor on its seed of hashes."""
    assert near_duplicates.signature("one two three four").tolist()[:3] == [1416120741, 365662471, 47497254]


def test_likeness_estimates_the_share_of_runs_in_common() -> None:
    """Within a few standard errors of it."""
    words = [f"word{number}" for number in range(600)]
    one, other = " ".join(words[:400]), " ".join(words[200:])
    assert near_duplicates.likeness(
        near_duplicates.signature(one), near_duplicates.signature(other)
    ) == pytest.approx(1 / 3, abs=0.13)
