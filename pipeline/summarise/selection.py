"""Selection of sentences down a ranking until the summary is full; units are never divided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from pipeline.core.dataclass import dataclass
from pipeline.summarise.ranking import Ranking

_COMPANIONS = 1
"""The most units that a sentence may bring along because it leans on them. One that leans on more waits for
them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Units of sentences that are chosen together or not at all, and which units lean on which."""

    members: tuple[tuple[int, ...], ...]
    """Positions of each unit's sentences; every sentence is in one unit."""
    leans_on: Mapping[int, int]
    """The unit that each leaning unit depends on, without which it is not to be read; never in a circle."""
    bound: frozenset[int] = frozenset()
    """Positions of sentences that say nothing by themselves: they are never taken without their unit."""


def choose_segments(ranking: Ranking, units: Units, sizes: Sequence[float], most: float) -> frozenset[int]:
    """Return the positions of the chosen sentences.

    Down the ranking, each unit that still fits is taken with the units that it leans on, until ``most`` is
    reached. ``sizes`` has the size of each sentence. Where no unit fits at all, for example because the whole
    text is one quotation, sentences are taken one by one: a summary that begins amid a speech is better than
    none.
    """
    state = _State(ranking=ranking, units=units, sizes=sizes, room=most)
    state.fill(min(sizes, default=0.0))
    return state.chosen() or _one_by_one(
        [each for each in state.order if each not in units.bound], sizes, most
    )


def _one_by_one(order: Sequence[int], sizes: Sequence[float], most: float) -> frozenset[int]:
    chosen: set[int] = set()
    for position in order:
        if sizes[position] <= most:
            chosen.add(position)
            most -= sizes[position]
    return frozenset(chosen)


@dataclass(slots=True, kw_only=True)
class _State:
    """A summary as it grows."""

    ranking: Ranking
    units: Units
    sizes: Sequence[float]
    room: float
    order: list[int] = field(default_factory=list)
    """Sentences in the order in which they were first offered."""
    taken: set[int] = field(default_factory=set)
    """Units that were taken."""
    waiting: dict[int, list[int]] = field(default_factory=dict)
    """Sentences to offer again once a unit is taken."""
    unit_of: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.unit_of = {
            position: unit for unit, members in enumerate(self.units.members) for position in members
        }

    def chosen(self) -> frozenset[int]:
        return frozenset(position for unit in self.taken for position in self.units.members[unit])

    def fill(self, least: float) -> None:
        """Take the units that fit; ``least`` is the size of the shortest sentence."""
        seen: set[int] = set()
        while self.room >= least and (position := self.ranking.offer()) is not None:
            if position not in seen:
                seen.add(position)
                self.order.append(position)
            if self.unit_of[position] not in self.taken:
                self._consider(position)

    def _consider(self, position: int) -> None:
        wanted = self._with_support(self.unit_of[position])
        if len(wanted) <= 1 + _COMPANIONS and self._size(wanted) <= self.room:
            for unit in wanted:
                self._take(unit)
        elif len(wanted) > 1 and self._size(wanted[-1:]) <= self.room:
            self.waiting.setdefault(wanted[-2], []).append(position)

    def _with_support(self, unit: int) -> list[int]:
        """Return a unit, preceded by the units not yet taken that it leans on, as far as needed."""
        chain = [unit]
        while len(chain) < 2 + _COMPANIONS:
            support = self.units.leans_on.get(chain[-1])
            if support is None or support in self.taken:
                break
            if self._is_told(support) and not self.units.bound.issuperset(self.units.members[chain[-1]]):
                break  # what says who spoke would stand behind another's words
            chain.append(support)
        return chain[::-1]

    def _is_told(self, unit: int) -> bool:
        return all(map(self.ranking.is_told, self.units.members[unit]))

    def _size(self, units: Sequence[int]) -> float:
        return sum(self.sizes[position] for unit in units for position in self.units.members[unit])

    def _take(self, unit: int) -> None:
        self.taken.add(unit)
        self.room -= self._size([unit])
        for position in self.units.members[unit]:
            self.ranking.took(position)
        for position in self.waiting.pop(unit, ()):
            self.ranking.put_back(position)
