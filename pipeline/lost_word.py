"""The word of a worker that died after it had written a document and before it could say so.

Whoever takes the document up finds its folder finished, and says in the dead one's place what became of it:
the run's record does not tell that anybody died.
"""

from __future__ import annotations

from pathlib import Path

from pipeline import codec
from pipeline.contract import DocumentRecord, VariantRecord
from pipeline.folder import DOCUMENT_FILE, RUN_FILE, VARIANT_FILE
from pipeline.records import Done, LanguageCode
from pipeline.standing import checks_on_disk, files_on_disk


def is_of_this_run(folder: Path, run: Path) -> bool:
    """Say whether the run that is under way in ``run`` has made this document's folder. Raises ``OSError``.

    A run begins by writing its record: what it has made is newer, whatever the time is.
    """
    return (folder / DOCUMENT_FILE).stat().st_mtime_ns > (run / RUN_FILE).stat().st_mtime_ns


def done(folder: Path, record: DocumentRecord, languages: tuple[LanguageCode, ...]) -> Done:
    """Return what became of the document in ``folder``, as its writer would have. Raises ``RecordError``."""
    variants = [codec.read(VariantRecord, path) for path in folder.glob(f"*/{VARIANT_FILE}")]
    segments = [segment for variant in variants for segment in variant.segments]
    return Done(
        origin=record.origin,
        id=record.id,
        languages=languages,
        segments=len(record.segments),
        translated=sum(segment.origin == "machine" and not segment.from_memory for segment in segments),
        untranslated=0,  # where some were, the document would be made anew
        files=files_on_disk(folder),
        checks=checks_on_disk(folder),
    )
