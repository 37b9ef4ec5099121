"""What is remembered of each address: the answer that came last, and until when its server wants peace.

An answer is kept whole, so that a server need not send it again: it says that nothing has changed, in a few
bytes. A file an address, in a hidden folder beside the runs; what was asked for long ago is let go.
"""

from __future__ import annotations

import hashlib
import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.core.files import durable
from pipeline.core.files.replace import replace_file
from pipeline.core.records import Fetched

FOLDER = ".fetched"
"""Name of the folder, beside the runs."""
KEPT_DAYS = 30
"""What was not asked for in so many days is let go."""
_MOST_BYTES = 64 * 2**20
"""A larger file is none of ours: bodies have half of that at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAddress:
    """What is known of an address."""

    fetched: Fetched | None = None
    """Of the answer that is kept; None where none is."""
    content: bytes = b""
    quiet_until: str = ""
    """Until when the server wants not to be asked, ISO 8601; empty where it does not say so."""
    gone: str = ""
    """When the server said that what was there is gone for good; empty where it has not."""


class FetchState:
    """The files of a folder. Whatever goes wrong with them costs a request, never a source."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def known(self, url: str) -> KnownAddress:
        """Return what is known of an address; nothing where its file is missing, damaged or another's."""
        path = self.path(url)
        try:
            if path.stat().st_size > _MOST_BYTES:
                return KnownAddress()
            head, _, content = durable.read_regular(path).partition(b"\n")
            row = json.loads(head)
            if row["url"] != url or row["sha256"] != hashlib.sha256(content).hexdigest():
                return KnownAddress()
            fetched = row["fetched"]
            if fetched is not None:
                fetched["headers"] = tuple((str(name), str(value)) for name, value in fetched["headers"])
            return KnownAddress(
                fetched=None if fetched is None else Fetched(**fetched),
                content=content,
                quiet_until=str(row["quiet_until"]),
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
            "quiet_until": known.quiet_until,
            "gone": known.gone,
        }
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            replace_file(self.path(url), [json.dumps(row).encode(), b"\n", known.content])

    def let_go(self) -> None:
        """Remove what was not asked for in a long time."""
        before = time.time() - KEPT_DAYS * 86_400
        with suppress(OSError):
            for path in self._folder.glob("*.answer"):
                if path.stat().st_mtime < before:
                    path.unlink()

    def path(self, url: str) -> Path:
        """Return the file of an address."""
        return (
            self._folder / f"{hashlib.sha256(url.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.answer"
        )
