"""The seams: what each stage asks of the parts that can be exchanged.

Every implementation runs through the conformance test of its seam (``tests/conformance/``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from pipeline.core.records import (
    Detection,
    Document,
    EngineIdentity,
    Hints,
    Hop,
    LanguageCode,
    Length,
    LoadedModel,
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

    def retry_engine(self) -> Engine | None:
        """Return the engine with options for what went wrong at first; None where it knows but one way.

        It has the same name and hops, shares what was loaded, and its identities differ by their options.
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


BatchItem = TypeVar("BatchItem")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec(Generic[BatchItem, Value]):
    """How work on batches is done: what makes the function that does it, and of what.

    To be done elsewhere, both must pickle: a function or class that can be imported, and plain values. Who
    works makes the function once and calls it for each batch; where it has a method ``close``, that is
    called at the end.
    """

    factory: Callable[..., Callable[[Sequence[BatchItem]], Value]]
    arguments: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Handle(Generic[Value]):
    """A batch that was submitted, and will come to a ``Value``."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLost:
    """What came of a batch instead of a value: who worked on it died, hung, or raised."""

    reason: str
    """As the end of a sentence that begins with the document's name."""
    again: bool
    """Whether it may go well another time, as when something else killed the process."""


class Executor(Protocol):
    """Works on batches, here or elsewhere. It repeats nothing of itself: ``run/workers`` decides that."""

    @property
    def slots(self) -> int:
        """How many batches are worked on at once."""
        ...

    def submit(
        self, spec: Spec[BatchItem, Value], batch: Sequence[BatchItem], *, seconds: float = math.inf
    ) -> Handle[Value]:
        """Take a batch; who has not answered ``seconds`` after it began is given up, where that can be."""
        ...

    def wait(
        self, handles: Collection[Handle[Value]], timeout: float | None = None
    ) -> tuple[Handle[Value], ...]:
        """Return those of ``handles`` that have ended, as soon as one has; none after ``timeout`` seconds.

        Raises ``WorkerError`` where nobody can be made to work, and what the spec's factory raises as such
        where it is called here.
        """
        ...

    def result(self, handle: Handle[Value]) -> Value | WorkerLost:
        """Return, once, what came of a batch that has ended."""
        ...

    def close(self) -> None:
        """Stop, whatever is under way; when this returns, nobody works any more."""
        ...
