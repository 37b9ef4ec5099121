"""Equal verdicts on sentences held once: they are most of a large translation's record."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from pipeline.core import limits
from pipeline.core.contract.variant import AlignedSegment
from pipeline.core.contract.weight import Weight
from pipeline.core.records import Check

_Equal = TypeVar("_Equal")


class SharedChecks:
    """The verdicts on the sentences that were seen so far."""

    def __init__(self, weight: Weight) -> None:
        """Begin with no sentence. ``weight`` is told of what is held of each."""
        self._weight = weight
        self._all: dict[tuple[Check, ...], tuple[Check, ...]] = {}
        self._each: dict[Check, Check] = {}

    def in_place(self, segment: AlignedSegment) -> AlignedSegment:
        """Return an equal segment whose verdicts are those of an earlier one, where these are equal.

        Raises ``RecordError`` where all segments are too much to hold.
        """
        self._weight.add(replace(segment, checks=()))
        found = self._all.get(segment.checks)
        if found is None:
            self._weight.add(tuple(check for check in segment.checks if check not in self._each))
            found = tuple(_earlier(check, self._each) for check in segment.checks)
            found = _earlier(found, self._all)
        return replace(segment, checks=found)


def _earlier(value: _Equal, held: dict[_Equal, _Equal]) -> _Equal:
    """Return the first value that was equal to this one; of very many different ones not all are held."""
    return held.setdefault(value, value) if len(held) < limits.SHARED else held.get(value, value)
