"""Readers of the formats that are text as it stands: plain text and Markdown."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.core.ports import Received
from pipeline.core.records import Parsed
from pipeline.core.text.normalise import normalise
from pipeline.read import encoding, plain_text
from pipeline.read.markdown import document as markdown_document

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


class PlainTextReader:
    """Reads plain text, whose roles are told from lines and punctuation alone."""

    identity = ""

    def read(self, received: Received) -> Parsed:
        """Return the text as it stands. Raises ``SourceError`` where the bytes are not text."""
        clean, rest = _decoded(received)
        return replace(rest, text=clean, blocks=plain_text.find_blocks(clean))


class MarkdownReader:
    """Reads Markdown; markup in lines is taken out into marks."""

    identity = ""

    def read(self, received: Received) -> Parsed:
        """Return the text without its markup. Raises ``SourceError`` where the bytes are not text."""
        clean, rest = _decoded(received)
        parsed = markdown_document.parse(clean)
        return replace(rest, text=parsed.text, blocks=parsed.blocks, marks=parsed.marks)


def _decoded(received: Received) -> tuple[str, Parsed]:
    """Return the clean text, and what was found out on the way.

    Cleaning comes first, so that the parsers' spans, and all later ones, count in the clean text.
    """
    decoded = encoding.decode(
        received.content, received.detector, where=received.where, declared=(received.charset,)
    )
    cleaned = normalise(_LINE_ENDS.sub("\n", decoded.text))
    rest = Parsed(
        text="",
        blocks=(),
        encoding=decoded.encoding,
        normalised=cleaned.normalised,
        removed=cleaned.removed,
        repairs=decoded.repairs,
        credentials=cleaned.credentials,
    )
    return cleaned.text, rest
