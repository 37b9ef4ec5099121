"""The seams of the stages after reading: splitting, translation, summaries, workers, deliveries."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from typing import Generic, Literal, Protocol, TypeVar, runtime_checkable

from pipeline.core.dataclass import dataclass
from pipeline.core.records import (
    Document,
    EngineIdentity,
    Hints,
    Hop,
    LanguageCode,
    Length,
    LoadedModel,
    Parcel,
    PlaceholderForm,
    Segment,
    SegmentId,
    Translated,
    WordReading,
)


class Splitter(Protocol):
    """Cuts a document's blocks into sentences."""

    def split(self, document: Document, languages: Sequence[LanguageCode]) -> tuple[Segment, ...]:
        """Return the segments of ``document`` in order, spans exact and disjoint.

        ``languages`` has one code for each block. Blocks of kind ``code`` and ``credit`` get no segments;
        titles and headings get one each. Every character of the other blocks that is not white space is in
        exactly one segment.
        """
        ...


class Engine(Protocol):
    """Translates texts between the pairs of languages that it has packages for."""

    @property
    def name(self) -> str:
        """Short name of the engine, as given to ``--engine``."""
        ...

    @property
    def scope(self) -> Literal["segment", "document"]:
        """Unit whose context a translation depends on: the segment alone, or its document too.

        Where it is ``document``, a call of ``translate`` must hold the segments of one document.
        """
        ...

    @property
    def is_exact(self) -> bool:
        """Whether an answer does not depend on what else is translated, in this call or another."""
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
        """Return the neural models that were loaded so far, sorted by pair."""
        ...


@runtime_checkable
class ReportsAnswers(Protocol):
    """An engine that says each answer as soon as it has it, while others of the call are still missing."""

    def translate_each(
        self,
        texts: Sequence[str],
        source: LanguageCode,
        target: LanguageCode,
        report: Callable[[int, Translated], None],
    ) -> tuple[Translated, ...]:
        """Translate as ``Engine.translate`` does, and report each answer with its place in ``texts``.

        ``report`` is called from any thread, one call at a time.
        """
        ...


@runtime_checkable
class ReadsWords(Protocol):
    """An engine by rules, which breaks names, acronyms and months that it takes for other words.

    To be an engine of this kind is to ask for their protection (``translate/protect/``): what it knows of
    words decides which of them are protected, and which it may keep.
    """

    def read_words(
        self, words: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[WordReading, ...]:
        """Return what the engine knows of each word as it stands, alone; same length and order as ``words``.

        Raises ``EngineError`` where the pair is not offered, or the engine does not answer.
        """
        ...


class Summariser(Protocol):
    """Chooses the segments that tell a document's story."""

    @property
    def identity(self) -> str:
        """Name and version of what ranks the sentences."""
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
    """How batches are worked on: a factory of the function that does it, and the factory's arguments.

    To be done elsewhere, both must pickle: a function or class that can be imported, and plain values. Each
    worker calls the factory once, and its function for each batch. If the function has a method ``close``,
    that is called at the end.
    """

    factory: Callable[..., Callable[[Sequence[BatchItem]], Value]]
    arguments: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Handle(Generic[Value]):
    """A batch that was submitted, and will come to a ``Value``."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLost:
    """The outcome of a batch without a value: its worker died, hung, or raised."""

    reason: str
    """The reason, as the end of a sentence that begins with the document's name."""
    again: bool
    """Whether another try may succeed, as when something else killed the process."""


class Executor(Protocol):
    """A pool that works on batches, here or elsewhere. It retries nothing: ``run/workers`` decides that."""

    @property
    def slots(self) -> int:
        """How many batches are worked on at once."""
        ...

    def submit(
        self, spec: Spec[BatchItem, Value], batch: Sequence[BatchItem], *, seconds: float = math.inf
    ) -> Handle[Value]:
        """Take a batch. A worker without an answer ``seconds`` after it began is given up, if possible."""
        ...

    def wait(
        self, handles: Collection[Handle[Value]], timeout: float | None = None
    ) -> tuple[Handle[Value], ...]:
        """Return those of ``handles`` that have ended, as soon as one has; none after ``timeout`` seconds.

        Raises ``WorkerError`` where no worker can be started, and any ``WorkerError`` of the spec's factory
        where it is called here.
        """
        ...

    def result(self, handle: Handle[Value]) -> Value | WorkerLost:
        """Return, once, the result of a batch that has ended."""
        ...

    def close(self) -> None:
        """Stop all work; when this returns, nobody works any more."""
        ...


class Deliverer(Protocol):
    """Brings a digest to one place: a feed, readers of mail, a folder, a server, a program."""

    @property
    def name(self) -> str:
        """Name of the delivery, as in ``[deliver.NAME]``."""
        ...

    def items(self, parcel: Parcel) -> tuple[str, ...]:
        """Return stable names of the things to send, in the order of sending; ``es desk@example.org``.

        Nothing is read, and the same parcel has the same items. Raises nothing.
        """
        ...

    def send(self, parcel: Parcel, item: str) -> str:
        """Send one thing, and return a line for people.

        Sending it again does no harm: the place is left as it was, or can tell the repeat by its key, which
        stays the same. Raises ``DeliveryError``, which says whether another attempt may succeed, and nothing
        else; nothing half done is left behind.
        """
        ...
