"""A ranking of a story's sentences without those that say what one taken before said, in any language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode
from pipeline.core.text.calendar_names import sure_calendar_names
from pipeline.core.text.case import lowered
from pipeline.digest.stories.names import name_features
from pipeline.digest.stories.reasons import is_name
from pipeline.summarise import words
from pipeline.summarise.ranking import Ranking

_SAME = 0.5
"""Share of common words, of the shorter of two sentences, from which they are held to say the same."""
_SAME_ABROAD = 0.3
"""The same for sentences of reports in two languages, of which at least one is a translation, by the first
letters of words. Of the sentences of NTREX's development set that are each other's translations, Apertium's
words were the same for .92 or more; of other pairs in one document for .06 to .08. By whole words from a half
these were .68 to .71, and .02."""
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = 4
"""The first letters of a word that count between translations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldWords:
    """The words of a sentence or a title, in the language of comparison."""

    source: LanguageCode
    """The language that it was written in."""
    stems: frozenset[str]
    beginnings: frozenset[str]
    numbers: frozenset[str]
    facts: frozenset[str]
    """Its numbers, names, days and months: when, where, who and how many."""

    @classmethod
    def of(cls, text: str, language: LanguageCode, source: LanguageCode) -> ToldWords:
        """Return the words of ``text``, which is in ``language``, without stop words."""
        stems = frozenset(words.stems(text, language)) - {words.STOP_WORD}
        numbers = frozenset(_NUMBER.findall(text))
        return cls(
            source=source,
            stems=stems,
            beginnings=frozenset(stem[:_LETTERS] for stem in stems),
            numbers=numbers,
            facts=numbers | frozenset(_names_and_days(text, language)),
        )

    def contradicts(self, other: ToldWords) -> bool:
        """Say whether each of two texts has a number in place of another one's: 23 dead, and 26."""
        return not (self.numbers <= other.numbers or other.numbers <= self.numbers)

    def same(self, other: ToldWords) -> bool:
        """Say whether two sentences say the same; with other numbers they do not."""
        if self.contradicts(other):
            return False
        if self.source == other.source:
            return _share(self.stems, other.stems) >= _SAME
        return _share(self.beginnings, other.beginnings) >= _SAME_ABROAD

    def says_no_more(self, title: ToldWords) -> bool:
        """Say whether this says little beyond ``title``; a sentence that says more may contain all of it.

        One that says when, where or who beyond the title is the lead that the rest depends on.
        """
        if not self.stems or self.facts - title.facts:
            return False
        if self.source == title.source:
            return len(self.stems & title.stems) >= _SAME * len(self.stems)
        return len(self.beginnings & title.beginnings) >= _SAME_ABROAD * len(self.beginnings)


def _names_and_days(text: str, language: LanguageCode) -> Iterator[str]:
    for feature in name_features([text], language, with_sounds=False):
        if not feature.key.startswith("#") and is_name(feature.word, language):
            yield feature.key
    whole, beginnings = sure_calendar_names(language)
    for word in _WORD.findall(lowered(text, language)):
        if word in whole or (beginnings and word.startswith(beginnings)):
            yield word


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


class SoundFirst:
    """A ranking that offers some sentences only after all others."""

    def __init__(self, ranking: Ranking, last: Collection[int]) -> None:
        """Take a ranking, and the sentences to offer last."""
        self._ranking = ranking
        self._last = last
        self._waiting: list[int] = []

    def offer(self) -> int | None:
        """Return the best of the sentences that come first, or else of the others."""
        while (position := self._ranking.offer()) is not None and position in self._last:
            self._waiting.append(position)
        if position is not None or not self._waiting:
            return position
        for each in self._waiting:
            self._ranking.put_back(each)
        self._waiting, self._last = [], ()
        return self._ranking.offer()

    def put_back(self, position: int) -> None:
        """Have a sentence offered again."""
        self._ranking.put_back(position)

    def took(self, position: int) -> None:
        """Note that a sentence was taken."""
        self._ranking.took(position)

    def is_told(self, position: int) -> bool:
        """Say whether a sentence that was taken tells what another one says."""
        return self._ranking.is_told(position)


class Fresh:
    """A ranking without sentences that repeat what was taken already, or the title, or say it worse."""

    def __init__(
        self,
        ranking: Ranking,
        told: Sequence[ToldWords],
        title: ToldWords | None,
        own: Collection[int] = (),
    ) -> None:
        """Take a ranking of sentences, and their words in order.

        ``own`` are sentences in their own words: a translation of what one of them says is never offered.
        """
        self._ranking = ranking
        self._title = title
        self._told = told
        self._taken: list[ToldWords] = []
        self._own = frozenset(own)

    def offer(self) -> int | None:
        """Return the best sentence that is not stale."""
        while (position := self._ranking.offer()) is not None:
            mine = self._told[position]
            is_own = position in self._own
            better = self._taken if is_own else [*self._taken, *(self._told[each] for each in self._own)]
            if not (self._repeats_title(mine) or any(mine.same(each) for each in better)):
                return position
        return None

    def _repeats_title(self, mine: ToldWords) -> bool:
        return self._title is not None and mine.says_no_more(self._title)

    def put_back(self, position: int) -> None:
        """Have a sentence offered again."""
        self._ranking.put_back(position)

    def took(self, position: int) -> None:
        """Treat sentences that say the same as stale from now on."""
        self._ranking.took(position)
        self._taken.append(self._told[position])

    def is_told(self, position: int) -> bool:
        """Say whether a sentence that was taken tells what another one says."""
        return self._ranking.is_told(position)
