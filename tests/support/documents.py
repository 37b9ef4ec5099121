"""Documents made for tests."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.records import Block, BlockKind, Document


def document(*blocks: tuple[BlockKind, str]) -> Document:
    """Return a document of these blocks, an empty line after each."""
    text, found = "", []
    for kind, content in blocks:
        found.append(Block(kind=kind, start=len(text), end=len(text) + len(content)))
        text += content + "\n\n"
    return of_text(text, found)


def of_text(text: str, blocks: Sequence[Block]) -> Document:
    """Return a document with this text and these blocks."""
    return Document(
        id="made-00000000",
        origin="made.txt",
        extension="txt",
        content=text.encode(),
        sha256="0" * 64,
        encoding="utf-8",
        text=text,
        title=None,
        credit=None,
        blocks=tuple(blocks),
    )
