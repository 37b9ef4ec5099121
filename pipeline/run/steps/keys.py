"""The dependencies of a document's folder: translations by people, and the key made from everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.core.contract import RunSettings
from pipeline.core.records import Document, LanguageCode, Segment
from pipeline.translate.memory.run_memory import Passage, RunMemory
from pipeline.translate.service import Components, TranslationService
from pipeline.write.provenance import document_key


class Dependencies:
    """Finds the dependencies of a run's documents, beside their text."""

    def __init__(
        self, settings: RunSettings, stages: Components, translation: TranslationService, memory: RunMemory
    ) -> None:
        """Use ``memory`` for translations by people, and ``translation`` for the routes."""
        self._settings = settings
        self._stages = stages
        self._translation = translation
        self._memory = memory

    def people(self, segments: Iterable[Segment]) -> Mapping[Passage, str] | None:
        """Return translations of segments by people; None if the memory is broken."""
        return self._memory.people(self._passages(segments))

    def key(self, document: Document, segments: Sequence[Segment], people: Mapping[Passage, str]) -> str:
        """Return the digest of everything that a document's folder depends on. See ``document_key``."""
        spoken = {segment.language for segment in segments}
        routes = {
            (source, target): self._translation.possible(source, target)
            for source in spoken
            for target in self._settings.targets
            if source != target
        }
        return document_key(
            sha256=document.sha256,
            origin=document.origin,
            reader=document.reader,
            settings=self._settings,
            detector=self._stages.detector.identity,
            summariser=self._stages.summariser.identity,
            routes=routes,
            people={passage: people[passage] for passage in self._passages(segments) if passage in people},
            protection={pair: self._translation.protected(*pair) for pair in routes},
        )

    def languages(self, own: LanguageCode) -> tuple[LanguageCode, ...]:
        """Return the languages of a document's variants. Its own language has a summary only."""
        extra = {own} if "summary" in self._settings.kinds else set()
        return tuple(sorted({*self._settings.targets, *extra}))

    def no_route(self, segments: Sequence[Segment], target: LanguageCode) -> str:
        """Say why segments cannot be translated into ``target``; empty if every language has a route."""
        spoken = sorted({segment.language for segment in segments} - {target})
        reasons = (self._translation.why_none(source, target) for source in spoken)
        return next(filter(None, reasons), "")

    def _passages(self, segments: Iterable[Segment]) -> Iterator[Passage]:
        for segment in segments:
            for target in self._settings.targets:
                if segment.language != target:
                    yield segment.language, target, segment.text
