"""Reads a run's folder back: its records, its texts, and the place of every file.

>>> from pipeline import read_run                                    # doctest: +SKIP
>>> for document in read_run("outputs/morning").documents:           # doctest: +SKIP
...     print(document.record.title, document.variants["es"].summary)
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import languages
from pipeline.core import codec
from pipeline.core.contract import DocumentRecord, RunRecord, VariantRecord
from pipeline.core.errors import RecordError
from pipeline.core.files import beneath, tree
from pipeline.core.records import Detected
from pipeline.write.checksums import is_plain
from pipeline.write.paths import (
    DOCUMENT_FILE,
    DOCUMENTS,
    RUN_FILE,
    SUMMARY_FILE,
    TRANSLATION_FILE,
    VARIANT_FILE,
)

_READINGS = 10
_PAUSE_SECONDS = 0.01
"""Seconds to wait while a document is replaced. It is missing between two renames, for less than that."""


def unknown_languages(record: DocumentRecord) -> tuple[str, ...]:
    """Return the languages that a document's record names and depeche has no file for, sorted."""
    named = {segment.language for segment in record.segments}
    if isinstance(record.detection, Detected):
        named.add(record.detection.language)
    return tuple(sorted(named - set(languages.codes())))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVariant:
    """One language of a document, as written."""

    path: Path
    record: VariantRecord
    translation: str | None
    """The translation; None for the source language, and if only summaries were asked for."""
    summary: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """One document of a run, as written."""

    path: Path
    record: DocumentRecord
    variants: Mapping[str, ReadVariant]
    """The variants by language code, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRun:
    """A run, as written."""

    path: Path
    record: RunRecord
    documents: tuple[ReadDocument, ...]
    """The documents that were written, in the order of the inputs."""


def read_run(path: str | Path) -> ReadRun:
    """Read a whole run. Raises ``RecordError`` if a file is missing, or does not fit its schema."""
    folder = Path(path)
    record = codec.read_record_below(RunRecord, folder, RUN_FILE)
    names = dict.fromkeys(entry.id for entry in record.documents if entry.id is not None)
    for name in names:
        if not is_plain(name) or "/" in name:
            raise RecordError(f"{folder / RUN_FILE}: {name!r} is no document's id")
    documents = tuple(read_written_document(folder, f"{DOCUMENTS}/{name}") for name in names)
    return ReadRun(path=folder, record=record, documents=documents)


def read_written_document(
    run: Path, place: str, *, is_held: bool = False, with_texts: bool = True
) -> ReadDocument:
    """Read one document in one state, even if a run replaces it meanwhile.

    ``place`` is the path of its folder below the run's. No link in it is followed. ``is_held`` says that the
    caller holds the run, so that a missing file is not about to appear. Without ``with_texts`` the text files
    are not read: the variants have none. Raises ``RecordError``.
    """
    if is_held:
        return _read(run, place, with_texts)
    for _ in range(_READINGS):
        before = _stamp(run, place)
        try:
            found = _read(run, place, with_texts)
        except RecordError:
            if before is not None and _stamp(run, place) == before:
                raise
        else:
            if _stamp(run, place) == before:
                return found
        time.sleep(_PAUSE_SECONDS)
    return _read(run, place, with_texts)


def _stamp(run: Path, place: str) -> tuple[int, int] | None:
    """Return a stamp that distinguishes a folder from its replacement; None while neither is there."""
    try:
        found = beneath.stat(run, place)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _read(run: Path, place: str, with_texts: bool) -> ReadDocument:
    record = codec.read_record_below(DocumentRecord, run, f"{place}/{DOCUMENT_FILE}")
    variants = {name: _variant(run, f"{place}/{name}", with_texts) for name in variant_folders(run, place)}
    return ReadDocument(path=run / place, record=record, variants=variants)


def variant_folders(run: Path, place: str) -> list[str]:
    """Return the names of the folders with a variant in the document's folder ``place``, sorted.

    Raises ``RecordError`` if it cannot be read, or has a link in it, which no run makes.
    """
    try:
        found = tree.tree_entries(run, place)
    except OSError as error:
        raise RecordError(f"{run / place}: cannot be read: {error.strerror}") from error
    for item in found:
        if item.kind == "link":
            raise RecordError(f"{run / place / item.path}: is a symbolic link, which is not followed")
    folders = [item.path for item in found if item.kind == "folder"]
    return [name for name in folders if beneath.is_there(run, f"{place}/{name}/{VARIANT_FILE}")]


def _variant(run: Path, place: str, with_texts: bool) -> ReadVariant:
    return ReadVariant(
        path=run / place,
        record=codec.read_record_below(VariantRecord, run, f"{place}/{VARIANT_FILE}"),
        translation=_text(run, f"{place}/{TRANSLATION_FILE}") if with_texts else None,
        summary=_text(run, f"{place}/{SUMMARY_FILE}") if with_texts else None,
    )


def _text(run: Path, path: str) -> str | None:
    """Return a text file's content, its line ends as written; None if there is no such file."""
    try:
        return beneath.read_below(run, path).decode()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RecordError(f"{run / path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RecordError(f"{run / path}: cannot be read as UTF-8 text") from error
