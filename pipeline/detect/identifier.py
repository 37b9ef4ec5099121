"""py3langid's model, and what it says of a text: the one door to that library.

Its tables are compiled once (``core/files/tables.py``), and its own procedure is followed but for what is
multiplied: it takes its whole matrix through BLAS, which is 90 times slower on two cores, and whose sums may
differ from machine to machine.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.errors import LanguageError
from pipeline.core.extras import installed_version, package_folder
from pipeline.core.files.tables import Recipe, compiled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STATES = 256
"""Moves from each state of py3langid's automaton: one a byte."""
_WORDS_KNOWN, _LONGEST_KNOWN = 1 << 12, 40
"""The most words whose way through the automaton is remembered, and the length of the longest: 2 MB."""


class _Output(dict[int, list[int]]):
    """The features that each state of the automaton has found, read when a text comes to the state.

    To read those of all 9,118 states takes 3 ms, and an article comes to 500 of them.
    """

    def __init__(self, ends: memoryview[int], features: memoryview[int]) -> None:
        super().__init__()
        self._ends = ends
        self._features = features

    def __missing__(self, state: int) -> list[int]:
        start = self._ends[state - 1] if state else 0
        found = self[state] = self._features[start : self._ends[state]].tolist()
        return found


class LangidModel:
    """The model that py3langid ships; threads may share it, as only what was read is added to it."""

    def __init__(self) -> None:
        """Load the model. Raises ``LanguageError`` where it is not of the form that is known here."""
        import numpy

        self._np = numpy
        folder = package_folder("py3langid")
        files = (folder / "langid.py", *sorted((folder / "data").iterdir()))
        parts = compiled(Recipe(name="identifier", sources=(Path(__file__), *files), make=_made))
        self.codes: tuple[str, ...] = tuple(bytes(parts["codes"]).decode().split())
        self._moves = parts["moves"].cast("H")
        self._priors = numpy.frombuffer(parts["priors"], dtype=numpy.float32).astype(float)
        weights = numpy.frombuffer(parts["weights"], dtype=numpy.float32)
        self._weights = weights.reshape(-1, len(self.codes))
        self._output = _Output(parts["output_ends"].cast("I"), parts["output"].cast("I"))
        self._known_way = lru_cache(_WORDS_KNOWN)(self._way)

    def scores(self, text: str) -> NDArray[np.float64]:
        """Return the log-likelihood of ``text`` in each of the ``codes``, up to a constant."""
        first, *rest = text.split(" ")
        state, own = self._way(0, first)
        seen = list(own)
        for word in rest:
            is_word = word[:1].isalpha() and len(word) <= _LONGEST_KNOWN  # figures hardly come back
            way = self._known_way if is_word else self._way
            state, own = way(state, " " + word)
            seen += own
        found = self._np.array(seen, dtype=self._np.intp)
        weights = self._weights.take(found, axis=0)
        scores: NDArray[np.float64] = weights.sum(0, dtype=float) + self._priors
        return scores

    def _way(self, state: int, text: str) -> tuple[int, tuple[int, ...]]:
        """Return the state that a text leads to from another, and the features found on the way."""
        moves, output = self._moves, self._output
        seen: list[int] = []
        for byte in text.encode("utf-8", "surrogatepass"):
            state = moves[(state << 8) + byte]
            if own := output[state]:
                seen += own
        return state, tuple(seen)


def _made() -> dict[str, bytes]:
    """Return the parts of the compiled tables. Raises ``LanguageError``."""
    import numpy
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        found = LanguageIdentifier.from_pickled_model(MODEL_FILE)
        moves, codes = array("H", found.tk_nextmove), tuple(found.nb_classes)
        output = [found.tk_output.get(state, ()) for state in range(len(moves) // _STATES)]
        features = array("I", (feature for own in output for feature in own))
        weights, priors = (numpy.asarray(each, dtype=numpy.float32) for each in (found.nb_ptc, found.nb_pc))
        if not ((weights == found.nb_ptc).all() and (priors == found.nb_pc).all()):
            raise LanguageError(_unknown("its numbers are more exact"))
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        raise LanguageError(_unknown(str(error))) from error
    known = weights.shape[1:] == priors.shape == (len(codes),) and max(features, default=0) < len(weights)
    if not (known and features and not len(moves) % _STATES):
        raise LanguageError(_unknown("its tables have other shapes"))
    return {
        "codes": " ".join(codes).encode(),
        "moves": moves.tobytes(),
        "output": features.tobytes(),
        "output_ends": array("I", accumulate(map(len, output))).tobytes(),
        "weights": weights.tobytes(),
        "priors": priors.tobytes(),
    }


def _unknown(why: str) -> str:
    name = f"py3langid {installed_version('py3langid')}"
    return f"{name}: not a model of the form that depeche reads ({why}); install 0.3"
