"""Writes ``run.json``: the entries of earlier runs into the folder, and those that this run adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from sys import intern
from typing import Literal

from pipeline.check.checker import add_counts
from pipeline.core import clock
from pipeline.core.contract import Counts, DocumentEntry, NeuralModels, RunRecord, RunSettings
from pipeline.core.errors import RecordError
from pipeline.core.files import beneath
from pipeline.core.records import (
    CheckCount,
    Done,
    EngineIdentity,
    Failed,
    FileDigest,
    LoadedModel,
    Outcome,
    Skipped,
)
from pipeline.read.deduplicate import Input
from pipeline.read.reference import Reference
from pipeline.translate.engines.neural.hardware import Hardware
from pipeline.write import on_disk, stored_run
from pipeline.write import run_folder as write
from pipeline.write.origins import file_time, is_gone, is_same_source
from pipeline.write.paths import DOCUMENTS
from pipeline.write.provenance import software

UNCHANGED = "unchanged"
"""The reason to skip a document whose folder would be made the same again. Its files need not be listed."""
KEPT = "kept from an earlier run: its source was not named this time, has changed, or failed"
GONE = "kept from an earlier run: its source is no longer there"


class RunRecordWriter:
    """Collects the outcomes of a run and writes its record."""

    def __init__(
        self, folder: Path, *, run_id: str, settings: RunSettings, profile: str, hardware: Hardware
    ) -> None:
        """Take over the record in ``folder``, if there is one.

        ``profile`` and ``hardware`` are those of neural models, as ``run.json`` names them.

        The record of an unfinished run is older than the documents that the run made again, and a record may
        be unreadable. In both cases the documents' own records are read instead.
        """
        self._folder = folder
        self._run_id = run_id
        self._settings = settings
        self._profile = profile
        self._hardware = hardware
        self._started = clock.utc_now()
        self._entries: list[DocumentEntry] = []
        self._before: Mapping[str, DocumentEntry] = {}
        self._engines: set[EngineIdentity] = set()
        self._listed: dict[str, list[str]] = {}
        """Ids by origin."""
        self._filed: dict[str, str | None] = {}
        """When the files of the inputs under way were last changed, by origin."""
        try:
            run = stored_run.read_stored(folder)
        except RecordError:
            self._before = on_disk.documents(folder)
            self._engines = on_disk.engines(folder)
            return
        self._engines.update(run.record.engines)
        self._before = before = run.written
        if run.record.state == "finished":
            for name, entry in before.items():
                self._listed.setdefault(entry.origin, []).append(name)
        else:
            self._engines |= on_disk.engines(folder)
            self._before = {
                name: replace(
                    before.get(name, entry),
                    languages=entry.languages,
                    files=entry.files,
                    checks=entry.checks,
                    missing=(),
                )
                for name, entry in on_disk.documents(folder).items()
            }

    def with_files(self, found: Iterable[Input]) -> Iterator[Input]:
        """Yield the inputs, each with the files that a finished run's record lists for its document.

        When the file of each was last changed is noted.
        """
        for item in found:
            if isinstance(item, Reference):
                self._filed[item.origin] = file_time(item)
            before = self._listed.get(item.origin) if isinstance(item, Reference) else None
            if isinstance(item, Reference) and before:
                listed = tuple((name, self._before[name].files) for name in before)
                yield replace(item, listed=listed)
            else:
                yield item

    def files_of(self, name: str) -> tuple[FileDigest, ...]:
        """Return the files of a document that an earlier run wrote: from its record, else from the disk."""
        entry = self._before.get(name)
        return entry.files if entry else on_disk.files_on_disk(self._folder, f"{DOCUMENTS}/{name}")

    def add(self, outcome: Outcome) -> None:
        """Enter the outcome of an input."""
        if isinstance(outcome, Skipped) and outcome.reason == UNCHANGED and not outcome.files:
            outcome = replace(outcome, files=self.files_of(outcome.id))
        entry = self._dated(_entry(outcome))
        # 20,000 documents have files of the same few names, but each outcome of a worker has its own copies.
        entry = replace(entry, files=tuple(replace(file, path=intern(file.path)) for file in entry.files))
        if isinstance(outcome, Skipped) and outcome.reason == UNCHANGED:
            entry = replace(entry, checks=self._checks_of(outcome.id))
        self._entries.append(entry)

    def _dated(self, entry: DocumentEntry) -> DocumentEntry:
        """Return an entry with the time of its file, as it was when a run saw these bytes first."""
        now = self._filed.pop(entry.origin, None)
        before = self._before.get(entry.id) if entry.id is not None else None
        filed = before.filed if before is not None and before.filed else now
        return entry if entry.id is None or filed is None else replace(entry, filed=intern(filed))

    def ids(self) -> Mapping[str, str]:
        """Return the ids of the documents of the inputs so far, by origin."""
        return {entry.origin: entry.id for entry in self._entries if entry.id is not None}

    def write(
        self,
        state: Literal["running", "finished"],
        engines: Iterable[EngineIdentity] = (),
        models: Iterable[LoadedModel] = (),
        *,
        signed_by: str | None = None,
    ) -> RunRecord:
        """Write and return the record. ``models`` are the neural models that ran. Raises ``WriteError``.

        Where nothing is written, no engine has a part in it, even if one was asked. Those that made what is
        kept of earlier runs have.
        """
        newer = {origin: name for origin, name in self.ids().items() if is_same_source(origin)}
        kept = [self._kept(entry, newer) for entry in self._untouched()]
        documents = (*self._entries, *(entry for entry in kept if entry is not None))
        is_written = any(entry.files for entry in documents)
        all_failed = bool(self._entries) and all(entry.outcome == "failed" for entry in self._entries)
        added = set() if all_failed else set(engines)
        record = RunRecord(
            run_id=self._run_id,
            state=state,
            settings=self._settings,
            software=software(),
            engines=_sorted(self._engines | added if is_written else ()),
            neural=NeuralModels(
                profile=self._profile,
                device=self._hardware.device,
                compute_type=self._hardware.compute_type,
                loaded=tuple(
                    sorted(() if all_failed else set(models), key=lambda model: (model.engine, model.package))
                ),
            ),
            counts=_counts(self._entries),
            checks=add_counts(entry.checks for entry in documents if entry.files),
            documents=documents,
            started=self._started,
            finished=max(self._started, clock.utc_now())
            if state == "finished"
            else None,  # a clock may have been put back
            signed_by=signed_by,
        )
        write.write_run(self._folder, record)
        return record

    def _checks_of(self, name: str) -> tuple[CheckCount, ...]:
        """Return the verdicts on a document that was kept: from the record, else from the disk."""
        before = self._before.get(name)
        place = f"{DOCUMENTS}/{name}"
        return before.checks if before else on_disk.checks_on_disk(self._folder, place)

    def gone(self) -> tuple[str, ...]:
        """Return the inputs that have disappeared since an earlier run, without those reported before."""
        told = {entry.origin for entry in self._entries}
        entries = (entry for entry in self._untouched() if entry.message != GONE)
        found = (kept.origin for entry in entries if (kept := self._kept(entry, {})) and kept.message == GONE)
        return tuple(dict.fromkeys(origin for origin in found if origin not in told))

    def _untouched(self) -> list[DocumentEntry]:
        """Return the entries of earlier runs whose documents are not among the inputs of this run, sorted."""
        named = {entry.id for entry in self._entries}
        return [self._before[name] for name in sorted(self._before) if name not in named]

    def _kept(self, entry: DocumentEntry, newer: Mapping[str, str]) -> DocumentEntry | None:
        """Return the entry of a document that this run did not have, if its folder is still there.

        ``newer`` has the documents that this run made, by the inputs whose text replaces an older one.
        """
        if entry.id is None or not beneath.is_folder(self._folder, f"{DOCUMENTS}/{entry.id}"):
            return None
        message = GONE if is_gone(entry.origin) else KEPT
        outcome: Literal["partial", "skipped"] = "partial" if entry.missing else "skipped"
        by = newer.get(entry.origin, entry.replaced_by)
        return replace(entry, outcome=outcome, translated=0, message=message, replaced_by=by)


def _entry(outcome: Outcome) -> DocumentEntry:
    match outcome:
        case Done():
            return DocumentEntry(
                origin=outcome.origin,
                outcome="partial" if outcome.missing else "done",
                id=outcome.id,
                languages=outcome.languages,
                segments=outcome.segments,
                translated=outcome.translated,
                untranslated=outcome.untranslated,
                message=outcome.amiss,
                files=outcome.files,
                checks=outcome.checks,
                missing=outcome.missing,
            )
        case Skipped():
            return DocumentEntry(
                origin=outcome.origin,
                outcome="partial" if outcome.missing else "skipped",
                id=outcome.id,
                languages=outcome.languages,
                segments=outcome.segments,
                translated=0,
                untranslated=0,
                message=outcome.reason,
                files=outcome.files,
                missing=outcome.missing,
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
        done=outcomes.count("done"),
        skipped=outcomes.count("skipped"),
        failed=outcomes.count("failed"),
        partial=outcomes.count("partial"),
    )


def _sorted(engines: Iterable[EngineIdentity]) -> tuple[EngineIdentity, ...]:
    """Sort by package, and then by the options that it has translated with."""

    def key(identity: EngineIdentity) -> tuple[str, str, str, list[tuple[str, str]]]:
        options = [(option.name, str(option.value)) for option in identity.options]
        return identity.engine, identity.package, identity.sha256, options

    return tuple(sorted(engines, key=key))
