"""The source formats that can be read, by the endings of file names."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.read import plain_text
from pipeline.read.markdown import document as markdown_document
from pipeline.read.parsed import Parsed

Parser = Callable[[str], Parsed]

PARSERS: dict[str, Parser] = {
    "txt": plain_text.parse,
    "text": plain_text.parse,
    "md": markdown_document.parse,
    "markdown": markdown_document.parse,
}

MARKDOWN = "md"
"""The kind of source that is Markdown."""


def kind(extension: str) -> str:
    """Return the kind of source that a file name's ending stands for: the first ending of the same parser."""
    parser = PARSERS.get(extension, plain_text.parse)
    return next(ending for ending, other in PARSERS.items() if other is parser)
