"""How strongly a text speaks for each language: two n-gram models and the languages' stop words, added up.

langdetect's own procedure draws n-grams at random until it feels sure of an answer, so that its probabilities
move in sevenths and depend on a seed. Here its profiles are read whole instead, as the log-likelihood of all
n-grams of the text: nothing is left to chance, it is faster, and its margins can be added to py3langid's.
Neither tool's set of languages is narrowed: what has no file in ``languages/`` must be able to win.

All constants were set on the 41 documents of NTREX-128 that the project tunes on.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import languages
from pipeline import profiles
from pipeline.records import LanguageCode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PROFILE_WEIGHT = 0.5
"""Of langdetect's log-likelihood beside py3langid's, as it counts each letter in n-grams of three lengths."""
_STOP_WORD_WEIGHT = 2.5
"""Of a stop word, times the log of how few of the languages share it.

Stop words raise the share of sentences ranked rightly from 96.6 to 98.1 %: Danish against Norwegian, Galician
against Portuguese, Indonesian against Malay.
"""
_UNLISTED = 0.65
"""What a language without a list is credited for stop words, as a share of the best that has one.

At 1 two thirds of Indonesian is taken for possible Malay, at 0 most of Malay and half of Nepali is accepted.
"""
_LONGEST_STOP_WORD = 6
"""Letters; longer ones in the lists are words of content as often as not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a text says about its language."""

    ranking: tuple[tuple[str, float], ...]
    """Codes with scores (natural logarithms, up to a constant), the likeliest first.

    A code is one of ``languages/``, or a tool's own for a language that has no file.
    """
    fit: float | None
    """Mean log-probability of the n-grams in the likeliest language, less what its profile leads to expect.

    About -.3 for a text in that language, below -1 for most in a language that no tool knows. None where
    langdetect has no profile of it.
    """
    stop_words: float
    """Share of the words that are stop words of the likeliest language, from 0 to 1."""


@cache
def kinship(one: LanguageCode, other: LanguageCode) -> float:
    """Return the share of stop words that two languages have in common, of the shorter list: from 0 to 1.

    .64 for Danish and Norwegian, .28 for Galician and Portuguese, .14 for Russian and Ukrainian, .10 for
    French and Italian.
    """
    first, second = _stop_words_of(one), _stop_words_of(other)
    return len(first & second) / max(min(len(first), len(second)), 1)


@cache
def model() -> Model:
    """Load both tools' models, once a process (about .7 s)."""
    return Model()


class Model:
    """The evidence of both tools over one list of codes; threads may share it, as nothing in it changes."""

    def __init__(self) -> None:
        import numpy
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        self._np = numpy
        self._identifier = LanguageIdentifier.from_pickled_model(MODEL_FILE)
        self._factory = profiles.load()
        self._rows, self._profiles, self._expected, profile_codes = profiles.read(self._factory)
        by_identifier = _own_codes("py3langid", self._identifier.nb_classes)
        by_profile = _own_codes("langdetect", profile_codes)
        self._codes = sorted({*by_identifier, *by_profile})
        self._identifier_columns = _columns(self._codes, by_identifier)
        self._profile_columns = _columns(self._codes, by_profile)
        self._has_profile = [code in by_profile for code in self._codes]
        self._stop_words = _stop_words()
        self._listed = numpy.array([code in languages.codes() for code in self._codes])
        self._read_token = lru_cache(1 << 15)(self._read_token_anew)

    def weigh(self, text: str, excluded: frozenset[str] = frozenset()) -> Evidence:
        """Rank the languages that either tool knows, but for ``excluded``, by how well ``text`` fits them."""
        np = self._np
        tokens = [self._read_token(token) for token in text.split()]
        grams = np.fromiter((row for rows, _ in tokens for row in rows), dtype=np.intp)
        words = [word for _, parts in tokens for word in parts]
        likelihood = self._spread(self._profiles[grams].sum(0, dtype=float), self._profile_columns)
        stop_words, counts = self._stop_word_scores(words)
        scores = self._spread(self._identify(text), self._identifier_columns)
        scores += _PROFILE_WEIGHT * likelihood + _STOP_WORD_WEIGHT * stop_words
        order = [i for i in np.argsort(-scores, kind="stable").tolist() if self._codes[i] not in excluded]
        best = order[0]
        return Evidence(
            ranking=tuple((self._codes[i], float(scores[i])) for i in order),
            fit=self._fit(best, likelihood, len(grams)) if self._has_profile[best] else None,
            stop_words=counts[self._codes[best]] / max(len(words), 1),
        )

    def ask_langdetect(self, text: str) -> LanguageCode | None:
        """Return the answer of langdetect's own procedure, or None where it has none; the same at every call.

        Takes about 2 ms a sentence. A language that has no file in ``languages/`` comes as langdetect's code.
        """
        from langdetect.lang_detect_exception import LangDetectException

        detector = self._factory.create()
        detector.append(text)
        try:
            code: str = detector.detect()
        except LangDetectException:
            return None
        return languages.by_tool("langdetect").get(code, code)

    def _identify(self, text: str) -> NDArray[np.float64]:
        # py3langid multiplies its whole matrix, through BLAS: 90 times slower on two cores, and its sums may
        # differ from machine to machine.
        features = self._identifier.instance2fv(text)
        found = self._np.flatnonzero(features)
        weights = self._identifier.nb_ptc[found].astype(float)
        scores: NDArray[np.float64] = (weights * features[found, None]).sum(0) + self._identifier.nb_pc
        return scores

    def _spread(self, scores: NDArray[np.float64], columns: NDArray[np.intp]) -> NDArray[np.float64]:
        # A tool that does not know a language has no say about it: it gets the tool's best score.
        spread: NDArray[np.float64] = self._np.append(scores, scores.max())[columns].max(1)
        return spread

    def _stop_word_scores(self, words: Sequence[str]) -> tuple[NDArray[np.float64], Counter[str]]:
        weights: defaultdict[str, float] = defaultdict(float)
        counts: Counter[str] = Counter()
        for word, number in Counter(words).items():
            for code, weight in self._stop_words.get(word, ()):
                weights[code] += weight * number
                counts[code] += number
        unlisted = _UNLISTED * max(weights.values(), default=0.0)
        scores = [
            weights[code] if known else unlisted
            for code, known in zip(self._codes, self._listed, strict=True)
        ]
        return self._np.array(scores, dtype=float), counts

    def _fit(self, best: int, likelihood: NDArray[np.float64], grams: int) -> float:
        return float(likelihood[best] / max(grams, 1) - self._expected[self._profile_columns[best]].max())

    def _read_token_anew(self, token: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
        return self._grams(token), tuple("".join(map(_letter_or_space, token.lower())).split())

    def _grams(self, token: str) -> tuple[int, ...]:
        """Return the rows of a token's n-grams of one to three characters, cut as langdetect does."""
        from langdetect.utils.ngram import NGram

        unseen = len(self._rows)
        rows: list[int] = []
        for word in "".join(map(NGram.normalize, token)).split():
            if any(one.isupper() and two.isupper() for one, two in pairwise(word)):
                continue  # an abbreviation; a text in capitals comes in lower case
            padded = f" {word} "
            grams = (padded[i : i + n] for n in (1, 2, 3) for i in range(len(padded) - n + 1))
            rows += [self._rows.get(gram, unseen) for gram in grams if gram != " "]
        return tuple(rows)


def _own_codes(tool: Literal["langdetect", "py3langid"], codes: Sequence[str]) -> list[str]:
    own = languages.by_tool(tool)
    return [own.get(code, code) for code in codes]


def _columns(codes: Sequence[str], tool_codes: Sequence[str]) -> NDArray[np.intp]:
    """For each code its columns in a tool's scores, one more than there are where the tool has none."""
    import numpy

    found = [[i for i, each in enumerate(tool_codes) if each == code] or [len(tool_codes)] for code in codes]
    width = max(map(len, found))
    return numpy.array([columns + columns[:1] * (width - len(columns)) for columns in found])


def _stop_words() -> dict[str, tuple[tuple[str, float], ...]]:
    """Map each stop word to the languages that have it, with the log of how few they are among all."""
    lists = {code: _stop_words_of(code) for code in languages.codes()}
    having: dict[str, list[str]] = {}
    for code, words in lists.items():
        for word in words:
            having.setdefault(word, []).append(code)
    return {
        word: tuple((code, math.log(len(lists) / len(codes))) for code in codes)
        for word, codes in having.items()
    }


@cache
def _stop_words_of(code: str) -> frozenset[str]:
    # sumy's own reader imports requests, which takes longer than all the rest of this module.
    folder = resources.files("sumy") / "data" / "stopwords"
    language = languages.get(code)
    files = [folder / f"{name}.txt" for name in language.codes.sumy]
    texts = [file.read_text("utf-8") for file in files if file.is_file()]
    words = {*language.stop_words, *" ".join(texts).lower().split()}
    return frozenset(word for word in words if len(word) <= _LONGEST_STOP_WORD)


@lru_cache(maxsize=8192)
def _letter_or_space(character: str) -> str:
    return character if unicodedata.category(character)[0] in "LM" else " "
