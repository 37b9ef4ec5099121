"""What a job has found already, by content: ``since = "last"`` leaves it out, and it keeps its first date.

The date of a report does not say when it came: files keep their old dates when they are copied, and feeds are
late. So a job remembers the digests of all contents that its good runs took, in a file in its folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from pipeline.core import clock
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError, SourceError, WriteError
from pipeline.core.files import durable
from pipeline.core.files.replace import replace_file
from pipeline.read.reference import Reference

SEEN_FILE = ".seen.jsonl"
MOST_SEEN = 200_000
"""So many contents are remembered, and all that are still there: some 40 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenContent:
    """A content that a run of the job took."""

    sha256: str
    slot: str
    """The first run that took it, empty where none did: it was too old, or too new. A run that is done again
    does not leave out what it took itself."""
    origin: str
    """Where it was found last, with its size and time then: while these stay, it is not read again."""
    size: int
    mtime_ns: int
    filed: str = ""
    """When its file was last changed, as it was when it was found first, ISO 8601; empty where it has none of
    its own, or an older version noted it."""


Seen: TypeAlias = Mapping[str, SeenContent]
"""Everything that a job has taken, by its digest, the oldest first."""


def read_seen(folder: Path) -> Seen:
    """Return what the job in ``folder`` has taken. Raises ``RecordError`` if the file is damaged."""
    path = folder / SEEN_FILE
    try:
        lines = durable.read_regular(path).decode("utf-8", "surrogateescape").splitlines()
        rows = [SeenContent(**json.loads(line)) for line in lines]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError) as error:
        raise RecordError(f"{path}: is damaged; move it away, and all inputs are told again") from error
    return {row.sha256: row for row in rows}


def write_seen(folder: Path, seen: Seen) -> None:
    """Write what the job has taken. Raises ``WriteError``."""
    try:
        replace_file(folder / SEEN_FILE, (f"{json.dumps(asdict(row))}\n".encode() for row in seen.values()))
    except OSError as error:
        raise WriteError(f"{folder / SEEN_FILE}: cannot be written: {error.strerror}") from error


def new_inputs(
    found: Iterable[Reference | SourceError], seen: Seen, slot: str
) -> tuple[list[Reference | SourceError], Seen]:
    """Return the inputs that no run before ``slot`` took, and what will have been taken after it."""
    places = {(one.origin, one.size, one.mtime_ns): one.sha256 for one in seen.values()}
    after = dict(seen)
    new, present = [], 0
    for item in found:
        content = _content(item, places)
        if content is None:  # the run will say what is wrong with it
            new.append(item)
            continue
        before = after.pop(content.sha256, content)
        if before.slot in ("", slot):
            new.append(item)
        after[content.sha256] = replace(content, slot=before.slot or slot, filed=before.filed)
        present += 1
    return new, _newest(after, present)


def at_first_sight(
    found: Iterable[Reference | SourceError], seen: Seen
) -> tuple[list[Reference | SourceError], Seen]:
    """Return inputs with the times of their files as they were found first, and what is known afterwards.

    A file that is touched, or copied again, keeps its time so.
    """
    places = {(one.origin, one.size, one.mtime_ns): one.sha256 for one in seen.values()}
    after = dict(seen)
    items: list[Reference | SourceError] = []
    present = 0
    for item in found:
        content = _content(item, places)
        if content is None or isinstance(item, SourceError):
            items.append(item)
            continue
        before = after.pop(content.sha256, content)
        filed = before.filed or content.filed
        items.append(replace(item, filed=filed))
        after[content.sha256] = replace(content, slot=before.slot, filed=filed)
        present += 1
    return items, _newest(after, present)


def _newest(seen: Seen, present: int) -> Seen:
    """Return what is remembered: so much, the newest, and all that is ``present``."""
    return dict(list(seen.items())[-max(MOST_SEEN, present) :])


def _content(item: Reference | SourceError, places: Mapping[tuple[str, int, int], str]) -> SeenContent | None:
    """Return an input's content, without a slot; None for what cannot be read."""
    if isinstance(item, SourceError):
        return None
    if item.content is not None:  # fetched, or one of several in a file: a feed changes with each item
        digest = hashlib.sha256(item.content).hexdigest()
        return SeenContent(sha256=digest, slot="", origin=item.origin, size=len(item.content), mtime_ns=0)
    if item.path is None:
        return None
    try:
        status = item.path.stat()
        digest = places.get((item.origin, status.st_size, status.st_mtime_ns)) or _sha256(item.path)
    except OSError:
        return None
    return SeenContent(
        sha256=digest,
        slot="",
        origin=item.origin,
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        filed=clock.stamp(datetime.fromtimestamp(int(status.st_mtime), tz=UTC)),
    )


def _sha256(path: Path) -> str:
    with durable.open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
