"""A way: engines with the routes over them. A sentence that fails a check on one way takes another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from pipeline.core.dataclass import dataclass
from pipeline.core.ports import Engine
from pipeline.core.records import PlaceholderForm, Route
from pipeline.translate.routes.finder import Finder
from pipeline.translate.routes.identities import Identities


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Engines by name, the routes over them, and their identities."""

    engines: Mapping[str, Engine]
    routes: Finder
    identities: Identities

    @classmethod
    def over(cls, engines: Sequence[Engine], routes: Finder, identities: Identities | None = None) -> Way:
        """Return the way over ``engines``. ``routes`` must have been made from engines of the same names.

        ``identities`` are those of the engines; a caller passes them to name the engines afterwards.
        """
        named = {engine.name: engine for engine in engines}
        return cls(engines=named, routes=routes, identities=identities or Identities(named))

    def takes_whole(self, route: Route) -> bool:
        """Say whether an engine on a route takes documents whole, so that a sentence's neighbours matter."""
        return any(self.engines[hop.engine].scope == "document" for hop in route.hops)

    def placeholders(self, route: Route) -> tuple[PlaceholderForm, ...]:
        """Return the forms of placeholder that every engine of a route lets through, the best first."""
        offered = [self.engines[hop.engine].placeholders for hop in route.hops]
        return tuple(form for form in get_args(PlaceholderForm) if all(form in forms for forms in offered))
