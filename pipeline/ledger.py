"""``run.json`` as it grows: what earlier runs into the folder wrote, and what this one adds."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pipeline import codec, inventory, write
from pipeline.checks import add, count
from pipeline.config import RunConfig
from pipeline.contract import (
    Counts,
    DocumentEntry,
    DocumentRecord,
    NeuralModels,
    RunRecord,
    VariantRecord,
)
from pipeline.errors import RecordError
from pipeline.folder import DOCUMENT_FILE, RUN_FILE, VARIANT_FILE
from pipeline.provenance import software
from pipeline.records import (
    CheckCount,
    Done,
    EngineIdentity,
    Failed,
    FileDigest,
    LoadedModel,
    Outcome,
    Skipped,
)
from pipeline.sums import is_plain
from pipeline.variant import all_routes

UNCHANGED = "unchanged"
"""Why a document was skipped whose folder is as it would be made now; its files need not be listed."""
KEPT = "kept from an earlier run: its source was not named this time, has changed, or failed"


class Ledger:
    """Collects the outcomes of a run and writes its record."""

    def __init__(self, config: RunConfig) -> None:
        """Take over what the folder's record already says; an unreadable one counts as none."""
        self._config = config
        self._started = now()
        self._entries: list[DocumentEntry] = []
        self._before: dict[str, DocumentEntry] = {}
        self._engines: set[EngineIdentity] = set()
        try:
            record = codec.read(RunRecord, config.folder / RUN_FILE)
        except RecordError:
            self._take_over_what_stands()
            return
        self._engines.update(record.engines)
        self._before = {entry.id: entry for entry in record.documents if entry.id is not None and entry.files}
        if record.state != "finished":  # it was killed: what it had written meanwhile it could not enter
            self._take_over_what_stands()

    def _take_over_what_stands(self) -> None:
        """Enter all documents as they are on the disk, and who translated them."""
        for path in sorted((self._config.folder / "documents").glob(f"[!.]*/{DOCUMENT_FILE}")):
            entry = None if path.parent.is_symlink() else _standing(path.parent)
            if entry is not None and entry.id is not None:
                self._before[entry.id] = entry
                for variant in variants_on_disk(path.parent):
                    routes = all_routes(variant.routes, variant.segments)
                    self._engines.update(hop.identity for route in routes for hop in route.hops)

    def files_of(self, name: str) -> tuple[FileDigest, ...]:
        """Return the files of a document that an earlier run wrote; off the disk where no record has them."""
        entry = self._before.get(name)
        return entry.files if entry else files_on_disk(self._config.folder / "documents" / name)

    def add(self, outcome: Outcome) -> None:
        """Enter what became of an input."""
        if isinstance(outcome, Skipped) and outcome.reason == UNCHANGED and not outcome.files:
            outcome = replace(outcome, files=self.files_of(outcome.id))
        entry = _entry(outcome)
        if isinstance(outcome, Skipped) and outcome.reason == UNCHANGED:
            entry = replace(entry, checks=self._checks_of(outcome.id))
        self._entries.append(entry)

    def write(
        self,
        state: Literal["running", "finished"],
        engines: Iterable[EngineIdentity] = (),
        models: Iterable[LoadedModel] = (),
        *,
        signed_by: str | None = None,
    ) -> RunRecord:
        """Write ``run.json`` and return it; ``models`` are neural ones that ran. Raises ``WriteError``."""
        named = {entry.id for entry in self._entries}
        kept = [self._kept(entry) for name, entry in sorted(self._before.items()) if name not in named]
        documents = (*self._entries, *(entry for entry in kept if entry is not None))
        record = RunRecord(
            run_id=self._config.run_id,
            state=state,
            settings=self._config.settings,
            software=software(),
            engines=_sorted(self._engines | set(engines)),
            neural=NeuralModels(
                profile=self._config.profile,
                device=self._config.hardware.device,
                compute_type=self._config.hardware.compute_type,
                loaded=tuple(sorted(set(models), key=lambda model: (model.engine, model.package))),
            ),
            counts=_counts(self._entries),
            checks=add(entry.checks for entry in documents if entry.files),
            documents=documents,
            started=self._started,
            finished=now() if state == "finished" else None,
            signed_by=signed_by,
        )
        write.write_run(self._config.folder, record)
        return record

    def _checks_of(self, name: str) -> tuple[CheckCount, ...]:
        """Return the verdicts on a document that stands; off the disk where no record has them."""
        before = self._before.get(name)
        return before.checks if before else checks_on_disk(self._config.folder / "documents" / name)

    def _kept(self, entry: DocumentEntry) -> DocumentEntry | None:
        """Return the entry of a document that is still there though this run did not come to it."""
        if entry.id is None or not (self._config.folder / "documents" / entry.id).is_dir():
            return None
        return replace(entry, outcome="skipped", translated=0, message=KEPT)


def now() -> str:
    """Return the time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def files_on_disk(folder: Path) -> tuple[FileDigest, ...]:
    """Return the digests of all files below a folder that can be a run's, sorted by path."""
    found = inventory.walk(folder)
    paths = sorted(item.path for item in found if item.kind == "file" and is_plain(item.path))
    return tuple(inventory.digest(folder, path) for path in paths)


def variants_on_disk(folder: Path) -> list[VariantRecord]:
    """Return the variants of a document, sorted; those that cannot be read are left out."""
    records = []
    for path in sorted(folder.glob(f"*/{VARIANT_FILE}")):
        with suppress(RecordError):
            records.append(codec.read(VariantRecord, path))
    return records


def checks_on_disk(folder: Path) -> tuple[CheckCount, ...]:
    """Count the verdicts that a document's variants hold; one that cannot be read has none."""
    return checks_in(variants_on_disk(folder))


def checks_in(variants: Iterable[VariantRecord]) -> tuple[CheckCount, ...]:
    """Count the verdicts in the variants of a document."""
    return count(segment.checks for variant in variants for segment in variant.segments)


def _standing(folder: Path) -> DocumentEntry | None:
    """Return the entry of the document in a folder, as it is on the disk; None where it is none."""
    try:
        record = codec.read(DocumentRecord, folder / DOCUMENT_FILE)
        files = files_on_disk(folder)
    except (RecordError, OSError):
        return None
    if record.id != folder.name:
        return None
    variants = variants_on_disk(folder)
    return DocumentEntry(
        origin=record.origin,
        outcome="skipped",
        id=record.id,
        languages=tuple(sorted(variant.language for variant in variants)),
        segments=len(record.segments),
        translated=0,
        untranslated=0,
        message=KEPT,
        files=files,
        checks=checks_in(variants),
    )


def _entry(outcome: Outcome) -> DocumentEntry:
    match outcome:
        case Done():
            return DocumentEntry(
                origin=outcome.origin,
                outcome="done",
                id=outcome.id,
                languages=outcome.languages,
                segments=outcome.segments,
                translated=outcome.translated,
                untranslated=outcome.untranslated,
                message=outcome.amiss,
                files=outcome.files,
                checks=outcome.checks,
            )
        case Skipped():
            return DocumentEntry(
                origin=outcome.origin,
                outcome="skipped",
                id=outcome.id,
                languages=outcome.languages,
                segments=outcome.segments,
                translated=0,
                untranslated=0,
                message=outcome.reason,
                files=outcome.files,
            )
        case Failed():
            return DocumentEntry(
                origin=outcome.origin,
                outcome="failed",
                id=None,
                languages=(),
                segments=0,
                translated=0,
                untranslated=0,
                message=outcome.message,
                files=(),
            )


def _counts(entries: Iterable[DocumentEntry]) -> Counts:
    outcomes = [entry.outcome for entry in entries]
    return Counts(
        done=outcomes.count("done"), skipped=outcomes.count("skipped"), failed=outcomes.count("failed")
    )


def _sorted(engines: Iterable[EngineIdentity]) -> tuple[EngineIdentity, ...]:
    return tuple(sorted(engines, key=lambda identity: (identity.engine, identity.package, identity.sha256)))
