"""The check that a run's digest still says what the run's documents say: all quoted sentences, all pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pipeline.core import codec
from pipeline.core.contract import DocumentRecord
from pipeline.core.contract.digest import DigestRecord, Quote, StoryReport
from pipeline.core.errors import RecordError
from pipeline.core.files import beneath
from pipeline.core.records import LanguageCode, Segment
from pipeline.digest import quotes as written
from pipeline.digest.pages import each_page
from pipeline.digest.quotes import WrittenDocument
from pipeline.digest.watches.check import HitCheck
from pipeline.write.checksums import is_plain
from pipeline.write.on_disk import files_on_disk
from pipeline.write.paths import DIGEST_FILE, DIGEST_FOLDER
from pipeline.write.provenance import software

_AGAIN = "make the digest again: depeche digest"
_WHOLE = -1
"""Stands for a quote's number where a document is spoken of. That comes before its quotes."""


def check_digest(run: Path) -> Iterator[str]:
    """Yield one line for each fault of a run's digest; none where the run has no digest."""
    path = run / DIGEST_FOLDER / DIGEST_FILE
    if not beneath.is_there(run, DIGEST_FOLDER):
        return
    try:
        record = codec.read_record_below(DigestRecord, run, f"{DIGEST_FOLDER}/{DIGEST_FILE}")
        off = list(_files(run, record))
    except RecordError as error:
        yield error.message
        return
    except OSError as error:
        yield f"{run / DIGEST_FOLDER}: cannot be read: {error.strerror}"
        return
    yield from off
    if off:
        return
    if len(set(record.languages)) < len(record.languages):
        yield f"{path}: names a language twice; {_AGAIN} {run}"
        return
    if record.run_id != run.resolve().name:
        yield f"{path}: is of run {record.run_id!r}, not of this folder"
    for line in _quotes(run, record):
        yield f"{path}: {line}; {_AGAIN} {run}"


def _files(run: Path, record: DigestRecord) -> Iterator[str]:
    """Compare digests of files; make the pages again from the record where this version of depeche wrote it.

    Raises ``OSError``.
    """
    folder = run / DIGEST_FOLDER
    listed = {file.path: file for file in record.files}
    present = {file.path: file for file in files_on_disk(run, DIGEST_FOLDER) if file.path != DIGEST_FILE}
    try:
        with codec.consistent(folder / DIGEST_FILE):
            made = {name: _sha256_of_text(pieces) for name, pieces in each_page(record)}
    except RecordError as error:
        yield error.message
        return
    same_version = record.software[:1] == software()[:1]  # another version may have other pages
    for name in sorted(listed.keys() | present.keys() | made.keys()):
        if name not in present:
            yield f"{folder / name}: is missing"
        elif name not in listed:
            yield f"{folder / name}: is not in {DIGEST_FILE}"
        elif listed[name] != present[name]:
            yield f"{folder / name}: differs from its digest in {DIGEST_FILE}"
        elif same_version and made.get(name) != present[name].sha256:
            yield f"{folder / name}: is not made of what {DIGEST_FILE} says"


def _sha256_of_text(pieces: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for piece in pieces:
        whole.update(piece.encode())
    return whole.hexdigest()


class _Place(NamedTuple):
    """Where a document is quoted."""

    story: int
    """Number of the watch or story, watches first."""
    number: int
    """Number of the quote in its story."""
    quote: Quote


class _Part(NamedTuple):
    """A watch or a story: what it quotes, and of which reports."""

    quotes: tuple[Quote, ...]
    reports: tuple[StoryReport, ...]


def _parts(record: DigestRecord) -> list[_Part]:
    watches = (_Part(tuple(hit.quote for hit in found.hits), found.reports) for found in record.watches)
    stories = (_Part((*story.title, *story.sentences), story.reports) for story in record.stories)
    return [*watches, *stories]


def _quotes(run: Path, record: DigestRecord) -> list[str]:
    """Compare all quotes, and return a line for each fault, in their order.

    Each document is read once, however many stories quote it: it may be large.
    """
    quoted: dict[str, list[_Place]] = {}
    parts = _parts(record)
    for story, told in enumerate(parts):
        for number, quote in enumerate(told.quotes):
            quoted.setdefault(quote.document, []).append(_Place(story, number, quote))
    pairs = {(place.story, name) for name, places in quoted.items() for place in places}
    reports = {
        (story, report.document): report
        for story, told in enumerate(parts)
        for report in told.reports
        if (story, report.document) in pairs
    }
    same_version = record.software[:1] == software()[:1]  # another version may find in another way
    hits = HitCheck(record) if record.watches and same_version else None
    lines: list[tuple[int, int, str]] = []
    for name, places in quoted.items():
        own = {place.story: reports.get((place.story, name)) for place in places}
        lines += _document(run, record, name, places, own, hits)
    return [line for *_, line in sorted(lines)]


def _document(
    run: Path,
    record: DigestRecord,
    name: str,
    places: Sequence[_Place],
    reports: Mapping[int, StoryReport | None],
    hits: HitCheck | None,
) -> Iterator[tuple[int, int, str]]:
    """Yield the faults of the quotes of one document, with the story and the quote that they are of.

    ``reports`` has what each story that quotes it says of it; None where the story has no such report.
    ``hits`` checks the terms of watches' hits; None leaves them unchecked.
    """
    is_name = "/" not in name and is_plain(name)
    of_reports = {story for story, report in reports.items() if report is not None and is_name}
    for story in reports.keys() - of_reports:
        yield story, _WHOLE, f"quotes document {name}, which is none of its story's"
    if not of_reports:
        return
    told = [place for place in places if place.story in of_reports]
    read = (*record.languages, record.pivot) if hits is not None else record.languages
    try:
        document = written.read_written(run, name, read, _quoted(place.quote for place in told))
    except RecordError as error:
        yield from ((story, _WHOLE, error.message) for story in of_reports)
        return
    for story, report in reports.items():
        if report is not None and not _is_of(report, document):
            yield story, _WHOLE, f"document {name} is not what it says of it"
    for place in told:
        for line in _place(document, place, record, hits):
            yield place.story, place.number, line


def _place(
    document: WrittenDocument, place: _Place, record: DigestRecord, hits: HitCheck | None
) -> Iterator[str]:
    yield from _quote(document, place.quote, record)
    is_hit = place.story < len(record.watches) and place.quote.segment in document.by_id
    if hits is not None and is_hit:
        yield from hits.problems(place.story, place.number, document)


def _is_of(report: StoryReport, document: WrittenDocument) -> bool:
    said = (report.sha256, report.origin, report.language, report.outlet)
    return said == (document.sha256, document.origin, document.language, document.outlet)


def _quoted(quotes: Iterable[Quote]) -> Callable[[DocumentRecord], Iterable[Segment]]:
    """Return what chooses the segments of a document that are quoted."""
    wanted = frozenset(quote.segment for quote in quotes)
    return lambda record: (segment for segment in record.segments if segment.id in wanted)


def _pages(quote: Quote, record: DigestRecord) -> tuple[LanguageCode, ...]:
    """Return the languages whose pages have a quote; all of the digest's where it names others."""
    said = tuple(text.digest for text in quote.texts)
    return (
        said
        if said and set(said) <= set(record.languages) and len(set(said)) == len(said)
        else record.languages
    )


def _quote(document: WrittenDocument, quote: Quote, record: DigestRecord) -> Iterator[str]:
    place = f"segment {quote.segment} of document {document.id}"
    try:
        now = written.quote(document, quote.segment, _pages(quote, record))
    except KeyError:
        yield f"quotes {place}, which has none such"
        return
    for said, is_now in zip(quote.texts, now.texts, strict=False):
        if said != is_now:
            yield f"{place} is not quoted in {said.digest} as it stands there"
    if replace(quote, texts=()) != replace(now, texts=()) or len(quote.texts) != len(now.texts):
        yield f"{place} is not as it is quoted"
