"""Which chain of hops leads from one language to another.

Chains of neural hops come before chains with a rule-based one; among these the better quality on news wins,
measured where ``route_quality.toml`` has the chain, estimated otherwise; then fewer hops, then the names. So
the same engines and packages always give the same route.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import languages
from pipeline.errors import RouteError
from pipeline.ports import Engine
from pipeline.records import Hop, LanguageCode, Route

MAX_HOPS = 3
"""Every hop loses meaning; with three, any two languages of Apertium's Romance and English pairs connect."""

UNMEASURED = {"neural": 55.0, "rule-based": 40.0}
"""chrF taken for a hop that was not measured: about the middle of what such engines reach on news."""

HOP_LOSS = 5.0
"""chrF points that each hop after the first is taken to lose, against the weakest hop alone: about what
two-hop chains in ``route_quality.toml`` lose against their weaker hop."""

HOP_WORTH = 1.0
"""chrF points that a further hop must gain to be taken; less is noise on the 301 sentences measured."""


class Routes:
    """The routes that a set of engines offers."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        """Ask each engine for its hops, once."""
        self._by_source: dict[LanguageCode, list[Hop]] = defaultdict(list)
        self._any = False
        for engine in engines:
            for hop in engine.hops():
                self._any = True
                self._by_source[hop.source].append(hop)
        self._best: dict[tuple[LanguageCode, LanguageCode], Route] = {}

    def find(self, source: LanguageCode, target: LanguageCode) -> Route:
        """Return the best route; raises ``RouteError``, which names what would install one."""
        pair = source, target
        if pair not in self._best:
            found = sorted(self.candidates(source, target), key=_preference)
            if not found:
                raise RouteError(self._missing(source, target))
            self._best[pair] = found[0]
        return self._best[pair]

    def candidates(self, source: LanguageCode, target: LanguageCode) -> Iterator[Route]:
        """Yield every chain of at most ``MAX_HOPS`` hops that visits no language twice."""
        for hops in self._chains(source, target, ()):
            measured = _measured().get(_names(hops))
            quality = measured if measured is not None else _estimate(hops)
            yield Route(hops=hops, quality=quality, measured=measured is not None)

    def all(self) -> Iterator[Route]:
        """Yield the best route of every pair of languages that has one, sorted."""
        known = sorted({code for hops in self._by_source.values() for hop in hops for code in _ends(hop)})
        for source in known:
            for target in known:
                if source != target and any(True for _ in self._chains(source, target, ())):
                    yield self.find(source, target)

    def _chains(
        self, source: LanguageCode, target: LanguageCode, so_far: tuple[Hop, ...]
    ) -> Iterator[tuple[Hop, ...]]:
        visited = {hop.source for hop in so_far}
        for hop in self._by_source.get(source, ()):
            if hop.target == target:
                yield (*so_far, hop)
            elif len(so_far) + 1 < MAX_HOPS and hop.target not in visited:
                yield from self._chains(hop.target, target, (*so_far, hop))

    def _missing(self, source: LanguageCode, target: LanguageCode) -> str:
        names = f"{languages.get(source).name} ({source}) to {languages.get(target).name} ({target})"
        install = f"depeche languages install {source} {target}"
        if not self._any:
            return f"no translation engine is installed, so none from {names}; run: {install}"
        return f"no installed engine translates from {names}; run: {install}"


def _preference(route: Route) -> tuple[bool, float, int, tuple[str, ...]]:
    rule_based = any(hop.method == "rule-based" for hop in route.hops)
    worth = route.quality - HOP_WORTH * (len(route.hops) - 1)
    return rule_based, -worth, len(route.hops), _names(route.hops)


def _estimate(hops: tuple[Hop, ...]) -> float:
    single = [_measured().get(_names((hop,)), UNMEASURED[hop.method]) for hop in hops]
    return round(min(single) - HOP_LOSS * (len(hops) - 1), 1)


def _names(hops: tuple[Hop, ...]) -> tuple[str, ...]:
    return tuple(f"{hop.engine}:{hop.source}>{hop.target}" for hop in hops)


def _ends(hop: Hop) -> tuple[LanguageCode, LanguageCode]:
    return hop.source, hop.target


@cache
def _measured() -> dict[tuple[str, ...], float]:
    """Read chrF by chain; ``bench/route_quality.py`` measures and writes the file."""
    with (Path(__file__).parent / "route_quality.toml").open("rb") as file:
        table = tomllib.load(file)
    return {tuple(row["hops"]): float(row["chrf"]) for row in table["route"]}
