"""A text's n-grams as langdetect's profiles and py3langid's model count them, read once for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, Literal

import languages
from pipeline.detect import vocabulary
from pipeline.detect.identifier import LangidModel
from pipeline.detect.profiles import Profiles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Token:
    """A stretch between two white spaces, as langdetect and the stop words see it."""

    rows: NDArray[np.intp]
    """Rows of the profiles, for the token's n-grams."""
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """One text as each tool sees it."""

    identifier: NDArray[np.float64]
    profiles: NDArray[np.float64]
    grams: int
    words: tuple[str, ...]

    def mixed(self, other: Reading, weight: float) -> Reading:
        """Return the mixed evidence of both texts; ``weight`` is the share of ``other``."""
        return Reading(
            identifier=(1 - weight) * self.identifier + weight * other.identifier,
            profiles=(1 - weight) * self.profiles + weight * other.profiles,
            grams=round((1 - weight) * self.grams + weight * other.grams),
            words=self.words,
        )


@cache
def reader() -> NgramModels:
    """Load both tools' models, once a process (20 ms)."""
    return NgramModels()


class NgramModels:
    """The models of both tools; threads may share an instance, as nothing in it changes."""

    def __init__(self) -> None:
        import numpy

        self._np = numpy
        self._identifier = LangidModel()
        self._profiles = Profiles()
        self.expected = self._profiles.expected
        self.identifier_codes = _own_codes("py3langid", self._identifier.codes)
        self.profile_codes = _own_codes("langdetect", self._profiles.codes)
        self._no_rows = numpy.zeros(0, dtype=numpy.intp)
        self._read_token = lru_cache(1 << 14)(self._read_token_anew)

    def identify(self, text: str) -> str:
        """Return py3langid's language of ``text``, of all that it knows: a code as in ``Evidence.best``."""
        return self.identifier_codes[int(self._identifier.scores(text).argmax())]

    def read(self, tokens: Sequence[str]) -> Reading:
        """Return both tools' reading of a text that white space separates into ``tokens``."""
        read = [self._read_token(token) for token in tokens]
        rows = self._np.concatenate([self._no_rows, *(token.rows for token in read)])
        return Reading(
            identifier=self._identifier.scores(" ".join(tokens)),
            profiles=self._profiles.logarithms[rows].sum(0, dtype=float),
            grams=len(rows),
            words=tuple(word for token in read for word in token.words),
        )

    def words(self, tokens: Sequence[str]) -> tuple[str, ...]:
        """Return the words of ``tokens``, as in ``Reading.words``."""
        return tuple(word for token in tokens for word in self._read_token(token).words)

    def _read_token_anew(self, token: str) -> _Token:
        rows = self._np.array(self._grams(token), dtype=self._np.intp)
        return _Token(rows=rows, words=vocabulary.letters_only(token))

    def _grams(self, token: str) -> list[int]:
        """Return the rows of a token's n-grams of one to three characters, cut as langdetect does."""
        known = self._profiles.rows.__getitem__
        rows: list[int] = []
        for word in token.translate(self._profiles.normalised).split():
            if not word.islower() and any(one.isupper() and two.isupper() for one, two in pairwise(word)):
                continue  # an abbreviation; a text in capitals comes in lower case
            padded = f" {word} "
            rows += map(known, word)
            rows += map(known, map(add, padded, padded[1:]))
            rows += map(known, map("".join, zip(padded, padded[1:], padded[2:], strict=False)))
        return rows


def _own_codes(tool: Literal["langdetect", "py3langid"], codes: Sequence[str]) -> list[str]:
    own = languages.by_tool(tool)
    return [own.get(code, code) for code in codes]
