"""Segments of a window of documents through their routes, hop by hop, what must survive hidden on the way.

A segment's items are masked before the first hop and put back after the last. Where an engine lost one, the
segment goes its route again in another form (``protect/attempts.py``), with others of its document that must.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from pipeline.core.errors import DepecheError, EngineError
from pipeline.core.ports import Engine
from pipeline.core.records import (
    Check,
    Item,
    LanguageCode,
    PlaceholderForm,
    Retried,
    Route,
    Segment,
    SegmentId,
    Translated,
)
from pipeline.core.text.normalise import clean_line
from pipeline.translate.batch import Batch, changes, part_of
from pipeline.translate.dispatch import EngineDispatcher, HopTexts
from pipeline.translate.memory.run_memory import RunMemory
from pipeline.translate.protect.protection import Protection
from pipeline.translate.protect.term_matches import Matches
from pipeline.translate.routes.finder import Finder
from pipeline.translate.routes.identities import Identities


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


class Translator:
    """Translates requests with a set of engines; what fails, fails alone."""

    def __init__(
        self,
        engines: Sequence[Engine],
        routes: Finder,
        memory: RunMemory | None = None,
        *,
        protection: Protection | None = None,
        identities: Identities | None = None,
        target_quotes: bool = False,
        side_by_side: int | None = None,
    ) -> None:
        """Use ``engines`` along ``routes``, which must have been made from the same engines.

        What ``memory`` has is not asked of them again. ``target_quotes`` says whether quotation marks are
        made those of the language written; ``identities`` and ``side_by_side`` as for ``EngineDispatcher``.
        """
        self._engines = {engine.name: engine for engine in engines}
        self._routes = routes
        self._asker = EngineDispatcher(
            self._engines, memory or RunMemory(), identities=identities, side_by_side=side_by_side
        )
        self._protection = protection or Protection()
        self._target_quotes = target_quotes

    def translate(self, requests: Sequence[Request]) -> list[Rendering | DepecheError]:
        """Answer every request, in order, with its rendering or with what went wrong."""
        answers: list[Rendering | DepecheError | None] = [None] * len(requests)
        batches: list[Batch] = []
        for index, request in enumerate(requests):
            try:
                batches.extend(self._plan(index, request))
            except DepecheError as error:
                answers[index] = error
        underway = batches
        while underway:
            self._walk(underway)
            settled = [batch.settle(target_quotes=self._target_quotes) for batch in underway]
            underway = [again for again in settled if again is not None]
        return [
            answer if answer is not None else _collect(request, [b for b in batches if b.request == index])
            for index, (request, answer) in enumerate(zip(requests, answers, strict=True))
        ]

    def _plan(self, index: int, request: Request) -> list[Batch]:
        wanted: dict[LanguageCode, list[tuple[Segment, Matches]]] = {}
        for segment in request.segments:
            if segment.language == request.target:
                continue
            others = request.items.get(segment.id, ())
            matches = self._protection.matches(segment.text, segment.language, request.target, others)
            if changes(segment.text, matches.items):
                wanted.setdefault(segment.language, []).append((segment, matches))
        batches = []
        for language, segments in sorted(wanted.items()):
            left = [pair for pair in segments if pair[0].id not in request.human]
            if not left:
                continue
            route = self._routes.find(language, request.target)
            # Where its neighbours depend on a sentence it goes with them, though its answer is not used.
            sent = segments if self._by_document(route) else left
            forms = self._forms(route)
            parts = [part_of(segment, matches, forms) for segment, matches in sent]
            batches.append(Batch(request=index, route=route, parts=parts))
        return batches

    def _by_document(self, route: Route) -> bool:
        return any(self._engines[hop.engine].scope == "document" for hop in route.hops)

    def _forms(self, route: Route) -> tuple[PlaceholderForm, ...]:
        """Return the forms of placeholder that every engine of a route lets through, the best first."""
        offered = [self._engines[hop.engine].placeholders for hop in route.hops]
        return tuple(form for form in get_args(PlaceholderForm) if all(form in forms for forms in offered))

    def _walk(self, batches: Sequence[Batch]) -> None:
        """Take batches over all hops of their routes."""
        depth = 0
        while any(batch.hop(depth) for batch in batches):
            self._advance([batch for batch in batches if batch.hop(depth)], depth)
            depth += 1

    def _advance(self, batches: Sequence[Batch], depth: int) -> None:
        """Take every batch over its next hop; two that want the same of an engine are asked for once."""
        waiting: dict[HopTexts, list[Batch]] = {}
        for batch in batches:
            hop = batch.hop(depth)
            if hop is not None:
                waiting.setdefault((hop, batch.texts), []).append(batch)
        results = self._asker.answer(list(waiting))
        for job, takers in waiting.items():
            for batch in takers:
                batch.deliver(results[job])


def _collect(request: Request, batches: Sequence[Batch]) -> Rendering | DepecheError:
    texts = {
        segment.id: Translated(text=segment.text, origin="source", items=request.items.get(segment.id, ()))
        for segment in request.segments
    }
    routes: list[Route] = []
    for batch in batches:
        if batch.error is not None:
            return batch.error
        for part in batch.parts:
            if part.result is not None:  # what failed stands as it was, with the items that it had
                untouched = texts[part.segment.id].items
                failed = bool(part.result.failure)
                texts[part.segment.id] = replace(part.result, items=untouched) if failed else part.result
        routes.append(batch.route)
    results = [part.result for batch in batches for part in batch.parts if part.result is not None]
    failures = [result.failure for result in results]
    if failures and all(failures) and not request.human:
        return EngineError(f"no sentence could be translated: {failures[0]}")
    human = {
        name: Translated(text=clean_line(text), origin="human", from_memory=True)
        for name, text in request.human.items()
    }
    texts.update(human)
    translated = sum(
        text.origin in ("machine", "imported") and not text.from_memory for text in texts.values()
    )
    return Rendering(texts=texts, routes=tuple(routes), translated=translated)
