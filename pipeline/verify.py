"""Does a run's folder still hold what was written: every digest, every schema, every alignment.

Works from the folder alone; nothing is read that ``run.json`` does not vouch for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline import codec
from pipeline.contract import (
    AlignedSegment,
    DocumentEntry,
    DocumentRecord,
    ProtectedItem,
    RunRecord,
    VariantRecord,
)
from pipeline.errors import RecordError
from pipeline.folder import DOCUMENT_FILE, RUN_FILE, SUMMARY_FILE, TRANSLATION_FILE, VARIANT_FILE
from pipeline.layout.text import translation_text
from pipeline.ledger import files_on_disk
from pipeline.split import squeeze
from pipeline.variant import (
    all_routes,
    digital_source_type,
    language_tag,
    people_translated,
    summary_text,
)


def verify_run(folder: Path) -> Iterator[str]:
    """Yield one line for each thing that is off, beginning with the file's path; none means all is well.

    Raises ``RecordError`` where the folder holds no readable ``run.json``.
    """
    record = codec.read(RunRecord, folder / RUN_FILE)
    if record.state != "finished":
        yield f"{folder / RUN_FILE}: the run was not finished; run the same command again to go on"
    if record.run_id != folder.resolve().name:
        yield f"{folder / RUN_FILE}: is of run {record.run_id!r}, not of this folder"
    entries = {entry.id: entry for entry in record.documents if entry.id is not None and entry.files}
    for name, entry in entries.items():
        yield from _document(folder / "documents" / name, entry)
    for place in sorted((folder / "documents").glob("*")):
        if place.name not in entries:
            yield f"{place}: is not in {RUN_FILE}"


def _document(folder: Path, entry: DocumentEntry) -> Iterator[str]:
    off = list(_digests(folder, entry))
    yield from off
    if off:
        return  # what was tampered with is named; what it says no longer matters
    try:
        record = codec.read(DocumentRecord, folder / DOCUMENT_FILE)
        yield from _source(folder, record)
        for path in sorted(folder.glob(f"*/{VARIANT_FILE}")):
            yield from _variant(path, codec.read(VariantRecord, path), record)
    except RecordError as error:
        yield error.message


def _digests(folder: Path, entry: DocumentEntry) -> Iterator[str]:
    listed = {file.path: file for file in entry.files}
    present = {file.path: file for file in files_on_disk(folder)}
    for path in sorted(listed.keys() | present.keys()):
        if path not in present:
            yield f"{folder / path}: is missing"
        elif path not in listed:
            yield f"{folder / path}: is not in {RUN_FILE}"
        elif listed[path] != present[path]:
            yield f"{folder / path}: differs from its digest in {RUN_FILE}"


def _source(folder: Path, record: DocumentRecord) -> Iterator[str]:
    """Check the source's digest and that every segment is what its span says."""
    path = folder / DOCUMENT_FILE
    if record.id != folder.name:
        yield f"{path}: is of document {record.id!r}, not of this folder"
    source = next((file for file in files_on_disk(folder) if file.path == record.source_file), None)
    if source is None or source.sha256 != record.sha256:
        yield f"{folder / record.source_file}: is not the source that {DOCUMENT_FILE} describes"
    end = 0
    for segment in record.segments:
        inside = segment.block < len(record.blocks) and (
            record.blocks[segment.block].start <= segment.start
            and segment.end <= record.blocks[segment.block].end
        )
        if not inside or segment.start < end:
            yield f"{path}: segment {segment.id} does not lie in its block, behind the one before it"
        elif squeeze(record.text[segment.start : segment.end]) != segment.text:
            yield f"{path}: segment {segment.id} is not the text at its span"
        end = segment.end


def _variant(path: Path, variant: VariantRecord, document: DocumentRecord) -> Iterator[str]:
    """Check that a variant speaks of this document, segment by segment, and that its texts are made of it."""
    if variant.language != path.parent.name or variant.source.document != document.id:
        yield f"{path}: is not of this folder"
    if variant.source.sha256 != document.sha256:
        yield f"{path}: is of another source"
    people = people_translated(variant.segments)
    if variant.tag != language_tag(variant.language, variant.routes, people):
        yield f"{path}: its language tag does not fit its routes"
    if variant.digital_source_type != digital_source_type(
        all_routes(variant.routes, variant.segments), people
    ):
        yield f"{path}: its digital source type does not fit its routes"
    yield from _alignment(path, variant, document)
    yield from _texts(path, variant, document)


def _alignment(path: Path, variant: VariantRecord, document: DocumentRecord) -> Iterator[str]:
    sources = {segment.id: segment for segment in document.segments}
    order = [segment.id for segment in document.segments]
    held = [segment.id for segment in variant.segments]
    if held != [name for name in order if name in set(held)]:
        yield f"{path}: its segments are not the document's, in the document's order"
    if "full" in variant.kinds and len(held) != len(order):
        yield f"{path}: {len(held)} segments stand for the document's {len(order)}"
    routed = {variant.language, *(route.source for route in variant.routes)}
    for segment in variant.segments:
        source = sources.get(segment.id)
        if source is None or (segment.source, segment.language) != (source.text, source.language):
            yield f"{path}: segment {segment.id} is not aligned with the source's"
        elif segment.origin == "source" and segment.source != segment.target:
            yield f"{path}: segment {segment.id} is not the source's own words, as it says"
        elif any(not _is_kept(item, segment, variant) for item in segment.protected):
            yield f"{path}: segment {segment.id} lacks what was protected in it"
        elif segment.origin == "machine" and segment.language not in routed:
            yield f"{path}: segment {segment.id} was translated, but no route says by what"
    if variant.summary is not None and not set(variant.summary.segments) <= set(held):
        yield f"{path}: its summary names segments that it does not hold"


def _is_kept(item: ProtectedItem, segment: AlignedSegment, variant: VariantRecord) -> bool:
    """Say whether an item is where it should be: markup in what is written of a segment, if that says so."""
    if item.kept == "dropped":
        return True
    if item.kind not in ("open", "close", "standalone"):
        return item.text in segment.target
    warned = any(check.name == "markup" and check.verdict != "pass" for check in segment.checks)
    return "full" not in variant.kinds or warned or item.text in (segment.written or segment.target)


def _texts(path: Path, variant: VariantRecord, document: DocumentRecord) -> Iterator[str]:
    """Make the text files again from the record, and compare."""
    texts = {segment.id: segment.target for segment in variant.segments}
    made: dict[str, str] = {}
    try:
        if "full" in variant.kinds and (variant.routes or people_translated(variant.segments)):
            made[TRANSLATION_FILE] = translation_text(
                text=document.text,
                marks=document.marks,
                segments=document.segments,
                texts={
                    segment.id: segment.target if segment.written is None else segment.written
                    for segment in variant.segments
                },
                language=variant.language,
            )
        if variant.summary is not None:
            made[SUMMARY_FILE] = summary_text(summary=variant.summary, texts=texts)
    except KeyError:
        return  # a segment is missing, which is reported already
    here = {file.path: file for file in files_on_disk(path.parent) if file.path != VARIANT_FILE}
    if {file.path: file for file in variant.files} != here:
        yield f"{path}: the files beside it are not those it lists"
    for name in sorted(made.keys() | here.keys()):
        content = (path.parent / name).read_bytes() if name in here else None
        if content != (made[name].encode() if name in made else None):
            yield f"{path.parent / name}: is not made of the segments in {VARIANT_FILE}"
