"""Finds the best chain of hops from one language to another.

Chains of neural hops are preferred to chains with a rule-based hop. Among these the better quality on news
wins (if it pays for its hops), then fewer hops, then better single hops, then the names. So the same engines,
packages and measurements always give the same route. The quality of a chain is the first that is known of
these: measured on this machine, measured in ``quality.toml``, stated by its package (for a single hop),
estimated from its hops.
"""

from __future__ import annotations

import copy
import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from typing import Protocol, TypeAlias

import languages
from pipeline.core.errors import RouteError
from pipeline.core.ports import Engine
from pipeline.core.records import Hop, LanguageCode, LanguagePair, Route
from pipeline.translate.routes import mend, quality
from pipeline.translate.routes.graph import Network, PairPath
from pipeline.translate.routes.quality import Measurement, hop_name

MAX_HOPS = 3
"""Most hops of a route, as every hop loses meaning. Three connect all of Apertium's Romance languages and
English."""

UNMEASURED = {"neural": 55.0, "rule-based": 40.0}
"""The chrF assumed for a hop that was not measured: about the middle of what such engines reach on news."""

HOP_LOSS = 5.0
"""The chrF points that each hop after the first is assumed to lose, compared with the weakest hop alone. This
is about what two-hop chains in ``quality.toml`` lose, compared with their weaker hop."""

HOP_WORTH = 1.0
"""The chrF points that a further hop must gain to be taken. Less is noise on the 301 sentences measured."""

HopChain: TypeAlias = tuple[Hop, ...]


class Finder(Protocol):
    """Finds the route that a translation takes."""

    def find(self, source: LanguageCode, target: LanguageCode) -> Route:
        """Return a route. Raises ``RouteError`` if there is none."""
        ...


class Routes:
    """The routes that a set of engines offers."""

    def __init__(self, engines: Sequence[Engine], *, stored: Iterable[Measurement] = ()) -> None:
        """Ask each engine for its hops, once. ``stored`` was measured here; it outranks the own table."""
        self._measured = {
            entry.hops: entry.chrf
            for entry in (*quality.built_in(), *stored)  # the later one counts
        }
        self._missing: dict[LanguagePair, str] = {}
        self._kinds = mend.kinds_to_install(engine.name for engine in engines)
        self._take([hop for engine in engines for hop in engine.hops()])

    def _take(self, hops: list[Hop]) -> None:
        """Route over ``hops``."""
        self._hops = hops
        self._all = Network(self._hops, self._single)
        self._neural = Network([hop for hop in self._hops if hop.method == "neural"], self._single)
        by_name = {hop_name(hop): hop for hop in self._hops}
        self._measured_chains: dict[LanguagePair, list[HopChain]] = defaultdict(list)
        for names in self._measured:
            chain = tuple(by_name[part] for part in names if part in by_name)
            if len(chain) == len(names) and _is_route(chain):
                self._measured_chains[chain[0].source, chain[-1].target].append(chain)
        self._best: dict[LanguagePair, Route | None] = {}

    def find(self, source: LanguageCode, target: LanguageCode) -> Route:
        """Return the best route. Raises ``RouteError``, which names the command that would install one."""
        route = self._find(source, target)
        if route is None:
            raise RouteError(self.why_none(source, target))
        return route

    def leads(self, source: LanguageCode, target: LanguageCode) -> bool:
        """Say whether there is a route."""
        return self._find(source, target) is not None

    def would_bring(self, source: LanguageCode | None, target: LanguageCode) -> tuple[str, ...]:
        """Return the commands of which each would bring a route where there is none, neural ones first.

        Without ``source``, a route from any language that engines translate from will do, or from any at all
        where none is installed.
        """
        pairs = {(hop.source, hop.target) for hop in self._hops}
        debian = mend.debian_hops() if "apertium" in self._kinds else {}
        offered = {hop: name for hop, name in debian.items() if (hop.source, hop.target) not in pairs}
        more = copy.copy(self)
        more._take([*self._hops, *offered])
        known = sorted({hop.source for hop in self._hops or offered} - {target})
        if source is None and target == mend.PIVOT:  # packages have it on one side, so another must be named
            source = next(iter(known), None)
        found = (route for one in ([source] if source else known) for route in more.candidates(one, target))
        packages = mend.packages_for(found, offered, more._preference)
        return tuple(mend.install_commands(source, target, packages, kinds=self._kinds))

    def fills(self, code: LanguageCode) -> tuple[str, ...]:
        """Return the commands that fill a language's gaps: no route into it, none from it, or not to all.

        The languages that it is to be translated into are those that other languages are translated into.
        """
        reached = {route.target for route in self.all()}
        if code not in reached:
            return self.would_bring(None, code)
        lacking = [target for target in sorted(reached - {code}) if not self.leads(code, target)]
        if len(lacking) == len(reached) - 1 and mend.PIVOT in lacking:
            lacking = [mend.PIVOT]  # the others are reached over it
        return tuple(dict.fromkeys(line for target in lacking for line in self.would_bring(code, target)))

    def candidates(self, source: LanguageCode, target: LanguageCode) -> Iterator[Route]:
        """Yield every chain of at most ``MAX_HOPS`` hops that visits no language twice."""
        for length in range(1, MAX_HOPS + 1):
            for path in self._all.paths((source, target), length):
                yield from map(self._route, product(*map(self._all.hops, path)))

    def best(self, source: LanguageCode, target: LanguageCode, count: int, *, part: str = "") -> list[Route]:
        """Return the ``count`` best routes whose names have ``part``, the best first."""
        found = (route for route in self.candidates(source, target) if part in route_name(route))
        return heapq.nsmallest(count, found, key=self._preference)

    def all(self) -> Iterator[Route]:
        """Yield the best route of every pair of languages that has one, sorted."""
        known = sorted({code for hop in self._hops for code in (hop.source, hop.target)})
        for pair in product(known, known):
            route = self._find(*pair) if pair[0] != pair[1] else None
            if route is not None:
                yield route

    def _find(self, source: LanguageCode, target: LanguageCode) -> Route | None:
        pair = source, target
        if pair not in self._best:
            measured = [self._route(chain) for chain in self._measured_chains.get(pair, ())]
            neural = [route for route in measured if not _rule_based(route)]
            found = self._search(self._neural, pair, neural) or self._search(self._all, pair, measured)
            self._best[pair] = found
        return self._best[pair]

    def _search(self, network: Network, pair: LanguagePair, measured: Sequence[Route]) -> Route | None:
        """Return the best of the measured routes and of all chains of ``network``.

        Longer chains are searched only if one of them can be better. An estimate is at most the quality of
        the weakest hop, less the loss of each hop after the first, and each further hop must be worth taking.
        """
        best = min(measured, key=self._preference, default=None)
        taken = {route.hops for route in measured}
        for length in range(1, MAX_HOPS + 1):
            loss = (HOP_LOSS + HOP_WORTH) * (length - 1)
            reach = round(network.ceiling(pair) - loss, 1)
            # If a longer chain is equally good, the shorter one wins.
            if best and (_worth(best) > reach or (_worth(best) == reach and len(best.hops) < length)):
                break
            floor = round(_worth(best) + loss, 1) if best else -math.inf
            for path in network.paths(pair, length, floor=floor):
                chain = self._best_unmeasured(network, path, taken)
                if chain is not None:
                    route = self._route(chain)
                    best = route if best is None else min(best, route, key=self._preference)
        return best

    def _best_unmeasured(self, network: Network, path: PairPath, taken: set[HopChain]) -> HopChain | None:
        """Return the best chain over ``path`` that was not measured: mostly the best hop of each pair."""
        chain = tuple(network.hops(pair)[0] for pair in path)
        if chain not in taken:
            return chain
        routes = map(self._route, product(*map(network.hops, path)))
        others = [route for route in routes if route.hops not in taken]
        return min(others, key=self._preference).hops if others else None

    def _route(self, chain: HopChain) -> Route:
        measured = self._measured.get(tuple(map(hop_name, chain)))
        if measured is not None:
            return Route(hops=chain, quality=measured, measured=True)
        weakest = min(map(self._single, chain))
        return Route(hops=chain, quality=round(weakest - HOP_LOSS * (len(chain) - 1), 1), measured=False)

    def _single(self, hop: Hop) -> float:
        """Return the quality of one hop by itself."""
        stated = UNMEASURED[hop.method] if hop.quality is None else hop.quality
        return round(self._measured.get((hop_name(hop),), stated), 1)

    def _preference(self, route: Route) -> tuple[bool, float, int, float, tuple[str, ...]]:
        singles = math.fsum(map(self._single, route.hops))
        return _rule_based(route), -_worth(route), len(route.hops), -singles, tuple(map(hop_name, route.hops))

    def why_none(self, source: LanguageCode, target: LanguageCode) -> str:
        """Say that there is no route, and which commands would bring one."""
        pair = source, target
        if pair not in self._missing:
            names = f"{languages.get(source).name} ({source}) to {languages.get(target).name} ({target})"
            install = ", or: ".join(self.would_bring(source, target))
            found = f"no installed engine translates from {names}"
            if not self._hops:
                found = f"no translation engine is installed, so none from {names}"
            self._missing[pair] = f"{found}; run: {install}"
        return self._missing[pair]


def route_name(route: Route) -> str:
    """Return a route's name in tables: ``argos:fr>en argos:en>es``."""
    return " ".join(map(hop_name, route.hops))


def _worth(route: Route) -> float:
    """Return the quality of a route that counts in a comparison."""
    return round(route.quality - HOP_WORTH * (len(route.hops) - 1), 1)


def _rule_based(route: Route) -> bool:
    return any(hop.method == "rule-based" for hop in route.hops)


def _is_route(chain: HopChain) -> bool:
    """Say whether a measured chain is one that could be taken."""
    stops = [chain[0].source, *(hop.target for hop in chain)] if chain else []
    joined = all(one.target == other.source for one, other in pairwise(chain))
    return 0 < len(chain) <= MAX_HOPS and joined and len(set(stops)) == len(stops)


def describe_route(route: Route) -> str:
    """Return a route in words: ``fr > ca > es by apertium, apertium (chrF 47.6)``."""
    stops = " > ".join([route.source, *(hop.target for hop in route.hops)])
    engines = ", ".join(hop.engine for hop in route.hops)
    kind = "chrF" if route.measured else "chrF about"
    return f"{stops} by {engines} ({kind} {route.quality:.1f})"
