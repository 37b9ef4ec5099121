"""Which reports print one text, and which fill in one form of an agency."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.core.contract.digest import DigestRecord
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.verify.run import verify_run
from tests.support.digest_runs import run_over, write

QUAKE = """Magnitude {size} earthquake shakes {place}

An earthquake of magnitude {size} shook {place} on Monday morning, the geological survey said in a statement.

The quake struck at a depth of ten kilometres below the sea, the survey said. No tsunami was to be feared. \
People ran out of their houses and stayed in the streets until noon, according to witnesses there.

{dead} people were killed and the hospitals took in many injured, the office for disasters said.
"""


def digest(tmp_path: Path, *texts: str) -> DigestRecord:
    """Return the digest of texts, each a file."""
    place = write(tmp_path / "news", {f"text-{number}": text for number, text in enumerate(texts)})
    folder, _ = run_over([place], tmp_path / "out", to=("en",))
    made = make_digest(folder, DigestRequest(), datetime(2025, 10, 9, 12, tzinfo=UTC))
    assert list(verify_run(folder)) == []
    return made


def quake(size: str = "6.1", place: str = "Lombok", dead: str = "Twelve") -> str:
    """Return a report of an earthquake as an agency's form has it."""
    return QUAKE.format(size=size, place=place, dead=dead)


def test_reports_that_fill_in_one_form_with_other_places_are_two_stories(tmp_path: Path) -> None:
    """Though most of their words are the same."""
    made = digest(tmp_path, quake(), quake(size="5.4", place="Hokkaido"))
    assert (made.counts.near_duplicates, made.counts.stories) == (0, 2)


def test_reports_with_other_numbers_are_no_copies_and_may_be_one_story(tmp_path: Path) -> None:
    """A toll that rose, or a magnitude that was corrected."""
    made = digest(tmp_path, quake(), quake(size="6.4"))
    assert (made.counts.near_duplicates, made.counts.stories) == (0, 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.partition("People ran")[0],
        lambda text: (
            f"The Daily Gazette\n\n{text}\n\nReporting by Ada Marl in Jakarta, 14:30, 9 October 2025.\n"
        ),
        lambda text: text.replace("An earthquake", "Updated 16:20. A strong earthquake"),
        lambda text: text.replace("Monday", "Tuesday"),
    ],
)
def test_what_an_outlet_cuts_or_adds_contradicts_nothing(tmp_path: Path, change: object) -> None:
    """Its own name, hours and days among it."""
    assert callable(change)
    made = digest(tmp_path, quake(), change(quake()))
    assert (made.counts.near_duplicates, made.counts.stories) == (1, 1)


def test_outlets_of_the_very_same_bytes_are_all_named(tmp_path: Path) -> None:
    """By their files, where the text does not say who publishes it."""
    made = digest(tmp_path, quake(), quake())
    (story,) = made.stories
    (report,) = story.reports
    assert (report.copies, story.outlets) == (2, ("text-0", "text-1"))
    assert {report.outlet, *report.copied} == set(story.outlets)
    credited = digest(tmp_path / "credited", *[f"{quake()}\n(Northbridge Wire)\n"] * 2)
    assert credited.stories[0].outlets == ("Northbridge Wire",)
