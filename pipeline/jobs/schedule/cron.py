"""A line of cron, between two lines by which it is found again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from pipeline.core.errors import UsageError
from pipeline.jobs.schedule.plan import SEARCHED, Schedule

LOG = "cron.log"
"""The file in the job's folder that the messages are added to."""
_LONGEST: Final = 998
"""Bytes of a line that every cron takes (crontab(5))."""
_YEARS = 2
"""Two zones that show the same time for so long count as one."""


def cron_lines(schedule: Schedule) -> tuple[str, ...]:
    """Return the lines for the user's crontab. Raises ``UsageError`` for what cron cannot say."""
    _require_zone_of_here(schedule)
    line = f"{cron_times(schedule)} {_command(schedule)}"
    if len(line.encode()) > _LONGEST:
        raise UsageError(
            f"a line of cron has at most {_LONGEST} bytes, and this job's has {len(line.encode())}; use"
            " --systemd, or shorter paths"
        )
    begin, end = markers(schedule.job)
    return (
        f"{begin} of {schedule.config}",
        "# The times are in this machine's zone. One that summer time leaves out is made up when it is over;",
        "# one that comes twice counts once, unless the hour is *. One that passes while the machine is off",
        '# is left out: a digest with since = "last" has its reports the next time. All messages go to the',
        "# log, so cron has none to send to MAILTO.",
        line,
        end,
    )


def markers(job: str) -> tuple[str, str]:
    """Return what the first line of a job's block begins with, and the last line."""
    return f"# depeche schedule: begin {job}", f"# depeche schedule: end {job}"


def with_block(lines: Sequence[bytes], job: str, block: Sequence[str]) -> list[bytes]:
    """Return a crontab's lines with a job's block at the end, in place of an older one; none if it is empty.

    All other lines stay as they are.
    """
    found = block_span(lines, job)
    kept = [*lines[: found[0]], *lines[found[1] :]] if found else list(lines)
    if block and kept and not kept[-1].endswith(b"\n"):
        kept[-1] += b"\n"
    return [*kept, *(f"{line}\n".encode() for line in block)]


def block_span(lines: Sequence[bytes], job: str) -> tuple[int, int] | None:
    """Return where the block of a job begins and where it is over; None if there is none.

    Raises ``UsageError`` if its end is missing.
    """
    begin, end = (marker.encode() for marker in markers(job))
    first = next((n for n, line in enumerate(lines) if line.startswith(begin + b" of ")), None)
    if first is None:
        return None
    for number in range(first, len(lines)):
        if lines[number].rstrip() == end:
            return first, number + 1
    raise UsageError(f"your crontab: the line {end.decode()!r} is missing; put it back with crontab -e")


def cron_times(schedule: Schedule) -> str:
    """Return the five fields of cron for a calendar. Raises ``UsageError`` if they cannot say it."""
    calendar = schedule.calendar
    days = _field(calendar.days, range(1, 32))
    weekdays = _field(frozenset((day + 1) % 7 for day in calendar.weekdays), range(7))
    if days != "*" and weekdays != "*":
        raise UsageError(
            "cron takes days of the month and of the week as either, not both; use --systemd, or a schedule"
            " for one of them"
        )
    hours, minutes = _field(calendar.hours, range(24)), _field(calendar.minutes, range(60))
    return " ".join((minutes, hours, days, _field(calendar.months, range(1, 13)), weekdays))


def _field(numbers: frozenset[int], known: range) -> str:
    return "*" if numbers == set(known) else ",".join(map(str, sorted(numbers)))


def _command(schedule: Schedule) -> str:
    """Return the command as cron hands it to a shell, whichever the user's crontab names."""
    told = {
        "PATH": SEARCHED,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "SHELL": "/bin/sh",
        **dict(schedule.places),
    }
    words = ("env", *(f"{name}={value}" for name, value in told.items()), *schedule.command)
    folder = shlex.quote(str(schedule.folder))
    log = shlex.quote(str(schedule.folder / LOG))
    inner = f"mkdir -p {folder} && exec {shlex.join(words)} >>{log} 2>&1"
    return f"/bin/sh -c {shlex.quote(inner)}".replace("%", "\\%")  # a bare % is a line end to cron


def _require_zone_of_here(schedule: Schedule) -> None:
    zone = schedule.calendar.tzinfo()
    if zone is None:
        return
    now = datetime.now(UTC)
    for day in _hours(now):
        if day.astimezone(zone).utcoffset() != day.astimezone().utcoffset():
            raise UsageError(
                f"cron counts in this machine's time zone, not in {schedule.calendar.zone}; use --systemd"
            )


def _hours(now: datetime) -> Iterator[datetime]:
    yield from (now + timedelta(hours=hour) for hour in range(_YEARS * 366 * 24))
