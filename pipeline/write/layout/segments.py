"""Writes translations with their markup, so that a parser reads the words and markup that were meant.

Each written block is parsed again. If its words or markup differ from those that were meant, the block is
written with more care: first with signs escaped also in what the source has in the same signs, such as an
address, then with every sign escaped that could be markup, then without the emphasis inside its segments.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.core.dataclass import dataclass
from pipeline.core.records import Block, Check, Document, Mark, Segment, SegmentId, Translated
from pipeline.write.layout import parts
from pipeline.write.layout.document_text import laid_out
from pipeline.write.layout.marks import between, inside, placeable, source_of
from pipeline.write.layout.parts import Parts, TextPart
from pipeline.write.layout.references import with_labels


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSegment:
    """A segment as it stands in the document."""

    text: str
    check: Check | None = None
    """The verdict on the segment's markup; None if it has none inside."""
    parts: tuple[TextPart, ...] = ()
    """What ``text`` is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Care:
    """The care with which a block is written."""

    own: bool = True
    """Whether to escape signs also in what the source has in the same signs."""
    everything: bool = False
    emphasis: bool = True


_STEPS = (_Care(own=False), _Care(), _Care(everything=True), _Care(everything=True, emphasis=False))
_UNCLOSED = (_Care(everything=True),)
"""Where the markup of a block does not end in it, so that it cannot be parsed by itself."""
_GAP = re.compile(r"(\s+)")
_AROUND = ".,;:?…«»“”„’"
"""Signs that may stand around an address or a file name, and that Markdown never takes."""


def write_segments(
    document: Document, segments: Sequence[Segment], answers: Mapping[SegmentId, Translated]
) -> dict[SegmentId, WrittenSegment]:
    """Return all of a document's segments in the words of ``answers``.

    A segment in the source's own words is written exactly as in the source, line ends included.
    """
    writer = _Writer(document, answers)
    by_block: dict[int, list[Segment]] = {}
    for segment in segments:
        by_block.setdefault(segment.block, []).append(segment)
    return {
        name: written
        for index, own in by_block.items()
        for name, written in writer.block(document.blocks[index], own).items()
    }


class _Writer:
    """Writes the blocks of one document."""

    def __init__(self, document: Document, answers: Mapping[SegmentId, Translated]) -> None:
        self._document = document
        self._answers = answers
        self._definitions: dict[str, Any] = {}
        if any(block.syntax == "markdown" for block in document.blocks) and "]:" in document.text:
            from pipeline.read.markdown.syntax import blocks

            self._definitions = blocks(source_of(document.text, document.marks))[1]

    def block(self, block: Block, segments: Sequence[Segment]) -> dict[SegmentId, WrittenSegment]:
        """Return the segments of a block, written with as much care as is needed."""
        marks = between(self._document.marks, block.start, block.end)
        changed = [each.id for each in segments if self._answers[each.id].text != each.text]
        marks = with_labels(self._document.text, marks, segments, frozenset(changed))
        made: dict[SegmentId, Parts] = {}
        fits = False
        for care in _STEPS if self._is_closed(marks) else _UNCLOSED:
            made = {segment.id: self._parts(block, segment, marks, care) for segment in segments}
            fits = block.syntax not in ("markdown", "cell") or self._is_read(block, segments, marks, made)
            if fits:
                break
        return {
            segment.id: WrittenSegment(
                text="".join(part.raw for part in made[segment.id].parts),
                check=self._check(segment, marks, made[segment.id], fits=fits),
                parts=made[segment.id].parts,
            )
            for segment in segments
        }

    def _parts(self, block: Block, segment: Segment, marks: Sequence[Mark], care: _Care) -> Parts:
        answer = self._answers[segment.id]
        text = self._document.text
        own = inside(segment, marks)
        if answer.text == segment.text:
            return Parts(parts=tuple(parts.of_source(text, segment.start, segment.end, own)))
        if block.syntax == "text":
            return Parts(parts=(parts.words(answer.text),))
        found = parts.of_answer(segment.text, answer, placeable(segment, text, own), emphasis=care.emphasis)
        found = replace(found, parts=tuple(parts.spaced_marks(found.parts, text)))
        if block.syntax == "marked":
            return found
        return replace(found, parts=tuple(self._escaped(block, segment, marks, found.parts, care)))

    def _escaped(
        self, block: Block, segment: Segment, marks: Sequence[Mark], found: Sequence[TextPart], care: _Care
    ) -> Iterator[TextPart]:
        """Yield parts with their words escaped, so that they are read as words."""
        from pipeline.read.markdown.escape import Surroundings, escape

        before, after = self._around(segment, marks)
        is_heading = block.kind in ("title", "heading")
        is_atx = is_heading and block.marker.rstrip().endswith("#")
        starts_line = before in ("", "\n") and not is_atx and not self._follows_bar(block)
        raws = [before, *(part.raw for part in found), after]
        as_it_stands = frozenset[str]() if care.own else self._stretches(segment, marks)
        for at, part in enumerate(found):
            if part.mark is not None:
                yield part
                continue
            setting = Surroundings(
                syntax=block.syntax,
                before=raws[at][-1:].strip("\n"),
                after=raws[at + 2][:1].strip("\n"),
                starts_line=at == 0 and starts_line,
                underlined=is_heading and not is_atx,
                ends_heading=is_atx and at == len(found) - 1 and segment.end == block.end,
                references=bool(self._definitions),
                everything=care.everything,
            )
            yield replace(part, raw=_with_own(part.raw, escape(part.raw, setting), as_it_stands))

    def _stretches(self, segment: Segment, marks: Sequence[Mark]) -> frozenset[str]:
        """Return what stands between spaces or marks in a segment's source, without the signs around it."""
        own = parts.of_source(self._document.text, segment.start, segment.end, inside(segment, marks))
        raws = ["".join(part.raw for part in own), *(part.raw for part in own)]
        return frozenset(each.strip(_AROUND) for raw in raws for each in raw.split())

    def _follows_bar(self, block: Block) -> bool:
        """Say whether a block is a table cell that does not begin its line."""
        at = block.start - 1
        while at >= 0 and self._document.text[at] in " \t":
            at -= 1
        return block.syntax == "cell" and at >= 0 and self._document.text[at] == "|"

    def _around(self, segment: Segment, marks: Sequence[Mark]) -> tuple[str, str]:
        """Return the text right before a segment, empty at the start of its block, and right after it."""
        block, text = self._document.blocks[segment.block], self._document.text
        own = {id(mark) for mark in inside(segment, marks)}
        near = [mark for mark in between(marks, segment.start, segment.end) if id(mark) not in own]
        before = [mark.raw for mark in near if mark.end == segment.start]
        after = [mark.raw for mark in near if mark.start == segment.end]
        if not before and segment.start > block.start:
            before = [text[segment.start - 1]]
        return (before[-1] if before else ""), (after[0] if after else text[segment.end : segment.end + 1])

    def _is_closed(self, marks: Sequence[Mark]) -> bool:
        """Say whether all markup of a block ends in it, and not after a hard line break."""
        pairs = Counter(mark.pair for mark in marks if mark.pair is not None)
        return all(count == 2 for count in pairs.values())

    def _is_read(
        self,
        block: Block,
        segments: Sequence[Segment],
        marks: Sequence[Mark],
        made: Mapping[SegmentId, Parts],
    ) -> bool:
        """Say whether a block, once written, is parsed into the parts that it is made from."""
        if not self._is_closed(marks):
            return True  # it cannot be parsed by itself
        from pipeline.read.markdown.inline import inline

        whole: list[TextPart] = []
        for part in laid_out(self._document.text, marks, segments, start=block.start, end=block.end):
            if isinstance(part, Segment):
                whole += made[part.id].parts
            elif isinstance(part, Mark):
                whole += parts.of_source(self._document.text, part.start, part.end, [part])
            else:
                whole.append(parts.words(part))
        content = "".join(_content(part, block) for part in whole)
        read = [
            parts.words(piece.words)
            if piece.role in ("words", "escape", "break", "hard_break")
            else TextPart(raw=content[piece.start : piece.end], mark=_ANY)
            for piece in inline(content, self._definitions)
        ]
        return _signature(whole, block) == _signature(read, block)

    def _check(self, segment: Segment, marks: Sequence[Mark], made: Parts, *, fits: bool) -> Check | None:
        """Return the verdict on a segment's markup."""
        notes = [f"dropped {raw}" for raw in made.dropped]
        notes += [f"put at the end {raw}" for raw in made.appended]
        notes += [] if fits else ["may be read otherwise"]
        if notes:
            return Check(name="markup", verdict="warn", note="; ".join(notes))
        text = self._document.text
        if not placeable(segment, text, inside(segment, marks)):
            return None
        return Check(name="markup", verdict="pass")


def _with_own(text: str, escaped: str, as_it_stands: Container[str]) -> str:
    """Return an escaped text, with what stands so in the source unescaped."""
    if not as_it_stands or text == escaped:
        return escaped
    pairs = zip(_GAP.split(text), _GAP.split(escaped), strict=True)
    return "".join(plain if plain.strip(_AROUND) in as_it_stands else safe for plain, safe in pairs)


_ANY = Mark(start=0, end=0, raw="", role="html")


def _content(part: TextPart, block: Block) -> str:
    """Return a part in the form that markdown-it's inline parser gets."""
    if part.mark is not None and part.mark.role == "break":
        return part.words
    return part.raw.replace("\\|", "|") if block.syntax == "cell" else part.raw


def _signature(found: Iterable[TextPart], block: Block) -> str:
    """Return words and marks as one text, to compare. Adjacent marks count as one."""
    shown = (
        part.words if part.mark is None or part.words else f"\0{_content(part, block)}\1" for part in found
    )
    return "".join(shown).replace("\1\0", "")
