"""Translates the segments of a batch of documents along their routes, hop by hop.

A segment's items are masked before the first hop and put back after the last. If an engine loses an item, the
segment takes its route again in another form (``protect/attempts.py``), together with the other segments of
its document that must.
"""

from __future__ import annotations

import copy
import os
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace

from pipeline.core.errors import DepecheError, EngineError
from pipeline.core.ports import Engine
from pipeline.core.records import LanguageCode, Route, Segment, SegmentId, Translated
from pipeline.core.text.normalise import clean_line
from pipeline.translate.batch import Batch, SegmentAttempt, changes, part_of
from pipeline.translate.capital_titles import in_sentence_case, is_capital_title, words_with_capitals
from pipeline.translate.dispatch import EngineDispatcher, HopTexts, TellEngine, Waiting
from pipeline.translate.marked_words import Marked, marked_words, with_marks_moved
from pipeline.translate.memory.run_memory import RunMemory
from pipeline.translate.plain_words import has_marks, with_plain_words
from pipeline.translate.protect.attempts import has_words
from pipeline.translate.protect.protection import Protection
from pipeline.translate.protect.restore import Restored
from pipeline.translate.protect.term_matches import Matches
from pipeline.translate.request import Answer, Rendering, Request
from pipeline.translate.retry import RetryPolicy
from pipeline.translate.routes.finder import Finder
from pipeline.translate.routes.identities import Identities
from pipeline.translate.typesetting.typesetter import AS_IT_COMES, Typesetter
from pipeline.translate.way import Way


class Translator:
    """Translates requests with a set of engines. A request that fails does not affect the others."""

    def __init__(
        self,
        engines: Sequence[Engine],
        routes: Finder,
        memory: RunMemory | None = None,
        *,
        retry: RetryPolicy | None = None,
        protection: Protection | None = None,
        identities: Identities | None = None,
        typesetter: Typesetter = AS_IT_COMES,
        side_by_side: int | None = None,
        waiting: Waiting = nullcontext,
        tell: TellEngine = lambda _: None,
    ) -> None:
        """Use ``engines`` along ``routes``, which must have been made from the same engines.

        The engines are not asked for translations that ``memory`` has. ``retry`` says what is tried again,
        and how; without it nothing is. ``typesetter`` says how translations are set.
        ``identities`` is as for ``Way.over``, ``side_by_side`` is the number of external
        programs at a time (None is one per core); ``waiting`` and ``tell`` are as for ``EngineDispatcher``.
        """
        self._engines, self._routes = engines, routes
        self._first = Way.over(engines, routes, identities)
        self._memory = memory or RunMemory()
        self._retry = retry
        self._protection = protection or Protection()
        self._typesetter = typesetter
        self._programs = threading.Semaphore(side_by_side or os.cpu_count() or 1)
        self._waiting, self._tell = waiting, tell

    def with_identities(self, identities: Identities, retry: RetryPolicy) -> Translator:
        """Return the same translator for another document, with the identities as that holds them."""
        other = copy.copy(self)
        other._first = Way.over(self._engines, self._routes, identities)
        other._retry = retry
        return other

    def translate(self, requests: Sequence[Request]) -> list[Answer]:
        """Return for every request, in order, its rendering or the error.

        With a ``RetryPolicy``, renderings have their verdicts, and segments that failed were tried again.
        """
        answers = self._go(self._first, requests)
        return self._retry.improved(requests, answers, self._go) if self._retry else answers

    def _go(self, way: Way, requests: Sequence[Request]) -> list[Answer]:
        """Answer requests with the engines and routes of one way."""
        answers: list[Answer | None] = [None] * len(requests)
        batches: list[Batch] = []
        for index, request in enumerate(requests):
            try:
                batches.extend(self._plan(way, index, request))
            except DepecheError as error:
                answers[index] = error
        dispatcher = EngineDispatcher(
            way, self._memory, programs=self._programs, waiting=self._waiting, tell=self._tell
        )
        self._finish(batches, dispatcher)
        self._join_words(batches, dispatcher)
        _move_marks(batches, requests, dispatcher, self._typesetter)
        return [
            answer
            if answer is not None
            else self._collect(request, [b for b in batches if b.request == index])
            for index, (request, answer) in enumerate(zip(requests, answers, strict=True))
        ]

    def _finish(self, batches: Sequence[Batch], dispatcher: EngineDispatcher) -> None:
        """Take batches over their routes until each segment has a translation."""
        underway = list(batches)
        while underway:
            _walk(underway, dispatcher, self._typesetter)
            settled = [batch.settle(self._typesetter) for batch in underway]
            underway = [again for again in settled if again is not None]

    def _join_words(self, batches: Sequence[Batch], dispatcher: EngineDispatcher) -> None:
        """Take the words of marked sentences from their translations without marks, which part words."""
        plain: list[tuple[SegmentAttempt, SegmentAttempt]] = []
        underway = []
        for batch in batches:
            marked = (part for part in _by_rules(batch) if has_marks(part.matches.items))
            parts = [(part, part.without_marks()) for part in marked]
            if parts:
                own = [other for _, other in parts]
                underway.append(Batch(request=batch.request, route=batch.route, parts=own))
                plain += parts
        self._finish(underway, dispatcher)
        for part, other in plain:
            if part.result is not None and other.result is not None:
                part.result = with_plain_words(part.result, other.result)

    def _plan(self, way: Way, index: int, request: Request) -> list[Batch]:
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
            route = way.routes.find(language, request.target)
            # If an engine takes documents whole, a sentence is sent with its neighbours even if people have
            # translated it. Its answer is not used.
            sent = segments if way.takes_whole(route) else left
            forms = way.placeholders(route)
            small = self._in_small_letters(sent, request, route)
            found = self._protection.with_words(
                [segment.text for segment, _ in small], [matches for _, matches in small], route, way.engines
            )
            parts = [
                part_of(segment, matches, forms, original="" if segment is before else before.text)
                for (before, _), (segment, _), matches in zip(sent, small, found, strict=True)
            ]
            batches.append(Batch(request=index, route=route, parts=parts))
        return batches

    def _in_small_letters(
        self, pairs: Sequence[tuple[Segment, Matches]], request: Request, route: Route
    ) -> Sequence[tuple[Segment, Matches]]:
        """Write titles in capitals in small letters for engines by rules, with what is found in them then."""
        if not _has_rules(route) or not any(is_capital_title(segment.text) for segment, _ in pairs):
            return pairs
        language = pairs[0][0].language
        own = [segment.text for segment in request.segments if segment.language == language]
        seen = words_with_capitals(own, language)
        made = []
        for segment, matches in pairs:
            if is_capital_title(segment.text):
                text = in_sentence_case(segment.text, matches.items, language, seen)
                segment = replace(segment, text=text)
                others = request.items.get(segment.id, ())
                matches = self._protection.matches(text, language, request.target, others)
            made.append((segment, matches))
        return made

    def _with_figures(self, request: Request, batch: Batch) -> dict[SegmentId, Translated]:
        """Return the segments in a batch's language that no engine was asked for, with other figures."""
        asked = {part.segment.id for part in batch.parts}
        own = batch.route.hops[0].source
        found = {}
        for segment in request.segments:
            if segment.language == own and segment.id not in asked:
                restored = Restored(text=segment.text, items=request.items.get(segment.id, ()))
                restored, tidied = self._typesetter.set_figures(restored, segment, batch.route)
                if tidied:
                    found[segment.id] = Translated(
                        text=restored.text, origin="source", items=restored.items, tidied=tidied
                    )
        return found

    def _collect(self, request: Request, batches: Sequence[Batch]) -> Answer:
        texts = {
            segment.id: Translated(
                text=segment.text, origin="source", items=request.items.get(segment.id, ())
            )
            for segment in request.segments
        }
        routes: list[Route] = []
        for batch in batches:
            if batch.error is not None:
                return batch.error
            for part in batch.parts:
                if part.result is not None:  # a segment that failed keeps its text and its items
                    untouched = texts[part.segment.id].items
                    failed = bool(part.result.failure)
                    texts[part.segment.id] = replace(part.result, items=untouched) if failed else part.result
            routes.append(batch.route)
            texts |= self._with_figures(request, batch)
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


def _walk(batches: Sequence[Batch], dispatcher: EngineDispatcher, typesetter: Typesetter) -> None:
    """Take batches over all hops of their routes. If two need the same texts, the engine is asked once."""
    for depth in range(max(len(batch.route.hops) for batch in batches)):
        waiting: dict[HopTexts, list[Batch]] = {}
        for batch in batches:
            hop = batch.hop(depth)
            if hop is not None:
                waiting.setdefault((hop, batch.texts), []).append(batch)
        stood_in = frozenset(
            text for takers in waiting.values() for batch in takers for text in batch.stood_in
        )
        results = dispatcher.answer(list(waiting), stood_in) if waiting else {}
        for job, takers in waiting.items():
            for batch in takers:
                batch.deliver(results[job])
                batch.pass_on(depth, typesetter)


_MarkedParts = list[tuple[SegmentAttempt, Marked]]


def _move_marks(
    batches: Sequence[Batch],
    requests: Sequence[Request],
    dispatcher: EngineDispatcher,
    typesetter: Typesetter,
) -> None:
    """Move marks to their words where engines by rules were at work: these are translated alone too."""
    waiting: list[tuple[Batch, _MarkedParts]] = []
    for batch in batches:
        marked = _marked(batch, requests[batch.request])
        if marked:
            alone = [replace(part.segment, text=each.text) for part, each in marked if has_words(each.text)]
            parts = [part_of(segment, Matches(items=(), inflected=()), ()) for segment in alone]
            waiting.append((Batch(request=batch.request, route=batch.route, parts=parts), marked))
    if waiting:
        _walk([batch for batch, _ in waiting], dispatcher, typesetter)
    for batch, marked in waiting:
        phrases: dict[int, dict[int, str]] = {}
        answers = iter(() if batch.error else batch.answers)
        for part, each in marked:
            if has_words(each.text):
                answer = next(answers, None)
                phrase = "" if answer is None or answer.failure else answer.text
            else:  # figures are the same in every language
                phrase = each.text
            phrases.setdefault(id(part), {})[each.pair] = phrase
        for part in {id(part): part for part, _ in marked}.values():
            if part.result is not None:
                part.result = with_marks_moved(part.result, phrases.get(id(part), {}), batch.route.target)


def _marked(batch: Batch, request: Request) -> _MarkedParts:
    """Return the segments of a batch with the words in each that marks may have lost."""
    return [
        (part, each)
        for part in _by_rules(batch)
        for each in marked_words(part.segment, request.items.get(part.segment.id, ()))
    ]


def _has_rules(route: Route) -> bool:
    return any(hop.method == "rule-based" for hop in route.hops)


def _by_rules(batch: Batch) -> list[SegmentAttempt]:
    """Return the segments of a batch that an engine by rules has translated."""
    if batch.error is not None or not _has_rules(batch.route):
        return []
    return [part for part in batch.parts if part.result is not None and not part.result.failure]
