"""What is remembered of each address: the answer that came last, and until when its server wants peace.

An answer is kept whole, so that a server need not send it again: it says that nothing has changed, in a few
bytes. A file an address, in a hidden folder beside the runs; what was asked for long ago is let go.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.core import clock
from pipeline.core.dataclass import dataclass
from pipeline.core.files import durable
from pipeline.core.files.replace import replace_file
from pipeline.core.records import Fetched

FOLDER = ".fetched"
"""Name of the folder, beside the runs."""
KEPT_DAYS = 30
"""What was not asked for in so many days is let go."""
LONGEST_PEACE = timedelta(days=7)
"""A server may ask for no longer, or a slip of its clock would silence its sources for ever."""
_MOST_PEACE_BYTES = 10_000
_MOST_BYTES = 64 * 2**20
"""A larger file is none of ours: bodies have half of that at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAddress:
    """What is known of an address."""

    fetched: Fetched | None = None
    """Of the answer that is kept; None where none is."""
    content: bytes = b""
    gone: str = ""
    """When the server said that what was there is gone for good; empty where it has not."""


class FetchState:
    """The files of a folder. Whatever goes wrong with them costs a request, never a source."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def known(self, url: str) -> KnownAddress:
        """Return what is known of an address; nothing where its file is missing, damaged or another's."""
        if self._folder.is_symlink():
            return KnownAddress()
        path = self.path(url)
        try:
            if path.stat().st_size > _MOST_BYTES:
                return KnownAddress()
            head, _, content = durable.read_regular(path).partition(b"\n")
            row = json.loads(head)
            if row["url"] != url or row["sha256"] != hashlib.sha256(content).hexdigest():
                return KnownAddress()
            return KnownAddress(
                fetched=None if row["fetched"] is None else _fetched(row["fetched"]),
                content=content,
                gone=str(row["gone"]),
            )
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return KnownAddress()

    def keep(self, url: str, known: KnownAddress) -> None:
        """Keep what is known of an address. A disk that is full keeps it not."""
        row = {
            "url": url,
            "sha256": hashlib.sha256(known.content).hexdigest(),
            "fetched": None if known.fetched is None else asdict(known.fetched),
            "gone": known.gone,
        }
        self._write(url, row, known.content)

    def quiet_until(self, server: str, now: datetime) -> datetime | None:
        """Return until when a server wants not to be asked; None where it does not say so, or did in error.

        Nobody else's word counts for longer than a server's would.
        """
        try:
            if self._folder.is_symlink():
                return None
            path = self.path(_of_server(server))
            row = json.loads(durable.read_regular(path, limit=_MOST_PEACE_BYTES))
            until = clock.parsed(str(row["quiet_until"]))
            return until if row["url"] == _of_server(server) and now < until <= now + LONGEST_PEACE else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def keep_quiet(self, server: str, until: datetime) -> None:
        """Keep until when a server wants not to be asked."""
        self._write(_of_server(server), {"url": _of_server(server), "quiet_until": clock.stamp(until)}, b"")

    def _write(self, name: str, row: Mapping[str, object], content: bytes) -> None:
        """Write a file of the folder; nothing is written where a link would lead it elsewhere."""
        with suppress(OSError):
            if not self._folder.is_symlink():
                self._folder.mkdir(parents=True, exist_ok=True)
                replace_file(self.path(name), [json.dumps(row).encode(), b"\n", content])

    def let_go(self) -> None:
        """Remove what was not asked for in a long time."""
        before = time.time() - KEPT_DAYS * 86_400
        if self._folder.is_symlink():
            return
        with suppress(OSError):
            for path in self._folder.glob("*.answer"):
                if path.stat().st_mtime < before:
                    path.unlink()

    def path(self, url: str) -> Path:
        """Return the file of an address."""
        return (
            self._folder / f"{hashlib.sha256(url.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.answer"
        )


def _fetched(row: Mapping[str, object]) -> Fetched:
    """Return what was said of an answer. Raises what a row of another form raises."""
    status, headers = row["status"], row["headers"]
    if not isinstance(status, int) or not isinstance(headers, list):
        raise TypeError
    return Fetched(
        url=str(row["url"]),
        final_url=str(row["final_url"]),
        time=str(row["time"]),
        status=status,
        headers=tuple((str(name), str(value)) for name, value in headers),
    )


def _of_server(server: str) -> str:
    """Return the name under which something is kept of a server, which no address has."""
    return f"server {server}"
