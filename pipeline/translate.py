"""Segments of a window of documents through their routes, hop by hop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.ask import Answers, Asker, Job
from pipeline.errors import DepecheError, EngineError
from pipeline.memory.recall import Memory
from pipeline.ports import Engine
from pipeline.records import Hop, LanguageCode, Route, Segment, SegmentId, Translated
from pipeline.routes import Routes


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Segments of one document that are wanted in one language."""

    target: LanguageCode
    segments: tuple[Segment, ...]
    human: Mapping[SegmentId, str] = field(default_factory=dict)
    """What people made of some of them; it stands in place of any engine's, over the whole route."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The answer to a request."""

    texts: Mapping[SegmentId, Translated]
    """Of every segment of the request; one that is in the target language already is as it was."""
    routes: tuple[Route, ...]
    """Those that were taken, sorted by source language."""
    translated: int
    """Segments that were translated in this run: by an engine, and not long before."""

    @property
    def untranslated(self) -> int:
        """How many segments no engine could translate; they stand in the source's words."""
        return sum(bool(answer.failure) for answer in self.texts.values())


@dataclass(slots=True)
class _Batch:
    """Texts of one request in one language, on their way along one route."""

    request: int
    route: Route
    ids: tuple[SegmentId, ...]
    answers: Answers
    sources: Mapping[SegmentId, str]
    error: DepecheError | None = None

    def hop(self, depth: int) -> Hop | None:
        if self.error is not None or depth >= len(self.route.hops):
            return None
        return self.route.hops[depth]

    @property
    def texts(self) -> tuple[str, ...]:
        """What goes over the next hop: a text that failed on one before stays behind."""
        return tuple(answer.text for answer in self.answers if not answer.failure)


class Translator:
    """Translates requests with a set of engines; what fails, fails alone."""

    def __init__(self, engines: Sequence[Engine], routes: Routes, memory: Memory | None = None) -> None:
        """Use ``engines`` along ``routes``, which must have been made from the same engines.

        What ``memory`` has is not asked of them again.
        """
        self._engines = {engine.name: engine for engine in engines}
        self._routes = routes
        self._asker = Asker(self._engines, memory or Memory())

    def translate(self, requests: Sequence[Request]) -> list[Rendering | DepecheError]:
        """Answer every request, in order, with its rendering or with what went wrong."""
        answers: list[Rendering | DepecheError | None] = [None] * len(requests)
        batches: list[_Batch] = []
        for index, request in enumerate(requests):
            try:
                batches.extend(self._plan(index, request))
            except DepecheError as error:
                answers[index] = error
        depth = 0
        while any(batch.hop(depth) for batch in batches):
            self._advance([batch for batch in batches if batch.hop(depth)], depth)
            depth += 1
        return [
            answer if answer is not None else _collect(request, [b for b in batches if b.request == index])
            for index, (request, answer) in enumerate(zip(requests, answers, strict=True))
        ]

    def _plan(self, index: int, request: Request) -> list[_Batch]:
        by_language: dict[LanguageCode, list[Segment]] = {}
        for segment in request.segments:
            if segment.language != request.target and _has_words(segment.text):
                by_language.setdefault(segment.language, []).append(segment)
        batches = []
        for language, segments in sorted(by_language.items()):
            left = [segment for segment in segments if segment.id not in request.human]
            if not left:
                continue
            route = self._routes.find(language, request.target)
            # Where its neighbours depend on a sentence it goes with them, though its answer is not used.
            sent = segments if self._by_document(route) else left
            batches.append(
                _Batch(
                    request=index,
                    route=route,
                    ids=tuple(segment.id for segment in sent),
                    answers=tuple(Translated(text=segment.text, from_memory=True) for segment in sent),
                    sources={segment.id: segment.text for segment in sent},
                )
            )
        return batches

    def _by_document(self, route: Route) -> bool:
        return any(self._engines[hop.engine].scope == "document" for hop in route.hops)

    def _advance(self, batches: Sequence[_Batch], depth: int) -> None:
        """Take every batch over its next hop; two that want the same of an engine are asked for once."""
        waiting: dict[Job, list[_Batch]] = {}
        for batch in batches:
            hop = batch.hop(depth)
            if hop is not None:
                waiting.setdefault((hop, batch.texts), []).append(batch)
        results = self._asker.answer(list(waiting))
        for job, takers in waiting.items():
            for batch in takers:
                _deliver(batch, results[job])


def _deliver(batch: _Batch, result: Answers | DepecheError) -> None:
    """Hand a batch its answers; one is from memory where it was so over all hops."""
    if isinstance(result, DepecheError):
        batch.error = result
        return
    fresh = iter(result)
    batch.answers = tuple(
        before if before.failure else _after(before, next(fresh), batch.sources[name])
        for name, before in zip(batch.ids, batch.answers, strict=True)
    )


def _after(before: Translated, answer: Translated, source: str) -> Translated:
    """Return what a text has become; one that failed is the source's again, not half-way words."""
    if answer.failure:
        return replace(answer, text=source)
    return replace(answer, from_memory=answer.from_memory and before.from_memory)


def _collect(request: Request, batches: Sequence[_Batch]) -> Rendering | DepecheError:
    texts = {segment.id: Translated(text=segment.text, origin="source") for segment in request.segments}
    routes: list[Route] = []
    for batch in batches:
        if batch.error is not None:
            return batch.error
        texts.update(zip(batch.ids, batch.answers, strict=True))
        routes.append(batch.route)
    failures = [answer.failure for batch in batches for answer in batch.answers]
    if failures and all(failures) and not request.human:
        return EngineError(f"no sentence could be translated: {failures[0]}")
    human = {
        name: Translated(text=text, origin="human", from_memory=True) for name, text in request.human.items()
    }
    texts.update(human)
    translated = sum(text.origin == "machine" and not text.from_memory for text in texts.values())
    return Rendering(texts=texts, routes=tuple(routes), translated=translated)


def _has_words(text: str) -> bool:
    """Say whether there is a letter to translate; numbers and signs go through as they are."""
    return any(sign.isalpha() for sign in text)
