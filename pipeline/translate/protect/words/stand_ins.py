"""What stands in for names, months and acronyms on their way through an engine by rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.core.records import StandIn, WordReading
from pipeline.core.text.case import lowered

MEN = ("Peter", "David", "Robert", "Daniel", "Patrick", "Thomas", "Mario", "Javier", "Fernando", "Gerard")
MEN_WITH_VOWEL = ("Edward", "Albert", "Oscar", "Antonio", "Alberto")
WOMEN = ("Laura", "Paula", "Carmen", "Monica", "Susan", "Barbara", "Carla", "Sonia")
WOMEN_WITH_VOWEL = ("Elena", "Ana", "Emma", "Anna")
"""First names that dictionaries of many pairs have, and that are the same in all languages. The lists of
those that begin with a vowel keep elisions right: ``d'Emmanuel``, ``de Peter``."""
NAME_STAND_INS = (*MEN, *MEN_WITH_VOWEL, *WOMEN, *WOMEN_WITH_VOWEL)
MASCULINE_ACRONYMS = ("FBI",)
ACRONYMS_WITH_VOWEL = ("AFP",)
ACRONYM_STAND_INS = ("BBC", "CNN", "CIA", "FBI", "DVD", "USB", "UEFA", "NBA", *ACRONYMS_WITH_VOWEL)
"""Acronyms of the same kind; that of the first list is masculine where the others are feminine."""
REIGN_STAND_INS = ("VIII", "XVI", "II", "IX")
"""Roman numerals that are no other words in most dictionaries."""
_CLEAN = frozenset({"first_name", "surname"})
_VOWELS = frozenset("aeiouàáâãäåèéêëìíîïòóôõöøùúûüœæh")


class StandIns:
    """Hands out stand-ins for one sentence, none twice."""

    def __init__(self, text: str, readings: Mapping[str, WordReading]) -> None:
        """Hand out words that ``text`` has not, of those whose ``readings`` leave no doubt."""
        self._taken = set(re.findall(r"\w+", lowered(text)))
        self._readings = readings

    def name(self, shown: str, *, is_female: bool) -> StandIn | None:
        """Return what stands in for a name; None if there is nothing left."""
        men, women = (MEN_WITH_VOWEL, WOMEN_WITH_VOWEL) if begins_with_vowel(shown) else (MEN, WOMEN)
        wanted = women if is_female else men
        return self._one((*wanted, *NAME_STAND_INS), shown, _CLEAN)

    def acronym(self, shown: str, *, is_male: bool) -> StandIn | None:
        """Return what stands in for an acronym; None if there is nothing left."""
        first = MASCULINE_ACRONYMS if is_male else ACRONYMS_WITH_VOWEL if begins_with_vowel(shown) else ()
        words = (*first, *ACRONYM_STAND_INS)
        return self._one(words, shown, frozenset({"acronym", "name"}))

    def reign(self, shown: str) -> StandIn | None:
        """Return what stands in for the number of a king; None if there is nothing left."""
        return self._one(REIGN_STAND_INS, shown, frozenset({"word"}))

    def take(self, word: str) -> bool:
        """Return whether a word is free, and take it."""
        is_free = lowered(word) not in self._taken
        self._taken.add(lowered(word))
        return is_free

    def _one(self, words: Sequence[str], shown: str, kinds: frozenset[str]) -> StandIn | None:
        for word in words:
            known = self._readings.get(word, WordReading()).kinds
            if known and known <= kinds and self.take(word):
                return StandIn(sent=word, back=(word,), shown=(shown,))
        return None


def begins_with_vowel(word: str) -> bool:
    """Say whether a word begins with a sound before which small words lose their last letter."""
    return lowered(word[:1]) in _VOWELS
