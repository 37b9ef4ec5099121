"""Segments of a window of documents through their routes, hop by hop.

What an engine can take together goes to it together: all segments of the window that share a hop where the
engine translates each by itself, the segments of one document where they depend on one another.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.errors import DepecheError, EngineError
from pipeline.ports import Engine
from pipeline.records import Hop, LanguageCode, Route, Segment, SegmentId, Translated
from pipeline.routes import Routes


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Segments of one document that are wanted in one language."""

    target: LanguageCode
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The answer to a request."""

    texts: Mapping[SegmentId, Translated]
    """Of every segment of the request; one that is in the target language already is as it was."""
    routes: tuple[Route, ...]
    """Those that were taken, sorted by source language."""
    translated: int
    """Segments that an engine was given."""


@dataclass(slots=True)
class _Batch:
    """Texts of one request in one language, on their way along one route."""

    request: int
    route: Route
    ids: tuple[SegmentId, ...]
    answers: tuple[Translated, ...]
    error: DepecheError | None = None

    def hop(self, depth: int) -> Hop | None:
        if self.error is not None or depth >= len(self.route.hops):
            return None
        return self.route.hops[depth]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(answer.text for answer in self.answers)


_Job: TypeAlias = tuple[Hop, tuple[str, ...]]


class Translator:
    """Translates requests with a set of engines; what fails, fails alone."""

    def __init__(self, engines: Sequence[Engine], routes: Routes) -> None:
        """Use ``engines`` along ``routes``, which must have been made from the same engines."""
        self._engines = {engine.name: engine for engine in engines}
        self._routes = routes

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
        return [
            _Batch(
                request=index,
                route=self._routes.find(language, request.target),
                ids=tuple(segment.id for segment in segments),
                answers=tuple(Translated(text=segment.text) for segment in segments),
            )
            for language, segments in sorted(by_language.items())
        ]

    def _advance(self, batches: Sequence[_Batch], depth: int) -> None:
        """Take every batch over its next hop; two that want the same of an engine are asked for once."""
        waiting: dict[_Job, list[_Batch]] = {}
        for batch in batches:
            hop = batch.hop(depth)
            if hop is not None:
                waiting.setdefault((hop, batch.texts), []).append(batch)
        together: dict[Hop, list[_Job]] = {}
        alone: list[_Job] = []
        for job in waiting:
            if self._engines[job[0].engine].scope == "segment":
                together.setdefault(job[0], []).append(job)
            else:
                alone.append(job)
        results: dict[_Job, tuple[Translated, ...] | DepecheError] = {}
        for jobs in together.values():
            results.update(self._ask_together(jobs))
        # External programs: threads only wait for them, and each has a process of its own.
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
            results.update(zip(alone, threads.map(self._ask, alone), strict=True))
        for job, takers in waiting.items():
            for batch in takers:
                _deliver(batch, results[job])

    def _ask_together(self, jobs: Sequence[_Job]) -> dict[_Job, tuple[Translated, ...] | DepecheError]:
        """Give an engine the texts of several documents at once; where that fails, one by one."""
        hop = jobs[0][0]
        whole = self._ask((hop, tuple(text for _, texts in jobs for text in texts)))
        if isinstance(whole, DepecheError):
            return {job: whole if len(jobs) == 1 else self._ask(job) for job in jobs}
        answers = iter(whole)
        return {job: tuple(next(answers) for _ in job[1]) for job in jobs}

    def _ask(self, job: _Job) -> tuple[Translated, ...] | DepecheError:
        hop, texts = job
        try:
            answers = self._engines[hop.engine].translate(texts, hop.source, hop.target)
        except DepecheError as error:
            return error
        if len(answers) != len(texts):
            return EngineError(
                f"{hop.engine} {hop.source}>{hop.target}: {len(answers)} answers for {len(texts)} segments"
            )
        return answers


def _deliver(batch: _Batch, result: tuple[Translated, ...] | DepecheError) -> None:
    if isinstance(result, DepecheError):
        batch.error = result
    else:
        batch.answers = result


def _collect(request: Request, batches: Iterable[_Batch]) -> Rendering | DepecheError:
    texts = {segment.id: Translated(text=segment.text) for segment in request.segments}
    routes: list[Route] = []
    translated = 0
    for batch in batches:
        if batch.error is not None:
            return batch.error
        texts.update(zip(batch.ids, batch.answers, strict=True))
        routes.append(batch.route)
        translated += len(batch.ids)
    return Rendering(texts=texts, routes=tuple(routes), translated=translated)


def _has_words(text: str) -> bool:
    """Say whether there is a letter to translate; numbers and signs go through as they are."""
    return any(sign.isalpha() for sign in text)
