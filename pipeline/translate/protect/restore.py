"""Joins the pieces of a translation, and the items between them, to one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.core.dataclass import dataclass
from pipeline.core.records import Item, Kept

_LETTER_OR_DIGIT = re.compile(r"\w")

_START, _END, _ITEM = "start", "end", "item"
"""Signs beside an item where no words are: the start of the text, its end, or another item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A translation with its items."""

    text: str
    items: tuple[Item, ...]
    """The items with their places in ``text``, in order. Items without width are not in ``text``."""

    @property
    def marked_up(self) -> str:
        """The text with the items that have no width put in at their places."""
        parts: list[str] = []
        at = 0
        for item in self.items:
            parts.append(self.text[at : item.start])
            if item.start == item.end:
                parts.append(item.replacement or "")
            at = item.start
        return "".join([*parts, self.text[at:]])


def gaps(text: str, items: Sequence[Item]) -> list[str]:
    """Return the pieces before, between and after items: one more than there are items."""
    starts = [0, *(item.end for item in items)]
    ends = [*(item.start for item in items), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def join(
    source: str, items: Sequence[Item], order: Sequence[int], pieces: Sequence[str], *, kept: Kept
) -> Restored:
    """Return ``pieces`` with items between them. ``order`` has the items' numbers in ``items``."""
    parts: list[str] = []
    placed: list[Item] = []
    length = 0
    for number, piece in zip([*order, None], pieces, strict=True):
        parts.append(piece)
        length += len(piece)
        if number is None:
            break
        item = items[number]
        own = source[item.start : item.end]
        content = own if item.replacement is None else item.replacement
        shown = content if own else ""
        placed.append(replace(item, start=length, end=length + len(shown), replacement=content, kept=kept))
        parts.append(shown)
        length += len(shown)
    return Restored(text="".join(parts), items=tuple(placed))


def space(
    source: Sequence[str], items: Sequence[Item], order: Sequence[int], pieces: Sequence[str]
) -> list[str]:
    """Return ``pieces``, the text around items in an answer, with the spaces of the source.

    ``source`` has the pieces of the source. If an item touches a sign in the source, a space between them in
    the answer is removed. A space of the source that the answer lacks is put back.
    """
    spaced = list(pieces)
    for at, number in enumerate(order):
        item = items[number]
        if item.stand_in is not None:
            continue  # the engine sets the spaces around words
        before, after = _before(source, number), _after(source, number)
        is_mark = item.kind == "standalone" and item.start == item.end  # a note's number touches its word
        last, follower = _before(spaced, at)[1], _after(spaced, at)[1]
        inner = item.kind == "close" or (is_mark and _wants_space(last) and _wants_space(before[1]))
        spaced[at] = _spaced_left(spaced[at], last, before, inner=inner)
        inner = item.kind == "open" or (is_mark and _wants_space(follower) and _wants_space(after[1]))
        spaced[at + 1] = _spaced_right(spaced[at + 1], follower, after, inner=inner)
    return spaced


def _before(pieces: Sequence[str], at: int) -> tuple[str, str]:
    """Return the white space before item ``at``, and the sign before that."""
    bare = pieces[at].rstrip()
    return pieces[at][len(bare) :], bare[-1:] or (_START if at == 0 else _ITEM)


def _after(pieces: Sequence[str], at: int) -> tuple[str, str]:
    """Return the white space after item ``at``, and the sign after that."""
    bare = pieces[at + 1].lstrip()
    white = pieces[at + 1][: len(pieces[at + 1]) - len(bare)]
    return white, bare[:1] or (_END if at + 2 == len(pieces) else _ITEM)


def _spaced_left(piece: str, neighbour: str, source: tuple[str, str], *, inner: bool) -> str:
    white, sign = source
    bare = piece.rstrip()
    if not white:
        return bare if inner or neighbour == sign else piece
    return piece + white if bare == piece and _wants_space(neighbour) else piece


def _spaced_right(piece: str, neighbour: str, source: tuple[str, str], *, inner: bool) -> str:
    white, sign = source
    bare = piece.lstrip()
    if not white:
        return bare if inner or neighbour == sign else piece
    return white + piece if bare == piece and _wants_space(neighbour) else piece


def _wants_space(neighbour: str) -> bool:
    return neighbour == _ITEM or (len(neighbour) == 1 and bool(_LETTER_OR_DIGIT.match(neighbour)))


def is_nested(items: Sequence[Item]) -> bool:
    """Say whether every pair opens before it closes, and closes after the pairs inside it."""
    opened: list[int] = []
    for item in items:
        if item.pair is None:
            continue
        if item.kind == "open":
            opened.append(item.pair)
        elif item.kind == "close" and (not opened or opened.pop() != item.pair):
            return False
    return not opened
