"""Dates of one sentence that changed places: from March 4 to April 9, del 9 de marzo al 4 de abril."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import TypeAlias

_Dated: TypeAlias = tuple[frozenset[int], int]
"""The months that a name may be, and the day or the year beside it; 0 where there is none."""


def changed_places(before: Sequence[_Dated], after: Sequence[_Dated]) -> bool:
    """Say whether two months of the source took each other's day or year in the translation."""
    dated = [one for one in before if one[1]]
    return any(
        first[1] != second[1]
        and not first[0] & second[0]
        and _has(after, first[0], second[1])
        and _has(after, second[0], first[1])
        and not _has(after, *first)
        and not _has(before, first[0], second[1])
        for first, second in permutations(dated, 2)
    )


def is_turned(before: Sequence[frozenset[int]], after: Sequence[frozenset[int]]) -> bool:
    """Say whether the only two names of the source stand the other way round in the translation."""
    if len(before) != 2 or len(after) != 2 or before[0] & before[1]:
        return False
    return bool(before[0] & after[1] and before[1] & after[0])


def _has(dates: Sequence[_Dated], keys: frozenset[int], number: int) -> bool:
    return any(keys & own and number == beside for own, beside in dates)
