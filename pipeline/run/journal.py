"""The journal of a run: the documents that the present run has written itself.

A worker enters a document, with the digest of its record, before it moves the document's folder into place.
If the worker dies before it has reported the document, another worker takes it up, finds its folder as the
journal says, and reports it instead. So a run's record does not depend on which workers died.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.core import codec
from pipeline.core.contract import DocumentRecord, VariantRecord
from pipeline.core.errors import BusyError
from pipeline.core.files import beneath
from pipeline.core.files.lock import share_lock, take_lock
from pipeline.core.records import Done, LanguageCode, MissingLanguage
from pipeline.read.remarks import reading_remarks
from pipeline.write.on_disk import checks_on_disk, files_on_disk
from pipeline.write.paths import DOCUMENT_FILE, DOCUMENTS, JOURNAL_FILE, VARIANT_FILE
from pipeline.write.stored_variants import variant_folders

_WRITERS_SECONDS = 60.0
"""Seconds that a killed run's nodes may take to end what they do: a node ends itself 30 s after it has lost
its scheduler, and sooner if the scheduler says so."""
_LOOK_SECONDS = 0.2


class Journal:
    """The journal of the run in a folder. Every worker has an object of its own, over the same file."""

    def __init__(self, run: Path) -> None:
        """Keep the journal of the run in the folder ``run``. The caller holds the folder."""
        self._run = run
        self._read = 0
        self._entered: dict[str, str] = {}

    def await_writers(self) -> None:
        """Wait until nobody writes for an earlier run that was killed, as nodes of a cluster may for a while.

        Raises ``BusyError`` if somebody still does after ``_WRITERS_SECONDS``.
        """
        try:
            journal = os.open(self._run / JOURNAL_FILE, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return  # there is none, as after every run that ended by itself
        until = time.monotonic() + _WRITERS_SECONDS
        try:
            while True:
                try:
                    take_lock(journal)
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise BusyError(
                            f"{self._run}: a node still writes for a run that was killed; wait for it, or use"
                            " --run-id"
                        ) from None
                    time.sleep(_LOOK_SECONDS)
                except OSError:  # a file system without locks
                    return
                else:
                    return
        finally:
            os.close(journal)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep later runs from beginning in the folder while the block runs.

        The runs of one machine do that by the lock that their workers inherit, which ends at its border.
        """
        try:
            journal = os.open(self._run / JOURNAL_FILE, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            yield
            return
        try:
            with suppress(OSError):
                share_lock(journal)
            yield
        finally:
            os.close(journal)

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
