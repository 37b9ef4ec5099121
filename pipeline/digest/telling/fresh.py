"""A ranking of a story's sentences without those that say what one taken before said, in any language."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode
from pipeline.summarise import words
from pipeline.summarise.ranking import Ranking

_SAME = 0.5
"""Share of common words, of the shorter of two sentences, from which they are held to say the same."""
_SAME_ABROAD = 0.3
"""The same for sentences of reports in two languages, of which at least one is a translation, by the first
letters of words. Of the sentences of NTREX's development set that are each other's translations, Apertium's
words were the same for .92 or more; of other pairs in one document for .06 to .08. By whole words from a half
these were .68 to .71, and .02."""
_LETTERS = 4
"""The first letters of a word that count between translations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldWords:
    """The words of a sentence or a title, in the language of comparison."""

    source: LanguageCode
    """The language that it was written in."""
    stems: frozenset[str]
    beginnings: frozenset[str]

    @classmethod
    def of(cls, text: str, language: LanguageCode, source: LanguageCode) -> ToldWords:
        """Return the words of ``text``, which is in ``language``, without stop words."""
        stems = frozenset(words.stems(text, language)) - {words.STOP_WORD}
        return cls(source=source, stems=stems, beginnings=frozenset(stem[:_LETTERS] for stem in stems))

    def same(self, other: ToldWords) -> bool:
        """Say whether two sentences say the same."""
        if self.source == other.source:
            return _share(self.stems, other.stems) >= _SAME
        return _share(self.beginnings, other.beginnings) >= _SAME_ABROAD

    def says_no_more(self, title: ToldWords) -> bool:
        """Say whether this says little beyond ``title``; a sentence that says more may contain all of it."""
        if not self.stems:
            return False
        if self.source == title.source:
            return len(self.stems & title.stems) >= _SAME * len(self.stems)
        return len(self.beginnings & title.beginnings) >= _SAME_ABROAD * len(self.beginnings)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


class Fresh:
    """A ranking without sentences that repeat what was taken already, or the title."""

    def __init__(self, ranking: Ranking, told: Sequence[ToldWords], title: ToldWords | None) -> None:
        """Take a ranking of sentences, and their words in order."""
        self._ranking = ranking
        self._title = title
        self._told = told
        self._taken: list[ToldWords] = []

    def offer(self) -> int | None:
        """Return the best sentence that is not stale."""
        while (position := self._ranking.offer()) is not None:
            mine = self._told[position]
            if not (self._repeats_title(mine) or any(mine.same(taken) for taken in self._taken)):
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
