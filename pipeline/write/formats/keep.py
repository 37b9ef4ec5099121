"""Writes a translation in the format of its source, where that can be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import cast

from pipeline.core.errors import SourceError
from pipeline.core.ports import Rewriter, Rewritten
from pipeline.core.records import Document, LanguageCode, Segment, SegmentId
from pipeline.write.formats.blocks import translated_blocks
from pipeline.write.layout.segments import WrittenSegment

REWRITERS: dict[str, str] = {
    "docx": "word:WordRewriter",
    "eml": "mail:MessageRewriter",
    "epub": "book:BookRewriter",
    "html": "page:PageRewriter",
    "json": "data.item:ItemRewriter",
    "odt": "opendocument:OpenTextRewriter",
    "srt": "subtitles:SubRipRewriter",
    "vtt": "subtitles:WebVttRewriter",
}
"""The module and class that write a format again, below this package, by the format's name."""


def kept_format(
    document: Document,
    segments: Sequence[Segment],
    written: Mapping[SegmentId, WrittenSegment],
    language: LanguageCode,
    *,
    tag: str,
) -> Rewritten | None:
    """Return a document in ``language`` in the format of its source; None where that cannot be kept.

    ``written`` has its ``segments``. ``tag`` is the language as a BCP-47 tag. What goes wrong with the file
    is said in its notes, without content: the text of the translation stands beside it.
    """
    rewriter = open_rewriter(document.format)
    if rewriter is None:
        return None
    blocks = tuple(translated_blocks(document, segments, written, language))
    try:
        return rewriter.rewrite(
            document.content, blocks, language=tag, encoding=document.encoding, where=document.origin
        )
    except SourceError as error:
        return Rewritten(content=b"", notes=(error.message.removeprefix(f"{document.origin}: "),))


@cache
def open_rewriter(form: str) -> Rewriter | None:
    """Return what writes a format again, by its name; None where it cannot be kept."""
    code = REWRITERS.get(form)
    if code is None:
        return None
    module, _, name = code.partition(":")
    return cast("Rewriter", getattr(import_module(f"{__package__}.{module}"), name)())
