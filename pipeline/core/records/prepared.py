"""A document that is ready to be translated, and the kinds of blocks that a summary is made from."""

from __future__ import annotations

from pipeline.core.dataclass import dataclass
from pipeline.core.records.document import Detected, Detection, Document, LanguageCode, Segment
from pipeline.core.records.outcomes import Summary

SUMMARISED = ("paragraph", "quotation", "list_item")
"""Kinds of block whose sentences may enter a summary."""

HEADINGS = ("title", "heading")
"""Kinds of block that tell a summariser what the document is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A document with its languages, segments and summary."""

    document: Document
    detection: Detected
    block_detections: tuple[Detection, ...]
    """The detected language of each block; undetermined ones are taken to be in the document's language."""
    segments: tuple[Segment, ...]
    summary: Summary | None

    @property
    def language(self) -> LanguageCode:
        """The document's main language."""
        return self.detection.language

    @property
    def languages(self) -> tuple[LanguageCode, ...]:
        """All languages of its segments, sorted."""
        return tuple(sorted({segment.language for segment in self.segments}))

    @property
    def chosen(self) -> tuple[Segment, ...]:
        """The segments of the summary."""
        ids = set(self.summary.segments) if self.summary else set()
        return tuple(segment for segment in self.segments if segment.id in ids)
