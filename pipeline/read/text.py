"""Plain text files."""

from __future__ import annotations

from pipeline.read.parsed import Parsed
from pipeline.read.plain_text import find_blocks


def parse(text: str) -> Parsed:
    """Return the text as it is, which spans count in, and its blocks; its line ends must be newlines."""
    return Parsed(text=text, blocks=find_blocks(text))
