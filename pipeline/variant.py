"""A document in one language, assembled: its text, its summary and the record of where they come from.

Pure: the same arguments give the same values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import languages
from pipeline import guard
from pipeline.contract import (
    AlignedSegment,
    DigitalSourceType,
    DocumentRecord,
    Software,
    SourceReference,
    UsedRoute,
    VariantKind,
    VariantRecord,
)
from pipeline.records import Block, FileDigest, LanguageCode, Segment, SegmentId, Summary, Translated

_NEURAL: DigitalSourceType = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_RULES: DigitalSourceType = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"

Texts: TypeAlias = Mapping[SegmentId, str]


def translation_text(
    *, text: str, blocks: Sequence[Block], segments: Sequence[Segment], texts: Texts, language: LanguageCode
) -> str:
    """Return the whole document in ``language``: its blocks as in the source, one blank line or none between.

    ``texts`` has the words of every segment. Blocks without segments (code, credit) stand as they are.
    """
    separator = languages.get(language).separator
    by_block: dict[int, list[str]] = {}
    for segment in segments:
        by_block.setdefault(segment.block, []).append(texts[segment.id])
    parts: list[str] = []
    end = 0
    for index, block in enumerate(blocks):
        if index:
            parts.append(_gap(text[end : block.start]))
        words = by_block.get(index)
        parts.append(block.marker + (separator.join(words) if words else text[block.start : block.end]))
        end = block.end
    return "".join(parts) + "\n"


def summary_text(*, summary: Summary, texts: Texts) -> str:
    """Return the chosen sentences, one a line, in the order of the source."""
    return "".join(f"{texts[segment]}\n" for segment in summary.segments)


def language_tag(language: LanguageCode, routes: Sequence[UsedRoute]) -> str:
    """Return the BCP-47 tag; text that is machine-translated says so (RFC 6497, key ``t0``).

    The extension has room for one source language; where there are several, it names none.
    """
    if not routes:
        return language
    source = f"-{routes[0].source}" if len(routes) == 1 else ""
    return f"{language}-t{source}-t0-und"


def digital_source_type(routes: Sequence[UsedRoute]) -> DigitalSourceType | None:
    """Return IPTC's term: a trained model had a part, rules alone, or no engine at all (None)."""
    methods = {hop.identity.method for route in routes for hop in route.hops}
    if not methods:
        return None
    return _NEURAL if "neural" in methods else _RULES


def variant_record(
    *,
    document: DocumentRecord,
    language: LanguageCode,
    kinds: Sequence[VariantKind],
    segments: Sequence[Segment],
    texts: Mapping[SegmentId, Translated],
    routes: Sequence[UsedRoute],
    summary: Summary | None,
    software: Sequence[Software],
    files: Sequence[FileDigest],
    started: str,
    finished: str,
) -> VariantRecord:
    """Return the provenance of one variant; ``segments`` are those that it holds."""
    return VariantRecord(
        language=language,
        tag=language_tag(language, routes),
        kinds=tuple(kinds),
        source=SourceReference(
            document=document.id,
            origin=document.origin,
            sha256=document.sha256,
            credit=document.credit,
            detection=document.detection,
        ),
        routes=tuple(routes),
        segments=tuple(_aligned(segment, texts[segment.id], language) for segment in segments),
        summary=summary,
        digital_source_type=digital_source_type(routes),
        software=tuple(software),
        files=tuple(files),
        started=started,
        finished=finished,
    )


def _aligned(segment: Segment, answer: Translated, language: LanguageCode) -> AlignedSegment:
    return AlignedSegment(
        id=segment.id,
        language=segment.language,
        source=segment.text,
        target=answer.text,
        score=answer.score,
        checks=() if segment.language == language else guard.check(segment.text, answer.text),
        from_memory=False,
    )


def _gap(between: str) -> str:
    """Return what stands between two blocks: a blank line, a line end, or a space within a line."""
    lines = between.count("\n")
    if lines == 0:
        return " "
    return "\n\n" if lines > 1 else "\n"
