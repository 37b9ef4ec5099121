"""Near-duplicate reports: the same wire text, cut, framed or touched up by several outlets.

A text is represented by its set of overlapping runs of words (of characters where words are not separated),
and the set by a MinHash signature (Broder 1997). Only texts whose signatures agree in a band are compared:
this is locality-sensitive hashing (Indyk and Motwani 1998). So time and memory grow only with the number of
texts.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.core.text import case
from pipeline.core.text.far_patterns import FarPattern
from pipeline.digest.stories.disk_rows import Rows

Signature: TypeAlias = npt.NDArray[np.uint32]
SIGNATURE_DTYPE = np.dtype(np.uint32)
"""Type of the rows that signatures are kept in."""

BANDS = 42
BAND_ROWS = 3
"""Rows of a signature in a band. Pairs that share 0.5 of their runs meet in a band with probability 0.996,
pairs that share 0.2 with 0.29."""
ALIKE = 0.4
"""Share of common runs (Jaccard) from which two texts are held to be the same. It is estimated from the
signatures, with a standard error of at most 0.045."""
_WORDS = 3
_CHARACTERS = 5
"""Length of a run: in words, or in characters where words are not separated."""
_BLOCK = 4096
"""Number of runs that are hashed at a time."""
_READ = 512
"""Number of signatures that are read at a time."""
_HASHES = BANDS * BAND_ROWS
_EMPTY = np.iinfo(np.uint32).max
"""Value of all numbers in the signature of a text without a word."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_UNSPACED = FarPattern("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"\w+")
_SHIFT = np.uint64(32)


def _keys() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    random = np.random.Generator(np.random.PCG64(20_240_229))  # fixed: signatures must be the same everywhere
    odd = random.integers(0, 2**63, _HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return odd, random.integers(0, 2**63, _HASHES, dtype=np.uint64)


_FACTORS, _OFFSETS = _keys()


def signature(text: str) -> Signature:
    """Return the MinHash signature of a text; that of a text without a word is like no other's."""
    runs = _runs(text)
    least = np.full(_HASHES, _EMPTY, dtype=np.uint32)
    for start in range(0, runs.size, _BLOCK):
        part = runs[start : start + _BLOCK]
        # Multiply-shift hashing: upper half of a product with an odd factor (Dietzfelbinger and others 1997).
        values = (part[:, None] * _FACTORS[None, :] + _OFFSETS[None, :]) >> _SHIFT
        np.minimum(least, values.min(axis=0).astype(np.uint32), out=least)
    return least


def _runs(text: str) -> npt.NDArray[np.uint64]:
    """Return a hash of each run of words or characters."""
    folded = case.folded(text)
    if len(_UNSPACED.findall(folded)) * 3 > len(folded):
        letters = "".join(_WORD.findall(folded))
        units = np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
        length = _CHARACTERS
    else:
        units = np.array([zlib.crc32(word.encode()) for word in _WORD.findall(folded)], dtype=np.uint64)
        length = _WORDS
    if not units.size:
        return units
    length = min(length, units.size)
    mixed = np.zeros(units.size - length + 1, dtype=np.uint64)
    for offset in range(length):
        mixed = (mixed ^ units[offset : offset + mixed.size]) * _MIX
        mixed ^= mixed >> _SHIFT
    return np.unique(mixed)


def likeness(one: Signature, other: Signature) -> float:
    """Return the estimated share of runs that two texts have in common, from 0 to 1."""
    return float(np.mean(one == other))


def groups(
    signatures: Rows, contradict: Callable[[int, int], bool] = lambda one, other: False
) -> list[list[int]]:
    """Return positions of texts that are near-duplicates of one another, each position once, in order.

    The relation is transitive: a text that is like one of a group, and does not ``contradict`` it, belongs to
    it. A text alone is a group too.
    One band of the signatures is in memory at a time. Raises ``WriteError`` as ``Rows`` does.
    """
    parents = array("q", range(len(signatures)))
    for one, other in _meetings(signatures):
        first, second = _root(parents, one), _root(parents, other)
        if first == second or likeness(signatures[one], signatures[other]) < ALIKE:
            continue
        if not contradict(one, other):
            parents[max(first, second)] = min(first, second)
    found: dict[int, list[int]] = {}
    for position in range(len(signatures)):
        found.setdefault(_root(parents, position), []).append(position)
    return list(found.values())


def _root(parents: array[int], position: int) -> int:
    while parents[position] != position:
        parents[position] = parents[parents[position]]
        position = parents[position]
    return position


def _meetings(signatures: Rows) -> Iterator[tuple[int, int]]:
    """Yield pairs that agree in a band: each text with the first of its bucket, and with the one before it.

    A bucket of n texts gives some 2 n pairs, not n squared: a hundred thousand copies cost no more than they
    must.
    """
    for band in range(BANDS):
        keys = _band(signatures, band)
        worded = np.flatnonzero((keys != _EMPTY).any(axis=1))
        order = worded[np.lexsort(keys[worded].T[::-1])]
        ordered = keys[order]
        same = np.flatnonzero((ordered[1:] == ordered[:-1]).all(axis=1)) + 1
        first = previous = -2
        for place in same.tolist():
            if place != previous + 1:
                first = place - 1
            previous = place
            yield int(order[first]), int(order[place])
            if place - 1 != first:
                yield int(order[place - 1]), int(order[place])


def _band(signatures: Rows, band: int) -> npt.NDArray[np.uint32]:
    keys = np.empty((len(signatures), BAND_ROWS), dtype=np.uint32)
    for first, last in signatures.blocks(_READ * _HASHES):
        block = signatures.between(first, last).reshape(-1, _HASHES)
        keys[first:last] = block[:, band * BAND_ROWS : (band + 1) * BAND_ROWS]
    return keys
