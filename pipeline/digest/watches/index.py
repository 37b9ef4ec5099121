"""All terms of all watches, found in one pass over a text.

Each word of each term has a bit of one large number. A text's word has the bits of the term's words that it
is the same as, and a term is found where its bits come one after another (the shift-and algorithm of
Baeza-Yates and Gonnet, 1992). So the time grows with the text's length alone, whatever text and terms are.

Names are also found by their sound, as ``stories.names`` has it: ``Trump`` in ``Трамп``. The kinds of three
consonants are many other words' too (``Putin``, ``Boden``), so the consonants themselves must be the same
(``p``, ``t``, ``n``). They count between two scripts only, and only where a capital inside a sentence tells a
name or, in scripts without capitals, where the word is no common one. In Hangul, where most words are as
short, longer names too must have the same consonants. Stop words are no names.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import languages
from pipeline.core.records import LanguageCode
from pipeline.detect.word_frequencies import frequencies_of
from pipeline.digest.stories.names import CASED, letter_script, name_consonants, name_sound
from pipeline.digest.watches.folding import Word, forms, is_korean, split_words, text_keys, word_keys
from pipeline.digest.watches.opened import OpenedWatch, WatchTerm
from pipeline.summarise import words as summary_words

_SOUNDING = (*CASED, "GEORGIAN", "ARABIC", "HEBREW", "DEVANAGARI", "HANGUL", "KATAKANA")
_SHORT, _SURE = 3, 4
"""Consonants of a name from which its sound counts between two scripts, and in the same one too."""
_COMMON = math.log(1e-5)
"""Log-probability, in wordfreq's lists, from which a word is a common one: once in 100,000 words."""
_REMEMBERED = 200_000
"""Number of different words whose bits are remembered."""


class TermIndex:
    """Finds the terms of watches in texts. A term's number is its place among those of all watches."""

    def __init__(self, watches: Sequence[OpenedWatch]) -> None:
        """Take the watches in order."""
        self.terms = tuple((place, term) for place, watch in enumerate(watches) for term in watch.terms)
        """Each term, with the place of its watch."""
        self._watches = watches
        self._starts = self._bits = 0
        self._ends: dict[int, int] = {}
        self._parts: list[tuple[int, int, WatchTerm, str]] = []
        """The bit of each word, the place of its watch, its term and the word."""
        for number, (place, term) in enumerate(self.terms):
            self._starts |= 1 << self._bits
            for word in term.words:
                self._parts.append((1 << self._bits, place, term, word))
                self._bits += 1
            self._ends[self._bits - 1] = number
        self._last = sum(1 << place for place in self._ends)
        self._sounds = dict(self._sounds_of_terms())
        self._known: dict[LanguageCode, tuple[dict[str, int], dict[str, int], int]] = {}
        self._remembered: dict[tuple[str, int, LanguageCode], int] = {}

    def found(self, text: str, language: LanguageCode) -> frozenset[int]:
        """Return the numbers of the terms that a text in ``language`` has."""
        state = ended = 0
        for word in split_words(text):
            bits = self._bits_of(word, language)
            if not bits:
                state = 0
                continue
            state = (state << 1 | self._starts) & bits
            ended |= state & self._last
        return frozenset(self._numbers(ended))

    def _numbers(self, ended: int) -> Iterator[int]:
        while ended:
            lowest = ended & -ended
            yield self._ends[lowest.bit_length() - 1]
            ended ^= lowest

    def _bits_of(self, word: Word, language: LanguageCode) -> int:
        level = _sound_level(word, language)
        key = (word.text, level, language)
        bits = self._remembered.get(key)
        if bits is None:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            bits = self._remembered[key] = self._looked_up(word.text, level, language)
        return bits

    def _looked_up(self, word: str, level: int, language: LanguageCode) -> int:
        plain, names, allowed = self._of_language(language)
        bits = 0
        for key in text_keys(word, language):
            bits |= plain.get(key, 0)
            if level:
                bits |= names.get(key, 0)
        if level > 1:
            script = letter_script(word[0])
            for sound in {_sound_key(form, script) for form in _sounded(word, language)}:
                if level > 2 or not sound.islower():
                    bits |= self._sounds.get((sound, script), 0)
        return bits & allowed

    def _of_language(self, language: LanguageCode) -> tuple[dict[str, int], dict[str, int], int]:
        """Return the bits of keys, those of names apart, and the bits of watches that read the language."""
        if language not in self._known:
            plain: dict[str, int] = {}
            names: dict[str, int] = {}
            allowed = 0
            for bit, place, term, word in self._parts:
                wanted = self._watches[place].watch.languages
                allowed |= bit if not wanted or language in wanted else 0
                table = names if term.kind == "names" else plain
                for key in word_keys(word, language):
                    table[key] = table.get(key, 0) | bit
            self._known[language] = (plain, names, allowed)
        return self._known[language]

    def _sounds_of_terms(self) -> Iterator[tuple[tuple[str, str], int]]:
        found: dict[tuple[str, str], int] = {}
        for bit, _, term, word in self._parts:
            own = letter_script(word[0])
            if term.kind != "names" or own not in _SOUNDING:
                continue
            for script in _SOUNDING:
                sound = _sound_key(word, script)
                if sound and (script != own or not sound.islower()):
                    found[sound, script] = found.get((sound, script), 0) | bit
        yield from found.items()


def _sound_level(word: Word, language: LanguageCode) -> int:
    """Return 0 for no name, 1 where only letters tell one, 2 where sounds do, 3 where short ones do too."""
    script = letter_script(word.text[0])
    if script in CASED and not word.text[0].isupper():
        return 0
    if script not in _SOUNDING or language not in languages.codes():
        return 1
    if summary_words.is_stop_word(word.text, language):
        return 1
    if script not in CASED:
        return 2 if _is_common(word.text, language) else 3
    return 2 if word.is_first or languages.get(language).sentences.capital_nouns else 3


def _sound_key(word: str, script: str) -> str:
    """Return the kinds of a name's consonants; of three, themselves, in small letters; of fewer, nothing.

    In Hangul, ``script``, they stand themselves for more than three too: most Korean words are as short.
    """
    kinds = name_sound(word)
    if len(kinds) >= _SURE and script != "HANGUL":
        return kinds
    return " ".join(name_consonants(word)) if len(kinds) >= _SHORT else ""


def _is_common(word: str, language: LanguageCode) -> bool:
    return frequencies_of(language).get(word, -math.inf) > _COMMON


def _sounded(word: str, language: LanguageCode) -> tuple[str, ...]:
    """Return the forms of a word in a text whose sounds are compared: without endings and particles too."""
    if is_korean(word):
        return (word, *(word[:-gone] for gone in (1, 2) if len(word) - gone >= 2))
    return forms(word, language)
