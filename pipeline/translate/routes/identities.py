"""The identity of the package at each hop. It is asked for again for every window of documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.core.contract import UsedHop, UsedRoute
from pipeline.core.errors import PackageChangedError
from pipeline.core.ports import Engine
from pipeline.core.records import EngineIdentity, Hop, Route


class Identities:
    """The identities of engines by hop. They are held until ``refresh``, because results name them."""

    def __init__(self, engines: Mapping[str, Engine]) -> None:
        """Use ``engines``, which are given by name."""
        self._engines = engines
        self._held: dict[Hop, EngineIdentity] = {}
        self._asked: dict[EngineIdentity, None] = {}
        self._changed = False

    def of(self, hop: Hop) -> EngineIdentity:
        """Return the identity for ``hop``. Raises ``EngineError`` if its engine has none to give."""
        if hop not in self._held:
            self._held[hop] = self._engines[hop.engine].identity(hop.source, hop.target)
            self._asked[self._held[hop]] = None
        return self._held[hop]

    def confirm(self, hop: Hop, before: EngineIdentity | None) -> None:
        """Make sure that the identity for ``hop`` is still the one that ``of`` returned ``before``.

        ``before`` is None if ``of`` raised an error. Raises ``PackageChangedError`` if the identity has
        changed, and ``EngineError`` if the engine has none to give.
        """
        found = self._engines[hop.engine].identity(hop.source, hop.target)
        if found != before:
            self._changed = True
            raise PackageChangedError(
                f"{hop.engine} {hop.source}>{hop.target}: {found.package} was replaced while it translated; "
                "wait until its installation is done, then run again"
            )

    def used_routes(self, routes: Iterable[Route]) -> tuple[UsedRoute, ...]:
        """Return routes with the identity at every hop. Raises ``EngineError`` as ``of`` does."""
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
        """Whether an identity was found to have changed since the last ``refresh``."""
        return self._changed

    def refresh(self) -> None:
        """Forget the identities, so that the engines are asked again."""
        self._held.clear()
        self._changed = False

    @property
    def asked(self) -> tuple[EngineIdentity, ...]:
        """All identities that were asked for so far."""
        return tuple(self._asked)
