"""The way into translation: sentences in, translations with their routes, verdicts and second tries out."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from contextlib import nullcontext

from pipeline.check.checker import Checker
from pipeline.core.contract import Retry, UsedRoute
from pipeline.core.dataclass import dataclass
from pipeline.core.ports import Detector, Engine, Splitter, Summariser
from pipeline.core.records import EngineIdentity, LanguageCode, LoadedModel, Route, SegmentId
from pipeline.translate.dispatch import TellEngine, Waiting
from pipeline.translate.memory.run_memory import RunMemory
from pipeline.translate.protect.glossary import Glossary
from pipeline.translate.protect.protection import Protection
from pipeline.translate.request import Answer, Rendering, Request
from pipeline.translate.retry import RetryPolicy
from pipeline.translate.routes.finder import Routes
from pipeline.translate.routes.identities import Asked, Identities
from pipeline.translate.routes.quality import Measurement
from pipeline.translate.translator import Translator
from pipeline.translate.typesetting.typesetter import AS_IT_COMES, Typesetter
from pipeline.translate.verdicts import Judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Components:
    """The exchangeable parts that a run is made of."""

    detector: Detector
    splitter: Splitter
    summariser: Summariser
    engines: tuple[Engine, ...]
    stored: tuple[Measurement, ...] = ()
    """The quality of routes, as measured on this machine."""
    side_by_side: int | None = None
    """How many external programs may translate at once; None is one per core."""


_TRIES = 3
"""How often requests are answered at most, if packages change meanwhile."""


class TranslationService:
    """Translates with the engines of a run, and says who translated what."""

    def __init__(
        self,
        stages: Components,
        *,
        glossary: Glossary | None = None,
        memory: RunMemory | None = None,
        typesetter: Typesetter = AS_IT_COMES,
        waiting: Waiting = nullcontext,
        tell: TellEngine = lambda _: None,
    ) -> None:
        """Use the engines of ``stages``, the terms of ``glossary`` and the translations in ``memory``.

        ``typesetter``, ``waiting`` and ``tell`` are as for ``Translator``.
        """
        self._stages = stages
        self._protection = Protection(glossary)
        self._routes = Routes(stages.engines, stored=stages.stored)
        judge = Judge(Checker(stages.detector), self._protection)
        self._asked = Asked()
        self._identities = Identities({engine.name: engine for engine in stages.engines}, self._asked)
        self._retry = RetryPolicy(stages.engines, self._routes, judge, self._identities)
        self._translator = Translator(
            stages.engines,
            self._routes,
            memory,
            retry=self._retry,
            protection=self._protection,
            identities=self._identities,
            typesetter=typesetter,
            side_by_side=stages.side_by_side,
            waiting=waiting,
            tell=tell,
        )

    def for_document(self) -> TranslationService:
        """Return the service for one document, which holds identities of its own.

        A package may be replaced between two documents. What was asked lately is taken as it is, until
        ``refresh``, or until a translation shows that it has changed.
        """
        other = copy.copy(self)
        other._identities = Identities({engine.name: engine for engine in self._stages.engines}, self._asked)
        other._retry = self._retry.with_identities(other._identities)
        other._translator = self._translator.with_identities(other._identities, other._retry)
        return other

    @property
    def asked(self) -> tuple[EngineIdentity, ...]:
        """The identities of all engines that have translated a hop so far."""
        return (*self._identities.asked, *self._retry.careful.asked)

    @property
    def models(self) -> tuple[LoadedModel, ...]:
        """The neural models that were loaded so far."""
        return tuple(model for engine in self._stages.engines for model in engine.loaded())

    def translate(self, requests: Sequence[Request]) -> list[Answer]:
        """Return for every request, in order, its rendering with the verdicts, or the error.

        If a package changes meanwhile, all requests are answered again, because some answers may be from the
        older package. Requests to a package that keeps changing fail.
        """
        for _ in range(_TRIES - 1):
            answers = self._translator.translate(requests)
            if not (self._identities.changed or self._retry.careful.changed):
                return answers
            self.refresh()
        return self._translator.translate(requests)

    def refresh(self) -> None:
        """Ask the engines for their identities again. Translations are recorded under the identities held."""
        self._identities.refresh()
        self._retry.careful.refresh()

    def taken(self, rendering: Rendering) -> tuple[UsedRoute, ...]:
        """Return the routes of a rendering, with the identity of the engine at every hop."""
        return self._identities.used_routes(rendering.routes)

    def retries(self, rendering: Rendering) -> Mapping[SegmentId, Retry]:
        """Return the segments that were translated twice, with the identities on the second route."""
        return {
            name: Retry(failed=found.failed, by=self._used(found.route, found.careful), kept=found.kept)
            for name, found in rendering.retried.items()
        }

    def possible(self, source: LanguageCode, target: LanguageCode) -> tuple[UsedRoute, ...]:
        """Return the route that would be taken, and the route of a second try if there is one.

        The result is empty if there is no route: a language outside the summary may have none.
        """
        if not self._routes.leads(source, target):
            return ()
        first = self._identities.used_routes([self._routes.find(source, target)])
        second = self._retry.second_route(source, target)
        return first if second is None else (*first, self._used(*second))

    def why_none(self, source: LanguageCode, target: LanguageCode) -> str:
        """Say that there is no route, and what would bring one; empty if there is a route."""
        return "" if self._routes.leads(source, target) else self._routes.why_none(source, target)

    def has_route(self, source: LanguageCode, target: LanguageCode) -> bool:
        """Return whether there is a route between two languages."""
        return self._routes.leads(source, target)

    def protected(self, source: LanguageCode, target: LanguageCode) -> str:
        """Return what is protected between two languages, as ``Protection.identity`` does."""
        return self._protection.identity(source, target)

    def _used(self, route: Route, careful: bool) -> UsedRoute:
        return (self._retry.careful if careful else self._identities).used_routes([route])[0]
