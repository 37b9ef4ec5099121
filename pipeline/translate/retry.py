"""Second tries: a segment whose translation failed a check is translated again, and the better one is kept.

The second is kept only where it is better by some check and worse by none, and no worse in its language.

Neural engines search again with other options. If an engine on the route has no other options, the next best
route is taken. The result depends on the segment and the settings alone (with Apertium, on the whole
document): so do the verdicts, and the memory keeps both translations under their own identities.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from pipeline.check import language as language_check
from pipeline.check import length, presence, repetition
from pipeline.check.checker import failed_checks
from pipeline.check.presence import TRANSLATED
from pipeline.check.untranslated import ECHO
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import ProgramError, RouteError
from pipeline.core.ports import Engine
from pipeline.core.records import Check, LanguageCode, Retried, Route, SegmentId, Translated
from pipeline.detect import word_frequencies
from pipeline.detect.vocabulary import letters_only
from pipeline.translate.request import Answer, Rendering, Request
from pipeline.translate.routes.finder import Routes
from pipeline.translate.routes.identities import Asked, Identities
from pipeline.translate.verdicts import Judge
from pipeline.translate.way import Way

Translate: TypeAlias = Callable[[Way, Sequence[Request]], list[Answer]]
"""A function that answers requests with the engines and routes of a ``Way``."""


_FAILED = 2
"""Weight of a failed check; a warning has 1."""
_WHOLE = frozenset({TRANSLATED, presence.NAME, ECHO, language_check.NAME, length.NAME, repetition.NAME})
"""Checks whose failure means that there is no translation to compare the language with."""
_AS_WELL = 0.02
"""Share of letters in unknown words that a second translation may have more: no word of a whole sentence."""


class OtherRoutes:
    """The second best route of every pair."""

    def __init__(self, routes: Routes) -> None:
        """Take the second best routes from ``routes``."""
        self._routes = routes
        self._known: dict[tuple[LanguageCode, LanguageCode], Route | None] = {}

    def find(self, source: LanguageCode, target: LanguageCode) -> Route:
        """Return the best route but one. Raises ``RouteError`` where there is no other."""
        pair = source, target
        if pair not in self._known:
            first = self._routes.find(source, target)
            others = (route for route in self._routes.best(source, target, 2) if route.hops != first.hops)
            self._known[pair] = next(others, None)
        found = self._known[pair]
        if found is None:
            raise RouteError(f"there is one way from {source} to {target}")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Again:
    """The segments of one request in one language that failed, and how they are tried again."""

    index: int
    request: Request
    wrong: Mapping[SegmentId, tuple[str, ...]]
    """The checks that each failed."""
    route: Route
    careful: bool


class RetryPolicy:
    """Decides what is translated again, by which way, and which of the two translations is kept."""

    def __init__(
        self,
        engines: Sequence[Engine],
        routes: Routes,
        judge: Judge,
        identities: Identities,
        *,
        asked: Asked | None = None,
    ) -> None:
        """Try segments again that ``judge`` fails. ``routes`` and ``identities`` are those of ``engines``.

        ``asked`` is what other documents asked the engines that search again.
        """
        self._routes, self._others = routes, OtherRoutes(routes)
        self._judge = judge
        self._engines = engines
        self._again = {
            found.name: found for engine in engines if (found := engine.retry_engine()) is not None
        }
        self._asked = asked or Asked()
        self._give(identities)

    def with_identities(self, identities: Identities) -> RetryPolicy:
        """Return the same policy for another document, which holds the identities of the engines."""
        other = copy.copy(self)
        other._give(identities)
        return other

    def _give(self, identities: Identities) -> None:
        careful = Identities(self._again, self._asked)
        self._careful = Way(engines=self._again, routes=self._routes, identities=careful)
        self._second = Way.over(self._engines, self._others, identities)

    @property
    def careful(self) -> Identities:
        """The identities of the engines that search again with other options."""
        return self._careful.identities

    def improved(
        self, requests: Sequence[Request], answers: Sequence[Answer], translate: Translate
    ) -> list[Answer]:
        """Return the answers with their verdicts. If a translation failed, the better of two is returned."""
        judged: list[Answer] = [
            replace(answer, checks=self._judge.check_request(request, answer.texts, answer.routes))
            if isinstance(answer, Rendering)
            else answer
            for request, answer in zip(requests, answers, strict=True)
        ]
        again = [
            part
            for index, (request, answer) in enumerate(zip(requests, judged, strict=True))
            if isinstance(answer, Rendering)
            for part in self._wrong(index, request, answer)
        ]
        for way in (self._careful, self._second):
            tried = [part for part in again if part.careful is (way is self._careful)]
            seconds = _twice(partial(translate, way), [part.request for part in tried])
            for part, second in zip(tried, seconds, strict=True):
                first = judged[part.index]
                if isinstance(first, Rendering) and isinstance(second, Rendering):
                    judged[part.index] = self._merged(requests[part.index], first, second, part)
                elif isinstance(first, Rendering) and isinstance(second, ProgramError):
                    judged[part.index] = replace(first, is_unsettled=True)
        return judged

    def second_route(self, source: LanguageCode, target: LanguageCode) -> tuple[Route, bool] | None:
        """Return the route of a second try; None if there is none.

        The second value says whether it is the first route again, with a more careful search.
        """
        route = self._routes.find(source, target)
        if all(hop.engine in self._careful.engines for hop in route.hops):
            return route, True
        try:
            return self._others.find(source, target), False
        except RouteError:
            return None

    def _wrong(self, index: int, request: Request, rendering: Rendering) -> Iterable[_Again]:
        found: dict[LanguageCode, dict[SegmentId, tuple[str, ...]]] = {}
        for segment in request.segments:
            answer = rendering.texts[segment.id]
            if answer.origin in ("machine", "imported") and not answer.failure:
                names = tuple(check.name for check in failed_checks(rendering.checks.get(segment.id, ())))
                if names:
                    found.setdefault(segment.language, {})[segment.id] = names
        for language, wrong in sorted(found.items()):
            way = self.second_route(language, request.target)
            if way is not None:
                route, careful = way
                whole = self._second.takes_whole(route)
                segments = tuple(
                    segment
                    for segment in request.segments
                    if segment.language == language and (whole or segment.id in wrong)
                )
                human = {name: text for name, text in request.human.items() if whole and name not in wrong}
                yield _Again(
                    index=index,
                    request=replace(request, segments=segments, human=human),
                    wrong=wrong,
                    route=route,
                    careful=careful,
                )

    def _merged(self, request: Request, first: Rendering, second: Rendering, part: _Again) -> Rendering:
        texts, retried, checks = dict(first.texts), dict(first.retried), dict(first.checks)
        for segment in request.segments:
            answer = second.texts.get(segment.id)
            if segment.id not in part.wrong or answer is None or answer.failure:
                continue
            verdicts = self._judge.check_segment(segment, answer, request, part.route)
            better = _is_better(
                answer, verdicts, texts[segment.id], checks[segment.id], language=request.target
            )
            known = texts[segment.id].from_memory and answer.from_memory
            if better:
                texts[segment.id], checks[segment.id] = answer, verdicts
            texts[segment.id] = replace(texts[segment.id], from_memory=known)
            retried[segment.id] = Retried(
                failed=part.wrong[segment.id],
                route=part.route,
                careful=part.careful,
                kept="second" if better else "first",
            )
        translated = sum(
            text.origin in ("machine", "imported") and not text.from_memory for text in texts.values()
        )
        return replace(first, texts=texts, retried=retried, checks=checks, translated=translated)


def _twice(
    translate: Callable[[Sequence[Request]], list[Answer]], requests: Sequence[Request]
) -> list[Answer]:
    """Return the answers to requests. Those that failed because a program did are asked for once more."""
    answers = translate(requests) if requests else []
    lost = [at for at, answer in enumerate(answers) if isinstance(answer, ProgramError)]
    again = translate([requests[at] for at in lost]) if lost else []
    for at, answer in zip(lost, again, strict=True):
        answers[at] = answer
    return answers


def _is_better(
    second: Translated,
    after: Sequence[Check],
    first: Translated,
    before: Sequence[Check],
    *,
    language: LanguageCode,
) -> bool:
    """Say whether a second translation is better by some check, and by none worse, nor in its language.

    Of a first one that is none (it says the source again, or the same words over and over), the language is
    not compared.
    """
    was, now = _weights(before), _weights(after)
    is_whole = not any(name in _WHOLE and weight == _FAILED for name, weight in was.items())
    if len(second.dropped) > len(first.dropped) or (
        is_whole and _known(second.text, language) < _known(first.text, language) - _AS_WELL
    ):
        return False
    if was.get(TRANSLATED) or was.get(presence.NAME):  # of nothing, nothing else was checked
        return _FAILED not in now.values()
    worse = any(weight > was.get(name, 0) for name, weight in now.items())
    better = any(weight > now.get(name, 0) for name, weight in was.items())
    return not worse and (better or len(second.dropped) < len(first.dropped))


def _weights(checks: Sequence[Check]) -> dict[str, int]:
    """Return how bad each check's verdict is, where it is not that all is well."""
    return {
        check.name: _FAILED if check.verdict == "fail" else 1 for check in checks if check.verdict != "pass"
    }


def _known(text: str, language: LanguageCode) -> float:
    """Return the share of letters in words that the language's list has; 1 where there is no list."""
    share = word_frequencies.known(letters_only(text), language)
    return 1.0 if share is None else share
