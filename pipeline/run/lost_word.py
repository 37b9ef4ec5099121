"""The word of a worker that died after it had written a document and before it could say so.

Whoever takes the document up finds its folder finished, and says in the dead one's place what became of it:
the run's record does not tell that anybody died.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from pipeline.core import codec
from pipeline.core.contract import DocumentRecord, VariantRecord
from pipeline.core.files import beneath
from pipeline.core.records import Done, LanguageCode
from pipeline.write.checksums import DOCUMENTS
from pipeline.write.on_disk import checks_on_disk, files_on_disk, folders
from pipeline.write.read_run import DOCUMENT_FILE, RUN_FILE, VARIANT_FILE, variant_folders

_TICK = 2_000_000_000
"""Nanoseconds; the coarsest time stamps of a file system that can be met (FAT's) are of two seconds."""


def begin(run: Path) -> None:
    """Date the record that a run began by writing after all documents that stand already.

    What the run makes is dated after its record (``sign``). So the order of the two tells whose a document
    is, even where the clock has been put back. A time that cannot be set is let be.
    """
    stamps = [0]
    for name in folders(run):
        with suppress(OSError):
            stamps.append(beneath.stat(run, _record(name)).st_mtime_ns)
    _date_after(run, RUN_FILE, max(stamps))


def sign(run: Path, name: str) -> None:
    """Date the document ``name`` that the run in ``run`` has just written after the run's record."""
    with suppress(OSError):
        _date_after(run, _record(name), beneath.stat(run, RUN_FILE).st_mtime_ns)


def is_of_this_run(run: Path, name: str) -> bool:
    """Say whether the run under way in ``run`` has made the document ``name``. Raises ``OSError``."""
    return beneath.stat(run, _record(name)).st_mtime_ns > beneath.stat(run, RUN_FILE).st_mtime_ns


def _record(name: str) -> str:
    return f"{DOCUMENTS}/{name}/{DOCUMENT_FILE}"


def _date_after(run: Path, path: str, stamp: int) -> None:
    with suppress(OSError):
        if beneath.stat(run, path).st_mtime_ns <= stamp:
            os.utime(run / path, ns=(stamp + _TICK, stamp + _TICK), follow_symlinks=False)


def done(run: Path, record: DocumentRecord, languages: tuple[LanguageCode, ...]) -> Done:
    """Return what became of the document of this record in ``run``, as its writer would have.

    Raises ``RecordError``, ``OSError``.
    """
    place = f"{DOCUMENTS}/{record.id}"
    names = variant_folders(run, place)
    variants = [codec.read_below(VariantRecord, run, f"{place}/{name}/{VARIANT_FILE}") for name in names]
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
        files=files_on_disk(run, place),
        checks=checks_on_disk(run, place),
    )
