"""Times that return: ``06:30``, every hour, or a calendar expression of systemd.

An expression is ``[DAYS] [YEAR-MONTH-DAY] HOUR:MINUTE[:00] [ZONE]``: ``Mon..Fri 06:30``,
``*-*-01 00/6:00 Europe/Madrid``. Each part is ``*``, a number, a list (``6,18``), a range (``Mon..Fri``) or a
step (``00/15``). This is what systemd (systemd.time(7)) and cron can both be told, so years, seconds and the
last day of a month are left out.

An hour that summer time leaves out is made up when it is over: 02:30 is 03:30 then. Of an hour that comes
twice, the first counts, unless the expression has every hour of the day: then both do.
"""

from __future__ import annotations

import difflib
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import UsageError

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS = range(24)
_MINUTES = range(60)
_MONTHS = range(1, 13)
_MONTH_DAYS = range(1, 32)
_LEAP_YEAR = 2028
_FAR = 366 * 9
"""Days to look through: a 29 February on a certain weekday can be 8 years away, and more is no schedule."""
_SHORTHANDS = {
    "minutely": "*:*",
    "hourly": "*:00",
    "daily": "00:00",
    "weekly": "Mon 00:00",
    "monthly": "*-*-01 00:00",
}
_SPAN = re.compile(r"(\d{1,3})\s*(m|min|h|d|w)")
_MINUTES_OF = {"m": 1, "min": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_CLOCK = re.compile(r"\d{1,2}:\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The minutes that a schedule has."""

    weekdays: frozenset[int] = frozenset(range(7))
    """Monday is 0."""
    months: frozenset[int] = frozenset(_MONTHS)
    days: frozenset[int] = frozenset(_MONTH_DAYS)
    hours: frozenset[int] = frozenset(_HOURS)
    minutes: frozenset[int] = frozenset({0})
    zone: str = ""
    """Name of the time zone; empty is the machine's."""
    text: str = field(default="", compare=False)
    """What it was made from, as ``--calendar`` takes it."""

    def tzinfo(self) -> tzinfo | None:
        """Return the time zone; None is the machine's."""
        return ZoneInfo(self.zone) if self.zone else None

    def latest(self, now: datetime) -> datetime | None:
        """Return the last time that is not after ``now``, with its zone; None if there never was one."""
        found = next((time for time in self._times(now, step=-1) if time <= now), None)
        return found.astimezone(self.tzinfo()) if found else None

    def following(self, now: datetime) -> datetime | None:
        """Return the first time after ``now``, with its zone; None if there is none."""
        found = next((time for time in self._times(now, step=1) if time > now), None)
        return found.astimezone(self.tzinfo()) if found else None

    def _times(self, now: datetime, *, step: int) -> Iterator[datetime]:
        """Yield times in UTC, from a day beyond ``now`` the way that ``step`` leads.

        Times of one zone are compared without their offsets, so these are in UTC.
        """
        first = now.astimezone(self.tzinfo()).date() - timedelta(days=step)
        for number in range(_FAR):
            day = first + timedelta(days=step * number)
            if day.weekday() in self.weekdays and day.month in self.months and day.day in self.days:
                yield from sorted(set(self._on(day)), reverse=step < 0)

    def _on(self, day: date) -> Iterator[datetime]:
        zone = self.tzinfo()
        folds = (0, 1) if len(self.hours) == len(_HOURS) else (0,)
        for hour in self.hours:
            for minute in self.minutes:
                for fold in folds:
                    local = datetime(day.year, day.month, day.day, hour, minute, fold=fold)
                    aware = local.astimezone() if zone is None else local.replace(tzinfo=zone)
                    yield aware.astimezone(UTC)


def at_times(text: str, zone: str = "") -> Calendar:
    """Return the calendar of ``--at``: a time of every day, or several with commas. Raises ``UsageError``."""
    times = [part.strip() for part in text.split(",")]
    if not all(map(_CLOCK.fullmatch, times)):
        raise UsageError(f"--at {text}: give times of the day, such as 06:30 or 06:30,18:30")
    if len({time.partition(":")[2] for time in times}) > 1:
        raise UsageError(f"--at {text}: times with different minutes need a job each, or --calendar")
    hours = ",".join(time.partition(":")[0] for time in times)
    return parse_calendar(f"{hours}:{times[0].partition(':')[2]} {zone}".strip(), option="--at")


def every_span(text: str, zone: str = "") -> Calendar:
    """Return the calendar of ``--every``: spans that divide a day. Raises ``UsageError``."""
    found = _SPAN.fullmatch(text.strip().lower())
    minutes = int(found[1]) * _MINUTES_OF[found[2]] if found else 0
    if minutes in (24 * 60, 7 * 24 * 60):
        rest = "00:00" if minutes == 24 * 60 else "Mon 00:00"
    elif minutes >= 60 and minutes % 60 == 0 and 24 * 60 % minutes == 0:
        rest = f"00/{minutes // 60}:00" if minutes > 60 else "*:00"
    elif 0 < minutes < 60 and 60 % minutes == 0:
        rest = f"*:00/{minutes}" if minutes > 1 else "*:*"
    else:
        raise UsageError(
            f"--every {text}: give 15m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h, 1d or 1w, or another span that"
            " divides an hour or a day"
        )
    return parse_calendar(f"{rest} {zone}".strip(), option="--every")


def parse_calendar(text: str, *, option: str = "--calendar") -> Calendar:
    """Return the calendar of an expression. Raises ``UsageError``, which names ``option``."""
    words = text.split()
    zone = words.pop() if len(words) > 1 and _is_zone(words[-1]) else ""
    if len(words) == 1 and words[0] in _SHORTHANDS:
        words = _SHORTHANDS[words[0]].split()
    try:
        fields = _fields(list(words))
        made = Calendar(**fields, zone=zone, text=" ".join([*words, zone] if zone else words))
        _require_a_day(made)
    except ValueError as error:
        raise UsageError(
            f"{option} {text!r}: {error}; give such as 06:30, Mon..Fri 06:30, *-*-01 08:00 or hourly, with"
            " a time zone at the end if it is not this machine's"
        ) from error
    return made


def require_zone(zone: str) -> None:
    """Raise ``UsageError`` if there is no such time zone; the nearest name is said."""
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, KeyError) as error:
        near = difflib.get_close_matches(zone, available_timezones(), n=1)
        hint = f"did you mean {near[0]}?" if near else "give such as Europe/Madrid"
        raise UsageError(f"--time-zone {zone}: no such time zone; {hint}") from error


def _require_a_day(calendar: Calendar) -> None:
    """Raise ``ValueError`` if no year has a day of the calendar."""
    if not any(day <= monthrange(_LEAP_YEAR, month)[1] for month in calendar.months for day in calendar.days):
        raise ValueError("there is no such day")


def _is_zone(word: str) -> bool:
    if not re.fullmatch(r"[A-Z][A-Za-z0-9_+\-/]+", word) or ".." in word or word in DAYS:
        return False
    try:
        ZoneInfo(word)
    except (OSError, ValueError, KeyError):
        return False
    return True


def _fields(words: list[str]) -> dict[str, frozenset[int]]:
    """Return the fields of the words of an expression. Raises ``ValueError``."""
    found: dict[str, frozenset[int]] = {}
    if words and words[0][:1].isalpha():
        found["weekdays"] = _weekdays(words.pop(0))
    if words and "-" in words[0]:
        year, *rest = words.pop(0).split("-")
        if year != "*" or len(rest) != 2:
            raise ValueError("a date is *-MONTH-DAY")
        found["months"] = _numbers(rest[0], _MONTHS, "month")
        found["days"] = _numbers(rest[1], _MONTH_DAYS, "day")
    if not words and not found:
        raise ValueError("says nothing")
    clock = words.pop(0).split(":") if words else ["00", "00"]
    if words:
        raise ValueError(f"{words[0]} is not understood")
    if len(clock) not in (2, 3) or (len(clock) == 3 and clock[2] not in ("0", "00")):
        raise ValueError("a time is HOUR:MINUTE")
    return found | {
        "hours": _numbers(clock[0], _HOURS, "hour"),
        "minutes": _numbers(clock[1], _MINUTES, "minute"),
    }


def _weekdays(text: str) -> frozenset[int]:
    if not re.fullmatch(rf"(?:(?:{'|'.join(DAYS)})[a-z]*(?:,|\.\.|$))+", text):
        raise ValueError(f"{text} names no weekdays")
    for number, day in enumerate(DAYS):
        text = re.sub(rf"\b{day}[a-z]*", str(number), text, flags=re.IGNORECASE)
    return _numbers(text, range(7), "weekday")


def _numbers(text: str, known: range, what: str) -> frozenset[int]:
    """Return the numbers that ``*``, ``3``, ``1..5``, ``00/15`` and lists of these stand for."""
    found: set[int] = set()
    for part in text.split(","):
        span, slash, step = part.partition("/")
        first, dots, last = span.partition("..")
        if span == "*":
            numbers = known
        elif not first.isdecimal() or (dots and not last.isdecimal()):
            raise ValueError(f"{part or 'nothing'} is no {what}")
        else:
            end = int(last) if dots else known[-1] if slash else int(first)
            numbers = range(int(first), end + 1)
        if slash and (not step.isdecimal() or int(step) < 1):
            raise ValueError(f"{part} has no step")
        found.update(numbers[:: int(step) if slash else 1])
    if not found or not found <= set(known):
        raise ValueError(f"{text} is no {what} from {known[0]} to {known[-1]}")
    return frozenset(found)
