"""Sentences that an outlet prints in report after report, whatever these are about.

Sentences that point to other pages are recognised by their words (``is_furniture``). These are the rest: who
writes here, how to subscribe, what was corrected, which terms hold. They are not used to find a story or to
tell it. Reports of one event by one outlet share sentences too. These may be quoted, though the story is
found by the others.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.core.text.case import folded
from pipeline.digest.stories.disk_rows import Rows
from pipeline.digest.stories.vectors import IntVector

KEY_DTYPE = np.dtype(np.int64)
NONE: IntVector = np.zeros(0, KEY_DTYPE)
_TWICE = 2
_WORD = re.compile(r"[^\W_]+")


def sentence_key(outlet: str, sentence: str) -> int:
    """Return a number for a sentence of an outlet, the same whatever its case, space and punctuation."""
    words = _WORD.findall(folded(sentence))
    digest = hashlib.blake2b("\0".join((outlet, *words)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def keys(outlet: str, sentences: Iterable[str]) -> IntVector:
    """Return the key of each sentence of a report."""
    return np.array([sentence_key(outlet, sentence) for sentence in sentences], dtype=KEY_DTYPE)


def found(reports: Rows, groups: Iterable[Sequence[int]]) -> IntVector:
    """Return the keys, sorted, that reports of several groups have.

    ``reports`` has the keys of each report's sentences, ``groups`` positions in it.
    """
    parts = [np.unique(np.concatenate([reports[place] for place in group])) for group in groups]
    every, times = np.unique(np.concatenate([NONE, *parts]), return_counts=True)
    return np.asarray(every[times >= _TWICE], dtype=KEY_DTYPE)


def among(keys: IntVector, known: IntVector) -> npt.NDArray[np.bool_]:
    """Tell for each key whether it is in ``known``, which is sorted."""
    if not known.size:
        return np.zeros(keys.size, dtype=bool)
    return np.asarray(known[np.minimum(np.searchsorted(known, keys), known.size - 1)] == keys)
