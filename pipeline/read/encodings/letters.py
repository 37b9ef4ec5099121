"""How likely signs are in a language: the letters beyond ASCII that its common words have, and its marks.

A reading in the wrong encoding has letters that the language lacks, capitals inside of words, and signs that
touch letters. All figures are natural logarithms of probabilities, and were set on NTREX lines.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Collection
from functools import cache, lru_cache
from itertools import pairwise

import languages
from pipeline.core.records import LanguageCode
from pipeline.core.text.stop_words import for_detection

_UNKNOWN = -12.0
"""Of a letter that the language lacks."""
_RARE = -7.0
"""Of a letter of its alphabet, or of its script, that no common word has."""
_INSIDE = -7.0
"""In addition, of a capital after a small letter, or of a letter beside one of another alphabet."""
_CONTROL = -20.0
"""Of a control or a sign without a character."""
_REPLACED = -14.0
_MARK = -4.0
"""Of a punctuation mark where it may stand."""
_TOUCHING = -9.0
"""Of a sign that touches letters and should not."""
_STRANGE_ALIKE, _STRANGE, _STRANGE_LATIN = -4.0, -7.5, -9.0
"""Of a letter of a language without a file: of the script of most of the text, of another, of the Latin one.
"""
_SIGNS_KNOWN = 1 << 9
"""The most signs, with those beside them, whose likelihood a model remembers: .1 MB, and there are 50."""
_WEIGHT_OF_PAIRS = 0.7
"""Weight of a letter after the letter before it, beside the letter alone."""

_COMMON_HAN, _KNOWN_HAN, _FOREIGN_HAN = -6.0, -7.5, -13.0
_COMMON_HANGUL, _HANGUL, _RARE_HANGUL, _HANJA = -5.5, -7.5, -12.0, -12.0
_HIRAGANA, _KATAKANA, _HALF_KATAKANA = -4.0, -5.0, -13.0
_EAST_ASIAN_MARK = -4.0
_MARKS = frozenset(
    "«»‹›“”„‟‘’‚‛–—―…•·€£§°©®™¿¡ºª№\xa0،؛؟۔।॥־׳״、。，．・：；？！（）「」『』《》〈〉【】〔〕〜～ー％\u3000"
)
_RARE_MARKS = {"…": -6.0, "‚": -8.0}
"""Marks that are rarer than the letters which older encodings of DOS have in their place."""
_JOINING = "’ʼ·\xa0"
_OF_THINGS = "€£§°©®™•№"
"""Marks of amounts and things, which no letter touches."""
_EAST_ASIAN_FROM = 0x2E80
_LEVELS = {"Hans": ("gb2312", 0xB0, 0xD8), "Hant": ("big5", 0xA4, 0xC7), "Jpan": ("euc_jp", 0xB0, 0xD0)}
"""The encoding of each system of Han characters, and the bytes that its common ones begin with: the first
levels of GB 2312, Big5 and JIS X 0208."""


class LetterModel:
    """The signs of a language, or of one of its systems of Han characters."""

    def __init__(self, code: LanguageCode, script: str) -> None:
        """Learn from the stop words of a language."""
        self._script = script
        self._words = for_detection(code)
        own = [f" {word}" for word in self._words]
        self._pairs: Counter[tuple[str, str]] = Counter(
            pair for word in own for pair in pairwise(word) if not pair[1].isascii()
        )
        self._before = Counter(sign for word in own for sign in word[:-1])
        self._letters = Counter(sign for word in self._words for sign in word if not sign.isascii())
        self._total = self._letters.total() + 40
        self._alphabet = frozenset(languages.get(code).alphabet)
        self._closers = frozenset(closing for _, closing in languages.get(code).quotes)
        self._block = _block(self._letters) if script not in ("Latn",) else 0
        self._sign = lru_cache(_SIGNS_KNOWN)(self._sign_anew)

    def score(self, pairs: Counter[tuple[str, str, str]], words: Counter[str]) -> float:
        """Return the log-likelihood of the signs beyond ASCII in a text; its own common words add to it.

        ``pairs`` are signs with the ones beside them, ``words`` those in small letters.
        """
        signs = sum(self._sign(*pair) * number for pair, number in pairs.items())
        known = sum(number for word, number in words.items() if word in self._words)
        return signs + min(known, 40) * 1.0

    def _sign_anew(self, before: str, sign: str, after: str) -> float:
        if sign == "\ufffd":
            return _REPLACED
        if sign in _MARKS:
            return _mark(before, sign, after, self._closers)
        if self._script in _LEVELS or self._script == "Kore":
            return _east_asian(self._script, sign, sign in self._letters)
        if not (sign.isalpha() or unicodedata.combining(sign)):
            return _other(before, sign, after)
        is_odd = (sign.isupper() and before.islower()) or (sign.islower() and after.isupper())
        is_odd |= before.isdecimal() or after.isdecimal()
        if self._script != "Latn":  # no word has letters of two alphabets
            is_odd |= any(near.isascii() and near.isalpha() for near in (before, after))
        return self._letter(before, sign) + (_INSIDE if is_odd else 0.0)

    def _letter(self, before: str, sign: str) -> float:
        small = sign.lower()[:1]
        number = self._letters[small]
        if not number and small not in self._alphabet and not self._of_script(small):
            return _UNKNOWN
        alone = math.log((number + 0.5) / self._total) if number else _RARE
        first = " " if not before.isalpha() else before.lower()[:1]
        seen = self._pairs[first, small]
        paired = math.log((seen + 0.05) / (self._before[first] + 2.0))
        return (1 - _WEIGHT_OF_PAIRS) * alone + _WEIGHT_OF_PAIRS * max(paired, _RARE)

    def _of_script(self, sign: str) -> bool:
        return self._script != "Latn" and not self._alphabet and ord(sign) >> 8 == self._block


@cache
def models_of(code: LanguageCode) -> tuple[LetterModel, ...]:
    """Return the models of a language, one for each of its scripts."""
    return tuple(LetterModel(code, script) for script in languages.get(code).scripts)


def strange(sign: str, block: int) -> float:
    """Return how likely a sign is in a language that nothing is known of.

    ``block`` are the higher bits of the codes of most of the text's letters.
    """
    if sign == "\ufffd":
        return _REPLACED
    category = unicodedata.category(sign)
    if category[0] in "LM":
        if sign < "\u0250":
            return _STRANGE_LATIN
        return _STRANGE_ALIKE if ord(sign) >> 7 == block else _STRANGE
    return _CONTROL if category[0] == "C" else _STRANGE_LATIN


@lru_cache(1 << 14)
def _east_asian(script: str, sign: str, is_common: bool) -> float:
    code = ord(sign)
    if 0x3041 <= code <= 0x309F or 0x30A0 <= code <= 0x30FF:
        return (_HIRAGANA if code < 0x30A0 else _KATAKANA) if script == "Jpan" else _FOREIGN_HAN
    if 0xFF66 <= code <= 0xFF9F:
        return _HALF_KATAKANA
    if 0x3000 <= code <= 0x303F or 0xFF00 <= code <= 0xFF65:
        return _EAST_ASIAN_MARK
    if 0xAC00 <= code <= 0xD7A3:
        if script != "Kore":
            return _FOREIGN_HAN
        return _COMMON_HANGUL if is_common else _HANGUL if _encoded(sign, "euc_kr") else _RARE_HANGUL
    if not (0x4E00 <= code <= 0x9FFF or code == 0x3005):
        return _CONTROL if unicodedata.category(sign)[0] == "C" else _UNKNOWN
    if script == "Kore":
        return _HANJA
    if is_common:
        return _COMMON_HAN
    encoding, first, end = _LEVELS[script]
    lead = _encoded(sign, encoding)[:1]
    return (_KNOWN_HAN if first <= lead[0] < end else _UNKNOWN + 2) if lead else _FOREIGN_HAN


def _encoded(sign: str, encoding: str) -> bytes:
    try:
        return sign.encode(encoding)
    except UnicodeEncodeError:
        return b""


def _mark(before: str, sign: str, after: str, closers: Collection[str]) -> float:
    """Return how likely a mark is between its neighbours: an opening one before a word, a closing one after.

    ``closers`` are the language's closing quotation marks.
    """
    left, right = before.isalpha(), after.isalpha()
    if sign in _OF_THINGS:
        return _TOUCHING if left or right else _MARK
    if left and right and ord(before) < _EAST_ASIAN_FROM:
        return _MARK if sign in _JOINING else _TOUCHING
    if sign in "«“‘„‚¿¡‹" and left and not right:
        return _MARK if sign in closers else _TOUCHING
    if sign in "»”…›" and right and not left and sign != "»":
        return _TOUCHING
    if sign in _RARE_MARKS:
        return _RARE_MARKS[sign]
    return _TOUCHING if sign in "¿¡" and after.islower() else _MARK


def _other(before: str, sign: str, after: str) -> float:
    if unicodedata.category(sign)[0] == "C":
        return _CONTROL
    return _UNKNOWN if before.isalpha() or after.isalpha() else _TOUCHING


def _block(letters: Counter[str]) -> int:
    found = Counter(ord(sign) >> 8 for sign in letters)
    return found.most_common(1)[0][0] if found else 0
