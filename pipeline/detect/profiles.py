"""langdetect's profiles: loaded once, and read as tables of n-grams."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from langdetect.detector_factory import DetectorFactory
    from numpy.typing import NDArray

SMOOTHING = 1e-5
"""Probability of an n-gram that a profile lacks; a fifth of langdetect's, as no draw has to converge."""


def load_factory() -> DetectorFactory:
    """Load langdetect's profiles, once, and seed its draws: unseeded, 2 to 5 % of its answers change."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_json_profile([p.read_text("utf-8") for p in sorted(Path(PROFILES_DIRECTORY).iterdir())])
    factory.set_seed(0)
    return factory


def read_profiles(
    factory: DetectorFactory,
) -> tuple[dict[str, int], NDArray[np.float32], NDArray[np.float64], list[str]]:
    """Return each n-gram's row, log-probabilities by row and language, what to expect of each, and the codes.

    The last row is that of an n-gram which no profile has. To expect is the mean log-probability of a text
    drawn from the profile itself, n-grams of one, two and three characters in equal parts.
    """
    import numpy

    table = factory.word_lang_prob_map
    probabilities = numpy.array([*table.values(), [0.0] * len(factory.langlist)])
    logarithms = numpy.log(probabilities + SMOOTHING)
    lengths = len({len(gram) for gram in table})
    expected = numpy.append((probabilities * logarithms).sum(0) / lengths, 0.0)
    rows = {gram: row for row, gram in enumerate(table)}
    return rows, logarithms.astype(numpy.float32), expected, factory.langlist
