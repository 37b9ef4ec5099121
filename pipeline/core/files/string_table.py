"""Strings by number, found without being loaded: in compiled tables they are searched where they lie.

A table has the strings one after another in UTF-8, where each begins, and slots: a string's checksum says at
which slot to begin to look for its number. That takes 2 µs, where a dictionary of 60,000 words takes 15 ms to
be made first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from zlib import crc32

from pipeline.core.files.tables import Tables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FREE = 0xFFFFFFFF
"""Slot without a number."""


def string_parts(name: str, strings: Iterable[str]) -> dict[str, bytes]:
    """Return the parts of a table of different strings, which are numbered from 0. ``name`` begins theirs."""
    import numpy

    encoded = [string.encode("utf-8", "surrogatepass") for string in strings]
    ends = numpy.fromiter(map(len, encoded), dtype=numpy.uint32, count=len(encoded)).cumsum()
    size = 4
    while size < 2 * len(encoded):
        size *= 2
    return {
        f"{name}.strings": b"".join(encoded),
        f"{name}.starts": numpy.append(0, ends).astype(numpy.uint32).tobytes(),
        f"{name}.slots": _slots(map(crc32, encoded), size).tobytes(),
    }


def _slots(checksums: Iterable[int], size: int) -> NDArray[np.uint32]:
    """Return the slots: each number is in the first free one from its checksum's own slot on.

    In the order of their own slots, each number comes right after the one before, or in its own slot if that
    is further on. What would come after the last slot begins again at the first.
    """
    import numpy

    homes = numpy.fromiter(checksums, dtype=numpy.int64) & (size - 1)
    order = homes.argsort()
    ranks = numpy.arange(len(homes))
    places = numpy.maximum.accumulate(homes[order] - ranks) + ranks
    slots = numpy.full(size, _FREE, dtype=numpy.uint32)
    inside = places < size
    slots[places[inside]] = order[inside]
    for number in order[~inside]:
        slots[numpy.flatnonzero(slots == _FREE)[0]] = number
    return slots


class StringTable:
    """A table that ``string_parts`` made; threads may share it, as nothing in it changes."""

    def __init__(self, name: str, parts: Tables) -> None:
        self._strings = parts[f"{name}.strings"]
        self._starts = parts[f"{name}.starts"].cast("I")
        self._slots = parts[f"{name}.slots"].cast("I")
        self._mask = len(self._slots) - 1

    def __len__(self) -> int:
        return len(self._starts) - 1

    def find(self, string: str) -> int:
        """Return the number of a string, -1 where the table lacks it."""
        sought = string.encode("utf-8", "surrogatepass")
        starts, slots, mask = self._starts, self._slots, self._mask
        slot = crc32(sought) & mask
        while (number := slots[slot]) != _FREE:
            if self._strings[starts[number] : starts[number + 1]] == sought:
                return number
            slot = (slot + 1) & mask
        return -1
