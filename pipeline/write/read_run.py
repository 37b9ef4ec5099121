"""Reads a run's folder back: its records, its texts, and the place of every file.

>>> from pipeline import read_run                                    # doctest: +SKIP
>>> for document in read_run("outputs/morning").documents:           # doctest: +SKIP
...     print(document.record.title, document.variants["es"].summary)
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import languages
from pipeline.core import codec
from pipeline.core.contract import DocumentRecord, RunRecord
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError
from pipeline.core.records import Detected, LanguageCode
from pipeline.write.checksums import is_plain
from pipeline.write.paths import DOCUMENT_FILE, DOCUMENTS, RUN_FILE
from pipeline.write.stored_variants import (
    LargeVariants,
    LastVariant,
    ReadVariant,
    read_variants,
    stamp_of,
    stated_languages,
)

__all__ = ["ReadDocument", "ReadRun", "ReadVariant", "read_run", "read_written_document", "unknown_languages"]

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
class ReadDocument:
    """One document of a run, as written."""

    path: Path
    record: DocumentRecord
    variants: Mapping[str, ReadVariant]
    """The variants by language code, sorted. Those of a large document (``limits.VARIANTS_AT_ONCE``) are read
    when they are asked for, and only the last one is kept. ``RecordError`` is raised if the document has been
    replaced since it was read."""
    languages: Mapping[str, LanguageCode]
    """The language that the record of each variant names: that of its folder, but in a forged run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRun:
    """A run, as written."""

    path: Path
    record: RunRecord
    documents: tuple[ReadDocument, ...]
    """The documents that were written, in the order of the inputs."""


def read_run(path: str | Path) -> ReadRun:
    """Read a whole run. Raises ``RecordError`` if a file is missing, or does not fit its schema.

    Held of each document are its record, of at most ``limits.HELD`` in memory, and its variants if these are
    small (``limits.VARIANTS_AT_ONCE``). Large ones are read once now, to see that they are right, and again
    when they are asked for. Of those of all documents the last one is held, and what the caller holds.
    """
    folder = Path(path)
    record = codec.read_record_below(RunRecord, folder, RUN_FILE)
    names = dict.fromkeys(entry.id for entry in record.documents if entry.id is not None)
    for name in names:
        if not is_plain(name) or "/" in name:
            raise RecordError(f"{folder / RUN_FILE}: {name!r} is no document's id")
    last = LastVariant()
    documents = tuple(read_written_document(folder, f"{DOCUMENTS}/{name}", last=last) for name in names)
    return ReadRun(path=folder, record=record, documents=documents)


def read_written_document(
    run: Path,
    place: str,
    *,
    is_held: bool = False,
    is_checked: bool = True,
    with_texts: bool = True,
    last: LastVariant | None = None,
) -> ReadDocument:
    """Read one document in one state, even if a run replaces it meanwhile.

    ``place`` is the path of its folder below the run's. No link in it is followed. ``is_held`` says that the
    caller holds the run, so that a missing file is not about to appear. Without ``is_checked``, what is wrong
    with large variants is told when they are asked for. Without ``with_texts`` the text files are not read:
    the variants have none. ``last`` keeps the last large variant, of this document or another. Raises
    ``RecordError``.
    """
    last = last or LastVariant()
    if is_held:
        return _read(run, place, last, is_checked=is_checked, with_texts=with_texts)
    for _ in range(_READINGS):
        before = stamp_of(run, place)
        try:
            found = _read(run, place, last, is_checked=is_checked, with_texts=with_texts)
        except RecordError:
            if before is not None and stamp_of(run, place) == before:
                raise
        else:
            if stamp_of(run, place) == before:
                return found
        time.sleep(_PAUSE_SECONDS)
    return _read(run, place, last, is_checked=is_checked, with_texts=with_texts)


def _read(run: Path, place: str, last: LastVariant, *, is_checked: bool, with_texts: bool) -> ReadDocument:
    record = codec.read_record_below(DocumentRecord, run, f"{place}/{DOCUMENT_FILE}")
    variants = read_variants(run, place, last, with_texts=with_texts)
    if is_checked and isinstance(variants, LargeVariants):
        variants.check()
    return ReadDocument(
        path=run / place, record=record, variants=variants, languages=stated_languages(variants)
    )
