"""Words of a text as watches compare them: case, accents and endings folded.

* A word is a run of letters, marks and digits, compared by its keys: the word without case and accents,
  and its stem. Where a language has no stemmer, a word also goes without its last letters: a quarter of
  them, three at most, four always stay.
* Chinese, hiragana, Thai, Lao, Burmese and Khmer stand without spaces, so each character is a word there,
  and a term is a row of neighbours. It may be found inside a longer word.
* A run of katakana is a word. So is a run of Hangul, whose particles cling to its end: it has its
  beginnings for keys.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import languages
from pipeline.core.records import LanguageCode
from pipeline.core.text.case import lowered
from pipeline.summarise import words

_SPACELESS = (
    "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Chinese characters
    "\u3041-\u309f"  # hiragana
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
)
_HANGUL = "\uac00-\ud7a3"
_KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_APOSTROPHE = re.compile(r"(?<=[A-Za-z\u00c0-\u024f\u1e00-\u1eff])'(?=[A-Za-z\u00c0-\u024f\u1e00-\u1eff])")
_SPELLINGS = str.maketrans(
    {
        **dict.fromkeys("’ʼ‘＇", "'"),
        "\u00ad": None,
        "\u0640": None,  # soft hyphen, and the stroke that lengthens Arabic words
        "ș": "ş",
        "ț": "ţ",
        "Ș": "Ş",
        "Ț": "Ţ",  # the stemmer of Romanian knows the older letters only
    }
)
_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647",
    }
)  # fmt: skip
"""Letters that writers exchange for others, and Unicode does not take apart: Latin, Arabic and Persian."""
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]+"
)
"""Accents, points of Hebrew, short vowels of Arabic. Elsewhere marks are vowels, which tell words apart."""
_ELIDED_HEAD, _ELIDED_TAIL = 2, 1
"""The most letters before and after a Latin apostrophe that are left out, as in ``summarise.words``."""
_ENDING = 3
_STAYS = 4
_PARTICLES = 12
"""The most syllables of a Korean beginning that are compared."""


class Word(NamedTuple):
    """A word of a text."""

    text: str
    is_first: bool
    """Whether a capital says nothing, because the word begins the text, or follows a sign such as a quote."""


def fold(text: str) -> str:
    """Return a text without case and accents. What is folded already stays as it is.

    >>> fold("ÉLECTION"), fold("Łódź"), fold("ёлка"), fold("Straße")
    ('election', 'lodz', 'елка', 'strasse')
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", plain).translate(_LETTERS))


def split_words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order, in time that grows with its length only."""
    spelled = unicodedata.normalize("NFKC", text).translate(_SPELLINGS)
    end = 0
    for match in _pattern().finditer(spelled):
        between = spelled[end : match.start()]
        is_first = end == 0 or any(sign in between for sign in '.!?:;\n«»“”„"')
        end = match.end()
        parts = _APOSTROPHE.split(match[0])
        last = len(parts) - 1
        for place, part in enumerate(parts):
            if last == 0 or len(part) > (_ELIDED_TAIL if place == last else _ELIDED_HEAD):
                yield Word(part, is_first)


@cache
def _pattern() -> re.Pattern[str]:
    # Python's \w leaves out combining marks, without which no word of Hindi is whole.
    marks = "".join(chr(c) for c in range(0x300, 0x10000) if unicodedata.category(chr(c)).startswith("M"))
    letter = rf"(?![{_SPACELESS}{_HANGUL}{_KATAKANA}])[^\W_]"
    return re.compile(
        rf"[{_SPACELESS}][{marks}]*|[{_HANGUL}]+|[{_KATAKANA}]+"
        rf"|{letter}(?:{letter}|[{marks}\u200c\u200d]|['׳״](?={letter}))*"
    )


def is_spaceless(word: str) -> bool:
    """Say whether a word is a character of a script without spaces."""
    return _spaceless().match(word) is not None


@cache
def _spaceless() -> re.Pattern[str]:
    return re.compile(f"[{_SPACELESS}]")


def is_korean(word: str) -> bool:
    """Say whether a word is in Hangul."""
    return "\uac00" <= word[:1] <= "\ud7a3"


@lru_cache(maxsize=100_000)
def word_keys(word: str, language: LanguageCode) -> frozenset[str]:
    """Return what a word is compared by: two words are the same if they have a key in common."""
    return frozenset(fold(form) for form in forms(word, language))


@lru_cache(maxsize=100_000)
def forms(word: str, language: LanguageCode) -> tuple[str, ...]:
    """Return a word with and without its ending, folded or not."""
    plain = fold(word)
    if is_spaceless(word) or is_korean(word) or not plain.isalpha():
        return (plain,)
    found = _stems(lowered(word, language), plain, language)
    if found:
        return (plain, *found)
    most = min(_ENDING, len(plain) // 4)
    return (plain, *(plain[:-gone] for gone in range(1, most + 1) if len(plain) - gone >= _STAYS))


def _stems(lower: str, plain: str, language: LanguageCode) -> tuple[str, ...]:
    if language not in languages.codes():  # a forged record
        return ()
    own, folded = words.stem(lower, language), words.stem(plain, language)
    return () if own is None or folded is None else (own, folded)


def text_keys(word: str, language: LanguageCode) -> frozenset[str]:
    """Return the keys of a word in a text: those of ``word_keys``, and for Hangul its beginnings."""
    if not is_korean(word):
        return word_keys(word, language)
    least = 1 if len(word) <= 2 else 2
    return frozenset(word[:size] for size in range(least, min(len(word), _PARTICLES) + 1)) | {word}
