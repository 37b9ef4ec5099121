"""Features that stories are found by: counts of words and names, one report's in memory, all on disk."""

from __future__ import annotations

import hashlib
import math
from array import array
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pipeline.core.dataclass import dataclass
from pipeline.digest.stories.disk_rows import Rows

_ENTRY = np.dtype([("key", np.int64), ("weight", np.float32), ("is_lead", np.bool_), ("common", np.float32)])


@dataclass(frozen=True, slots=True)
class Counted:
    """Features of one text and their weights: logarithms of how often it has each. No strings are kept."""

    keys: npt.NDArray[np.int64]
    """Keys of the features, sorted."""
    weights: npt.NDArray[np.float32]
    is_lead: npt.NDArray[np.bool_]
    """Whether each is in the lead."""
    common: npt.NDArray[np.float32]
    """The share of texts in the language that have each feature, as far as that is known without these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a report says in its title and lead, as keys of features, or as columns of vectors."""

    names: tuple[tuple[int, ...], ...]
    """The keys of each name of the title."""
    countries: tuple[tuple[int, ...], ...]
    """The same of each country that the title names."""
    deeds: tuple[int, ...]
    """The words of the title that are no names, numbers or stop words."""
    scores: frozenset[int]
    """Results of matches in the lead."""
    counts: frozenset[int]
    """Numbers of the lead, but for dates."""
    all_counts: frozenset[int]
    """The same of all that is compared."""
    days: frozenset[int]
    """Days of the week in the lead, from 0 for Monday."""
    terms: int
    """How many words are compared, but for stop words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """The features of one report that are compared."""

    language: str
    """Language of the words: the pivot language where the report was translated into it, otherwise its
    own."""
    words: Counted
    names: Counted
    title: tuple[int, ...] = ()
    """Keys of the rarest name of the title; none where the title has no name."""
    figures: tuple[int, ...] = ()
    """Keys of the numbers of the lead, but for years."""
    day: float = math.nan
    """When the report says it was published, in days since 1970; not a number where that is not known."""
    claims: Claims | None = None
    """What its title and lead say; None where that is not known."""


@dataclass(slots=True)
class FeatureCount:
    """How often a text has a feature."""

    number: int = 0
    is_lead: bool = False
    common: float = 0.0
    """The share of texts in the language that have it."""

    def add(self, *, is_lead: bool, common: float) -> None:
        """Count one more."""
        self.number += 1
        self.is_lead |= is_lead
        self.common = max(self.common, common)


def counted(features: Mapping[str, FeatureCount], most: int) -> Counted:
    """Return the ``most`` most frequent features; among equals, those with the lesser keys."""
    keys = np.array([feature_key(name) for name in features], dtype=np.int64)
    found = features.values()
    counts = np.array([count.number for count in found], dtype=np.float32)
    is_lead = np.array([count.is_lead for count in found], dtype=np.bool_)
    common = np.array([count.common for count in found], dtype=np.float32)
    kept = np.lexsort((keys, -counts))[:most]
    kept = kept[np.argsort(keys[kept])]
    return Counted(keys[kept], (1 + np.log(counts[kept])).astype(np.float32), is_lead[kept], common[kept])


@lru_cache(maxsize=50_000)
def feature_key(name: str) -> int:
    """Return the key of a feature."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little", signed=True)


class Many(Protocol):
    """Features of many reports, which can be iterated again and again."""

    def __len__(self) -> int:
        """Return how many reports there are."""

    def __iter__(self) -> Iterator[Features]:
        """Yield the features of each report."""


class Shelf:
    """Features of many reports on the disk. Raises ``WriteError`` as ``Rows`` does."""

    def __init__(self, *, folder: Path | None = None) -> None:
        """Keep the features in files of ``folder``, as ``Rows`` does."""
        self._words = Rows(_ENTRY, folder=folder)
        self._names = Rows(_ENTRY, folder=folder)
        self._languages: list[str] = []
        self._marks: list[tuple[tuple[int, ...], tuple[int, ...], Claims | None]] = []
        self._days = array("d")

    def close(self) -> None:
        """Close the files, which removes them."""
        self._words.close()
        self._names.close()

    def append(self, features: Features) -> None:
        """Add the features of a report."""
        self._words.append(_packed(features.words))
        self._names.append(_packed(features.names))
        self._languages.append(features.language)
        self._marks.append((features.title, features.figures, features.claims))
        self._days.append(features.day)

    def __len__(self) -> int:
        return len(self._languages)

    def __iter__(self) -> Iterator[Features]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, position: int) -> Features:
        title, figures, claims = self._marks[position]
        return Features(
            language=self._languages[position],
            words=_unpacked(self._words[position]),
            names=_unpacked(self._names[position]),
            title=title,
            figures=figures,
            day=self._days[position],
            claims=claims,
        )


def _packed(found: Counted) -> npt.NDArray[np.void]:
    entries = np.empty(found.keys.size, dtype=_ENTRY)
    entries["key"], entries["weight"] = found.keys, found.weights
    entries["is_lead"], entries["common"] = found.is_lead, found.common
    return entries


def _unpacked(entries: npt.NDArray[np.void]) -> Counted:
    return Counted(entries["key"], entries["weight"], entries["is_lead"], entries["common"])
