"""The times of records, in the forms that tables and programs write them in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pipeline.read.formats.web.stated import published_time

_NUMERIC = re.compile(
    r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})"
    r"(?:[ T,]+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?)?(?:\s*(?:Z|UTC|GMT))?"
)
_SECONDS = re.compile(r"-?\d{9,10}(?:\.\d+)?")
_MILLISECONDS = re.compile(r"-?\d{12,13}")
_COMPACT = re.compile(r"\d{8}")
_MAX_LENGTH = 60
"""The longest time, in characters."""


class DateReader:
    """Reads times of one field, in which days and months stand in one order."""

    def __init__(self, values: Iterable[str]) -> None:
        """Tell the order of days and months from all ``values``: a number beyond 12 is a day."""
        self._day_first: bool | None = None
        for value in values:
            found = _NUMERIC.fullmatch(value.strip()) if len(value) <= _MAX_LENGTH else None
            if found is not None and found[2] != "." and len(found[4]) == 4:
                if int(found[1]) > 12:
                    self._day_first = True
                    return
                if int(found[3]) > 12:
                    self._day_first = False

    def read(self, value: str) -> str | None:
        """Return a time in ISO 8601, UTC where it names no zone, or a day; None where it cannot be told."""
        text = value.strip()
        if not text or len(text) > _MAX_LENGTH:
            return None
        try:
            return self._read(text)
        except (ValueError, OverflowError, OSError, TypeError):
            return None

    def _read(self, text: str) -> str | None:
        if _COMPACT.fullmatch(text):
            return published_time(f"{text[:4]}-{text[4:6]}-{text[6:]}")
        if _SECONDS.fullmatch(text):
            return datetime.fromtimestamp(int(float(text)), tz=UTC).isoformat()
        if _MILLISECONDS.fullmatch(text):
            return datetime.fromtimestamp(int(text) // 1000, tz=UTC).isoformat()
        stated = published_time(text)
        if stated is not None:
            return stated
        if (found := _NUMERIC.fullmatch(text)) is not None:
            return self._numeric(found)
        if text[:1].isalpha() or re.match(r"\d{1,2} [A-Za-z]{3}", text):
            return published_time(parsedate_to_datetime(text).isoformat())
        return None

    def _numeric(self, found: re.Match[str]) -> str | None:
        first, second, third = found[1], found[3], found[4]
        if len(first) == 4:
            year, month, day = first, second, third
        elif len(third) == 4 and (found[2] == "." or self._day_first):
            day, month, year = first, second, third
        elif len(third) == 4 and self._day_first is False:
            month, day, year = first, second, third
        else:
            return None
        whole = f"{year}-{int(month):02}-{int(day):02}"
        if found[5] is None:
            return published_time(whole)
        return published_time(f"{whole}T{int(found[5]):02}:{found[6]}:{found[7] or '00'}")
