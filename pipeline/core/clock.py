"""The current time, which is asked for here alone. Records hold times in UTC, ISO 8601, to the second."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def stamp(time: datetime) -> str:
    """Return a time as records hold it; ``time`` must know its zone.

    >>> stamp(datetime(2026, 3, 29, 6, 30, 15, tzinfo=UTC))
    '2026-03-29T06:30:15Z'
    """
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def last_change(path: Path) -> str | None:
    """Return when a file was last changed, as records hold it; None where that cannot be told."""
    try:
        return stamp(datetime.fromtimestamp(int(path.stat().st_mtime), tz=UTC))
    except (OSError, ValueError, OverflowError):
        return None


def utc_now() -> str:
    """Return the time as records hold it."""
    return stamp(now())


def parsed(text: str) -> datetime:
    """Return the time that ``stamp`` wrote. Raises ``ValueError``.

    >>> stamp(parsed("2026-03-29T06:30:15Z"))
    '2026-03-29T06:30:15Z'
    """
    return datetime.fromisoformat(text)
