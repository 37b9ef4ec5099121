"""What a translated feed says of a document: its title and summary in one language, the originals beside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.core import codec
from pipeline.core.contract import DocumentRecord, VariantRecord
from pipeline.core.contract.digest import Quote
from pipeline.core.dataclass import dataclass
from pipeline.core.files import beneath
from pipeline.core.html.words import seen
from pipeline.core.records import LanguageCode, Segment, SegmentId
from pipeline.core.records.prepared import SUMMARISED
from pipeline.digest.dates import moment
from pipeline.digest.pages.notes import quote_marks, quote_warnings
from pipeline.digest.quotes import quote, read_written
from pipeline.write.paths import DOCUMENT_FILE, VARIANT_FILE, document_folder
from pipeline.write.stored_run import read_stored

_SHOWN = 20
"""The most sentences of a summary that are shown."""
_FIRST = 3
"""Sentences that stand for a summary where the run has written none: the first ones."""
_TITLE = 3
"""The most segments of a title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSentence:
    """A sentence in the language of the feed, and in its own."""

    text: str
    language: LanguageCode
    """The language that the text is in: the source's own, where it could not be translated."""
    original: str
    """The source's words; empty where they are the text."""
    original_language: LanguageCode


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """A document of a run, as an entry shows it."""

    id: str
    sha256: str
    outlet: str
    published: str
    """When it says that it was published, or its dateline does; empty where neither does."""
    title: tuple[FeedSentence, ...]
    summary: tuple[FeedSentence, ...]
    marks: tuple[str, ...]
    """The original's language, and how it was translated."""
    has_page: bool
    """Whether the run has the document in this language, so that it has a page."""


def feed_documents(run: Path, language: LanguageCode) -> Iterator[FeedDocument]:
    """Yield the documents that a run has written, in the order of their ids. Raises ``RecordError``."""
    for name, entry in sorted(read_stored(run).written.items(), key=lambda item: item[0]):
        with codec.consistent(run / document_folder(name)):
            yield _document(run, name, language, entry.filed)


def _document(run: Path, name: str, language: LanguageCode, filed: str | None) -> FeedDocument:
    variant = _variant(run, name, language)
    place = f"{document_folder(name)}/{DOCUMENT_FILE}"
    record = codec.read_record_below(DocumentRecord, run, place)
    title, summary = _title(record), _summary(record, variant)
    wanted = {segment.id for segment in (*title, *summary)}
    written = read_written(
        run, name, (language,), lambda whole: (s for s in whole.segments if s.id in wanted)
    )

    def sentences(segments: tuple[Segment, ...]) -> Iterator[tuple[FeedSentence, Quote]]:
        for segment in segments:
            if segment.id in written.by_id:  # what is too large is not
                found = quote(written, segment.id, (language,))
                yield _sentence(segment, found), found

    titles, told = tuple(sentences(title)), tuple(sentences(summary))
    when = moment(record, filed)
    return FeedDocument(
        id=record.id,
        sha256=record.sha256,
        outlet=written.outlet,
        published=when.time if when is not None and when.source != "file" else "",
        title=tuple(one for one, _ in titles),
        summary=tuple(one for one, _ in told),
        marks=tuple(
            dict.fromkeys(
                mark
                for _, found in (*titles, *told)
                for mark in (*quote_marks(found, language), *quote_warnings(found, language))
            )
        ),
        has_page=variant is not None,
    )


def _variant(run: Path, name: str, language: LanguageCode) -> VariantRecord | None:
    place = f"{document_folder(name)}/{language}/{VARIANT_FILE}"
    return codec.read_record_below(VariantRecord, run, place) if beneath.is_there(run, place) else None


def _title(record: DocumentRecord) -> tuple[Segment, ...]:
    own = tuple(s for s in record.segments if record.blocks[s.block].kind == "title")
    return (own or record.segments[:1])[:_TITLE]


def _summary(record: DocumentRecord, variant: VariantRecord | None) -> tuple[Segment, ...]:
    if variant is not None and variant.summary is not None:
        chosen: frozenset[SegmentId] = frozenset(variant.summary.segments)
        return tuple(s for s in record.segments if s.id in chosen)[:_SHOWN]
    return tuple(s for s in record.segments if record.blocks[s.block].kind in SUMMARISED)[:_FIRST]


def _sentence(segment: Segment, found: Quote) -> FeedSentence:
    told = found.texts[0]
    is_own = told.text == segment.text
    return FeedSentence(
        text=seen(told.text),
        language=told.language,
        original="" if is_own else seen(segment.text),
        original_language=segment.language,
    )
