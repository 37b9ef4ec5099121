"""A graph of languages and the hops between them, in which chains are searched."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from pipeline.core.records import Hop, LanguageCode, LanguagePair
from pipeline.translate.routes.quality import hop_name

PairPath: TypeAlias = tuple[LanguagePair, ...]
"""The language pairs of a chain, whichever engines serve them."""


class Network:
    """Hops by the pair that they serve, the best of each pair first."""

    def __init__(self, hops: Iterable[Hop], quality: Callable[[Hop], float]) -> None:
        """Take ``hops``. ``quality`` returns the quality of a single hop."""
        self._hops: dict[LanguagePair, list[Hop]] = defaultdict(list)
        self._quality: dict[LanguagePair, float] = {}
        self._next: dict[LanguageCode, list[LanguageCode]] = defaultdict(list)
        self._out: dict[LanguageCode, float] = defaultdict(lambda: -math.inf)
        self._in: dict[LanguageCode, float] = defaultdict(lambda: -math.inf)
        for hop in sorted(hops, key=lambda hop: (-quality(hop), hop_name(hop))):
            pair = hop.source, hop.target
            if pair not in self._hops:
                self._quality[pair] = quality(hop)
                self._next[hop.source].append(hop.target)
                self._out[hop.source] = max(self._out[hop.source], quality(hop))
                self._in[hop.target] = max(self._in[hop.target], quality(hop))
            self._hops[pair].append(hop)

    def hops(self, pair: LanguagePair) -> list[Hop]:
        """Return the hops that serve a pair, the best first."""
        return self._hops[pair]

    def ceiling(self, pair: LanguagePair) -> float:
        """Return the most that the weakest hop of a chain over this pair can be worth."""
        return min(self._out[pair[0]], self._in[pair[1]])

    def paths(self, pair: LanguagePair, length: int, *, floor: float = -math.inf) -> Iterator[PairPath]:
        """Yield the paths of exactly ``length`` hops of at least ``floor`` that visit no language twice."""
        yield from self._paths(pair[0], pair[1], length, floor, (pair[0],))

    def _paths(
        self,
        source: LanguageCode,
        target: LanguageCode,
        length: int,
        floor: float,
        visited: tuple[LanguageCode, ...],
    ) -> Iterator[PairPath]:
        if length == 1:
            if (source, target) in self._hops and self._quality[source, target] >= floor:
                yield ((source, target),)
            return
        for middle in self._next.get(source, ()):
            if self._quality[source, middle] < floor:
                return  # the best come first
            if middle != target and middle not in visited:
                for rest in self._paths(middle, target, length - 1, floor, (*visited, middle)):
                    yield ((source, middle), *rest)
