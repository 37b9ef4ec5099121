"""When a report was published, and which reports are wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core import clock
from pipeline.core.contract.digest import Moment
from pipeline.core.errors import UsageError
from pipeline.digest import dates

NOW = datetime(2025, 10, 9, 12, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "time", "day_only"),
    [
        ("2025-10-09", "2025-10-09T00:00:00Z", True),
        ('"2025-10-09"', "2025-10-09T00:00:00Z", True),
        ("2025-10-09T05:47:00+02:00", "2025-10-09T03:47:00Z", False),
        ("2025-10-09 05:47", "2025-10-09T05:47:00Z", False),
        ("2025-10-09T05:47:00Z", "2025-10-09T05:47:00Z", False),
        ("Thu, 09 Oct 2025 05:47:00 +0200", "2025-10-09T03:47:00Z", False),
    ],
)
def test_dates_are_read_as_they_are_written(written: str, time: str, day_only: bool) -> None:
    """In ISO 8601 and as in e-mail; all become UTC."""
    assert dates.parse_moment(written) == Moment(time=time, day_only=day_only, source="document")


@given(st.text(max_size=40))
def test_what_is_no_date_is_none(text: str) -> None:
    """And never an error."""
    found = dates.parse_moment(text)
    assert found is None or dates.instant(found.time).year > 0


def test_the_head_of_a_markdown_document_says_when() -> None:
    """In YAML or TOML; the first field that is a date."""
    assert dates.said_moment("---\ntitle: A\ndate: 2025-10-09\n---\nText.\n") == dates.parse_moment(
        "2025-10-09"
    )
    assert dates.said_moment("+++\npublished = 2025-10-08\n+++\nText.\n") == dates.parse_moment("2025-10-08")
    assert dates.said_moment("---\ndate: soon\nissued: 2025-10-07\n---\nText.\n") == dates.parse_moment(
        "2025-10-07"
    )
    assert dates.said_moment("date: 2025-10-09\n") is None
    assert dates.said_moment("---\ndate: 2025-10-09\n") is None


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("24h", "2025-10-08T12:00:30Z"),
        ("7d", "2025-10-02T12:00:30Z"),
        ("90 m", "2025-10-09T10:30:30Z"),
        ("2W", "2025-09-25T12:00:30Z"),
        ("2025-10-01", "2025-10-01T00:00:00Z"),
        ("2025-10-01T10:00+02:00", "2025-10-01T08:00:00Z"),
    ],
)
def test_since_is_a_span_or_a_date(span: str, expected: str) -> None:
    """A span counts back from the end."""
    found = dates.since(span, NOW)
    assert found is not None
    assert clock.stamp(found) == expected


@pytest.mark.parametrize("text", ["yesterday", "24", "h", "2025-13-01"])
def test_other_spans_are_refused(text: str) -> None:
    """The option is named."""
    with pytest.raises(UsageError, match=f"--since {text}: "):
        dates.since(text, NOW)


def test_a_day_is_within_as_long_as_any_hour_of_it_is() -> None:
    """A report of which only the day is known may have come out at its end."""
    day = dates.parse_moment("2025-10-08")
    assert dates.is_within(day, NOW.replace(day=8, hour=23), None)
    assert not dates.is_within(day, NOW.replace(day=9, hour=0), None)
    assert dates.is_within(day, None, NOW.replace(day=8, hour=1))
    assert not dates.is_within(day, None, NOW.replace(day=7))
    assert dates.is_within(None, NOW, NOW)


TIMES = st.datetimes(datetime(1000, 1, 1))


@given(TIMES, TIMES)
def test_no_report_is_later_than_its_file_by_more_than_a_day(stated: datetime, filed: datetime) -> None:
    """What it states is kept beside the file's time then; otherwise it is the report's time."""
    times = [clock.stamp(time.replace(tzinfo=UTC)) for time in (stated, filed)]
    said = Moment(time=times[0], day_only=False, source="feed")
    of_file = Moment(time=times[1], day_only=False, source="file")
    found = dates.credible(said, of_file)
    late = dates.instant(said.time) - dates.instant(of_file.time) > timedelta(days=1)
    assert found == (replace(of_file, stated=said.time) if late else said)
    assert dates.credible(said, None) == said
