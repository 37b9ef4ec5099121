"""Assembles everything that a document's folder holds, as bytes by path, from the arguments alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from pipeline.core import codec, limits
from pipeline.core.contract import DocumentRecord, KeptFormat, Retry, UsedRoute, VariantKind, VariantRecord
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError, SourceError
from pipeline.core.ports import Rewritten
from pipeline.core.records import Check, Document, LanguageCode, Segment, SegmentId, Translated
from pipeline.core.records.prepared import Prepared
from pipeline.write.formats.keep import kept_format
from pipeline.write.layout.document_text import translation_text
from pipeline.write.layout.marks import source_of
from pipeline.write.layout.segments import WrittenSegment, write_segments
from pipeline.write.paths import DOCUMENT_FILE, SUMMARY_FILE, TRANSLATION_FILE, VARIANT_FILE, kept_file
from pipeline.write.provenance import software
from pipeline.write.run_folder import file_digest
from pipeline.write.stored_variants import is_text_readable
from pipeline.write.variant import language_tag, summary_text, variant_record

_LESS = ", or ask for summaries alone (--variants summary)"


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantPlan:
    """One variant to assemble: a language, its segments with their translations, and the origin of these."""

    language: LanguageCode
    kinds: tuple[VariantKind, ...]
    segments: tuple[Segment, ...]
    texts: Mapping[SegmentId, Translated]
    routes: tuple[UsedRoute, ...]
    checks: Mapping[SegmentId, tuple[Check, ...]] = field(default_factory=dict)
    """Verdicts on the segments that were translated."""
    retries: Mapping[SegmentId, Retry] = field(default_factory=dict)
    """The segments that were translated twice."""

    @property
    def is_translation(self) -> bool:
        """Whether an engine or a person translated any segment."""
        return bool(self.routes) or any(answer.origin == "human" for answer in self.texts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """A document's folder, before it is written."""

    files: Mapping[str, bytes]
    """The content of every file, by its path in the folder."""
    variants: tuple[VariantRecord, ...]


def assemble(
    prepared: Prepared,
    variants: Sequence[VariantPlan],
    *,
    key: str,
    started: str,
    finished: str,
    keep_format: bool = False,
) -> Assembled:
    """Return the files of a document's folder.

    ``key`` is the document's (``provenance.document_key``). Times are ISO 8601. ``keep_format`` says whether
    translations are written in the source's format too. Raises ``SourceError``
    where a record or a text would be larger than those that are read back.
    """
    record = document_record(prepared, key=key)
    files = {record.source_file: prepared.document.content, DOCUMENT_FILE: _encoded(record, record.origin)}
    records = []
    for wanted in variants:
        whole = "full" in wanted.kinds and wanted.is_translation
        written = write_segments(prepared.document, wanted.segments, wanted.texts) if whole else {}
        texts = _text_files(prepared, wanted, written)
        if not all(map(is_text_readable, texts.values())):
            words = limits.size_words(limits.TEXT)
            raise SourceError(
                f"{record.origin}: is too long: a text of more than {words} of memory could not be read back"
                f"; break it up{_LESS}"
            )
        kept = None
        if keep_format and written:
            tag = language_tag(wanted.language, wanted.routes)
            kept = _kept(prepared, wanted, written, texts, tag)
        provenance = variant_record(
            document=record,
            language=wanted.language,
            kinds=wanted.kinds,
            segments=wanted.segments,
            texts=wanted.texts,
            written=written,
            checks=wanted.checks,
            retries=wanted.retries,
            routes=wanted.routes,
            summary=prepared.summary if "summary" in wanted.kinds else None,
            software=software(),
            files=[file_digest(name, content) for name, content in texts.items()],
            started=started,
            finished=finished,
            kept=kept,
        )
        records.append(provenance)
        texts[VARIANT_FILE] = _encoded(provenance, record.origin)
        files.update({f"{wanted.language}/{name}": content for name, content in texts.items()})
    return Assembled(files=files, variants=tuple(records))


def _encoded(record: DocumentRecord | VariantRecord, origin: str) -> bytes:
    try:
        return codec.encode_readable(record)
    except RecordError as error:
        less = _LESS if isinstance(record, VariantRecord) else ""
        raise SourceError(
            f"{origin}: is too long: a record of its sentences could not be read back ({error.message}); "
            f"break it up{less}"
        ) from error


def own_summary(prepared: Prepared) -> VariantPlan:
    """Return the summary in the source's own words, which needs no translation."""
    return VariantPlan(
        language=prepared.language,
        kinds=("summary",),
        segments=prepared.chosen,
        texts={segment.id: Translated(text=segment.text, origin="source") for segment in prepared.chosen},
        routes=(),
    )


def document_record(prepared: Prepared, *, key: str) -> DocumentRecord:
    """Return the record of ``document.json``."""
    document = prepared.document
    return DocumentRecord(
        id=document.id,
        key=key,
        origin=document.origin,
        source_file=f"source.{document.extension}",
        sha256=document.sha256,
        size=len(document.content),
        encoding=document.encoding,
        normalised=document.normalised,
        removed=document.removed,
        repairs=document.repairs,
        credentials=document.credentials,
        reader=document.reader,
        url=document.metadata.url,
        outlet=document.metadata.outlet,
        authors=document.metadata.authors,
        published=document.metadata.published,
        declared_language=document.metadata.language,
        fetched=document.fetched,
        recognised=document.recognised,
        title=document.title,
        credit=document.credit,
        detection=prepared.detection,
        block_detections=prepared.block_detections,
        text=document.text,
        blocks=document.blocks,
        marks=document.marks,
        segments=prepared.segments,
        software=software(),
    )


def _kept(
    prepared: Prepared,
    wanted: VariantPlan,
    written: Mapping[SegmentId, WrittenSegment],
    texts: dict[str, bytes],
    tag: str,
) -> KeptFormat | None:
    """Add the translation in the source's format to ``texts``, and return what is to be known of it."""
    document = prepared.document
    if document.format == "md":  # the text is Markdown already
        made: Rewritten | None = Rewritten(
            content=texts[TRANSLATION_FILE], notes=tuple(_html_notes(document))
        )
    else:
        made = kept_format(document, prepared.segments, written, wanted.language, tag=tag)
    if made is None:
        return None
    name = kept_file(document.extension) if made.content else None
    if name is not None:
        texts[name] = made.content
    return KeptFormat(file=name, left=tuple(number + 1 for number in made.left), notes=made.notes)


def _html_notes(document: Document) -> Iterator[str]:
    """Yield what is said of blocks of HTML in Markdown, which are left as they are."""
    if "<" in document.text:
        from pipeline.read.markdown.syntax import html_with_words

        count = html_with_words(source_of(document.text, document.marks))
        if count:
            yield f"blocks of HTML in the source's language: {count}"


def _text_files(
    prepared: Prepared, wanted: VariantPlan, written: Mapping[SegmentId, WrittenSegment]
) -> dict[str, bytes]:
    """Return the text files of a variant. The source's own language has no translation."""
    texts = {segment: answer.text for segment, answer in wanted.texts.items()}
    files = {}
    if written:
        whole = translation_text(
            text=prepared.document.text,
            marks=prepared.document.marks,
            segments=prepared.segments,
            texts={segment: each.text for segment, each in written.items()},
            language=wanted.language,
        )
        files[TRANSLATION_FILE] = whole.encode()
    if "summary" in wanted.kinds and prepared.summary is not None:
        files[SUMMARY_FILE] = summary_text(summary=prepared.summary, texts=texts).encode()
    return files
