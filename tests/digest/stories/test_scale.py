"""Many reports need no more memory than few, and are grouped the same however few are held at a time."""

from __future__ import annotations

import random
import tempfile
import tracemalloc
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import WriteError
from pipeline.digest.stories import clusters, near_duplicates
from pipeline.digest.stories.disk_rows import Rows
from pipeline.digest.stories.features import FeatureCount, Features, Shelf, counted

LANGUAGES = ("en", "fr", "de")


def reports(number: int, *, seed: int = 5) -> list[Features]:
    """Return three reports each of made stories, of 150 words and 30 names."""
    choice = random.Random(seed)
    made = []
    for _ in range(number // 3):
        own = [choice.randrange(2_000) for _ in range(60)]
        named = [choice.randrange(500) for _ in range(12)]
        for _ in range(3):
            language = choice.choice(LANGUAGES)
            words = [*choice.sample(own, 50), *(choice.randrange(2_000) for _ in range(100))]
            names = [*choice.sample(named, 10), *(choice.randrange(500) for _ in range(20))]
            made.append(_features(language, words, names))
    return made


def _features(language: str, words: Sequence[int], names: Sequence[int]) -> Features:
    return Features(
        language=language,
        words=counted(_counts(f"{language}:", words), 400),
        names=counted(_counts("~", names), 200),
    )


def _counts(prefix: str, found: Sequence[int]) -> dict[str, FeatureCount]:
    made: dict[str, FeatureCount] = defaultdict(FeatureCount)
    for place, number in enumerate(found):
        made[f"{prefix}{number}"].add(is_lead=place < len(found) // 10, common=1 / (2 + number))
    return made


def peak(number: int) -> int:
    """Return the bytes that finding the stories of so many reports takes at most."""
    with closing(Shelf()) as shelf:
        for report in reports(number):
            shelf.append(report)
        tracemalloc.start()
        try:
            clusters.stories(shelf, block=10_000)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_stories_take_hardly_more_memory_for_more_reports() -> None:
    """On the disk a report's vectors have some 3,000 bytes; in memory are its place and its neighbours."""
    few, many = 90, 180
    peak(30)  # what is loaded when it is first wanted is no growth
    assert peak(many) - peak(few) < 2_500 * (many - few)


def test_near_duplicates_take_hardly_more_memory_for_more_texts() -> None:
    """A signature has 504 bytes on the disk; one band of it is in memory at a time."""

    def taken(number: int) -> int:
        with closing(Rows(near_duplicates.SIGNATURE_DTYPE)) as rows:
            for text in range(number):
                rows.append(
                    near_duplicates.signature(" ".join(f"w{text * 20 + place}" for place in range(20)))
                )
            tracemalloc.start()
            try:
                assert len(set(near_duplicates._meetings(rows))) < number
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    taken(10)
    assert taken(4_000) - taken(2_000) < 200 * 2_000


@settings(max_examples=15, deadline=None)
@given(
    number=st.integers(0, 40),
    seed=st.integers(0, 2**16),
    block=st.sampled_from([1, 100, 1_000, 5_000]),
)
def test_stories_are_the_same_however_much_is_held_at_a_time(number: int, seed: int, block: int) -> None:
    """One report at a time, some, or all."""
    made = reports(number, seed=seed)
    assert clusters.stories(made, block=block) == clusters.stories(made)


def test_features_come_back_from_the_disk_as_they_were() -> None:
    """All of them, or one."""
    made = reports(9)
    with closing(Shelf()) as shelf:
        for report in made:
            shelf.append(report)
        assert [_plain(report) for report in shelf] == [_plain(report) for report in made]
        assert _plain(shelf[4]) == _plain(made[4])
        assert clusters.stories(shelf) == clusters.stories(made)


def _plain(report: Features) -> tuple[object, ...]:
    views = (report.words, report.names)
    parts = (part for view in views for part in (view.keys, view.weights, view.is_lead, view.common))
    return (report.language, *(part.tolist() for part in parts))


@pytest.mark.parametrize("sizes", [[], [0], [3, 0, 2], [1] * 10])
def test_rows_come_back_as_they_were_added(sizes: list[int]) -> None:
    """Of whatever length, one by one and several together."""
    with closing(Rows(np.int64)) as rows:
        made = [np.arange(size, dtype=np.int64) + 10 * place for place, size in enumerate(sizes)]
        for row in made[:2]:
            rows.append(row)
        rows.extend(np.concatenate([np.zeros(0, np.int64), *made[2:]]), sizes[2:])
        assert [rows[place].tolist() for place in range(len(rows))] == [row.tolist() for row in made]
        assert rows.sizes(0, len(rows)).tolist() == sizes
        for most in (1, 2, 100):
            blocks = list(rows.blocks(most))
            assert [place for first, last in blocks for place in range(first, last)] == list(
                range(len(sizes))
            )
            assert all(last - first == 1 or rows.between(first, last).size <= most for first, last in blocks)


def test_a_folder_that_takes_no_file_is_said_so(tmp_path: Path) -> None:
    """With its name, and what to do."""
    with pytest.raises(WriteError, match=r"gone: cannot hold what is compared.*; make room there"):
        Rows(np.int64, folder=tmp_path / "gone")


def test_a_full_disk_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """When a row no longer fits."""
    with Path("/dev/full").open("r+b", buffering=0) as full:
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: full)
        with pytest.raises(WriteError, match="No space left on device"), closing(Rows(np.int64)) as rows:
            rows.append(np.arange(100))
