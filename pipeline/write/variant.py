"""Assembles a document in one language: its summary, and the record of where its words come from.

The functions are pure: the same arguments give the same values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from pipeline.core.contract import (
    AlignedSegment,
    DigitalSourceType,
    DocumentRecord,
    KeptFormat,
    ProtectedItem,
    Retry,
    Software,
    SourceReference,
    UsedRoute,
    VariantKind,
    VariantRecord,
)
from pipeline.core.records import (
    Check,
    FileDigest,
    Item,
    LanguageCode,
    Segment,
    SegmentId,
    Summary,
    Translated,
)
from pipeline.write.layout.segments import WrittenSegment

_NEURAL: DigitalSourceType = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_RULES: DigitalSourceType = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
_PEOPLE: DigitalSourceType = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"
_NEURAL_AND_PEOPLE: DigitalSourceType = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"
_RULES_AND_PEOPLE: DigitalSourceType = "http://cv.iptc.org/newscodes/digitalsourcetype/composite"

Texts: TypeAlias = Mapping[SegmentId, str]


def summary_text(*, summary: Summary, texts: Texts) -> str:
    """Return the chosen sentences, one per line, in the order of the source."""
    return "".join(summary_lines(summary=summary, texts=texts))


def summary_lines(*, summary: Summary, texts: Texts) -> Iterator[str]:
    """Yield the lines of ``summary_text``."""
    return (f"{texts[segment]}\n" for segment in summary.segments)


def people_translated(segments: Sequence[AlignedSegment]) -> tuple[LanguageCode, ...]:
    """Return the source languages of the segments that people translated, sorted."""
    return tuple(sorted({segment.language for segment in segments if segment.origin == "human"}))


def language_tag(
    language: LanguageCode, routes: Sequence[UsedRoute], people: Collection[LanguageCode] = ()
) -> str:
    """Return the BCP-47 tag. It marks machine translations (RFC 6497, key ``t0``).

    ``people`` has the languages that people translated from. The extension has room for one source language.
    If there are several, the tag names none.
    """
    sources = sorted({*people, *(route.source for route in routes)})
    source = f"-{sources[0]}" if len(sources) == 1 else ""
    if routes:
        return f"{language}-t{source}-t0-und"
    return f"{language}-t{source}" if source else language


def all_routes(routes: Sequence[UsedRoute], segments: Iterable[AlignedSegment]) -> tuple[UsedRoute, ...]:
    """Return the routes of a variant, and those of second tries whose translations were kept."""
    second = (segment.retry.by for segment in segments if segment.retry and segment.retry.kept == "second")
    return (*routes, *second)


def digital_source_type(
    routes: Sequence[UsedRoute],
    people: Collection[LanguageCode] = (),
    segments: Sequence[AlignedSegment] = (),
) -> DigitalSourceType | None:
    """Return IPTC's term: a trained model had a part, rules alone, people alone, or nobody (None).

    ``people`` is as for ``language_tag``. If both people and an engine translated, the origin is a composite.
    An imported machine translation counts as made by a trained model, whatever it states, to hide nothing.
    """
    methods = {hop.identity.method for route in all_routes(routes, segments) for hop in route.hops}
    if any(segment.origin == "imported" for segment in segments):
        methods.add("neural")
    if not methods:
        return _PEOPLE if people else None
    if "neural" in methods:
        return _NEURAL_AND_PEOPLE if people else _NEURAL
    return _RULES_AND_PEOPLE if people else _RULES


def variant_record(
    *,
    document: DocumentRecord,
    language: LanguageCode,
    kinds: Sequence[VariantKind],
    segments: Sequence[Segment],
    texts: Mapping[SegmentId, Translated],
    written: Mapping[SegmentId, WrittenSegment],
    checks: Mapping[SegmentId, tuple[Check, ...]],
    retries: Mapping[SegmentId, Retry],
    routes: Sequence[UsedRoute],
    summary: Summary | None,
    software: Sequence[Software],
    files: Sequence[FileDigest],
    started: str,
    finished: str,
    kept: KeptFormat | None = None,
) -> VariantRecord:
    """Return the provenance of one variant, which holds ``segments``.

    ``written`` has the segments as they are in the text; it is empty if there is only a summary. ``checks``
    has the verdicts on the translated segments. ``retries`` has the segments that were translated twice.
    """
    aligned = tuple(
        _aligned(
            segment,
            texts[segment.id],
            written.get(segment.id),
            checks.get(segment.id, ()),
            retries.get(segment.id),
        )
        for segment in segments
    )
    people = people_translated(aligned)
    return VariantRecord(
        language=language,
        tag=language_tag(language, routes, people),
        kinds=tuple(kinds),
        source=SourceReference(
            document=document.id,
            origin=document.origin,
            sha256=document.sha256,
            credit=document.credit,
            detection=document.detection,
        ),
        routes=tuple(routes),
        segments=aligned,
        summary=summary,
        digital_source_type=digital_source_type(routes, people, aligned),
        software=tuple(software),
        files=tuple(files),
        started=started,
        finished=finished,
        kept=kept,
    )


def _aligned(
    segment: Segment,
    answer: Translated,
    written: WrittenSegment | None,
    checks: tuple[Check, ...],
    retry: Retry | None,
) -> AlignedSegment:
    if written is not None and written.check is not None:
        checks = (*checks, written.check)
    return AlignedSegment(
        id=segment.id,
        language=segment.language,
        source=segment.text,
        target=answer.text,
        written=written.text if written is not None and written.text != answer.text else None,
        score=answer.score,
        checks=checks,
        protected=tuple(_protected(item) for item in (*answer.items, *answer.dropped) if item.kept),
        origin=answer.origin,
        from_memory=answer.from_memory,
        retry=retry,
        tidied=answer.tidied,
    )


def _protected(item: Item) -> ProtectedItem:
    return ProtectedItem(kind=item.kind, text=item.replacement or "", kept=item.kept or "masked")
