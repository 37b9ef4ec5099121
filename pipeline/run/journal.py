"""The journal of a run: the documents that the present run has written itself.

A worker enters a document, with the digest of its record, before it moves the document's folder into place.
If the worker dies before it has reported the document, another worker takes it up, finds its folder as the
journal says, and reports it instead. So a run's record does not depend on which workers died.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pipeline.core import codec
from pipeline.core.contract import DocumentRecord, VariantRecord
from pipeline.core.files import beneath
from pipeline.core.records import Done, LanguageCode, MissingLanguage
from pipeline.read.remarks import reading_remarks
from pipeline.write.on_disk import checks_on_disk, files_on_disk
from pipeline.write.paths import DOCUMENT_FILE, DOCUMENTS, JOURNAL_FILE, VARIANT_FILE
from pipeline.write.stored_variants import variant_folders


class Journal:
    """The journal of the run in a folder. Every worker has an object of its own, over the same file."""

    def __init__(self, run: Path) -> None:
        """Keep the journal of the run in the folder ``run``. The caller holds the folder."""
        self._run = run
        self._read = 0
        self._entered: dict[str, str] = {}

    def begin(self) -> None:
        """Begin an empty journal in place of an earlier run's.

        If that fails, the run continues without a journal. Only the death of a worker would then show.
        """
        self.end()
        with suppress(OSError):
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            os.close(os.open(self._run / JOURNAL_FILE, flags, 0o666))

    def end(self) -> None:
        """Remove the journal at the end of the run, when the record says everything."""
        with suppress(OSError):
            (self._run / JOURNAL_FILE).unlink()

    def enter(self, name: str, files: Mapping[str, bytes]) -> None:
        """Enter the document ``name``, whose ``files`` are about to be written. Errors are ignored."""
        line = f"{hashlib.sha256(files[DOCUMENT_FILE]).hexdigest()} {name}\n".encode()
        with suppress(OSError):
            journal = os.open(
                self._run / JOURNAL_FILE, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
            )
            try:
                os.write(journal, line)  # one write appends the whole line, even if others write too
            finally:
                os.close(journal)

    def has(self, name: str) -> bool:
        """Say whether the document ``name`` is as this run wrote it. Raises ``OSError``."""
        self._catch_up()
        entered = self._entered.get(name)
        if entered is None:
            return False
        content = beneath.read_below(self._run, f"{DOCUMENTS}/{name}/{DOCUMENT_FILE}")
        return hashlib.sha256(content).hexdigest() == entered

    def _catch_up(self) -> None:
        """Read the lines that were added since the last call, without an incomplete one."""
        with suppress(OSError), beneath.open_below(self._run, JOURNAL_FILE) as file:
            file.seek(self._read)
            lines = file.read()
            whole = lines[: lines.rfind(b"\n") + 1]
            self._read += len(whole)
            for line in whole.decode().splitlines():
                sha256, _, name = line.partition(" ")
                self._entered[name] = sha256


def outcome_of(
    run: Path,
    record: DocumentRecord,
    languages: tuple[LanguageCode, ...],
    missing: tuple[MissingLanguage, ...] = (),
) -> Done:
    """Return the outcome of the document of this record in ``run``, as its writer would have reported it.

    Raises ``RecordError``, ``OSError``.
    """
    place = f"{DOCUMENTS}/{record.id}"
    names = variant_folders(run, place)
    return Done(
        origin=record.origin,
        id=record.id,
        languages=languages,
        segments=len(record.segments),
        translated=sum(_translated(run, f"{place}/{name}/{VARIANT_FILE}") for name in names),
        untranslated=0,  # a document with untranslated segments would be made again
        files=files_on_disk(run, place),
        checks=checks_on_disk(run, place),
        missing=missing,
        noted=reading_remarks(record),
    )


def _translated(run: Path, path: str) -> int:
    """Return how many segments of a variant the run translated."""
    variant = codec.read_record_below(VariantRecord, run, path)
    return sum(
        segment.origin in ("machine", "imported") and not segment.from_memory for segment in variant.segments
    )
