"""Numbers and names: what a report can have in common with one in any other language.

A name is written down by its sound in every script, so it is reduced to what survives that: the kinds of
its consonants, in order. ``Trump``, ``Трамп``, ``Τραμπ`` and ``ترامب`` all become ``TRMP``. What a letter
sounds like is read off its name in Unicode (``CYRILLIC SMALL LETTER SHA``, ``HANGUL SYLLABLE TEU``), so no
table of any language is needed. Chinese characters have no sounds there; only what is written in other signs
counts of Chinese.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache

from pipeline.core.text.case import lowered

_NUMBER = re.compile(r"\d[\d.,\u00a0\u202f']*\d|\d")
_LETTER = r"[^\W\d_]"
_LATIN_SOUNDS = (
    ("tch", "S"), ("sch", "S"), ("ph", "P"), ("sh", "S"), ("ch", "S"), ("th", "T"), ("ck", "K"), ("gh", "K"),
    ("tz", "S"), ("ts", "S"), ("cz", "S"), ("sz", "S"), ("zh", "S"), ("kh", "K"), ("ce", "S"), ("ci", "S"),
    ("cy", "S"), ("x", "KS"), ("q", "K"), ("c", "K"), ("g", "K"), ("k", "K"), ("j", "S"), ("s", "S"),
    ("z", "S"), ("b", "P"), ("p", "P"), ("f", "P"), ("v", "P"), ("w", "P"), ("d", "T"), ("t", "T"),
    ("l", "R"), ("r", "R"), ("m", "M"), ("n", "N"),
)  # fmt: skip
"""Kinds of consonants of Latin letters: lips, throat, hiss, teeth, l and r, m, n. Other letters do not
count."""
_SOUND = re.compile("|".join(letters for letters, _ in _LATIN_SOUNDS))
_SOUND_OF = dict(_LATIN_SOUNDS)
_SILENT = re.compile(
    r"^(?:ALEF|WAW|YEH|AIN|AYIN|YOD|VAV|HE|HAMZA|SHORT I|HARD SIGN|SOFT SIGN|YERU|VOWEL|SARA|MAI|SIGN)\b"
)
_SPELLED = ("LATIN", "CYRILLIC", "HANGUL", "KATAKANA", "GEORGIAN", "ARMENIAN")
"""Scripts whose letters have names in which all consonants sound; elsewhere (BETA, LAMED) only the first
does."""
CASED = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN")
_SHORTEST = 3
_LONGEST = 6
"""The most consonants of a name that count; endings come after them."""
_PREFIX = 5
"""Number of letters by which names in the Latin script are also compared, besides their sound."""


def name_features(text: str) -> Counter[str]:
    """Count the numbers and names of a text, each as it is compared with those of other languages."""
    found: Counter[str] = Counter()
    for match in _NUMBER.finditer(text):
        digits = "".join(str(unicodedata.digit(sign, 0)) for sign in match[0] if sign.isdigit())
        if len(digits) > 1:
            found[f"#{digits}"] += 1
    for word in _names(text):
        sound = name_sound(word)
        if len(sound) >= _SHORTEST:
            found[f"~{sound}"] += 1
        plain = _plain(word)
        if plain.isascii() and len(plain) > 2:
            found[f"={plain[:_PREFIX]}"] += 1
    return found


def _names(text: str) -> Iterator[str]:
    """Yield words that may be names: with a capital inside a sentence, or in a script without capitals."""
    end = 0
    for match in _word().finditer(text):
        between, end = text[end : match.start()], match.end()
        word = match[0]
        script = letter_script(word[0])
        if script in CASED:
            starts = match.start() == 0 or any(sign in between for sign in '.!?:;\n«»“”„"')
            if word[0].isupper() and not starts:
                yield word.partition("'")[0].partition("’")[0]
        elif script not in ("HIRAGANA", "CJK", "THAI", "OTHER"):
            yield from _katakana(word) if script == "KATAKANA" else (word,)


@cache
def _word() -> re.Pattern[str]:
    # Python's \w leaves out combining marks, without which no word of Hindi is whole.
    marks = "".join(chr(sign) for sign in range(0x300, 0x1100) if unicodedata.category(chr(sign))[0] == "M")
    return re.compile(rf"{_LETTER}(?:{_LETTER}|[{marks}])*(?:['’]{_LETTER}+)?")


def _katakana(word: str) -> Iterator[str]:
    yield from re.findall("[\u30a1-\u30fa\u30fc]{2,}", word)


def name_consonants(word: str) -> tuple[str, ...]:
    """Return a name's consonants in order, in Latin letters: ``f``, ``r``, ``d`` of ``Ford`` and ``Форд``."""
    spelled = "".join(map(_spelling, unicodedata.normalize("NFC", lowered(word))))
    return tuple(match[0] for match in _SOUND.finditer(spelled))


@lru_cache(maxsize=100_000)
def name_sound(word: str) -> str:
    """Return the kinds of a name's consonants, in order: ``TRMP`` for ``Trump``. See above."""
    kinds = "".join(_SOUND_OF[letters] for letters in name_consonants(word))
    kinds = re.sub(r"(.)\1+", r"\1", kinds)
    kinds = re.sub("N(?=P)", "M", kinds)
    return kinds[:_LONGEST]


@lru_cache(maxsize=10_000)
def _plain(word: str) -> str:
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(sign)
    )


@lru_cache(maxsize=20_000)
def letter_script(sign: str) -> str:
    """Return a letter's script, by the first word of its name in Unicode: ``LATIN``, ``CJK``."""
    name = unicodedata.name(sign, "OTHER")
    return name.partition(" ")[0]


@lru_cache(maxsize=20_000)
def _spelling(sign: str) -> str:
    """Return the sound of a letter in Latin letters; empty where it has none, or it is not known."""
    plain = unicodedata.normalize("NFKD", sign)[:1]
    if plain.isascii():
        return plain
    name = unicodedata.name(sign, "")
    script, _, rest = name.partition(" ")
    rest = re.sub(r" WITH .*$", "", rest)
    for word in ("SMALL", "CAPITAL", "LETTER", "SYLLABLE", "CHARACTER", "FINAL", "HALFWIDTH", "VOICED"):
        rest = re.sub(rf"\b{word} ", "", f"{rest} ").rstrip()
    if _SILENT.match(rest) or script not in (*_SPELLED, "GREEK", "ARABIC", "HEBREW", "DEVANAGARI"):
        return ""
    rest = rest.split()[0].lower() if rest else ""
    if script in _SPELLED:
        return rest.replace("gh", "g")
    first = re.match(r"[^aeiou]+", rest)
    return first[0] if first else ""
