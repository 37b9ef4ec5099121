"""Times that return, summer time and all."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import UsageError
from pipeline.jobs.calendar import Calendar, at_times, every_span, parse_calendar, require_zone

MADRID = "Europe/Madrid"
AUTUMN = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
"""An hour before the night in which Madrid's clocks go back."""
SPRING = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)


def series(calendar: Calendar, after: datetime, number: int) -> list[str]:
    """Return the next times after a time, as local times with offsets."""
    found = []
    for _ in range(number):
        following = calendar.following(after)
        assert following is not None
        after = following
        found.append(following.strftime("%m-%dT%H:%M%z"))
    return found


@pytest.mark.parametrize(
    ("text", "after", "times"),
    [
        ("02:30", AUTUMN, ["10-25T02:30+0200", "10-26T02:30+0100"]),
        ("02:30", SPRING, ["03-29T03:30+0200", "03-30T02:30+0200"]),
        ("*:00", AUTUMN, ["10-25T02:00+0200", "10-25T02:00+0100", "10-25T03:00+0100"]),
        ("*:00", SPRING, ["03-29T01:00+0100", "03-29T03:00+0200", "03-29T04:00+0200"]),
        ("*:00/30", AUTUMN, ["10-25T01:30+0200", "10-25T02:00+0200", "10-25T02:30+0200", "10-25T02:00+0100"]),
        ("Mon..Fri 06:30", AUTUMN, ["10-26T06:30+0100", "10-27T06:30+0100"]),
        ("Sat,Sun 18,06:05", AUTUMN, ["10-25T06:05+0100", "10-25T18:05+0100", "10-31T06:05+0100"]),
        ("*-*-01 08:00", AUTUMN, ["11-01T08:00+0100", "12-01T08:00+0100"]),
        ("*-02-29 00:00", AUTUMN, ["02-29T00:00+0100"]),
        ("weekly", AUTUMN, ["10-26T00:00+0100"]),
    ],
)
def test_the_next_times_are_those_of_the_wall_clock(text: str, after: datetime, times: list[str]) -> None:
    """An hour that is left out is made up after it; one that comes twice counts once, unless all hours do."""
    assert series(parse_calendar(f"{text} {MADRID}"), after, len(times)) == times


@given(
    st.sampled_from(["06:30", "*:00/15", "Mon..Fri 06,18:05", "*-*-01,15 00/6:00", "02:30", "Sun *:00"]),
    st.sampled_from([MADRID, "America/St_Johns", "Australia/Lord_Howe", "UTC"]),
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda time: time.replace(tzinfo=UTC)),
)
def test_the_last_time_is_the_one_before_the_next(text: str, zone: str, now: datetime) -> None:
    """Nothing lies between them, and nothing is due twice."""
    calendar = parse_calendar(f"{text} {zone}")
    last, following = calendar.latest(now), calendar.following(now)
    assert last is not None
    assert following is not None
    assert last.astimezone(UTC) <= now < following.astimezone(UTC)
    assert calendar.following(last) == following
    assert calendar.latest(following.astimezone(UTC) - timedelta(seconds=1)) == last
    assert calendar.latest(following) == following


def test_shorter_ways_to_say_it() -> None:
    """``--at`` and ``--every`` are calendars too, which systemd and cron can be told."""
    assert at_times("06:30,18:30") == parse_calendar("06,18:30")
    assert at_times("6:05", MADRID) == parse_calendar(f"06:05 {MADRID}")
    assert every_span("1h") == parse_calendar("hourly")
    assert every_span("15m") == parse_calendar("*:00/15")
    assert every_span("6h") == parse_calendar("00,06,12,18:00")
    assert every_span("1d") == parse_calendar("daily")
    assert every_span("1w") == parse_calendar("Mon 00:00")
    assert parse_calendar(f"hourly {MADRID}").zone == MADRID


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "says nothing"),
        ("x", "x names no weekdays"),
        ("25:00", "25 is no hour from 0 to 23"),
        ("06:60", "60 is no minute from 0 to 59"),
        ("06", "a time is HOUR:MINUTE"),
        ("Mon..Fry 06:30", "Mon..Fry names no weekdays"),
        ("*-*-* 06:30:10", "a time is HOUR:MINUTE"),
        ("2026-01-01 06:30", "a date is *-MONTH-DAY"),
        ("*-13-01 06:30", "13 is no month from 1 to 12"),
        ("*-02-30 06:30", "there is no such day"),
        ("06:30 Europe/Nowhere", "Europe/Nowhere is not understood"),
        ("06:00/x", "00/x has no step"),
        ("18..06:00", "18..06 is no hour"),
    ],
)
def test_what_is_no_calendar_is_refused(text: str, message: str) -> None:
    """With the reason, and examples."""
    with pytest.raises(UsageError) as caught:
        parse_calendar(text)
    assert caught.value.message.startswith(f"--calendar {text!r}: {message}")
    assert "Mon..Fri 06:30" in caught.value.message


@pytest.mark.parametrize("text", ["7m", "5h", "0h", "h", "90m", "2d"])
def test_spans_that_do_not_divide_a_day_are_refused(text: str) -> None:
    """A timer of systemd or cron has no way to say them."""
    with pytest.raises(UsageError, match=f"^--every {text}: give 15m"):
        every_span(text)


@pytest.mark.parametrize("text", ["noon", "06:30,18:00", "24:00", "6"])
def test_times_of_the_day_are_times(text: str) -> None:
    """Several must have the same minute: an expression has hours and minutes apart."""
    with pytest.raises(UsageError, match=r"^--at "):
        at_times(text)


@pytest.mark.parametrize(
    "text",
    ["06:30", "Mon..Fri 06:30", "*-*-01,15 00/6:00", "*:00/15", "Sat,Sun 18,06:05", "hourly", "weekly"],
)
def test_systemd_reads_it_alike(text: str) -> None:
    """The next four times by its own program."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed")
    calendar = parse_calendar(f"{text} UTC")
    done = subprocess.run(
        [program, "calendar", "--iterations=4", calendar.text],
        capture_output=True,
        text=True,
        check=True,
        env={"TZ": "UTC", "LC_ALL": "C", "PATH": "/usr/bin:/bin"},
    )
    theirs = re.findall(r": \w{3} (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC$", done.stdout, re.MULTILINE)
    now = datetime.now(UTC)
    ours: list[str] = []
    for _ in range(len(theirs)):
        following = calendar.following(now)
        assert following is not None
        now = following
        ours.append(now.strftime("%Y-%m-%d %H:%M:%S"))
    assert len(theirs) == 4
    assert ours == theirs


def test_a_zone_is_that_of_the_machine_unless_named() -> None:
    """The local time is asked of the system when it is needed."""
    following = parse_calendar("06:30").following(datetime.now(ZoneInfo(MADRID)))
    assert following is not None
    assert following.astimezone().strftime("%H:%M") == "06:30"


def test_a_zone_that_is_not_there_is_told_the_nearest() -> None:
    """By its own option."""
    require_zone(MADRID)
    with pytest.raises(
        UsageError, match=r"^--time-zone Europe/Madird: no such time zone; did you mean Europe/Madrid\?"
    ):
        require_zone("Europe/Madird")
    with pytest.raises(UsageError, match="no such time zone"):
        require_zone("../etc")
