"""A document of a run with its variants in some languages, read back for quoting."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.core import codec, limits
from pipeline.core.contract import AlignedSegment, DocumentRecord, VariantRecord
from pipeline.core.contract.digest import Method, Quote, ToldText
from pipeline.core.contract.weight import Weight
from pipeline.core.dataclass import dataclass
from pipeline.core.files import beneath
from pipeline.core.records import BlockKind, LanguageCode, Origin, Segment, SegmentId
from pipeline.core.records.prepared import HEADINGS
from pipeline.digest.outlets import outlet
from pipeline.write.paths import DOCUMENT_FILE, DOCUMENTS, VARIANT_FILE

_FACTS = ("numbers", "currencies")
"""Checks whose warning is enough to pass a translation over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSegment:
    """A segment in a language of the digest, as far as a digest says anything of it."""

    target: str
    origin: Origin
    warnings: tuple[str, ...]
    """Checks that it did not pass, except that of its markup."""
    is_untranslated: bool
    is_doubtful: bool
    """Whether it lost something that a digest must not change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDocument:
    """What a digest may quote of a document. Its records, and those of its variants, may be large."""

    id: str
    origin: str
    sha256: str
    outlet: str
    language: LanguageCode
    """The language of the document as a whole."""
    blocks: int
    """Number of its blocks."""
    segments: tuple[Segment, ...]
    """The segments that may be quoted, in order."""
    by_id: Mapping[SegmentId, Segment]
    kinds: Mapping[int, BlockKind]
    """The kinds of the blocks that these stand in, by the blocks' numbers."""
    headings: tuple[str, ...]
    """Its title and headings in the language of comparison; none where it is not available in it."""
    renderings: Mapping[LanguageCode, Mapping[SegmentId, ToldSegment]]
    """Those segments in each of the requested languages that the document is available in."""
    methods: Mapping[LanguageCode, Mapping[LanguageCode, Method]]
    """How each of these was translated, by the language that was translated from."""

    def kind(self, segment: Segment) -> BlockKind:
        """Return the kind of block that a segment stands in."""
        return self.kinds[segment.block]

    def texts(self, language: LanguageCode) -> dict[SegmentId, str] | None:
        """Return the segments in ``language``; None where the document is not available in it."""
        if language == self.language:
            return {segment.id: segment.text for segment in self.segments}
        found = self.renderings.get(language)
        return {name: segment.target for name, segment in found.items()} if found is not None else None

    def is_remarked(self, name: SegmentId, told_in: Iterable[LanguageCode]) -> bool:
        """Say whether a segment did not pass a check, whatever it is of, in a language of ``told_in``."""
        return any(told.warnings for told in self._told(name, told_in))

    def doubts(self, name: SegmentId, told_in: Iterable[LanguageCode]) -> bool:
        """Say whether a segment lost something that a digest must not change, in one of ``told_in``."""
        return any(told.is_doubtful for told in self._told(name, told_in))

    def _told(self, name: SegmentId, told_in: Iterable[LanguageCode]) -> Iterator[ToldSegment]:
        found = (self.renderings.get(language, {}).get(name) for language in told_in)
        return (told for told in found if told is not None)


def read_written(
    folder: Path,
    name: str,
    languages: Iterable[LanguageCode],
    choose: Callable[[DocumentRecord], Iterable[Segment]],
    *,
    compared: LanguageCode | None = None,
) -> WrittenDocument:
    """Read what may be quoted of the document ``name`` of a run, and of its variants in ``languages``.

    ``choose`` returns the segments. Those that are too large to be quoted (``limits.QUOTED``) are left out.
    Headings are read in the language ``compared``. One variant is in memory at a time. Raises
    ``RecordError``.
    """
    place = f"{DOCUMENTS}/{name}"
    record = codec.read_record_below(DocumentRecord, folder, f"{place}/{DOCUMENT_FILE}")
    segments = tuple(segment for segment in choose(record) if _is_small(segment))
    wanted = frozenset(segment.id for segment in segments)
    sources = frozenset(segment.language for segment in segments)
    headings = _own_headings(record) if compared is not None else {}
    told = headings if compared == record.detection.language else {}
    renderings, methods = {}, {}
    for language in dict.fromkeys(languages):
        path = f"{place}/{language}/{VARIANT_FILE}"
        if beneath.is_there(folder, path):
            variant = codec.read_record_below(VariantRecord, folder, path)
            renderings[language] = _renderings(variant, wanted)
            methods[language] = _methods(variant, sources)
            if language == compared != record.detection.language:
                targets = {segment.id: segment.target for segment in variant.segments}
                told = {each: targets[each] for each in headings if each in targets}
            del variant  # it may be large, and so may the next
    return WrittenDocument(
        id=record.id,
        origin=record.origin,
        sha256=record.sha256,
        outlet=outlet(record),
        language=record.detection.language,
        blocks=len(record.blocks),
        segments=segments,
        by_id={segment.id: segment for segment in reversed(segments)},  # the first, if ids are not unique
        kinds=_kinds(record, segments),
        headings=tuple(_bounded(told.values())),
        renderings=renderings,
        methods=methods,
    )


def _is_small(value: Segment | ToldSegment) -> bool:
    return Weight("").of(value) <= limits.QUOTED


def _kinds(record: DocumentRecord, segments: Iterable[Segment]) -> dict[int, BlockKind]:
    """Return the kinds of blocks; a forged record may name blocks that are not there."""
    there = range(-len(record.blocks), len(record.blocks))
    return {each.block: record.blocks[each.block].kind for each in segments if each.block in there}


def _own_headings(record: DocumentRecord) -> dict[SegmentId, str]:
    blocks = record.blocks
    return {each.id: each.text for each in record.segments if blocks[each.block].kind in HEADINGS}


def _bounded(texts: Iterable[str]) -> Iterator[str]:
    """Yield the texts that are not empty, as long as they are not too much to hold."""
    weight = Weight("")
    room = limits.HEADINGS_COMPARED
    for text in filter(None, texts):
        room -= weight.of(text)
        if room < 0:
            return
        yield text


def _renderings(variant: VariantRecord, wanted: Collection[SegmentId]) -> dict[SegmentId, ToldSegment]:
    made = {segment.id: _rendering(segment) for segment in variant.segments if segment.id in wanted}
    return {name: rendering for name, rendering in made.items() if _is_small(rendering)}


def _rendering(segment: AlignedSegment) -> ToldSegment:
    return ToldSegment(
        target=segment.target,
        origin=segment.origin,
        warnings=tuple(
            check.name for check in segment.checks if check.verdict != "pass" and check.name != "markup"
        ),
        is_untranslated=any(check.name == "translated" for check in segment.checks),
        is_doubtful=any(
            check.verdict == "fail" or (check.name in _FACTS and check.verdict == "warn")
            for check in segment.checks
        ),
    )


def _methods(variant: VariantRecord, sources: Collection[LanguageCode]) -> dict[LanguageCode, Method]:
    found: dict[LanguageCode, Method] = {}
    for route in variant.routes:
        for method in (hop.identity.method for hop in route.hops if route.source in sources):
            found[route.source] = method if found.get(route.source, method) == method else "mixed"
    return found


def quote(document: WrittenDocument, name: SegmentId, languages: Iterable[LanguageCode]) -> Quote:
    """Return a segment of a document as it stands in each of ``languages``. Raises ``KeyError``."""
    segment = document.by_id[name]
    return Quote(
        document=document.id,
        segment=name,
        language=segment.language,
        texts=tuple(_told(document, segment, language) for language in languages),
    )


def _told(document: WrittenDocument, segment: Segment, language: LanguageCode) -> ToldText:
    """Return a segment in one language; its own words where they are in it, or no translation exists."""
    rendering = document.renderings.get(language, {}).get(segment.id)
    place = f"{DOCUMENTS}/{document.id}"
    if rendering is None or rendering.origin == "source":
        return ToldText(
            digest=language,
            language=_language(segment, rendering, language),
            text=segment.text,
            origin="source",
            method=None,
            warnings=(),
            record=f"{place}/{DOCUMENT_FILE}" if rendering is None else f"{place}/{language}/{VARIANT_FILE}",
        )
    return ToldText(
        digest=language,
        language=language,
        text=rendering.target,
        origin=rendering.origin,
        method=document.methods[language].get(segment.language) if rendering.origin == "machine" else None,
        warnings=rendering.warnings,
        record=f"{place}/{language}/{VARIANT_FILE}",
    )


def _language(segment: Segment, rendering: ToldSegment | None, language: LanguageCode) -> LanguageCode:
    """Return the language of a segment's own words: any language, where there was nothing to translate."""
    return segment.language if rendering is None or rendering.is_untranslated else language
