"""The evidence of a text for each language: two n-gram models and the languages' own words, added up.

langdetect's own procedure draws n-grams at random until it feels sure of an answer, so that its probabilities
move in sevenths and depend on a seed. Here its profiles are read whole instead, as the log-likelihood of all
n-grams of the text: nothing is left to chance, it is faster, and its margins can be added to py3langid's.
Neither tool's set of languages is narrowed: what has no file in ``languages/`` must be able to win.

Names are foreign words in most texts, so the text is weighed twice: whole, and without the words that begin
with a capital. Between near relations the marks in ``languages/`` have a say.

All constants were set on 20 of the 41 documents of NTREX-128 that the project tunes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import languages
from pipeline.core.dataclass import dataclass
from pipeline.detect import vocabulary, word_frequencies
from pipeline.detect.ngrams import Reading, TextToken, reader, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WITHOUT_NAMES = 0.6
"""Weight of the words that do not begin with a capital, beside the whole text."""
_PROFILE_WEIGHT = 0.35
"""Weight of langdetect's log-likelihood beside py3langid's, as it counts each letter in n-grams of three
lengths."""
_UNPROFILED = -0.11
"""Fit that is assumed for a language that langdetect does not know, in log-probability an n-gram.

Galician fits Spanish and Portuguese worse than these do, which separates it from them.
"""
_STOP_WORD_WEIGHT = 2.5
"""Weight of a stop word, times the log of how few of the languages share it."""
_UNLISTED = 0.6
"""Stop words that a language without a list is credited with, as a share of the best that has a list.

At 1 two thirds of Indonesian is taken for possible Malay, at 0 most of Malay and half of Nepali is accepted.
"""
_SPELLING_WEIGHT = 4.0
"""Weight of a word, not a name, with a letter that the language does not have."""
_MARK_WEIGHT = 5.0
"""Weight of a mark that one of two near relations has and the other has not."""
_FREQUENCY_WEIGHT = 3.0
"""Weight of how much likelier the words are in one of two languages (``word_frequencies.py``)."""
_TITLE = 4
"""Number of words with a capital, and single small ones between them, that make a long name."""
_REST = 12
"""Letters that must be left for long names to be left out."""
_RIVALS = 4
"""Number of the likeliest languages that are set against one another by their marks."""
_WEIGHED_WORDS = 1 << 11
"""The most stop words whose weights are remembered: 2 MB."""
_COLUMNS = 1 << 12
"""The most sets of languages whose columns are remembered."""
_OUT_OF_REACH = 40.0
"""Lead of the first language from which they are not set against one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The evidence of a text about its language."""

    best: str
    """The likeliest language: a code of ``languages/``, or a tool's own for a language that has no file."""
    rival: str
    """The next likeliest language."""
    margin: float
    """The lead of ``best`` over ``rival``, in natural logarithms."""
    best_without_names: str
    """The likeliest language by the words that do not begin with a capital."""
    words_without_names: tuple[str, ...]
    """The words that do not begin with a capital, lower case; all words where there are none."""
    fit: float | None
    """Mean log-probability of the n-grams in ``best``, less what its profile leads to expect.

    It is about -.2 for a text in that language, and below -1 for most in a language that no tool knows. None
    where langdetect has no profile of it.
    """
    stop_words: float
    """Share of the words that are stop words of ``best``, from 0 to 1."""
    words: tuple[str, ...]
    """The words of the text, lower case, without those of long names."""


@cache
def model() -> LanguageScorer:
    """Return the scorer of this process."""
    return LanguageScorer()


class LanguageScorer:
    """A scorer over both tools and one list of codes; threads may share it, as nothing in it changes."""

    def __init__(self) -> None:
        import numpy

        self._np = numpy
        self._reader = reader()
        self._expected = self._reader.expected
        by_identifier, by_profile = self._reader.identifier_codes, self._reader.profile_codes
        self._codes = sorted({*by_identifier, *by_profile})
        self._index = {code: i for i, code in enumerate(self._codes)}
        self._identifier_columns = _columns(self._codes, by_identifier)
        self._profile_columns = _columns(self._codes, by_profile)
        self._has_profile = numpy.array([code in by_profile for code in self._codes])
        self._listed = numpy.array([code in languages.codes() for code in self._codes])
        self._nothing = numpy.zeros(len(self._codes))
        self._weigh_stop_word = lru_cache(_WEIGHED_WORDS)(self._weigh_stop_word_anew)
        self._columns_of = lru_cache(_COLUMNS)(self._columns_of_anew)

    def score(self, text: str, excluded: frozenset[str] = frozenset()) -> Evidence:
        """Rank the languages that either tool knows, except ``excluded``, by how well ``text`` fits them."""
        tokens = self._reader.tokens(text)
        spoken_tokens = _without_titles(tokens)
        plain_tokens = [token for token in spoken_tokens if not token.begins_with_capital]
        whole = self._reader.read(tokens)
        plain = self._reader.read(plain_tokens) if len(plain_tokens) < len(tokens) else whole
        mixed = whole.mixed(plain, _WITHOUT_NAMES)
        spoken = whole.words if spoken_tokens is tokens else words_of(spoken_tokens)
        from_words = self._score_words(spoken, plain.words, excluded)
        likelihood = self._likelihood(mixed)
        scores = self._score(mixed, likelihood) + from_words
        content = plain.words or spoken
        best, rival, margin = self._settle(scores, content)
        by_plain = self._score(plain, self._likelihood(plain)) + from_words
        index = self._index[best]
        stop_words = vocabulary.stop_words_of(best) if self._listed[index] else frozenset()
        return Evidence(
            best=best,
            rival=rival,
            margin=margin,
            best_without_names=self._codes[int(by_plain.argmax())],
            words_without_names=content,
            fit=self._fit(index, likelihood, mixed.grams) if self._has_profile[index] else None,
            stop_words=sum([word in stop_words for word in spoken]) / max(len(spoken), 1),
            words=spoken,
        )

    def _score(self, reading: Reading, likelihood: NDArray[np.float64]) -> NDArray[np.float64]:
        # A tool must not count against a language that it does not know: this gets the tool's best score.
        spread = self._np.concatenate((reading.identifier, (reading.identifier.max(),)))
        scores: NDArray[np.float64] = (
            self._best_of(spread, self._identifier_columns) + _PROFILE_WEIGHT * likelihood
        )
        return scores

    def _likelihood(self, reading: Reading) -> NDArray[np.float64]:
        best = int(reading.profiles.argmax())
        unprofiled = reading.grams * (self._expected[best] + _UNPROFILED)
        spread = self._np.concatenate((reading.profiles, (min(reading.profiles[best], unprofiled),)))
        return self._best_of(spread, self._profile_columns)

    def _best_of(self, scores: NDArray[np.float64], columns: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return for each code the best of a tool's scores in the code's columns."""
        first, *others = columns
        best: NDArray[np.float64] = scores.take(first)
        for other in others:
            self._np.maximum(best, scores.take(other), out=best)
        return best

    def _score_words(
        self, words: Sequence[str], plain: Sequence[str], excluded: frozenset[str]
    ) -> NDArray[np.float64]:
        table = vocabulary.stop_words()
        numbers = Counter([word for word in words if word in table])
        own = [self._nothing, *map(self._weigh_stop_word, numbers.items())]
        weights = self._np.array(own).sum(0)  # row by row, so that the sum is the same on any machine
        scores: NDArray[np.float64] = self._np.where(self._listed, weights, _UNLISTED * weights.max())
        scores *= _STOP_WORD_WEIGHT
        misspelt = self._nothing.copy()
        for codes, number in vocabulary.outside_alphabets(plain).items():
            misspelt[self._columns_of(codes)] += number
        scores -= _SPELLING_WEIGHT * misspelt
        scores[self._columns_of(excluded)] = -self._np.inf
        return scores

    def _weigh_stop_word_anew(self, counted: tuple[str, int]) -> NDArray[np.float64]:
        """Return the weight that a stop word, met so many times, has for each of the codes."""
        word, number = counted
        own = self._nothing.copy()
        for code, weight in vocabulary.stop_words()[word]:
            own[self._index[code]] = weight * number
        return own

    def _columns_of_anew(self, codes: Collection[str]) -> NDArray[np.intp]:
        return self._np.array([self._index[code] for code in codes], dtype=self._np.intp)

    def _settle(self, scores: NDArray[np.float64], words: Sequence[str]) -> tuple[str, str, float]:
        """Return the language that leads over all others, the nearest of these, and the lead."""
        order = self._np.argsort(-scores, kind="stable")[:_RIVALS].tolist()
        leads = [(self._codes[i], float(scores[i])) for i in order]
        if leads[0][1] - leads[1][1] > _OUT_OF_REACH:
            return leads[0][0], leads[1][0], leads[0][1] - leads[1][1]

        text = vocabulary.join_words(words)
        ahead: dict[tuple[int, int], float] = {}
        for i, j in combinations(range(len(leads)), 2):
            # What speaks for one speaks exactly as much against the other, so each two are compared once.
            ahead[i, j] = _lead(leads[i], leads[j], words, text)
            ahead[j, i] = -ahead[i, j]
        duels = [
            min((ahead[i, j], other) for j, (other, _) in enumerate(leads) if i != j)
            for i in range(len(leads))
        ]
        best = max(range(len(leads)), key=lambda i: duels[i][0])
        return leads[best][0], duels[best][1], duels[best][0]

    def _fit(self, index: int, likelihood: NDArray[np.float64], grams: int) -> float:
        return float(
            likelihood[index] / max(grams, 1) - self._expected[self._profile_columns[:, index]].max()
        )


def _lead(one: tuple[str, float], other: tuple[str, float], words: Sequence[str], text: str) -> float:
    """Return the lead of one language over another; each is a code with its score, ``text`` the words joined.

    Marks and frequencies have a say.
    """
    akin = vocabulary.parted(one[0], other[0])
    marks = vocabulary.vocabulary_lean(text, one[0], other[0]) if akin else 0
    ahead = one[1] - other[1] + _MARK_WEIGHT * marks
    if abs(ahead) > _OUT_OF_REACH:
        return ahead
    lean = word_frequencies.frequency_lean(words, one[0], other[0], akin=akin)
    return ahead + _FREQUENCY_WEIGHT * lean


def _without_titles(tokens: Sequence[TextToken]) -> Sequence[TextToken]:
    """Leave out names of several words with their small words, unless hardly anything else is left.

    ``Citizens for a Better Town Hall`` has English stop words, whatever language it is named in.
    """
    capitals = [i for i, token in enumerate(tokens) if token.begins_with_capital]
    if len(capitals) < _TITLE:
        return tokens
    inside: set[int] = set()
    run = capitals[:1]
    for i in [*capitals[1:], len(tokens) + _TITLE]:
        if i - run[-1] > 2:
            if len(run) >= _TITLE and run[-1] - run[0] >= len(run):
                inside.update(range(run[0], run[-1] + 1))
            run = []
        run.append(i)
    rest = [token for i, token in enumerate(tokens) if i not in inside]
    letters = sum(map(str.isalpha, "".join([token.text for token in rest])))
    return rest if inside and letters >= _REST else tokens


def _columns(codes: Sequence[str], tool_codes: Sequence[str]) -> NDArray[np.intp]:
    """Return each code's columns in a tool's scores, one below the other; past the last where it has none."""
    import numpy

    found = [[i for i, each in enumerate(tool_codes) if each == code] or [len(tool_codes)] for code in codes]
    width = max(map(len, found))
    rows = [columns + columns[:1] * (width - len(columns)) for columns in found]
    return numpy.array(rows).T.copy()
