"""A request for translation and its answer: the sentences of one document in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import DepecheError
from pipeline.core.records import Check, Item, LanguageCode, Retried, Route, Segment, SegmentId, Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Segments of one document that are wanted in one language."""

    target: LanguageCode
    segments: tuple[Segment, ...]
    human: Mapping[SegmentId, str] = field(default_factory=dict)
    """Translations by people. They replace those of the engines, over the whole route."""
    items: Mapping[SegmentId, tuple[Item, ...]] = field(default_factory=dict)
    """Items that must survive in segments, such as inline markup, beside those found in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The answer to a request."""

    texts: Mapping[SegmentId, Translated]
    """The text of every segment of the request. A segment in the target language is unchanged."""
    routes: tuple[Route, ...]
    """The routes that were taken, sorted by source language."""
    translated: int
    """Number of segments that an engine translated in this run, not from the memory."""
    retried: Mapping[SegmentId, Retried] = field(default_factory=dict)
    """The segments that were translated twice (``retry.py``)."""
    checks: Mapping[SegmentId, tuple[Check, ...]] = field(default_factory=dict)
    """The verdicts on the segments that were translated (``verdicts.py``)."""
    is_unsettled: bool = False
    """Whether a second try was lost because a program was: another run may do better."""

    @property
    def recalled(self) -> int:
        """Number of segments whose translation the memory had."""
        return sum(
            text.from_memory and text.origin in ("machine", "imported") for text in self.texts.values()
        )

    @property
    def untranslated(self) -> int:
        """Number of segments that no engine could translate. They keep the words of the source."""
        return sum(bool(answer.failure) for answer in self.texts.values())


Answer: TypeAlias = Rendering | DepecheError
"""The answer to a request: its rendering, or the error."""
