"""Composing of a document's text from the parts that a reader found in a source of any format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.core.records import Block, BlockKind, Parsed, RemovedSign, SourceMetadata
from pipeline.core.text.normalise import normalise

CELL_SEPARATOR = " | "
"""Stands between the cells of a row."""
_CLOSE = frozenset(("list_item", "cell"))
"""Kinds that follow one another without an empty line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePart:
    """A part of a source: what will be a block."""

    kind: BlockKind
    text: str
    """Its words; runs of white space count as one space."""
    marker: str = ""
    """Stands before it, and is not translated: ``- ``."""
    continues: bool = False
    """Whether it stands on the line of the piece before: a cell of the same row."""


def composed(pieces: Iterable[SourcePart], *, metadata: SourceMetadata, encoding: str = "utf-8") -> Parsed:
    """Return the text of pieces, an empty line between paragraphs, in NFC and without invisible signs.

    Pieces without words are left out.
    """
    written: list[str] = []
    blocks: list[Block] = []
    signs: Counter[tuple[str, str]] = Counter()
    length, normalised, before = 0, False, None
    for piece in pieces:
        cleaned = normalise(" ".join(piece.text.split()))
        for sign in cleaned.removed:
            signs[sign.sign, sign.name] += sign.count
        words = cleaned.text.strip()
        if not words:
            continue
        normalised |= cleaned.normalised
        between = _between(before, piece) + piece.marker
        written += [between, words]
        start = length + len(between)
        length = start + len(words)
        blocks.append(Block(kind=piece.kind, start=start, end=length, marker=piece.marker))
        before = piece
    text = "".join([*written, "\n"]) if written else ""
    return Parsed(
        text=text,
        blocks=tuple(blocks),
        encoding=encoding,
        normalised=normalised,
        removed=tuple(
            RemovedSign(sign=sign, name=name, count=count) for (sign, name), count in sorted(signs.items())
        ),
        metadata=metadata,
    )


def _between(before: SourcePart | None, piece: SourcePart) -> str:
    if before is None:
        return ""
    if piece.continues:
        return CELL_SEPARATOR
    return "\n" if before.kind == piece.kind and piece.kind in _CLOSE else "\n\n"
