"""What is delivered: the digest of a run, on one occasion."""

from __future__ import annotations

from pathlib import Path

from pipeline.core.dataclass import dataclass
from pipeline.core.records.document import LanguageCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """The digest in a run's folder, and the occasion on which it is delivered."""

    job: str
    """Name of the job, or of the run's folder where no job made it."""
    slot: str
    """Name of the occasion, which is that of the run: ``morning-2026-11-28T0630``. It is the same when a
    delivery is repeated."""
    run: Path
    """The run's folder."""
    languages: tuple[LanguageCode, ...]
    """Languages of the digest."""
    made: str
    """When the digest was made, RFC 3339 with an offset."""
    marks: tuple[str, ...] = ()
    """Words that a message's subject begins with, such as the name of a watch."""
    watch: str = ""
    """Name of the watch whose hits are delivered, and nothing else of the digest; empty for all of it."""

    @property
    def occasion(self) -> str:
        """The slot. Hits of a watch are sent apart: ``morning-2026-11-28T0630/floods``."""
        return f"{self.slot}/{self.watch}" if self.watch else self.slot
