"""What is asked of translation, and its answer: the sentences of one document in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pipeline.core.errors import DepecheError
from pipeline.core.records import Check, Item, LanguageCode, Retried, Route, Segment, SegmentId, Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Segments of one document that are wanted in one language."""

    target: LanguageCode
    segments: tuple[Segment, ...]
    human: Mapping[SegmentId, str] = field(default_factory=dict)
    """What people made of some of them; it stands in place of any engine's, over the whole route."""
    items: Mapping[SegmentId, tuple[Item, ...]] = field(default_factory=dict)
    """What must survive in some of them beside what is found there, such as inline markup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The answer to a request."""

    texts: Mapping[SegmentId, Translated]
    """Of every segment of the request; one that is in the target language already is as it was."""
    routes: tuple[Route, ...]
    """Those that were taken, sorted by source language."""
    translated: int
    """Segments that were translated in this run: by an engine, and not long before."""
    retried: Mapping[SegmentId, Retried] = field(default_factory=dict)
    """Those that were translated twice (``retry.py``)."""
    checks: Mapping[SegmentId, tuple[Check, ...]] = field(default_factory=dict)
    """The verdicts on those that somebody translated (``verdicts.py``)."""

    @property
    def untranslated(self) -> int:
        """How many segments no engine could translate; they stand in the source's words."""
        return sum(bool(answer.failure) for answer in self.texts.values())


Answer: TypeAlias = Rendering | DepecheError
"""To a request: what came of it, or what went wrong."""
