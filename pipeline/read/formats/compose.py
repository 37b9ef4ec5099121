"""Composing of a document's text from the parts that a reader found in a source of any format."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import field, replace
from functools import lru_cache
from typing import Any, TypeVar

from pipeline.core.dataclass import dataclass
from pipeline.core.records import (
    Block,
    BlockKind,
    ContentCredentials,
    Mark,
    MarkRole,
    Parsed,
    RemovedSign,
    Side,
    SourceMetadata,
    Spoken,
)
from pipeline.core.text.far_patterns import FarPattern
from pipeline.core.text.normalise import normalise

_Handle = TypeVar("_Handle")
CELL_SEPARATOR = " | "
"""Stands between the cells of a row."""
_CLOSE = frozenset(("list_item", "cell"))
"""Kinds that follow one another without an empty line."""


UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
"""Signs of Thai, Lao, Burmese, Khmer, Chinese and Japanese, in which no space parts words."""
_SPACES = re.compile(r"\s+")
_UNSPACED_SIGN = FarPattern(f"[{UNSPACED}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartMark:
    """A style or link that begins or ends in a part, or something without words that stands there."""

    at: int
    """Its place in the part's text."""
    role: MarkRole
    side: Side = "whole"
    pair: int | None = None
    """Number that an opening mark shares with its closing one, in the part."""
    is_narrow: bool = False
    """Whether it is never widened to a whole word: raised and lowered letters."""
    own: int = 0
    """So many signs of the text before it are its own: a line's end."""
    kept: int = 0
    """So many signs of the text before it are words that stay as they are, in any language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePart:
    """A part of a source: what will be a block."""

    kind: BlockKind
    text: str
    """Its words; runs of white space count as one space, but for what parts it where it ``is_parted``."""
    is_parted: bool = False
    """Whether tabs in its text part columns, as a programme or a list of prices has them, and line ends
    lines, as an address has them."""
    marker: str = ""
    """Stands before it, and is not translated: ``- ``."""
    continues: bool = False
    """Whether it stands on the line of the piece before: a cell of the same row."""
    empty_before: int = 0
    """So many cells without words stand right before it in its row."""
    is_line: bool = False
    """Whether it is the next line of the piece before: a verse, a line of an address."""
    marks: tuple[PartMark, ...] = ()
    """In order; none unless they were asked for."""
    language: str = ""
    """The language that it declares for itself, as a BCP-47 tag."""
    anchor: Any = field(default=None, compare=False)
    """What its words stand in, for who writes them again; it is never sent to another process."""


def composed(pieces: Iterable[SourcePart], *, metadata: SourceMetadata, encoding: str = "utf-8") -> Parsed:
    """Return the text of pieces, an empty line between paragraphs, in NFC and without invisible signs.

    Pieces without words are left out.
    """
    written: list[str] = []
    blocks: list[Block] = []
    marks: list[Mark] = []
    signs: Counter[tuple[str, str]] = Counter()
    credentials: list[ContentCredentials] = []
    spoken: list[Spoken] = []
    length, normalised, before = 0, False, None
    for piece in pieces:
        cleaned = normalise(_squeezed(piece.text, _separators(piece)))
        credentials += cleaned.credentials
        for sign in cleaned.removed:
            signs[sign.sign, sign.name] += sign.count
        words = cleaned.text.strip()
        if not words:
            continue
        normalised |= cleaned.normalised
        between = between_parts(before, piece) + piece.marker
        written += [between, words]
        start = length + len(between)
        length = start + len(words)
        marks += _placed(piece, start, words, len(marks))
        blocks.append(
            Block(
                kind=piece.kind,
                start=start,
                end=length,
                marker=piece.marker,
                syntax="marked" if piece.marks or "\n" in words else "text",
            )
        )
        if piece.language:
            spoken.append(Spoken(start=start, end=length, language=piece.language))
        before = piece
    text = "".join([*written, "\n"]) if written else ""
    return Parsed(
        text=text,
        blocks=tuple(blocks),
        marks=tuple(marks),
        encoding=encoding,
        normalised=normalised,
        removed=tuple(
            RemovedSign(sign=sign, name=name, count=count) for (sign, name), count in sorted(signs.items())
        ),
        metadata=metadata,
        credentials=tuple(credentials),
        spoken=tuple(spoken),
    )


def settled_marks(
    text: str, marks: Sequence[PartMark], handles: Sequence[_Handle]
) -> tuple[tuple[PartMark, ...], tuple[_Handle, ...]]:
    """Return marks with what each stands for, without those that begin or end inside a word.

    An engine would translate the pieces of such a word. A style of most of a word becomes one of the whole
    word, and of less of it is left out, as raised and lowered letters are; a link keeps its whole words, and
    is left out where it has none. What stands inside as a whole moves to the end of the word.
    """
    sides = {(mark.pair, mark.side): mark.at for mark in marks if mark.pair is not None}
    places: dict[int, tuple[int, int] | None] = {}
    edges = frozenset(at for mark in marks if mark.kept for at in (mark.at - mark.kept, mark.at))
    for mark in marks:
        if mark.pair is not None and mark.side == "open":
            start, end = mark.at, sides.get((mark.pair, "close"), mark.at)
            places[mark.pair] = _settled(text, mark, start, end, edges)
    kept = []
    for mark, handle in zip(marks, handles, strict=True):
        end = _word_end(text, mark.at, edges)
        place = (end, end) if mark.pair is None else places.get(mark.pair)
        if place is not None:
            kept.append((replace(mark, at=place[mark.side == "close"]), handle))
    kept.sort(key=lambda row: row[0].at)
    return tuple(mark for mark, _ in kept), tuple(handle for _, handle in kept)


def _settled(
    text: str, mark: PartMark, start: int, end: int, edges: Collection[int]
) -> tuple[int, int] | None:
    """Return where a mark from ``start`` to ``end`` begins and ends outside of words; None where nowhere.

    ``edges`` are places that words end at too, for what stays as it is begins or ends there.
    """
    first, last = _word_start(text, start, edges), _word_end(text, end, edges)
    if (first, last) == (start, end):
        return first, last
    if mark.role == "link":
        first, last = _word_end(text, start, edges), _word_start(text, end, edges)
        inside = text[first : max(first, last)]
        first += len(inside) - len(inside.lstrip())
        return (first, first + len(inside.strip())) if inside.strip() else None
    return None if mark.is_narrow or 2 * (end - start) < last - first else (first, last)


def _word_start(text: str, at: int, edges: Collection[int]) -> int:
    """Return where the word begins that a place is inside of; the place itself where it is in none."""
    while at not in edges and _is_inside(text, at):
        at -= 1
    return at


def _word_end(text: str, at: int, edges: Collection[int]) -> int:
    while at not in edges and _is_inside(text, at):
        at += 1
    return at


def _is_inside(text: str, at: int) -> bool:
    """Say whether a place lies inside a word; between signs of scripts without spaces none does."""
    sides = text[at - 1 : at + 1] if at else ""
    return len(sides) == 2 and all(map(_is_of_word, sides)) and not _UNSPACED_SIGN.search(sides)


def _is_of_word(sign: str) -> bool:
    """Say whether a sign stands in words; soft hyphens and the like do, for they are no part of the block."""
    category = unicodedata.category(sign)
    return sign.isalnum() or category[0] == "M" or category == "Cf"


def block_text(piece: SourcePart) -> str:
    """Return the text of the block that a part becomes; empty where it becomes none."""
    return _block_text(piece.text, _separators(piece))


@lru_cache(maxsize=1024)  # lines of a page are compared with its parts many times
def _block_text(text: str, separators: str) -> str:
    return normalise(_squeezed(text, separators)).text.strip()


def _separators(piece: SourcePart) -> str:
    """Return the white space that parts a part: a heading is one line, and a cell stands on one."""
    if not piece.is_parted or piece.kind in ("title", "heading"):
        return ""
    return "\t" if piece.kind == "cell" else "\t\n"


def _squeezed(text: str, separators: str) -> str:
    """Return a text whose runs of white space are one space each, or the tabs or the line end that it has."""
    if not any(sign in text for sign in separators):
        return " ".join(text.split())
    return _SPACES.sub(lambda found: _space(found[0], separators), text.strip())


def _space(run: str, separators: str) -> str:
    """Return what a run of white space is in a text."""
    if "\n" in separators and "\n" in run:
        return "\n"
    return "\t" * run.count("\t") if "\t" in separators and "\t" in run else " "


def _placed(piece: SourcePart, start: int, words: str, number: int) -> list[Mark]:
    """Return the marks of a part whose words are at ``start``; pairs are numbered from ``number``."""
    placed = []
    last = 0
    for mark in piece.marks:
        first = max(last, _place(piece, mark.at - mark.kept, words))
        last = max(first, _place(piece, mark.at, words)) if mark.kept else first
        placed.append(
            Mark(
                start=start + first,
                end=start + last,
                raw=words[first:last],
                role=mark.role,
                side=mark.side,
                pair=None if mark.pair is None else number + mark.pair,
            )
        )
    return placed


def _place(piece: SourcePart, at: int, words: str) -> int:
    """Return the place in ``words``, the text of a part's block, that a place in its text becomes."""
    before, separators = piece.text[:at], _separators(piece)
    own = normalise(_squeezed(before, separators)).text.lstrip()
    if not own or not before[-1:].isspace():
        return min(len(own), len(words))
    run = before[len(before.rstrip()) :]
    space = _space(run, separators)
    if not words[len(own) :].startswith(space):
        space = ""  # it stands before the tab, or the line end
    return min(len(own) + len(space), len(words))


def between_parts(before: SourcePart | None, piece: SourcePart) -> str:
    """Return what stands between the words of two parts, but for the marker of the second."""
    empty = CELL_SEPARATOR.lstrip() * piece.empty_before
    if before is None:
        return empty
    if piece.continues:
        return CELL_SEPARATOR + empty
    is_close = before.kind == piece.kind and piece.kind in _CLOSE
    return ("\n" if is_close or piece.is_line else "\n\n") + empty


def empty_before(row: Sequence[str]) -> list[int]:
    """Return for each cell of a row how many without words stand right before it.

    It is none where one cell alone has words: such rows are of tables that lay out a page or a letter's head.
    """
    made: list[int] = []
    count = 0
    for words in row:
        made.append(count)
        count = 0 if words.strip() else count + 1
    return made if sum(bool(words.strip()) for words in row) > 1 else [0] * len(row)
