"""The input of a ranking: a document's sentences, and what is known of them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.dataclass import dataclass
from pipeline.core.records import Hints, LanguageCode, Segment


@dataclass(frozen=True, kw_only=True)
class Material:
    """The input of a method: sentences that differ, and their words."""

    segments: Sequence[Segment]
    stems: Sequence[Sequence[str]]
    language: LanguageCode
    hints: Hints
    places: Sequence[int] | None = None
    """Number of sentences before each sentence, where several texts are ranked together; None is its
    position."""

    @property
    def blocks(self) -> list[int]:
        """Index of the paragraph of each sentence."""
        return [segment.block for segment in self.segments]
