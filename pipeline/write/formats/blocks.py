"""The blocks of a document in another language, with the places of their marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from pipeline.core.ports import TranslatedBlock
from pipeline.core.records import Block, Document, LanguageCode, Mark, Segment, SegmentId
from pipeline.write.layout.document_text import laid_out, spaced
from pipeline.write.layout.marks import between
from pipeline.write.layout.segments import WrittenSegment


def translated_blocks(
    document: Document,
    segments: Sequence[Segment],
    written: Mapping[SegmentId, WrittenSegment],
    language: LanguageCode,
) -> Iterator[TranslatedBlock]:
    """Yield the blocks of a document in ``language``, their marks by number; ``written`` has its segments."""
    by_block: dict[int, list[Segment]] = {}
    for segment in segments:
        by_block.setdefault(segment.block, []).append(segment)
    for number, block in enumerate(document.blocks):
        own = by_block.get(number, [])
        marks = between(document.marks, block.start, block.end)
        pieces = _pieces(document.text, block, marks, own, written, language) if own else None
        said = tuple((each.text, _words(written[each.id])) for each in own) if len(own) > 1 else ()
        kept = tuple((number, mark.raw) for number, mark in enumerate(marks) if mark.raw)
        yield TranslatedBlock(
            text=document.text[block.start : block.end], pieces=pieces, sentences=said, kept=kept
        )


def _words(segment: WrittenSegment) -> str:
    """Return the words of a segment; a mark has some only where they stay as they are."""
    return "".join(part.raw for part in segment.parts).strip()


def _pieces(
    text: str,
    block: Block,
    marks: Sequence[Mark],
    segments: Sequence[Segment],
    written: Mapping[SegmentId, WrittenSegment],
    language: LanguageCode,
) -> tuple[str | int, ...]:
    numbers = {id(mark): number for number, mark in enumerate(marks)}
    found: list[str | Mark] = []
    last: Segment | None = None
    around: list[str | Mark] = []
    for part in chain(laid_out(text, marks, segments, start=block.start, end=block.end), [None]):
        if isinstance(part, str | Mark):
            around.append(part)
            continue
        found += spaced(around, last, part, language)
        around = []
        if part is not None:
            found += (each.raw if each.mark is None else each.mark for each in written[part.id].parts)
        last = part
    return tuple(numbers[id(each)] if isinstance(each, Mark) else each for each in found if each != "")
