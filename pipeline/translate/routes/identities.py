"""The identity of the package at each hop. Each document asks for them anew, or takes those asked lately."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from pipeline.core.contract import UsedHop, UsedRoute
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import PackageChangedError
from pipeline.core.ports import Engine
from pipeline.core.records import EngineIdentity, Hop, Route


@dataclass(frozen=True, slots=True)
class Asked:
    """The identities that the documents of a run asked for."""

    recent: dict[Hop, EngineIdentity] = field(default_factory=dict)
    """Those that the next document takes without asking. Whoever finds a change clears them."""
    ever: dict[EngineIdentity, None] = field(default_factory=dict)
    """All, in the order in which they were first asked for."""


class Identities:
    """The identities of engines by hop. They are held until ``refresh``, because results name them."""

    def __init__(self, engines: Mapping[str, Engine], shared: Asked | None = None) -> None:
        """Use ``engines``, which are given by name. ``shared`` is what other documents asked for."""
        self._engines = engines
        self._held: dict[Hop, EngineIdentity] = {}
        self._shared = shared or Asked()
        self._changed = False

    def of(self, hop: Hop) -> EngineIdentity:
        """Return the identity for ``hop``. Raises ``EngineError`` if its engine has none to give."""
        if hop not in self._held:
            found = self._shared.recent.get(hop)
            if found is None:
                found = self._engines[hop.engine].identity(hop.source, hop.target)
                self._shared.recent[hop] = found
                self._shared.ever[found] = None
            self._held[hop] = found
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
        self._shared.recent.clear()
        self._changed = False

    @property
    def asked(self) -> tuple[EngineIdentity, ...]:
        """All identities that were asked for so far."""
        return tuple(self._shared.ever)
