"""Checks that a run's folder still holds what was written: every digest, every schema, every alignment.

The check reads the folder alone, which may come from anybody. Names in its files are never opened, but
compared with the files that are there. Links are not followed, and no file is read that ``run.json`` does not
list.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.check.checker import add_counts, count_verdicts
from pipeline.core import codec
from pipeline.core.contract import (
    AlignedSegment,
    DocumentEntry,
    DocumentRecord,
    ProtectedItem,
    VariantRecord,
)
from pipeline.core.errors import RecordError
from pipeline.core.records import CheckCount, FileDigest, LanguageCode
from pipeline.digest.check import check_digest as digest_problems
from pipeline.publish.site.files import check_site as reader_problems
from pipeline.split.splitter import squeeze
from pipeline.verify import listing
from pipeline.verify.signature import signature_problems
from pipeline.write import stored_run
from pipeline.write.checksums import sums
from pipeline.write.layout.document_text import translation_pieces
from pipeline.write.paths import (
    DIGEST_FOLDER,
    DOCUMENT_FILE,
    DOCUMENTS,
    INDEX_FILE,
    PARTS,
    RUN_FILE,
    SUMMARY_FILE,
    TRANSLATION_FILE,
    VARIANT_FILE,
)
from pipeline.write.read_run import unknown_languages
from pipeline.write.stored_run import StoredRun
from pipeline.write.variant import digital_source_type, language_tag, people_translated, summary_lines

_SIGNS_OF_FIGURES = re.compile(r"[.,'’\s]")
"""Signs between digits, which each language has in its own way."""


def verify_run(
    folder: Path, *, key: bytes | None = None, note: Callable[[str], None] = lambda _: None
) -> Iterator[str]:
    """Yield one line for each problem, which begins with the file's path. No line means that nothing differs.

    ``key`` is the raw public key that the run must be signed with; None asks for no signature. ``note`` gets
    lines that are worth knowing but are no problems.
    """
    path = folder / RUN_FILE
    try:
        run = stored_run.look(folder)
    except OSError as error:
        yield f"{path}: cannot be read: {error.strerror}"
        return
    except RecordError as error:
        yield error.message
        return
    record = run.record
    if record.state != "finished":
        yield f"{path}: the run was not finished; repeat the command to continue"
        return
    if record.run_id != folder.resolve().name:
        yield f"{path}: is of run {record.run_id!r}, not of this folder"
    if not run.is_canonical:
        yield f"{path}: is not in the form in which it was written"
    yield from _files(folder, run, key=key, note=note)


def _files(folder: Path, run: StoredRun, *, key: bytes | None, note: Callable[[str], None]) -> Iterator[str]:
    """Check all files of a finished run."""
    found = listing.read_list(folder, run.sha256)
    others = {} if isinstance(found, str) else found.parts
    expected = _sha256(sums(run.written, run.sha256, others))
    if isinstance(found, str):
        yield found
    elif found.sha256 != expected:
        yield listing.differing(folder, found)
    damaged, off = set[str](), set[str]()
    for place, what in listing.listing_differences(folder, run.written, others):
        yield f"{folder / place}: {what}"
        top, _, rest = place.partition("/")
        if top == DOCUMENTS:
            damaged.add(rest.partition("/")[0])
        off.add(top)
    yield from _documents(folder, run.written, damaged)
    if DIGEST_FOLDER not in off:
        yield from digest_problems(folder)
    if not off & {DOCUMENTS, INDEX_FILE, *PARTS}:
        yield from reader_problems(folder, run)
    yield from signature_problems(folder, run.record, expected, key=key, note=note)


def _sha256(pieces: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for piece in pieces:
        whole.update(piece)
    return whole.hexdigest()


def _documents(folder: Path, entries: Mapping[str, DocumentEntry], damaged: Container[str]) -> Iterator[str]:
    """Check the records of the documents, except of those with damaged files."""
    for name, entry in entries.items():
        if name not in damaged:
            yield from _document(folder, f"{DOCUMENTS}/{name}", entry)


def _document(run: Path, place: str, entry: DocumentEntry) -> Iterator[str]:
    """Check a document's records, and its entry in ``run.json``.

    Its files have been compared with the list before.
    """
    folder = run / place
    files = {file.path: file for file in entry.files}
    counts: list[tuple[CheckCount, ...]] = []
    languages: list[LanguageCode] = []
    try:
        record = codec.read_record_below(DocumentRecord, run, f"{place}/{DOCUMENT_FILE}", in_form=True)
        yield from _source(folder, record, files)
        known = {DOCUMENT_FILE, record.source_file}
        for name in sorted(files):
            if name.count("/") == 1 and name.endswith(f"/{VARIANT_FILE}"):
                counted, beside = yield from _variant(run, f"{place}/{name}", record, files)
                language = name.partition("/")[0]
                counts.append(counted)
                languages.append(language)
                known |= {name, *(f"{language}/{path}" for path in beside)}
        for name in sorted(files.keys() - known):
            yield f"{folder / name}: is of no document and no variant"
        if sorted(entry.languages) != languages or entry.checks != add_counts(counts):
            yield f"{run / RUN_FILE}: has other languages or verdicts of {record.id} than its variants"
    except RecordError as error:
        yield error.message
    except Exception:  # noqa: BLE001 - a forged record can contradict itself in any way
        yield f"{folder}: its records contradict themselves"


def _source(folder: Path, record: DocumentRecord, files: Mapping[str, FileDigest]) -> Iterator[str]:
    """Check the source's digest, and that every segment has the text of its span."""
    path = folder / DOCUMENT_FILE
    if record.id != folder.name:
        yield f"{path}: is of document {record.id!r}, not of this folder"
    source = files.get(record.source_file)
    if source is None or (source.sha256, source.size) != (record.sha256, record.size):
        yield f"{path}: {record.source_file!r} is not the source that {DOCUMENT_FILE} describes"
    for code in unknown_languages(record):
        yield f"{path}: names {code!r}, which is no language that depeche knows"
    end = 0
    for segment in record.segments:
        inside = 0 <= segment.block < len(record.blocks) and (
            record.blocks[segment.block].start <= segment.start
            and segment.start <= segment.end <= record.blocks[segment.block].end
        )
        if not inside or segment.start < end:
            yield f"{path}: segment {segment.id} does not lie in its block, behind the one before it"
        elif squeeze(record.text[segment.start : segment.end]) != segment.text:
            yield f"{path}: segment {segment.id} is not the text at its span"
        end = max(end, segment.end)


def _variant(
    run: Path, place: str, document: DocumentRecord, files: Mapping[str, FileDigest]
) -> Generator[str, None, tuple[tuple[CheckCount, ...], tuple[str, ...]]]:
    """Check that a variant is about this document, segment by segment, and that its texts follow from it.

    Returns its verdicts and the paths of the files that it lists. A large one is held no longer than that.
    """
    path = run / place
    variant = codec.read_record_below(VariantRecord, run, place, in_form=True)
    if variant.language != path.parent.name or variant.source.document != document.id:
        yield f"{path}: is not of this folder"
    if variant.source.sha256 != document.sha256:
        yield f"{path}: is of another source"
    people = people_translated(variant.segments)
    if variant.tag != language_tag(variant.language, variant.routes, people):
        yield f"{path}: its language tag does not fit its routes"
    if variant.digital_source_type != digital_source_type(variant.routes, people, variant.segments):
        yield f"{path}: its digital source type does not fit its routes"
    yield from _alignment(path, variant, document)
    inside = f"{path.parent.name}/"
    beside = {
        name.removeprefix(inside): replace(file, path=name.removeprefix(inside))
        for name, file in files.items()
        if name.startswith(inside) and name != f"{inside}{VARIANT_FILE}"
    }
    yield from _texts(run, place, variant, document, beside)
    counts = count_verdicts(segment.checks for segment in variant.segments)
    return counts, tuple(file.path for file in variant.files)


def _alignment(path: Path, variant: VariantRecord, document: DocumentRecord) -> Iterator[str]:
    sources = {segment.id: segment for segment in document.segments}
    order = [segment.id for segment in document.segments]
    held = [segment.id for segment in variant.segments]
    there = set(held)
    if held != [name for name in order if name in there]:
        yield f"{path}: its segments are not the document's, in the document's order"
    if "full" in variant.kinds and len(held) != len(order):
        yield f"{path}: {len(held)} segments stand for the document's {len(order)}"
    routed = {variant.language, *(route.source for route in variant.routes)}
    for segment in variant.segments:
        source = sources.get(segment.id)
        if source is None or (segment.source, segment.language) != (source.text, source.language):
            yield f"{path}: segment {segment.id} is not aligned with the source's"
        elif segment.origin == "source" and not _is_own(segment):
            yield f"{path}: segment {segment.id} is not the source's own words, as it says"
        elif any(not _is_kept(item, segment, variant) for item in segment.protected):
            yield f"{path}: segment {segment.id} lacks what was protected in it"
        elif segment.origin in ("machine", "imported") and segment.language not in routed:
            yield f"{path}: segment {segment.id} was translated, but no route says by what"
    if variant.summary is not None and not set(variant.summary.segments) <= there:
        yield f"{path}: its summary names segments that it does not hold"


def _is_own(segment: AlignedSegment) -> bool:
    """Say whether a segment has the source's words, or its figures with other signs, as it says."""
    if segment.source == segment.target:
        return True
    plain, set_ = (_SIGNS_OF_FIGURES.sub("", text) for text in (segment.source, segment.target))
    return "numbers" in segment.tidied and plain == set_ and not any(map(str.isalpha, plain))


def _is_kept(item: ProtectedItem, segment: AlignedSegment, variant: VariantRecord) -> bool:
    """Say whether a protected item is in the segment: markup in its written form, if it has one."""
    if item.kept == "dropped":
        return True
    if item.kind not in ("open", "close", "standalone"):
        return item.text in segment.target
    if item.text == "][]":  # the name of a link stands in it, where its words are others
        return "][" in (segment.written or segment.target)
    warned = any(check.name == "markup" and check.verdict != "pass" for check in segment.checks)
    return "full" not in variant.kinds or warned or item.text in (segment.written or segment.target)


def _texts(
    run: Path,
    place: str,
    variant: VariantRecord,
    document: DocumentRecord,
    here: Mapping[str, FileDigest],
) -> Iterator[str]:
    """Make the text files again from the record, and compare their digests with those in ``here``."""
    path = run / place
    made: dict[str, str] = {}
    try:
        if "full" in variant.kinds and (variant.routes or people_translated(variant.segments)):
            pieces = translation_pieces(
                text=document.text,
                marks=document.marks,
                segments=document.segments,
                texts={
                    segment.id: segment.target if segment.written is None else segment.written
                    for segment in variant.segments
                },
                language=variant.language,
            )
            made[TRANSLATION_FILE] = _sha256(piece.encode() for piece in pieces)
        if variant.summary is not None:
            texts = {segment.id: segment.target for segment in variant.segments}
            lines = summary_lines(summary=variant.summary, texts=texts)
            made[SUMMARY_FILE] = _sha256(line.encode() for line in lines)
    except KeyError:
        return  # a segment is missing, which is reported already
    if {file.path: file for file in variant.files} != here:
        yield f"{path}: the files beside it are not those it lists"
    kept = variant.kept.file if variant.kept is not None else None
    for name in sorted((made.keys() | here.keys()) - {kept}):  # that one cannot be made of the record alone
        if name not in here or here[name].sha256 != made.get(name):
            yield f"{path.parent / name}: is not made of the segments in {VARIANT_FILE}"
