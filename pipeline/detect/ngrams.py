"""A text's n-grams as langdetect's profiles and py3langid's model count them, read once for both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, pairwise
from operator import add
from typing import TYPE_CHECKING, Literal

import languages
from pipeline.core.dataclass import dataclass
from pipeline.detect import vocabulary
from pipeline.detect.identifier import LangidModel
from pipeline.detect.profiles import Profiles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_TOKENS_KNOWN = 1 << 12
"""The most tokens that are remembered: 4 MB. When they are as many, all are forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TextToken:
    """A stretch of text between two white spaces."""

    text: str
    profiles: NDArray[np.float64]
    """The token's log-likelihood by each profile of langdetect: the sum over its n-grams."""
    grams: int
    words: tuple[str, ...]
    begins_with_capital: bool
    """Whether its first letter is a capital."""


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
        self._nothing = numpy.zeros(len(self.profile_codes))
        self._known: dict[str, TextToken] = {}

    def identify(self, text: str) -> str:
        """Return py3langid's language of ``text``, of all that it knows: a code as in ``Evidence.best``."""
        return self.identifier_codes[int(self._identifier.scores(text).argmax())]

    def tokens(self, text: str) -> list[TextToken]:
        """Return the tokens that white space separates a text into."""
        texts = text.split()
        known = self._known
        new = [each for each in dict.fromkeys(texts) if each not in known]
        if len(known) + len(new) > _TOKENS_KNOWN:
            known = self._known = {}
            new = [*dict.fromkeys(texts)]
        if not new:
            return [known[each] for each in texts]
        read = dict(zip(new, self._read_tokens(new), strict=True))
        known.update({text: token for text, token in read.items() if token.words})  # figures hardly come back
        return [read.get(each) or known[each] for each in texts]

    def read(self, tokens: Sequence[TextToken]) -> Reading:
        """Return both tools' reading of a text of ``tokens``."""
        # The sums are exact whatever their order: a few thousand numbers of 24 bits, all of the same size.
        return Reading(
            identifier=self._identifier.scores(" ".join([token.text for token in tokens])),
            profiles=self._np.array([self._nothing, *(token.profiles for token in tokens)]).sum(0),
            grams=sum([token.grams for token in tokens]),
            words=words_of(tokens),
        )

    def _read_tokens(self, texts: Sequence[str]) -> Iterator[TextToken]:
        rows = [self._grams(text) for text in texts]
        flat = self._np.array([*chain.from_iterable(rows)], dtype=self._np.intp)
        ends = accumulate(map(len, rows))
        starts = [end - len(own) for own, end in zip(rows, ends, strict=True) if own]
        logarithms = self._profiles.logarithms.take(flat, axis=0)
        sums = iter(self._np.add.reduceat(logarithms, starts, axis=0, dtype=float) if starts else ())
        for text, own in zip(texts, rows, strict=True):
            yield TextToken(
                text=text,
                profiles=next(sums) if own else self._nothing,
                grams=len(own),
                words=vocabulary.letters_only(text),
                begins_with_capital=next(filter(str.isalpha, text), "").isupper(),
            )

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


def words_of(tokens: Sequence[TextToken]) -> tuple[str, ...]:
    """Return the words of ``tokens``, as in ``Reading.words``."""
    return tuple([word for token in tokens for word in token.words])


def _own_codes(tool: Literal["langdetect", "py3langid"], codes: Sequence[str]) -> list[str]:
    own = languages.by_tool(tool)
    return [own.get(code, code) for code in codes]
