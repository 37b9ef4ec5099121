"""The seams: what each stage asks of the parts that can be exchanged.

Every implementation runs through the conformance test of its seam (``tests/conformance/``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, Protocol, TypeVar

from pipeline.records import (
    Detection,
    Document,
    EngineIdentity,
    Hints,
    Hop,
    LanguageCode,
    Length,
    LoadedModel,
    Outcome,
    PlaceholderForm,
    Segment,
    SegmentId,
    Translated,
)


class Detector(Protocol):
    """Tells the language of a text, or that it cannot be told."""

    @property
    def identity(self) -> str:
        """Name and version of every part that has a say."""
        ...

    def detect(self, text: str) -> Detection:
        """Return the language of ``text``; deterministic, never raises for any ``str``."""
        ...


class Splitter(Protocol):
    """Cuts a document's blocks into sentences."""

    def split(self, document: Document, languages: Sequence[LanguageCode]) -> tuple[Segment, ...]:
        """Return the segments of ``document`` in order, spans exact and disjoint.

        ``languages`` has one code a block. Blocks of kind ``code`` and ``credit`` get no segments; titles
        and headings get one each. Every character of the other blocks that is not white space is in exactly
        one segment.
        """
        ...


class Engine(Protocol):
    """Translates texts between the pairs of languages that it has packages for."""

    @property
    def name(self) -> str:
        """Short name, as ``--engine`` takes it."""
        ...

    @property
    def scope(self) -> Literal["segment", "document"]:
        """Whether a segment's translation depends on itself alone, or on its document too.

        Where it is ``document``, a call of ``translate`` must hold the segments of one document.
        """
        ...

    @property
    def placeholders(self) -> tuple[PlaceholderForm, ...]:
        """Forms of placeholder that usually come back as they were sent."""
        ...

    def hops(self) -> tuple[Hop, ...]:
        """Return the pairs that can be translated now, sorted; empty where the engine is not installed."""
        ...

    def identity(self, source: LanguageCode, target: LanguageCode) -> EngineIdentity:
        """Say exactly what translates this pair. Raises ``EngineError`` where the pair is not offered."""
        ...

    def translate(
        self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[Translated, ...]:
        """Translate each text; same length and order as ``texts``, no answer empty for a text that is not.

        A text that cannot be translated while others can comes back as it was, with the reason as
        ``failure``. Raises ``EngineError`` where the pair is not offered, or the engine crashes, hangs or
        answers nonsense; texts are never dropped or merged.
        """
        ...

    def loaded(self) -> tuple[LoadedModel, ...]:
        """Return the neural models that were loaded so far, sorted by pair; none where there are none."""
        ...


class Summariser(Protocol):
    """Chooses the segments that tell a document's story."""

    @property
    def identity(self) -> str:
        """Name and version of what ranks."""
        ...

    def select(
        self,
        segments: Sequence[Segment],
        length: Length,
        *,
        language: LanguageCode,
        hints: Hints | None = None,
    ) -> tuple[SegmentId, ...]:
        """Return ids of ``segments`` in their order, never two with the same text; deterministic.

        ``segments`` holds what may enter a summary: no titles, headings or credits. ``length`` is never
        exceeded. ``hints`` is what else is known of the document.
        """
        ...


Item = TypeVar("Item")


class Executor(Protocol):
    """Runs a function over batches of work, here or elsewhere."""

    def run(
        self, work: Callable[[Sequence[Item]], Iterable[Outcome]], batches: Iterable[Sequence[Item]]
    ) -> Iterator[Outcome]:
        """Yield the outcomes of ``work`` over every batch, in the order of the batches."""
        ...
