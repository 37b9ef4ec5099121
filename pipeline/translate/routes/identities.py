"""Which package took each hop, asked anew for every window of documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.core.contract import UsedHop, UsedRoute
from pipeline.core.errors import PackageChangedError
from pipeline.core.ports import Engine
from pipeline.core.records import EngineIdentity, Hop, Route


class Identities:
    """Who takes each hop; held from one ``refresh`` to the next, for all that is made meanwhile names it."""

    def __init__(self, engines: Mapping[str, Engine]) -> None:
        """Ask ``engines``, by their names."""
        self._engines = engines
        self._held: dict[Hop, EngineIdentity] = {}
        self._asked: dict[EngineIdentity, None] = {}
        self._changed = False

    def of(self, hop: Hop) -> EngineIdentity:
        """Return what takes ``hop``. Raises ``EngineError`` where its engine cannot say."""
        if hop not in self._held:
            self._held[hop] = self._engines[hop.engine].identity(hop.source, hop.target)
            self._asked[self._held[hop]] = None
        return self._held[hop]

    def confirm(self, hop: Hop, before: EngineIdentity | None) -> None:
        """Make sure that what took ``hop`` just now is what ``of`` said ``before``, None where it could not.

        Raises ``PackageChangedError`` where it is not, and ``EngineError`` where its engine cannot say.
        """
        found = self._engines[hop.engine].identity(hop.source, hop.target)
        if found != before:
            self._changed = True
            raise PackageChangedError(
                f"{hop.engine} {hop.source}>{hop.target}: {found.package} was replaced while it translated; "
                "wait until its installation is done, then run again"
            )

    def used_routes(self, routes: Iterable[Route]) -> tuple[UsedRoute, ...]:
        """Return routes with what takes every hop of them. Raises ``EngineError`` as ``of`` does."""
        return tuple(
            UsedRoute(
                source=route.source,
                hops=tuple(
                    UsedHop(source=hop.source, target=hop.target, identity=self.of(hop)) for hop in route.hops
                ),
                quality=route.quality,
                quality_measured=route.measured,
            )
            for route in routes
        )

    @property
    def changed(self) -> bool:
        """Whether something was found to have changed since the last ``refresh``."""
        return self._changed

    def refresh(self) -> None:
        """Ask the engines anew from now on."""
        self._held.clear()
        self._changed = False

    @property
    def asked(self) -> tuple[EngineIdentity, ...]:
        """All that were asked for so far."""
        return tuple(self._asked)
