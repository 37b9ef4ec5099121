"""The parts of a segment, words and marks in order, in the source or in a translation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.core.dataclass import dataclass
from pipeline.core.records import Item, Mark, Translated
from pipeline.write.layout.marks import WORDS

Numbered = Sequence[tuple[Item, Mark]]
"""The items that must be placed, with their marks, as ``marks.placeable`` returns them."""

_MOST_SOUGHT = 50
"""Most marks of one segment that are placed by the words within them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A part of a segment: words, or a mark."""

    raw: str
    """The part as it is written."""
    words: str = ""
    """The part as it is read. A mark has words only if it stands for a sign."""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A segment's parts, and the markup that was not placed as it should have been."""

    parts: tuple[TextPart, ...]
    dropped: tuple[str, ...] = ()
    """Emphasis that was dropped, as it opens in the source."""
    appended: tuple[str, ...] = ()
    """Markup without a place, which was put at the end."""


def words(text: str) -> TextPart:
    """Return a part of words that are still to be escaped, so that they are read as words."""
    return TextPart(raw=text, words=text)


def of_source(text: str, start: int, end: int, marks: Iterable[Mark]) -> list[TextPart]:
    """Return the parts of a stretch of ``text``, as they are in the source."""
    parts: list[TextPart] = []
    at = start
    for mark in marks:
        own = text[mark.start : mark.end] if mark.role in WORDS else ""
        parts += words(text[at : mark.start]), TextPart(raw=mark.raw, words=own, mark=mark)
        at = mark.end
    return [*parts, words(text[at:end])]


def of_answer(source: str, answer: Translated, numbered: Numbered, *, emphasis: bool) -> Parts:
    """Return the parts of an answer with all markup placed in it; without ``emphasis``, all but emphasis.

    The answer may lack a place for markup, as a translation by a person does. Then the markup is put around
    the same words as in ``source``, the segment's text, if the translation has them; else it is put at the
    end, with its words.
    """
    known = {(item.kind, item.pair): mark for item, mark in numbered}
    placed = [item for item in answer.items if (item.kind, item.pair) in known]
    here = {(item.kind, item.pair) for item in placed}
    lost = [(item, mark) for item, mark in numbered if (item.kind, item.pair) not in here]
    found, appended = _sought(source, answer.text, [each for each in lost if not each[0].droppable], placed)
    together = sorted([*placed, *found], key=lambda item: item.start)
    kept = [(item, known[item.kind, item.pair]) for item in together if emphasis or not item.droppable]
    tidy = _tidied(_cut(answer.text, kept))
    there = {id(part.mark) for part in tidy}
    return Parts(
        parts=(*tidy, *(part for each in appended for part in (words(" "), *each))),
        dropped=tuple(
            mark.raw
            for item, mark in numbered
            if item.kind == "open" and item.droppable and id(mark) not in there
        ),
        appended=tuple("".join(part.raw for part in each) for each in appended),
    )


def spaced_marks(found: Iterable[TextPart], text: str) -> Iterator[TextPart]:
    """Yield parts with a space on both sides of marks that stand between two spaces in ``text``, the source.

    The text of a segment has one of these.
    """
    between = before = False
    for part in found:
        if part.mark is None:
            yield words(f" {part.raw}") if between and not part.raw[:1].isspace() else part
            before, between = part.raw[-1:].isspace(), False
        else:
            mark = part.mark
            is_point = mark.side == "whole" and mark.start == mark.end > 0
            between = before and is_point and text[mark.start - 1 : mark.start + 1].isspace()
            yield part


def _cut(text: str, placed: Iterable[tuple[Item, Mark]]) -> list[TextPart]:
    parts: list[TextPart] = []
    at = 0
    for item, mark in placed:
        parts += words(text[at : item.start]), TextPart(raw=mark.raw, mark=mark)
        at = max(at, item.end)
    return [*parts, words(text[at:])]


def _sought(
    source: str, text: str, lost: Numbered, placed: Sequence[Item]
) -> tuple[list[Item], list[list[TextPart]]]:
    """Return places in ``text`` for lost items, and the items without a place, with their words."""
    found: list[Item] = []
    appended: list[list[TextPart]] = []
    taken = [(item.start, item.end) for item in placed]
    closing = {item.pair: (item, mark) for item, mark in lost if item.kind == "close"}
    for item, mark in lost:
        if item.kind == "close":
            continue
        partner, last = closing[item.pair] if item.kind == "open" else (item, mark)
        own = source[item.start : max(item.end, partner.start)]
        at = _only_place(own, text, taken) if len(lost) <= _MOST_SOUGHT else None
        if at is None:
            around = [words(own), TextPart(raw=last.raw, mark=last)] if item.kind == "open" else []
            appended.append([TextPart(raw=mark.raw, mark=mark), *around])
            continue
        end = at + len(own)
        taken.append((at, end))
        found.append(replace(item, start=at, end=at if item.kind == "open" else end))
        found += [replace(partner, start=end, end=end)] if item.kind == "open" else []
    return found, appended


def _only_place(own: str, text: str, taken: Iterable[tuple[int, int]]) -> int | None:
    """Return the place of ``own`` in ``text``, if it is there exactly once and has no mark in it."""
    at = text.find(own) if own else -1
    if at < 0 or text.find(own, at + 1) >= 0:
        return None
    end = at + len(own)
    crossed = any((start < end and at < stop) or at < start < end for start, stop in taken)
    return None if crossed else at


def _tidied(parts: Iterable[TextPart]) -> list[TextPart]:
    """Return parts whose pairs stand close around their words.

    Emphasis without words is removed. A link without words takes one.
    """
    tidy: list[TextPart] = []
    for part in parts:
        if part.mark is None:
            bare = part.raw.lstrip() if _is_side(tidy, "open") else part.raw
            _put_before_opening(tidy, part.raw[: len(part.raw) - len(bare)])
            tidy += [words(bare)] if bare else []
        elif part.mark.side == "close":
            tidy += _closed(tidy, part)
        else:
            tidy.append(part)
    joined: list[TextPart] = []
    for part in tidy:
        if part.mark is None and joined and joined[-1].mark is None:
            before = joined[-1].raw
            joined[-1] = words(before + (part.raw.lstrip() if before[-1:].isspace() else part.raw))
        else:
            joined.append(part)
    if joined and joined[0].mark is None:
        joined[0] = words(joined[0].raw.lstrip())
    if joined and joined[-1].mark is None:
        joined[-1] = words(joined[-1].raw.rstrip())
    return joined


def _is_side(parts: Sequence[TextPart], side: str) -> bool:
    """Say whether the last part is a mark of a side."""
    last = parts[-1].mark if parts else None
    return last is not None and last.side == side


def _put_before_opening(tidy: list[TextPart], space: str) -> None:
    at = len(tidy)
    while space and _is_side(tidy[:at], "open"):
        at -= 1
    if space:
        tidy.insert(at, words(space))


def _closed(tidy: list[TextPart], closing: TextPart) -> list[TextPart]:
    """Remove white space, and a pair without words, from the end of ``tidy``. Returns the parts to add."""
    space = ""
    if tidy and tidy[-1].mark is None:
        last = tidy.pop()
        bare = last.raw.rstrip()
        space = last.raw[len(bare) :]
        tidy += [words(bare)] if bare else []
    opening = tidy[-1].mark if tidy else None
    follows = [words(space)] if space else []
    if opening is None or closing.mark is None or opening.side != "open" or opening.pair != closing.mark.pair:
        return [closing, *follows]
    first = tidy.pop()
    if opening.role == "emphasis":
        return follows
    if not tidy or tidy[-1].mark is not None or not tidy[-1].raw.strip():
        return [first, closing, *follows]
    before = tidy.pop().raw
    bare = before.rstrip()
    word = bare.rpartition(" ")[2]
    return [
        words(before[: len(bare) - len(word)]),
        first,
        words(word),
        closing,
        words(before[len(bare) :] + space),
    ]
