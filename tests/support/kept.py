"""Blocks as a translation gives them, made of what a reader found."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.core.ports import TranslatedBlock
from pipeline.core.records import Parsed
from pipeline.write.layout.marks import between


def translated(parsed: Parsed, words: Callable[[str], str]) -> tuple[TranslatedBlock, ...]:
    """Return the blocks with every stretch of words between marks changed by ``words``."""
    made = []
    for block in parsed.blocks:
        pieces: list[str | int] = []
        at = block.start
        for number, mark in enumerate(between(parsed.marks, block.start, block.end)):
            pieces += [words(parsed.text[at : mark.start]), number]
            at = mark.end
        pieces.append(words(parsed.text[at : block.end]))
        kept = tuple(piece for piece in pieces if piece != "")
        made.append(TranslatedBlock(text=parsed.text[block.start : block.end], pieces=kept))
    return tuple(made)
