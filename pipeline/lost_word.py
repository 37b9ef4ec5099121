"""The word of a worker that died after it had written a document and before it could say so.

Whoever takes the document up finds its folder finished, and says in the dead one's place what became of it:
the run's record does not tell that anybody died.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from pipeline import codec
from pipeline.contract import DocumentRecord, VariantRecord
from pipeline.folder import DOCUMENT_FILE, RUN_FILE, VARIANT_FILE
from pipeline.records import Done, LanguageCode
from pipeline.standing import checks_on_disk, files_on_disk

_TICK = 2_000_000_000
"""Nanoseconds; the coarsest time stamps of a file system that can be met (FAT's) are of two seconds."""


def begin(run: Path) -> None:
    """Date the record that a run began by writing after all documents that stand already.

    What the run makes is dated after its record (``sign``). So the order of the two tells whose a document
    is, even where the clock has been put back. A time that cannot be set is let be.
    """
    stamps = [0]
    for path in (run / "documents").glob(f"*/{DOCUMENT_FILE}"):
        with suppress(OSError):
            stamps.append(path.stat().st_mtime_ns)
    _date_after(run / RUN_FILE, max(stamps))


def sign(folder: Path, run: Path) -> None:
    """Date a document's folder that the run in ``run`` has just written after the run's record."""
    with suppress(OSError):
        _date_after(folder / DOCUMENT_FILE, (run / RUN_FILE).stat().st_mtime_ns)


def is_of_this_run(folder: Path, run: Path) -> bool:
    """Say whether the run under way in ``run`` has made this document's folder. Raises ``OSError``."""
    return (folder / DOCUMENT_FILE).stat().st_mtime_ns > (run / RUN_FILE).stat().st_mtime_ns


def _date_after(path: Path, stamp: int) -> None:
    with suppress(OSError):
        if path.stat().st_mtime_ns <= stamp:
            os.utime(path, ns=(stamp + _TICK, stamp + _TICK))


def done(folder: Path, record: DocumentRecord, languages: tuple[LanguageCode, ...]) -> Done:
    """Return what became of the document in ``folder``, as its writer would have. Raises ``RecordError``."""
    variants = [codec.read(VariantRecord, path) for path in folder.glob(f"*/{VARIANT_FILE}")]
    segments = [segment for variant in variants for segment in variant.segments]
    return Done(
        origin=record.origin,
        id=record.id,
        languages=languages,
        segments=len(record.segments),
        translated=sum(
            segment.origin in ("machine", "imported") and not segment.from_memory for segment in segments
        ),
        untranslated=0,  # where some were, the document would be made anew
        files=files_on_disk(folder),
        checks=checks_on_disk(folder),
    )
