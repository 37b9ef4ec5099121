"""langdetect's profiles: read once, as tables of n-grams.

langdetect's own reader makes a list of 55 numbers for each of 88,000 n-grams, nearly all of them 0. That
takes 160 MB, so the files are read here, one after another.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.core.errors import LanguageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SMOOTHING = 1e-5
"""Probability of an n-gram that a profile lacks; a fifth of langdetect's, as no draw has to converge."""
_LENGTHS = 3
"""Length of the longest n-grams. A profile says for each length how many n-grams it was counted from."""


def read_profiles() -> tuple[dict[str, int], NDArray[np.float32], NDArray[np.float64], list[str]]:
    """Return each n-gram's row, log-probabilities by row and language, what to expect of each, and the codes.

    The last row is that of an n-gram which no profile has. What to expect of a language is the mean
    log-probability of a text drawn from the profile itself, n-grams of one, two and three characters in equal
    parts. Raises ``LanguageError`` where langdetect's files are not of the form that is known here.
    """
    import numpy
    from langdetect.detector_factory import PROFILES_DIRECTORY

    rows: dict[str, int] = {}
    codes: list[str] = []
    columns = []
    for path in sorted(Path(PROFILES_DIRECTORY).iterdir()):
        code, frequencies, totals = _profile(path)
        codes.append(code)
        own = numpy.array([rows.setdefault(gram, len(rows)) for gram in frequencies], dtype=numpy.intp)
        total = numpy.array([totals[len(gram) - 1] for gram in frequencies], dtype=float)
        columns.append((own, numpy.array(list(frequencies.values()), dtype=float) / total))
    unseen = numpy.log(numpy.array([SMOOTHING]))[0]
    logarithms = numpy.full((len(rows) + 1, len(codes)), unseen, dtype=numpy.float32)
    expected = numpy.zeros(len(codes) + 1)
    for column, (own, probabilities) in enumerate(columns):
        seen = numpy.log(probabilities + SMOOTHING)
        logarithms[own, column] = seen
        # The sum is taken one by one in the order of the rows, so that it is the same on any machine.
        expected[column] = numpy.cumsum((probabilities * seen)[own.argsort()])[-1] / _LENGTHS
    return rows, logarithms, expected, codes


def _profile(path: Path) -> tuple[str, dict[str, int], list[int]]:
    """Return a profile's language, the count of each n-gram, and the number of n-grams of each length."""
    try:
        profile: dict[str, Any] = json.loads(path.read_bytes())
        code, frequencies, totals = profile["name"], profile["freq"], profile["n_words"]
        known = len(totals) == _LENGTHS and max(map(len, frequencies)) <= _LENGTHS
    except (ValueError, TypeError, KeyError) as error:
        raise LanguageError(f"{path}: {_UNKNOWN}") from error
    if not known:
        raise LanguageError(f"{path}: {_UNKNOWN}")
    return code, frequencies, totals


_UNKNOWN = "not a profile of the form that depeche reads; install langdetect 1.0.9"


@lru_cache(maxsize=8192)
def normalised(character: str) -> str:
    """Return a character as langdetect counts it: one for each script that it does not read in full."""
    from langdetect.utils.ngram import NGram

    normalised: str = NGram.normalize(character)
    return normalised
