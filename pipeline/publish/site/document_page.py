"""The page of one document in one language: its text, its summary, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.core.contract import AlignedSegment, DocumentRecord, VariantRecord
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError
from pipeline.core.html.words import english, seen
from pipeline.core.records import LanguageCode, Undetermined
from pipeline.publish.site.page import LanguageLink, site_page
from pipeline.publish.site.paths import index_file, link, page_file, shown_languages
from pipeline.publish.site.provenance import ProvenanceView, provenance
from pipeline.publish.site.sentence_table import SentenceTable, table, target_language
from pipeline.write.read_run import ReadDocument

_TITLE = 200
"""The longest title that is shown whole, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """A sentence of a summary."""

    id: str
    text: str
    language: LanguageCode


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryView:
    """A variant's summary."""

    lines: tuple[SummaryLine, ...]
    method: str
    query: str
    """The query of the summary; empty where there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document in one language, as its page shows it."""

    run: str
    index: str
    """Link to the run's index."""
    title: str
    language: LanguageCode
    original: str
    """The document's title in its own words; empty where that is ``title``, or where it has none."""
    own: LanguageCode
    links: tuple[LanguageLink, ...]
    facts: tuple[tuple[str, str], ...]
    summary: SummaryView | None
    table: SentenceTable
    provenance: ProvenanceView


def document_page(run: str, document: ReadDocument, language: LanguageCode) -> bytes:
    """Return the page, in UTF-8. ``run`` is the run's name.

    Raises ``KeyError`` where there is no variant, ``RecordError`` where it cannot be read, or the page would
    be too large.
    """
    languages = shown_languages(document)
    if language not in languages:
        raise KeyError(language)
    variant = document.variants[language].record
    shown = _view(run, document.record, variant, languages)
    try:
        return site_page("document", title=f"{shown.title} ({language})", document=shown)
    except RecordError as error:
        raise RecordError(f"{document.path}: {error.message}") from error


def _view(
    run: str, record: DocumentRecord, variant: VariantRecord, languages: Iterable[LanguageCode]
) -> DocumentView:
    language = variant.language
    here = page_file(record.id, language)
    title = _title(record, variant)
    return DocumentView(
        run=run,
        index=link(index_file(1), frm=here),
        title=title,
        language=language,
        original=record.title if record.title and record.title != title else "",
        own=record.detection.language,
        links=tuple(
            LanguageLink(
                href=link(page_file(record.id, other), frm=here),
                language=other,
                is_current=other == language,
            )
            for other in languages
        ),
        facts=tuple(_told(record, variant)),
        summary=_summary(variant),
        table=table(record, variant),
        provenance=provenance(record, variant),
    )


def title_in(document: ReadDocument, language: LanguageCode) -> str:
    """Return a document's title in a language; in its own words where it is not to be had in that one.

    Where there is no title, the beginning of the document's first sentence stands for it.
    """
    is_there = language in shown_languages(document)
    return _title(document.record, document.variants[language].record if is_there else None)


def _title(record: DocumentRecord, variant: VariantRecord | None) -> str:
    first = [segment for segment in record.segments if record.blocks[segment.block].kind == "title"]
    first = first or list(record.segments[:1])
    names = {segment.id for segment in first}
    segments = variant.segments if variant else ()
    targets = {segment.id: segment.target for segment in segments if segment.id in names}
    words = " ".join(targets.get(segment.id, segment.text) for segment in first)
    return _shortened(seen(words)) if first else seen(record.title or record.id)


def _shortened(words: str) -> str:
    if len(words) <= _TITLE:
        return words
    cut = words[:_TITLE]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut} …"


def _told(record: DocumentRecord, variant: VariantRecord) -> Iterator[tuple[str, str]]:
    yield "From", record.origin
    if record.credit:
        yield "Credit", record.credit
    detection = record.detection
    if isinstance(detection, Undetermined):
        yield "Language", f"cannot be told: {detection.reason}"
    else:
        yield "Language", f"{english(detection.language)}, confidence {detection.confidence:.2f}"
    yield "Made", how_made(variant)
    counts = [
        f"{number} {word}"
        for verdict, word in (("fail", "failed"), ("warn", "to look at"))
        if (number := _verdicts(variant, verdict))
    ]
    if variant.routes:
        yield "Checks", ", ".join(counts) or "no finding"
    if variant.reviewed_by:
        yield "Reviewed", f"by {variant.reviewed_by}, {variant.reviewed_at or 'no date'}"
    elif variant.routes:
        yield "Reviewed", "by nobody"


def how_made(variant: VariantRecord) -> str:
    """Return in words who translated a variant."""
    origins = {segment.origin for segment in variant.segments}
    methods = {hop.identity.method for route in variant.routes for hop in route.hops}
    said = []
    if "machine" in origins:
        said.append(
            {
                frozenset({"neural"}): "machine-translated by a neural model",
                frozenset({"rule-based"}): "machine-translated by rules, for the gist only",
            }.get(frozenset(methods), "machine-translated")
        )
    if "imported" in origins:
        said.append("imported as machine-translated elsewhere")
    if "human" in origins:
        said.append("translated by people")
    return " and ".join(said) or "the source's own words"


def _verdicts(variant: VariantRecord, verdict: str) -> int:
    return sum(any(check.verdict == verdict for check in segment.checks) for segment in variant.segments)


def _summary(variant: VariantRecord) -> SummaryView | None:
    chosen = variant.summary
    if chosen is None or not chosen.segments:
        return None
    aligned: Mapping[str, AlignedSegment] = {segment.id: segment for segment in variant.segments}
    lines = (
        SummaryLine(id=name, text=aligned[name].target, language=target_language(aligned[name], variant))
        for name in chosen.segments
        if name in aligned
    )
    return SummaryView(lines=tuple(lines), method=chosen.method, query=chosen.query or "")
