"""Numbers and names: what a report can have in common with one in any other language.

A name is written down by its sound in every script, so it is reduced to what survives that: the kinds of
its consonants, in order. ``Trump``, ``Трамп``, ``Τραμπ`` and ``ترامب`` all become ``TRMP``. What a letter
sounds like is read off its name in Unicode (``CYRILLIC SMALL LETTER SHA``, ``HANGUL SYLLABLE TEU``), so no
table of any language is needed. Chinese characters have no sounds there; only what is written in other signs
counts of Chinese. Countries are also compared by what each language calls them: ``Alemania``, ``ドイツ``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import languages
from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode
from pipeline.core.text.calendar_names import sure_calendar_names
from pipeline.core.text.case import lowered
from pipeline.digest.stories.rarity import is_rare
from pipeline.summarise.words import stem

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
_HARD = {"č": "tch", "ç": "tch", "ć": "tch", "ĉ": "tch", "ț": "ts", "ţ": "ts"}
"""Latin letters that sound otherwise than the letter below the sign."""
_NO_SOUND, _HARD_CH, _SOFT_G = (
    re.compile("gh(?![aeiouy])"),
    re.compile("ch(?=[rl])"),
    re.compile("g(?=[eiy])"),
)
"""What does not sound in the Latin script (``Kavanaugh``), what is hard (``Christine``), what may be soft."""
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
_SMALL_WORD = 3
"""The most letters of words that have no capital in titles either."""
_ALL_CAPITALS = 0.75
"""Share of longer words with a capital, from which a sentence has capitals all through."""
_BEGINNINGS = frozenset('.!?:;\n«»“”„"')
"""Signs after which a word has a capital because it comes first."""
COUNTRY = "@"
"""The first sign of a country's key."""
_WORDS_OF_PLACE = 4
"""The most words of the name of a country that are looked for."""
_PREFIX = 5
"""Number of letters by which names in the Latin script are also compared, besides their sound."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A number or a name of a text, as it is compared with those of other languages."""

    key: str
    word: str
    """The number or the name as the text has it."""
    sentence: int
    """The place of its sentence."""


def name_features(
    sentences: Sequence[str], language: LanguageCode, *, with_sounds: bool = True
) -> Iterator[Feature]:
    """Yield the numbers and names of sentences in ``language``, in order.

    ``with_sounds`` is to compare names by their sound as well as by their letters. Raises
    ``languages.UnknownLanguageError``.
    """
    found = [list(_capitals(sentence)) for sentence in sentences]
    named = {lowered(word, language) for words in found for word, is_sure in words if is_sure}
    small = {word for sentence in sentences for word in _word().findall(sentence) if word.islower()}
    for place, (sentence, words) in enumerate(zip(sentences, found, strict=True)):
        for match in _NUMBER.finditer(sentence):
            digits = "".join(str(unicodedata.digit(sign, 0)) for sign in match[0] if sign.isdigit())
            if len(digits) > 1:
                yield Feature(f"#{digits}", match[0], place)
        for word, is_sure in words:
            if _is_of_calendar(lowered(word, language), language):
                continue
            plain = lowered(word, language)
            if is_sure or plain in named or (is_rare(word, language) and plain not in small):
                yield from (Feature(key, word, place) for key in _keys(word, with_sounds=with_sounds))
        if with_sounds:
            yield from (Feature(key, word, place) for key, word in _countries(sentence, language))


def _countries(sentence: str, language: LanguageCode) -> Iterator[tuple[str, str]]:
    """Yield the keys of countries that a sentence in ``language`` names, each with the word that does."""
    known = _countries_of(language)
    if known.pattern is not None:
        yield from ((known.keys[match[0],], match[0]) for match in known.pattern.finditer(sentence))
        return
    found = _word().findall(sentence)
    for place, word in enumerate(found):
        if word.islower() or _inflected(word, language) not in known.first:
            continue
        row = tuple(_inflected(each, language) for each in found[place : place + _WORDS_OF_PLACE])
        keys = (known.keys.get(row[:size]) for size in range(len(row), 0, -1))
        if key := next(filter(None, keys), None):
            yield key, word


@dataclass(frozen=True, slots=True)
class _Countries:
    """The names of countries in one language."""

    keys: dict[tuple[str, ...], str]
    """Keys by the words of the names, without endings."""
    first: frozenset[str]
    """The first words of the names."""
    pattern: re.Pattern[str] | None
    """What finds the names where words are not parted."""


@cache
def _countries_of(language: LanguageCode) -> _Countries:
    try:
        names = languages.display(language).territories
    except languages.UnknownLanguageError:
        return _Countries({}, frozenset(), None)
    if languages.get(language).separator:
        rows = (
            (tuple(_inflected(word, language) for word in _word().findall(name)), key) for key, name in names
        )
        known = {words: f"{COUNTRY}{key}" for words, key in rows if words}
        return _Countries(known, frozenset(words[0] for words in known), None)
    keys: dict[tuple[str, ...], str] = {(name,): f"{COUNTRY}{key}" for key, name in names if len(name) > 1}
    longest = sorted((name for _, name in names if len(name) > 1), key=len, reverse=True)
    return _Countries(keys, frozenset(), re.compile("|".join(map(re.escape, longest))))


@lru_cache(maxsize=50_000)
def _inflected(word: str, language: LanguageCode) -> str:
    """Return a word without its ending, as far as the language has rules for that."""
    return stem(lowered(word, language), language) or lowered(word, language)


def _is_of_calendar(word: str, language: LanguageCode) -> bool:
    """Say whether a word is a day of the week or a month, which tell no event: all happened on Sunday."""
    whole, beginnings = sure_calendar_names(language)
    return word in whole or word.startswith(beginnings)


def _keys(word: str, *, with_sounds: bool) -> Iterator[str]:
    if with_sounds:
        yield from (f"~{sound}" for sound in name_sounds(word) if len(sound) >= _SHORTEST)
    plain = _plain(word)
    if plain.isascii() and len(plain) > 2:
        yield f"={plain[:_PREFIX]}"


def _capitals(sentence: str) -> Iterator[tuple[str, bool]]:
    """Yield the words of a sentence that may be names, and whether they surely are.

    In a script without capitals all words may be. A capital that begins a sentence, or stands in a title in
    which all words have one, is no proof.
    """
    words = list(_word().finditer(sentence))
    all_have_one = _is_in_capitals([match[0] for match in words])
    end = 0
    for match in words:
        between, end = sentence[end : match.start()], match.end()
        if match[0].islower():
            continue
        script = letter_script(match[0][0])
        if script in CASED:
            word, is_head = _without_elision(match[0])
            starts = is_head and (match.start() == 0 or not _BEGINNINGS.isdisjoint(between))
            if word[:1].isupper():
                yield word, not (starts or all_have_one)
        elif script not in ("HIRAGANA", "CJK", "THAI", "OTHER"):
            for word in _katakana(match[0]) if script == "KATAKANA" else (match[0],):
                yield word, True


def _without_elision(word: str) -> tuple[str, bool]:
    """Return a name without what is elided before it or hangs on it, and whether it begins the word."""
    head, apostrophe, tail = word.replace("’", "'").partition("'")
    if apostrophe and tail[:1].isupper():
        return tail, False
    return head, True


def _is_in_capitals(words: Sequence[str]) -> bool:
    """Say whether a sentence has capitals all through, as titles in English have."""
    long = [word for word in words if len(word) > _SMALL_WORD and letter_script(word[0]) in CASED]
    return len(long) > 3 and sum(word[0].isupper() for word in long) >= _ALL_CAPITALS * len(long)


@cache
def _word() -> re.Pattern[str]:
    # Python's \w leaves out combining marks, without which no word of Hindi is whole.
    marks = "".join(chr(sign) for sign in range(0x300, 0x1100) if unicodedata.category(chr(sign))[0] == "M")
    return re.compile(rf"{_LETTER}(?:{_LETTER}|[{marks}])*(?:['’]{_LETTER}+)?")


def _katakana(word: str) -> Iterator[str]:
    yield from re.findall("[\u30a1-\u30fa\u30fc]{2,}", word)


def name_consonants(word: str) -> tuple[str, ...]:
    """Return a name's consonants in order, in Latin letters: ``f``, ``r``, ``d`` of ``Ford`` and ``Форд``."""
    return tuple(match[0] for match in _SOUND.finditer(_spelled(word)))


def _spelled(word: str) -> str:
    """Return a name in Latin letters, those that sound."""
    plain = unicodedata.normalize("NFC", lowered(word))
    spelled = "".join(_HARD.get(sign) or _spelling(sign) for sign in plain)
    if not plain or letter_script(plain[0]) != "LATIN":
        return spelled
    return _HARD_CH.sub("k", _NO_SOUND.sub("", spelled))


def name_sound(word: str) -> str:
    """Return the kinds of a name's consonants, in order: ``TRMP`` for ``Trump``. See above."""
    return name_sounds(word)[0]


@lru_cache(maxsize=100_000)
def name_sounds(word: str) -> tuple[str, ...]:
    """Return the sounds that a name may have: ``PRKN`` and ``PRSN`` for ``Virginia``, the hard one first."""
    spelled = _spelled(word)
    is_latin = word and letter_script(lowered(word)[0]) == "LATIN"
    ways = (spelled, _SOFT_G.sub("j", spelled)) if is_latin else (spelled,)
    return tuple(dict.fromkeys(map(_kinds, ways)))


def _kinds(spelled: str) -> str:
    kinds = "".join(_SOUND_OF[match[0]] for match in _SOUND.finditer(spelled)).replace("TS", "S")
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
