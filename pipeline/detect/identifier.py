"""py3langid's model, and what it says of a text: the one door to that library.

Its tables are read where it keeps them, and its own procedure is followed but for what is multiplied: it
takes its whole matrix through BLAS, which is 90 times slower on two cores, and whose sums may differ from
machine to machine.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from pipeline.core.errors import LanguageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STATES = 256
"""Moves from each state of py3langid's automaton: one a byte."""


class LangidModel:
    """The model that py3langid ships; threads may share it, as nothing in it changes."""

    def __init__(self) -> None:
        """Load the model. Raises ``LanguageError`` where it is not of the form that is known here."""
        import numpy
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        self._np = numpy
        try:
            found = LanguageIdentifier.from_pickled_model(MODEL_FILE)
            self._moves, self._output = found.tk_nextmove, found.tk_output
            self._weights = numpy.asarray(found.nb_ptc, dtype=float)
            self._priors = numpy.asarray(found.nb_pc, dtype=float)
            self.codes: tuple[str, ...] = tuple(found.nb_classes)
            known = self._weights.shape[1:] == self._priors.shape == (len(self.codes),)
            known = known and not len(self._moves) % _STATES and len(self._output) > 0
        except (AttributeError, TypeError, ValueError) as error:
            raise LanguageError(_unknown(str(error))) from error
        if not known:
            raise LanguageError(_unknown("its tables have other shapes"))

    def scores(self, text: str) -> NDArray[np.float64]:
        """Return the log-likelihood of ``text`` in each of the ``codes``, up to a constant."""
        moves, output = self._moves, self._output
        seen: list[int] = []
        state = 0
        for byte in text.encode("utf-8", "surrogatepass"):
            state = moves[(state << 8) + byte]
            if state in output:
                seen += output[state]
        found = self._np.array(seen, dtype=self._np.intp)
        scores: NDArray[np.float64] = self._weights.take(found, axis=0).sum(0) + self._priors
        return scores


def _unknown(why: str) -> str:
    return (
        f"py3langid {version('py3langid')}: not a model of the form that depeche reads ({why}); install 0.3"
    )
