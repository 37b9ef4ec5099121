"""Puts a document together: its translated segments, and the text around them as in the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import languages
from pipeline.core.records import LanguageCode, Mark, Segment, SegmentId
from pipeline.write.layout.marks import inside
from pipeline.write.layout.parts import of_source
from pipeline.write.layout.references import names_itself, with_labels


def translation_text(
    *,
    text: str,
    marks: Sequence[Mark],
    segments: Sequence[Segment],
    texts: Mapping[SegmentId, str],
    language: LanguageCode,
) -> str:
    """Return the whole document in ``language``, with ``texts`` in place of its segments.

    The rest is as in the source, except for spaces between sentences, which not every language has.
    """
    pieces = translation_pieces(text=text, marks=marks, segments=segments, texts=texts, language=language)
    return "".join(pieces)


def translation_pieces(
    *,
    text: str,
    marks: Sequence[Mark],
    segments: Sequence[Segment],
    texts: Mapping[SegmentId, str],
    language: LanguageCode,
) -> Iterator[str]:
    """Yield what ``translation_text`` returns, in pieces."""
    if any(map(names_itself, marks)):
        changed = [each.id for each in segments if texts[each.id] != _own(text, each, marks)]
        marks = with_labels(text, marks, segments, frozenset(changed))
    last: Segment | None = None
    around: list[str | Mark] = []
    for part in chain(laid_out(text, marks, segments), [None]):
        if isinstance(part, str | Mark):
            around.append(part)
        else:
            yield from (
                each.raw if isinstance(each, Mark) else each for each in spaced(around, last, part, language)
            )
            around = []
            if part is not None:
                yield texts[part.id]
            last = part


def _own(text: str, segment: Segment, marks: Sequence[Mark]) -> str:
    """Return a segment as it stands in the source."""
    return "".join(part.raw for part in of_source(text, segment.start, segment.end, inside(segment, marks)))


def laid_out(
    text: str, marks: Sequence[Mark], segments: Sequence[Segment], *, start: int = 0, end: int | None = None
) -> Iterator[str | Mark | Segment]:
    """Yield a stretch of the text in order: its segments, the marks outside them, and the text between.

    ``marks`` and ``segments`` are those of the stretch.
    """
    own = {id(mark) for segment in segments for mark in inside(segment, marks)}
    waiting = iter([mark for mark in marks if id(mark) not in own])
    mark = next(waiting, None)
    at = start
    for segment in segments:
        while mark is not None and mark.start <= segment.start:
            yield text[at : mark.start]
            yield mark
            at, mark = mark.end, next(waiting, None)
        yield text[at : segment.start]
        yield segment
        at = segment.end
    while mark is not None:
        yield text[at : mark.start]
        yield mark
        at, mark = mark.end, next(waiting, None)
    yield text[at:end]


def spaced(
    around: Sequence[str | Mark], before: Segment | None, after: Segment | None, language: LanguageCode
) -> list[str | Mark]:
    """Return what stands between two segments, with the space that ``language`` puts between sentences."""
    if before is None or after is None or before.block != after.block:
        return [*around]
    separator = languages.get(language).separator
    raws = [part.raw if isinstance(part, Mark) else part for part in around]
    if separator == languages.get(before.language).separator or any(
        "\n" in raw or "\t" in raw for raw in raws
    ):
        return [*around]
    marks = [part for part in around if isinstance(part, Mark)]
    opening = [mark for mark in marks if mark.side == "open"]
    return [*(mark for mark in marks if mark.side != "open"), separator, *opening]
