"""A run's ``run.json`` on the disk. If it has many documents, each entry is read when it is needed.

A record of 80,000 documents takes seven times its size as objects. So a large record is read through once,
which checks all of it. Afterwards each document's entry is read from its place in the file.
"""

from __future__ import annotations

import hashlib
import os
import weakref
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BufferedReader
from pathlib import Path
from typing import Any, overload

from pipeline.core import codec, limits, survey
from pipeline.core.canonical import CanonicalForm, is_canonical
from pipeline.core.contract import DocumentEntry, RunRecord
from pipeline.core.contract.weight import Weight
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError
from pipeline.core.files import beneath, durable
from pipeline.write.checksums import written_entries
from pipeline.write.paths import RUN_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRun:
    """The content of ``run.json``."""

    record: RunRecord
    """The record, without its documents."""
    documents: Sequence[DocumentEntry]
    written: Mapping[str, DocumentEntry]
    """The entries of documents that have files, by id. If an id has several, the last is taken."""
    entries_with_files: int
    failed: int
    sha256: str
    """The sha256 of the file."""
    stamp: tuple[int, int, int]
    """A stamp that distinguishes the file from one that replaces it."""
    is_canonical: bool
    """Whether the file is in the form in which it was written."""


def read_stored(folder: Path) -> StoredRun:
    """Read the record of the run in ``folder``, which may come from anybody; see ``beneath``.

    Raises ``RecordError`` if it cannot be read, or is large and not in the form in which it was written.
    """
    path = folder / RUN_FILE
    try:
        run = look(folder)
    except OSError as error:
        raise RecordError(f"{path}: cannot be read: {error.strerror}") from error
    if not run.is_canonical and isinstance(run.documents, _Entries):
        raise survey.unlike_written(str(path))
    return run


def again(folder: Path, before: StoredRun) -> StoredRun:
    """Return ``before``, the record read from ``folder``, or read the record again if it has changed.

    Raises ``RecordError`` as ``read_stored`` does.
    """
    try:
        if _stamp(beneath.stat(folder, RUN_FILE)) == before.stamp:
            return before
    except OSError:
        pass  # reading it will say what is wrong
    return read_stored(folder)


def _stamp(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_mtime_ns, found.st_size


def look(folder: Path) -> StoredRun:
    """Read as ``read_stored`` does, but accept any form. Raises ``OSError`` too."""
    path = folder / RUN_FILE
    with beneath.open_below(folder, RUN_FILE) as file:
        found = os.fstat(file.fileno())
        if limits.AT_ONCE < found.st_size <= limits.RUN_RECORD:
            return _surveyed(file, str(path))
        content = durable.bounded(file, path, limit=limits.RUN_RECORD)
    record = codec.decode_record(RunRecord, content, where=str(path))
    return _of(record, hashlib.sha256(content).hexdigest(), is_canonical(content, RunRecord), _stamp(found))


def stored_from(record: RunRecord) -> StoredRun:
    """Return ``record`` as if it had been read from a run."""
    content = codec.encode_record(record)
    return _of(record, hashlib.sha256(content).hexdigest(), is_canonical=True, stamp=(0, 0, 0))


def _of(record: RunRecord, sha256: str, is_canonical: bool, stamp: tuple[int, int, int]) -> StoredRun:
    documents = record.documents
    return StoredRun(
        record=replace(record, documents=()),
        documents=documents,
        written=written_entries(documents),
        entries_with_files=sum(bool(entry.files) for entry in documents),
        failed=sum(entry.outcome == "failed" for entry in documents),
        sha256=sha256,
        stamp=stamp,
        is_canonical=is_canonical,
    )


def _surveyed(file: BufferedReader, where: str) -> StoredRun:
    """Read through a large record once. Its file stays open as long as its entries are in use."""
    form, weight = CanonicalForm(), Weight(where)
    begins, sizes = array("Q"), array("L")
    places: dict[str, int] = {}
    fields: dict[str, Any] = {"documents": ()}
    items: dict[str, list[Any]] = {}
    with_files = failed = 0
    for part in survey.parts(RunRecord, file, where=where, most=limits.PART):
        value = codec.decode_part(part, where=where)
        form.add(part)
        name, dot, _ = part.name.partition(".")
        if isinstance(value, DocumentEntry):
            with_files += bool(value.files)
            failed += value.outcome == "failed"
            if value.id is not None and value.files:
                places[value.id] = len(begins)
            begins.append(part.begin)
            sizes.append(len(part.content))
            continue
        weight.add(value)
        if dot:
            items[name].append(value)
        else:
            fields[name], items[name] = value, []
    fields |= {name: tuple(values) for name, values in items.items() if values}
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    documents = _Entries(os.dup(file.fileno()), where, begins, sizes)
    return StoredRun(
        record=RunRecord(**fields),
        documents=documents,
        written=_Written(documents, places),
        entries_with_files=with_files,
        failed=failed,
        sha256=sha256,
        stamp=_stamp(os.fstat(file.fileno())),
        is_canonical=form.is_that_of(sha256),
    )


class _Entries(Sequence[DocumentEntry]):
    """The entries of a file that stays open, even if another replaces it in the folder."""

    def __init__(self, handle: int, where: str, begins: array[int], sizes: array[int]) -> None:
        self._handle, self._where, self._begins, self._sizes = handle, where, begins, sizes
        weakref.finalize(self, os.close, handle)

    def __len__(self) -> int:
        return len(self._begins)

    @overload
    def __getitem__(self, place: int) -> DocumentEntry: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[DocumentEntry]: ...
    def __getitem__(self, place: int | slice) -> DocumentEntry | Sequence[DocumentEntry]:
        """Read an entry, or several. Raises ``RecordError`` if the file has changed meanwhile."""
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        content = os.pread(self._handle, self._sizes[place], self._begins[place])
        return codec.decode_record(DocumentEntry, content, where=f"{self._where}: documents.{place}")


class _Written(Mapping[str, DocumentEntry]):
    def __init__(self, documents: _Entries, places: Mapping[str, int]) -> None:
        self._documents, self._places = documents, places

    def __getitem__(self, name: str) -> DocumentEntry:
        return self._documents[self._places[name]]

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
