"""Inline content as pieces of the source: words, and the markup around and between words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal, TypeAlias

from markdown_it.token import Token

from pipeline.core.dataclass import dataclass
from pipeline.core.records import MarkRole, Side
from pipeline.read.markdown.syntax import Definitions, Place, steps
from pipeline.read.markdown.trace import Step

PieceRole: TypeAlias = MarkRole | Literal["words", "hard_break"]

_ROLES: dict[str, PieceRole] = {
    "softbreak": "break",
    "hardbreak": "hard_break",
    "code": "code",
    "autolink": "autolink",
    "escape": "escape",
    "footnote_ref": "note",
}
"""Roles of steps that stand by themselves; other steps are words."""
_VOID = frozenset({"br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
"""Tags of HTML that are never closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a source; pieces of one block follow each other without gaps."""

    start: int
    end: int
    role: PieceRole
    words: str = ""
    """The words that a reader reads in the piece's place."""
    side: Side = "whole"
    pair: int | None = None
    """Number that an opening piece shares with its closing one, from 0 in each block."""


def inline_pieces(token: Token, definitions: Definitions, source: str) -> list[Piece] | None:
    """Return an inline token's content as pieces of ``source``.

    None where its lines cannot be found in the source, or differ from it; the token must then be kept as it
    is.
    """
    places: list[Place] | None = token.meta.get("places")
    if places is None:
        return None
    found = _paired(_resolved(steps(token.content, definitions), token.content))
    placed = [_placed(part, places) for piece in found for part in _parted(piece, places)]
    fits = all(piece.words == source[piece.start : piece.end] for piece in placed if piece.role == "words")
    return _joined(placed) if fits else None


def inline(content: str, definitions: Definitions) -> list[Piece]:
    """Return content as pieces of itself, where it is a source of its own."""
    return _joined(_paired(_resolved(steps(content, definitions), content)))


def _resolved(found: Iterable[Step], content: str) -> Iterator[Piece]:
    """Yield the pieces, not yet paired."""
    for step in found:
        start, end, token = step.start, step.end, step.token
        if step.rule == "delimiter" and token is not None:
            if token.nesting == 0 and not token.content:
                continue  # half of a ``**``, in its partner's piece
            if token.type == "strong_open":
                start -= 1
            elif token.type == "strong_close":
                end += 1
        yield _piece(step, start, end, content[start:end])


def _piece(step: Step, start: int, end: int, own: str) -> Piece:
    if step.rule in ("delimiter", "open", "close"):
        return _end_of_pair(step, start, end, own)
    if step.rule == "html_inline":
        return _tag(start, end, own)
    role = _ROLES.get(step.rule, "words")
    shown = {"words": own, "break": "\n", "code": step.words.strip()}
    return Piece(start=start, end=end, role=role, words=shown.get(role, step.words))


def _end_of_pair(step: Step, start: int, end: int, own: str) -> Piece:
    """Return the piece where emphasis, a link or a picture begins or ends; words where a mark is none."""
    if step.rule != "delimiter":
        role: PieceRole = "image" if step.words == "image" else "link"
        return Piece(start=start, end=end, role=role, side="open" if step.rule == "open" else "close")
    nesting = step.token.nesting if step.token is not None else 0
    if nesting == 0:
        return Piece(start=start, end=end, role="words", words=own)
    return Piece(start=start, end=end, role="emphasis", side="open" if nesting == 1 else "close")


def _paired(found: Iterable[Piece]) -> list[Piece]:
    """Return pieces with their pairs numbered; HTML tags without a partner stand by themselves."""
    done: list[Piece] = []
    opened: list[int] = []
    number = 0
    for piece in found:
        done.append(piece)
        if piece.side == "open":
            opened.append(len(done) - 1)
        elif piece.side == "close":
            partner = _partner(piece, done, opened)
            if partner is not None:
                done[partner] = replace(done[partner], pair=number)
                done[-1] = replace(piece, pair=number)
                number += 1
    return [
        replace(
            piece,
            side="whole" if piece.pair is None else piece.side,
            words="" if piece.role == "html" else piece.words,
        )
        for piece in done
    ]


def _partner(piece: Piece, done: Sequence[Piece], opened: list[int]) -> int | None:
    """Take the piece that ``piece`` closes off ``opened``; tags, which people write, may close nothing."""
    if piece.role == "html":
        fits = bool(opened) and (done[opened[-1]].role, done[opened[-1]].words) == ("html", piece.words)
        return opened.pop() if fits else None
    while opened:
        partner = opened.pop()
        if done[partner].role == piece.role:
            return partner
    return None


def _tag(start: int, end: int, own: str) -> Piece:
    """Return an HTML tag as a piece, with its name as its words until it is paired."""
    name = own.strip("</>").split(maxsplit=1)[0].casefold() if own[1:2].isalpha() or own[1:2] == "/" else ""
    side: Side = "close" if own.startswith("</") else "open"
    if not name or name in _VOID or own.endswith("/>"):
        side = "whole"
    return Piece(start=start, end=end, role="html", words=name, side=side)


def _parted(piece: Piece, places: Sequence[Place]) -> Iterator[Piece]:
    r"""Yield a piece of words in parts: a bar inside a cell is written as ``\|``."""
    start = piece.start
    if piece.role == "words":
        first = bisect_right(places, start, key=lambda place: place[0])
        for begin, _ in places[first : bisect_right(places, piece.end, key=lambda place: place[0])]:
            bar = begin - 1 - piece.start
            words = piece.words[start - piece.start : bar]
            yield replace(piece, start=start, end=begin - 1, words=words)
            yield replace(piece, start=begin - 1, end=begin, words=piece.words[bar], role="escape")
            start = begin
    yield (
        replace(piece, start=start, words=piece.words[start - piece.start :])
        if start > piece.start
        else piece
    )


def _placed(piece: Piece, places: Sequence[Place]) -> Piece:
    return replace(piece, start=_place(piece.start, places), end=_place(piece.end, places))


def _place(at: int, places: Sequence[Place]) -> int:
    begin, start = places[bisect_right(places, at, key=lambda place: place[0]) - 1]
    return start + at - begin


def _joined(found: Sequence[Piece]) -> list[Piece]:
    """Join neighbouring pieces of words, and make one of a pair with nothing between."""
    joined: list[Piece] = []
    for role, group in groupby(found, key=lambda piece: piece.role):
        together = list(group)
        if role == "words":
            words = "".join(piece.words for piece in together)
            joined.append(replace(together[0], end=together[-1].end, words=words))
            continue
        for piece in together:
            last = joined[-1] if joined else None
            if last is not None and piece.side == "close" and last.pair == piece.pair:
                joined[-1] = replace(last, end=piece.end, side="whole", pair=None)
            else:
                joined.append(piece)
    return joined
