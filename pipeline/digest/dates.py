"""The time of a report's publication: the time it states, its dateline, or the time of its file."""

from __future__ import annotations

import hashlib
import math
import os
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Literal

from pipeline.core import clock
from pipeline.core.contract import DocumentRecord
from pipeline.core.contract.digest import Moment
from pipeline.core.errors import UsageError
from pipeline.core.files import durable
from pipeline.core.text.file_names import real_name
from pipeline.digest.datelines import DAY_AHEAD, dateline_day, named_day
from pipeline.read.markdown import front_matter

FIELDS = ("date", "published", "datepublished", "pubdate", "issued")
"""Fields at the head of a Markdown file that say when it was published; the first that is there counts."""
WITH_HEAD = (".md", ".markdown")
"""Endings of files that may have such a head."""
_SPAN = re.compile(r"(\d{1,5})\s*([mhdw])", re.IGNORECASE)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def moment(record: DocumentRecord, filed: str | None = None) -> Moment | None:
    """Return when a document was published; None where nothing can say.

    What it states comes first, if that can be (``credible``), then its dateline, then the time of its file.
    ``filed`` is that time as the run noted it. Where the run did not, the file itself is looked at, and
    counts as long as it is the one that was read. A relative name is then resolved from the working folder,
    as in the run.
    """
    if record.published is not None and (stated := parse_moment(record.published.time)) is not None:
        return credible(replace(stated, source=record.published.said_by), _noted(record, filed))
    if record.source_file.endswith(WITH_HEAD) and (found := _of_head(record, filed)) is not None:
        return credible(found, _noted(record, filed))
    from_file = _of_file(record, filed)
    return _of_dateline(record, from_file) or from_file


def _of_head(record: DocumentRecord, filed: str | None) -> Moment | None:
    """Return when the head of a Markdown document says that it was published, also in words.

    Where the order of day and month is open, or the year is not named, the time of its file decides.
    """
    found = said_moment(record.text)
    if found is not None:
        return found
    noted = _noted(record, filed)
    latest = instant(noted.time) if noted is not None else None
    language = record.detection.language
    days = (
        named_day(words, language, latest) or named_day(words, language, None)
        for words in said_words(record.text)
    )
    said = next((day for day in days if day is not None), None)
    return _on(said, "document") if said is not None else None


def _on(day: date, source: Literal["document", "dateline"]) -> Moment:
    return Moment(time=clock.stamp(datetime.combine(day, time(), tzinfo=UTC)), day_only=True, source=source)


def day(found: Moment | None) -> float:
    """Return when a report says it was published, in days since 1970; NaN where only its file says it."""
    if found is None or found.source == "file":
        return math.nan
    return instant(found.time).timestamp() / 86_400


def credible(stated: Moment, from_file: Moment | None) -> Moment:
    """Return the moment that a report states, or that of its file where it is stated to be yet to come.

    A day more is allowed, for zones differ. Otherwise a report with a wrong year would lead every digest.
    """
    if from_file is None or instant(stated.time) - instant(from_file.time) <= DAY_AHEAD:
        return stated
    return replace(from_file, stated=stated.time)


def _noted(record: DocumentRecord, filed: str | None) -> Moment | None:
    """Return the time of a document's file, or of fetching it, as the run noted it; None where it did not."""
    noted = filed or (record.fetched.time if record.fetched is not None else None)
    return of_file(noted) if noted is not None else None


def _of_file(record: DocumentRecord, filed: str | None) -> Moment | None:
    """Return when a document's file was last changed, or its bytes came from the network."""
    if (noted := _noted(record, filed)) is not None:
        return noted
    path = Path(real_name(record.origin))
    try:
        same = _is(path, record)
    except (OSError, ValueError):
        return None
    return changed(path) if same else None


def _of_dateline(record: DocumentRecord, from_file: Moment | None) -> Moment | None:
    """Return the day of a document's dateline, with the hour of its file where that is of this day."""
    filed = instant(from_file.time) if from_file is not None else None
    day = dateline_day(record, filed)
    if day is None:
        ahead = dateline_day(record, None) if from_file is not None else None
        return credible(_on(ahead, "dateline"), from_file) if ahead is not None else None
    if filed is not None and filed.date() == day:
        return Moment(time=clock.stamp(filed), day_only=False, source="dateline")
    return _on(day, "dateline")


def _is(path: Path, record: DocumentRecord) -> bool:
    """Say whether a file, whose name anybody may have written, is a document's source. Raises ``OSError``."""
    with durable.open_regular(path) as file:
        if os.fstat(file.fileno()).st_size != record.size:
            return False
        return hashlib.file_digest(file, "sha256").hexdigest() == record.sha256


def said_moment(text: str) -> Moment | None:
    """Return when a Markdown document says that it was published; None where it does not."""
    return next((found for words in said_words(text) if (found := parse_moment(words)) is not None), None)


def said_words(text: str) -> tuple[str, ...]:
    """Return the dates at the head of a Markdown document as they are written, the one that counts first."""
    fields = front_matter.fields(text)
    return tuple(fields[name] for name in FIELDS if fields.get(name, "").strip())


def of_file(noted: str) -> Moment | None:
    """Return the moment of a file by the time of its last change that was noted; None where it is none."""
    found = parse_moment(noted)
    return replace(found, source="file") if found is not None else None


def changed(path: Path) -> Moment | None:
    """Return when a file was last changed; None where that cannot be told."""
    noted = clock.last_change(path)
    return Moment(time=noted, day_only=False, source="file") if noted is not None else None


def parse_moment(text: str) -> Moment | None:
    """Return the time of a date in ISO 8601, or in the format of e-mail and RSS; None where it is no date.

    A time without a zone is taken to be in UTC.
    """
    text = text.strip().strip("\"'").strip()
    try:
        if _DAY.fullmatch(text):
            found = datetime.combine(date.fromisoformat(text), time(), tzinfo=UTC)
            return Moment(time=clock.stamp(found), day_only=True, source="document")
        found = instant(text) if text[:4].isdigit() else _utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, OverflowError):
        return None
    return Moment(time=clock.stamp(found), day_only=False, source="document")


def instant(text: str) -> datetime:
    """Return an ISO 8601 time in UTC. Raises ``ValueError``."""
    return _utc(datetime.fromisoformat(text))


def _utc(found: datetime) -> datetime:
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def until(text: str | None, now: datetime) -> datetime:
    """Return the time that ``--until`` names, or ``now``. Raises ``UsageError``."""
    return _named(text, option="--until") if text else now.replace(microsecond=0)


def since(text: str | None, end: datetime) -> datetime | None:
    """Return the time that ``--since`` names, counted back from ``end``. Raises ``UsageError``."""
    if not text:
        return None
    span = _SPAN.fullmatch(text.strip())
    if span is None:
        return _named(text, option="--since")
    try:
        return end - timedelta(**{_UNITS[span[2].lower()]: int(span[1])})
    except OverflowError:
        raise UsageError(f"--since {text}: is before there were dates") from None


def _named(text: str, *, option: str) -> datetime:
    try:
        return instant(text.strip())
    except (ValueError, OverflowError):
        spans = " or a span such as 24h or 7d" if option == "--since" else ""
        raise UsageError(
            f"{option} {text}: give a date such as 2025-10-09 or 2025-10-09T05:47Z{spans}"
        ) from None


def has_arrived(filed: str | None, start: datetime | None, end: datetime | None) -> bool:
    """Say whether the time of a file is known, after ``start``, and not after ``end`` where there is one."""
    found = of_file(filed) if filed is not None else None
    return (
        found is not None
        and start is not None
        and instant(found.time) > start
        and is_within(found, None, end)
    )


def is_within(found: Moment | None, start: datetime | None, end: datetime | None) -> bool:
    """Say whether a report is wanted: one without a date is, and of a day alone any hour may count.

    Where ``start`` or ``end`` is None, there is no limit.
    """
    if found is None:
        return True
    first = instant(found.time)
    last = first + timedelta(days=1, seconds=-1) if found.day_only else first
    return (start is None or last >= start) and (end is None or first <= end)
