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
        marks = between(parsed.marks, block.start, block.end)
        for number, mark in enumerate(marks):
            pieces += [words(parsed.text[at : mark.start]), number]
            at = mark.end
        pieces.append(words(parsed.text[at : block.end]))
        made.append(
            TranslatedBlock(
                text=parsed.text[block.start : block.end],
                pieces=tuple(piece for piece in pieces if piece != ""),
                kept=tuple((number, mark.raw) for number, mark in enumerate(marks) if mark.raw),
            )
        )
    return tuple(made)
