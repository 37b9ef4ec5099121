"""Reading a run's folder back: its records, its texts, and every file's place.

>>> from pipeline import read_run                                    # doctest: +SKIP
>>> for document in read_run("outputs/morning").documents:           # doctest: +SKIP
...     print(document.record.title, document.variants["es"].summary)
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline import codec, durable, sums
from pipeline.contract import DocumentRecord, RunRecord, VariantRecord
from pipeline.errors import RecordError
from pipeline.sums import DOCUMENTS, is_plain

RUN_FILE = sums.RUN_FILE
DOCUMENT_FILE = "document.json"
VARIANT_FILE = "variant.json"
TRANSLATION_FILE = "translation.txt"
SUMMARY_FILE = "summary.txt"
DIGEST_FOLDER = "digest"
DIGEST_FILE = "digest.json"
INDEX_FILE = sums.INDEX_FILE
READER_FOLDER = "reader"

_READINGS = 10
_PAUSE_SECONDS = 0.01
"""Between two renames a document that is replaced is not there; that is over in less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVariant:
    """One language of a document, as written."""

    path: Path
    record: VariantRecord
    translation: str | None
    """None for the source language, and where only summaries were asked for."""
    summary: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """One document of a run, as written."""

    path: Path
    record: DocumentRecord
    variants: Mapping[str, ReadVariant]
    """By language code, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRun:
    """A run, as written."""

    path: Path
    record: RunRecord
    documents: tuple[ReadDocument, ...]
    """Those that were written, in the order of the inputs."""


def read_run(path: str | Path) -> ReadRun:
    """Read a run's folder whole; raises ``RecordError`` where a file is missing or off its schema."""
    folder = Path(path)
    record = codec.read(RunRecord, folder / RUN_FILE)
    names = dict.fromkeys(entry.id for entry in record.documents if entry.id is not None)
    for name in names:
        if not is_plain(name) or "/" in name:
            raise RecordError(f"{folder / RUN_FILE}: {name!r} is no document's id")
    documents = tuple(read_document(folder / DOCUMENTS / name) for name in names)
    return ReadRun(path=folder, record=record, documents=documents)


def read_document(folder: Path) -> ReadDocument:
    """Read one document's folder, of one state of it though a run replaces it meanwhile.

    Raises ``RecordError``.
    """
    for _ in range(_READINGS):
        before = _stamp(folder)
        try:
            found = _read(folder)
        except RecordError:
            if before is not None and _stamp(folder) == before:
                raise
        else:
            if _stamp(folder) == before:
                return found
        time.sleep(_PAUSE_SECONDS)
    return _read(folder)


def _stamp(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from the one that replaces it; None for the moment when neither is there."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _read(folder: Path) -> ReadDocument:
    record = codec.read(DocumentRecord, folder / DOCUMENT_FILE)
    variants = {
        path.parent.name: read_variant(path.parent) for path in sorted(folder.glob(f"*/{VARIANT_FILE}"))
    }
    return ReadDocument(path=folder, record=record, variants=variants)


def read_variant(folder: Path) -> ReadVariant:
    """Read one variant's folder. Raises ``RecordError``."""
    return ReadVariant(
        path=folder,
        record=codec.read(VariantRecord, folder / VARIANT_FILE),
        translation=_text(folder / TRANSLATION_FILE),
        summary=_text(folder / SUMMARY_FILE),
    )


def _text(path: Path) -> str | None:
    """Return a text file's content with its line ends as written, None where there is no such file."""
    try:
        return durable.read(path).decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{path}: cannot be read as UTF-8 text") from error
