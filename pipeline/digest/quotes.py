"""A document of a run with its variants in some languages, read back for quoting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.core import codec
from pipeline.core.contract import AlignedSegment, DocumentRecord, UsedRoute, VariantRecord
from pipeline.core.contract.digest import Method, Quote, ToldText
from pipeline.core.files import beneath
from pipeline.core.records import BlockKind, LanguageCode, Segment, SegmentId
from pipeline.write.paths import DOCUMENT_FILE, DOCUMENTS, VARIANT_FILE

_FACTS = ("numbers", "currencies")
"""Checks whose warning is enough to pass a translation over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDocument:
    """A document, with those of the requested variants that exist."""

    record: DocumentRecord
    variants: Mapping[LanguageCode, VariantRecord]
    aligned: Mapping[LanguageCode, Mapping[SegmentId, AlignedSegment]]
    """The segments of each variant."""

    @property
    def id(self) -> str:
        """The document's id."""
        return self.record.id

    @property
    def language(self) -> LanguageCode:
        """The language of the document as a whole."""
        return self.record.detection.language

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments, in order."""
        return self.record.segments

    def kind(self, segment: Segment) -> BlockKind:
        """Return the kind of block that a segment stands in."""
        return self.record.blocks[segment.block].kind

    def texts(self, language: LanguageCode) -> dict[SegmentId, str] | None:
        """Return the segments in ``language``; None where the document is not available in it."""
        if language == self.language:
            return {segment.id: segment.text for segment in self.segments}
        found = self.aligned.get(language)
        return {name: segment.target for name, segment in found.items()} if found is not None else None

    def doubts(self, name: SegmentId) -> bool:
        """Say whether a translation of a segment lost something that a digest must not change."""
        return any(_doubts(segments[name]) for segments in self.aligned.values() if name in segments)


def read_written(folder: Path, name: str, languages: Iterable[LanguageCode]) -> WrittenDocument:
    """Read the document ``name`` of a run, and its variants in ``languages``. Raises ``RecordError``."""
    place = f"{DOCUMENTS}/{name}"
    paths = {language: f"{place}/{language}/{VARIANT_FILE}" for language in languages}
    variants = {
        language: codec.read_record_below(VariantRecord, folder, path)
        for language, path in paths.items()
        if beneath.is_there(folder, path)
    }
    return WrittenDocument(
        record=codec.read_record_below(DocumentRecord, folder, f"{place}/{DOCUMENT_FILE}"),
        variants=variants,
        aligned={
            language: {segment.id: segment for segment in variant.segments}
            for language, variant in variants.items()
        },
    )


def _doubts(segment: AlignedSegment) -> bool:
    return any(
        check.verdict == "fail" or (check.name in _FACTS and check.verdict == "warn")
        for check in segment.checks
    )


def quote(document: WrittenDocument, name: SegmentId, languages: Iterable[LanguageCode]) -> Quote:
    """Return a segment of a document as it stands in each of ``languages``. Raises ``KeyError``."""
    segment = next((found for found in document.segments if found.id == name), None)
    if segment is None:
        raise KeyError(name)
    return Quote(
        document=document.id,
        segment=name,
        language=segment.language,
        texts=tuple(_told(document, segment, language) for language in languages),
    )


def _told(document: WrittenDocument, segment: Segment, language: LanguageCode) -> ToldText:
    """Return a segment in one language; its own words where they are in it, or no translation exists."""
    variant = document.variants.get(language)
    aligned = document.aligned.get(language, {}).get(segment.id)
    place = f"{DOCUMENTS}/{document.id}"
    if variant is None or aligned is None or aligned.origin == "source":
        return ToldText(
            digest=language,
            language=_language(segment, aligned, language),
            text=segment.text,
            origin="source",
            method=None,
            warnings=(),
            record=f"{place}/{DOCUMENT_FILE}" if aligned is None else f"{place}/{language}/{VARIANT_FILE}",
        )
    return ToldText(
        digest=language,
        language=language,
        text=aligned.target,
        origin=aligned.origin,
        method=_method(segment, variant.routes) if aligned.origin == "machine" else None,
        warnings=tuple(
            check.name for check in aligned.checks if check.verdict != "pass" and check.name != "markup"
        ),
        record=f"{place}/{language}/{VARIANT_FILE}",
    )


def _language(segment: Segment, aligned: AlignedSegment | None, language: LanguageCode) -> LanguageCode:
    """Return the language of a segment's own words: any language, where there was nothing to translate."""
    failed = aligned is None or any(check.name == "translated" for check in aligned.checks)
    return segment.language if failed else language


def _method(segment: Segment, routes: Iterable[UsedRoute]) -> Method | None:
    methods = {
        hop.identity.method for route in routes if route.source == segment.language for hop in route.hops
    }
    if len(methods) > 1:
        return "mixed"
    return next(iter(methods), None)
