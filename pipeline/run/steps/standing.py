"""Decides whether a document in a run's folder can be skipped.

Its folder must be of the same source, and hold the files that were written, unchanged: a run that skips a
document vouches for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.core import codec
from pipeline.core.contract import DocumentRecord, Software, VariantRecord
from pipeline.core.errors import RecordError, SourceError
from pipeline.core.files import beneath, tree
from pipeline.core.records import Document, EngineIdentity, FileDigest
from pipeline.read.formats.table import ENDINGS, MARKDOWN, Format
from pipeline.translate.engines.neural.processor import PROCESSOR_SETTINGS
from pipeline.write import run_folder
from pipeline.write.checksums import is_plain
from pipeline.write.paths import DOCUMENT_FILE, DOCUMENTS, VARIANT_FILE
from pipeline.write.provenance import software
from pipeline.write.stored_variants import variant_folders

_MARKED = f"-{MARKDOWN.name}"
"""The end of the id of a Markdown document."""


def standing(run: Path, document: Document) -> tuple[DocumentRecord | None, str]:
    """Return the record in a document's folder, None if it has none that can be used, and what is wrong.

    Raises ``SourceError`` if the folder is another document's, which must not be lost: it has the same title
    and the same digits of its digest, but other bytes.
    """
    if document.id.endswith(_MARKED):
        _renamed(run, document.id.removesuffix(_MARKED))
    try:
        record = _record(run, document.id)
    except RecordError:
        _refuse_other_source(run, document)
        return None, _unreadable(run, document.id)
    if record.id != document.id:
        return None, made_by_other_version(record) or f"its record is of {record.id}"
    if _is_older_markdown(record) and _renamed(run, document.id):
        return None, ""
    if record.sha256 != document.sha256 or _format(record) is not ENDINGS.get(document.extension):
        other = "an earlier text of its own" if record.origin == document.origin else record.origin
        raise SourceError(
            f"{document.origin}: would be written to the same folder as {other}; change its title"
        )
    if record.origin != document.origin:
        return None, f"its folder stood for {record.origin}, which has the same bytes"
    return record, ""


def off(run: Path, record: DocumentRecord, listed: Sequence[FileDigest], *, check: bool) -> str:
    """Say what is wrong with the files of a document in a run's folder; empty if nothing is.

    ``listed`` are its files by the run's record. If that has none, the document's own records name them.
    Their presence and size are checked; with ``check``, their digests too. Files that no record lists are
    ignored.
    """
    try:
        wrong = list(_off(run, record, listed or tuple(_own(run, record)), check=check))
    except RecordError as error:
        return error.message
    except OSError as error:
        return f"its folder cannot be read: {error.strerror}"
    return f"{wrong[0]} (and {len(wrong) - 1} more)" if len(wrong) > 1 else "".join(wrong)


def made_otherwise(run: Path, record: DocumentRecord, present: Iterable[EngineIdentity]) -> str:
    """Say why a document would be made differently now, although no setting has changed.

    The reason is another version of depeche, or another kind of processor than that of the ``present``
    engines. The result is empty if the records show neither.
    """
    if other := made_by_other_version(record):
        return other
    here = {(engine.engine, engine.package): _processor(engine) for engine in present}
    for engine in _engines(run, record):
        before, now = _processor(engine), here.get((engine.engine, engine.package))
        if before and now and before != now:
            return f"it was translated on another kind of processor ({before}; this one: {now})"
    return ""


def made_by_other_version(record: DocumentRecord) -> str:
    """Say which other version of depeche wrote a document; empty if it was this one."""
    version = _version(record.software)
    return f"it was written by depeche {version}" if version != _version(software()) else ""


def _version(found: Iterable[Software]) -> str:
    return next((item.version for item in found if item.name == "depeche"), "unknown")


def _processor(engine: EngineIdentity) -> str:
    """Return the processor that an engine's models ran on; empty if it has none, or does not state it."""
    named = {option.name: str(option.value) for option in engine.options}
    return " ".join(named[name] for name in PROCESSOR_SETTINGS if name in named)


def _engines(run: Path, record: DocumentRecord) -> Iterator[EngineIdentity]:
    """Yield the engines that translated a document, as far as its records can be read."""
    place = f"{DOCUMENTS}/{record.id}"
    with suppress(RecordError, OSError):
        for name in variant_folders(run, place):
            variant = codec.read_record_below(VariantRecord, run, f"{place}/{name}/{VARIANT_FILE}")
            for route in variant.routes:
                yield from (hop.identity for hop in route.hops)


def _off(run: Path, record: DocumentRecord, files: Iterable[FileDigest], *, check: bool) -> Iterator[str]:
    """Yield what is wrong with each file. Raises ``OSError``."""
    place = f"{DOCUMENTS}/{record.id}"
    lying = {item.path: item for item in tree.walk(run, place, into=is_plain)}
    for file in files:
        item = lying.get(file.path)
        if item is None:
            yield f"{file.path} is missing"
        elif item.kind != "file":
            yield f"{file.path} is no file"
        elif item.size != file.size:
            yield f"{file.path} has {item.size} bytes, not {file.size}"
        elif check and tree.digest_below(run, f"{place}/{file.path}").sha256 != file.sha256:
            yield f"{file.path} differs from its digest"


def _own(run: Path, record: DocumentRecord) -> Iterable[FileDigest]:
    """Yield the files that a document's own records name.

    Raises ``RecordError``, also for a record that is not in the form in which it is written, and ``OSError``.
    """
    place = f"{DOCUMENTS}/{record.id}"
    codec.read_record_below(DocumentRecord, run, f"{place}/{DOCUMENT_FILE}", in_form=True)
    yield FileDigest(path=record.source_file, sha256=record.sha256, size=record.size)
    for name in variant_folders(run, place):
        variant = codec.read_record_below(VariantRecord, run, f"{place}/{name}/{VARIANT_FILE}", in_form=True)
        for file in variant.files:
            yield FileDigest(path=f"{name}/{file.path}", sha256=file.sha256, size=file.size)


def _refuse_other_source(run: Path, document: Document) -> None:
    """Raise ``SourceError`` if a folder without a record holds another source that fits its name."""
    place = f"{DOCUMENTS}/{document.id}"
    for ending in ENDINGS:
        with suppress(OSError):
            found = tree.digest_below(run, f"{place}/source.{ending}").sha256
            if found != document.sha256 and found[:8] == document.sha256[:8]:
                raise SourceError(
                    f"{document.origin}: would be written to the same folder as another text, whose record "
                    f"cannot be read: {run / place}; move that folder away, or change the title"
                )


def _format(record: DocumentRecord) -> Format | None:
    return ENDINGS.get(record.source_file.rpartition(".")[2])


def _unreadable(run: Path, name: str) -> str:
    """Say what is wrong with a document's unreadable record; empty if there is no folder."""
    if not beneath.is_there(run, f"{DOCUMENTS}/{name}"):
        return ""
    is_there = beneath.is_there(run, f"{DOCUMENTS}/{name}/{DOCUMENT_FILE}")
    return f"{DOCUMENT_FILE} {'cannot be read' if is_there else 'is missing'}"


def _is_older_markdown(record: DocumentRecord) -> bool:
    return _format(record) is MARKDOWN and not record.id.endswith(_MARKED)


def _renamed(run: Path, name: str) -> bool:
    """Rename the folder of a Markdown document that 0.1.0 wrote. Returns whether it was one.

    The name did not have the kind of source then.
    """
    if name.endswith(_MARKED) or not any(
        beneath.is_file(run, f"{DOCUMENTS}/{name}/source.{ending}") for ending in MARKDOWN.endings
    ):
        return False
    run_folder.rename_document(run, name, f"{name}{_MARKED}")
    return True


def _record(run: Path, name: str) -> DocumentRecord:
    return codec.read_record_below(DocumentRecord, run, f"{DOCUMENTS}/{name}/{DOCUMENT_FILE}")
