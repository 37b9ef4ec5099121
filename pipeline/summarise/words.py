"""The words of a sentence: for ranking, as stems without stop words; for the length of a summary, as a count.

sumy's own tokenizer wants NLTK's punkt data, and for Chinese, Japanese, Korean, Arabic and Hebrew packages
that it does not bring. These are Unicode's rules instead, the same for every language:

* a word is a run of letters, digits and the marks that belong to them, with at least one letter;
* in the Latin script an apostrophe parts two words, and what was elided goes: ``l'armée`` is ``armée``,
  ``Biden's`` is ``biden``. Elsewhere it is a letter (Ukrainian ``п'ять``);
* Chinese characters stand without spaces, and Korean particles cling to their noun: of a run of either, each
  pair of neighbours counts as a word;
* katakana is a word a run; hiragana, which writes Japanese endings and particles, is left out;
* Thai, Lao, Burmese and Khmer have neither spaces nor a word for each character: of a run, each pair of
  neighbouring letters, with the marks that belong to them, counts as a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain

import languages
from pipeline.core.records import LanguageCode
from pipeline.core.text.case import lowered, without_accents_of_greek
from pipeline.core.text.far_patterns import NEAR, FarPattern, has_far_sign
from pipeline.core.text.stop_words import for_summaries
from pipeline.summarise import stemmers

STOP_WORD = ""
"""Placeholder in ``stems`` for a stop word, as some methods measure distances between words."""

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HANGUL = "\uac00-\ud7a3"
_KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_HIRAGANA = "\u3041-\u309f"
_SOUTH_EAST_ASIAN = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff"
_HALF_KATAKANA = "\uff66-\uff9f"
_WIDE_PUNCTUATION = "\u3000-\u3004\u3008-\u303f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_JOINERS = "\u200c\u200d"
_LATIN_APOSTROPHE = re.compile(r"(?<=[a-z\u00df-\u024f\u1e00-\u1eff])'(?=[a-z\u00df-\u024f\u1e00-\u1eff])")
_SPELLINGS = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "\u00ad": None, "\u0640": None})
_ELIDED_HEAD = 2
"""The most letters of an elided word before an apostrophe: ``l'``, ``qu'``, ``un'``, ``O'``. Longer ones
(``dell'``) are in the stop words."""
_ELIDED_TAIL = 1
"""The most letters after an apostrophe that are left out: ``'s``, ``'t``. Not 2, for the sake of ``l'UE``."""
_PAIRED = FarPattern(f"[{_HAN}{_HANGUL}]")
_SPACELESS = FarPattern(f"[{_SOUTH_EAST_ASIAN}]")
_LETTER_WITH_MARKS = re.compile(r"[^\W_][\W_]*")
_CHARACTER = FarPattern(f"[{_HAN}{_KATAKANA}{_HIRAGANA}{_HALF_KATAKANA}]")
_WITHOUT_CASE = ("arabic",)
"""Stemmers of words that have no capitals. Others leave such words as they are, and the Czech one warns."""
_WIDE = FarPattern(f"[{_WIDE_PUNCTUATION}]")


def stems(text: str, language: LanguageCode) -> tuple[str, ...]:
    """Return the stems of the words of ``text`` in order, ``STOP_WORD`` in the place of each stop word.

    Stop words are sumy's, or stopwordsiso's and those of the language's file. Stemmers are sumy's; where it
    has none, a word is its own stem. Raises ``languages.UnknownLanguageError``.
    """
    stemmer = _stemmer(language)
    return tuple(_stem(stemmer, word) if word else STOP_WORD for word in lowered_words(text, language))


def lowered_words(text: str, language: LanguageCode) -> tuple[str, ...]:
    """Return the words of ``text`` in order and in lower case, as ``stems`` takes them.

    Raises ``languages.UnknownLanguageError``.
    """
    stop_words = _stop_words(language)
    return tuple(
        STOP_WORD if word in stop_words else word
        for run in _runs(_normalise(text, language))
        for word in ([run] if run in stop_words else _parts(run))
    )


def stem(word: str, language: LanguageCode) -> str | None:
    """Return the stem of one word in lower case; None where the language has no stemmer.

    Raises ``languages.UnknownLanguageError``.
    """
    stemmer = _stemmer(language)
    return None if stemmer is None else _stem(stemmer, word)


def is_stop_word(word: str, language: LanguageCode) -> bool:
    """Say whether a word is a stop word, as ``stems`` has them. Raises ``languages.UnknownLanguageError``."""
    return _normalise(word, language) in _stop_words(language)


def count_words(text: str) -> int:
    """Count words as word processors do: runs between white space, and each Chinese or Japanese character."""
    rest = _WIDE.sub(" ", _CHARACTER.sub(" ", text))
    return len(_CHARACTER.findall(text)) + len(rest.split())


def _normalise(text: str, language: LanguageCode) -> str:
    # Greek has no accents in capitals, so they do not count.
    spelled = unicodedata.normalize("NFKC", text).translate(_SPELLINGS)
    return lowered(without_accents_of_greek(spelled), language)


def _runs(text: str) -> Iterator[str]:
    for match in _pattern(far=has_far_sign(text)).finditer(text):
        if any(map(str.isalpha, match[0])):
            yield match[0]


@cache
def _pattern(*, far: bool) -> re.Pattern[str]:
    """Return the pattern of a run; without ``far`` for texts that have no far sign, which is made sooner."""
    # Python's \w leaves out combining marks, without which no word of Hindi or of vocalised Arabic is whole.
    codes = range(0x10000) if far else chain(*NEAR)
    marks = "".join(chr(c) for c in codes if unicodedata.category(chr(c)).startswith("M"))
    letter = rf"(?![{_HAN}{_HANGUL}{_KATAKANA}{_HIRAGANA}])[^\W_]" if far else r"[^\W_]"
    word = rf"{letter}(?:{letter}|[{marks}{_JOINERS}]|['׳״](?={letter}))*"
    return re.compile(rf"[{_HAN}]+|[{_HANGUL}]+|[{_KATAKANA}]+|{word}" if far else word)


def _parts(run: str) -> Iterator[str]:
    if _PAIRED.match(run):
        yield from (run[i : i + 2] for i in range(max(1, len(run) - 1)))
        return
    if _SPACELESS.match(run):
        letters = _LETTER_WITH_MARKS.findall(run)
        yield from ("".join(letters[i : i + 2]) for i in range(max(1, len(letters) - 1)))
        return
    parts = _LATIN_APOSTROPHE.split(run)
    last = len(parts) - 1
    for position, part in enumerate(parts):
        if last == 0 or len(part) > (_ELIDED_TAIL if position == last else _ELIDED_HEAD):
            yield part


@cache
def _stop_words(language: LanguageCode) -> frozenset[str]:
    return frozenset(_normalise(word, language) for word in for_summaries(language))


@cache
def _stemmer(language: LanguageCode) -> str | None:
    """Return the name of sumy's stemmer for the language, None where it has none that works."""
    for name in languages.get(language).codes.sumy[:1]:
        try:
            stemmers.stemmer(name)("depeche")
        except (LookupError, ValueError):
            # LookupError: no such stemmer. ValueError: the Polish and Greek ones need further packages.
            return None
        return name
    return None


@lru_cache(maxsize=100_000)
def _stem(stemmer: str | None, word: str) -> str:
    # Each word gets a new stemmer: NLTK's Arabic stemmer never resets one of its flags, so its answer depends
    # on the words it saw before (for 33 of 5,276 words of the NTREX development set).
    if stemmer is None or (stemmer not in _WITHOUT_CASE and not word.islower()):
        return word
    return str(stemmers.stemmer(stemmer)(word))
