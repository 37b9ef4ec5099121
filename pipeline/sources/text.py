"""Plain text files."""

from __future__ import annotations

from pipeline.records import Block
from pipeline.sources.structure import find_blocks


def parse(text: str) -> tuple[str, tuple[Block, ...]]:
    """Return the text as it is, which spans count in, and its blocks; its line ends must be newlines."""
    return text, find_blocks(text)
