"""The writing system of a text, as ISO 15924 codes: ``Latn``, ``Cyrl``, ``Jpan``, ``Hans`` ...

The letters tell it (``letters.py``). The legacy encodings tell which characters a Chinese or Japanese text
may use.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise

import languages
from pipeline.core.text.stop_words import for_detection
from pipeline.detect.insertions import insertions
from pipeline.detect.letters import ScriptCode, count_letters, script_of

TELLING = frozenset({"Hans", "Hant", "Jpan", "Kore"})
"""Writing systems of one language each, which tell the language by themselves."""

SHARED_HAN = "Hani"
"""The answer of ``writing_system`` for Han characters too few to tell whose they are."""

_KANA_SHARE = 0.05
"""Least share of kana among kana and Han, by count, in a Japanese text.

The lowest share in 659 Japanese sentences of NTREX is .20; the 1,977 Chinese and Cantonese ones have none.
"""

_HANGUL_SHARE = 0.5
"""Least Hangul for each Han character in a Korean text whose Han characters are plainly Chinese."""
_FOREIGN_HAN, _FOREIGN_HAN_SHARE = 2, 0.1
"""Han characters that Chinese has and Japanese has not, and their share, from which kana or Hangul among them
are names. Of 659 Japanese sentences of NTREX none has two in ten, of the Chinese ones nearly all have."""

_ENCODINGS = {"Hans": "gb2312", "Hant": "cp950", "Jpan": "shift_jis"}
"""The encoding of each writing system. A text in Han characters alone has the system whose encoding has most
of them; of equals, the first."""

_SECOND_LEVEL = b"\x98\x9f"
"""First code of the second level of JIS X 0208: characters that Japanese has given up, such as 沒, or rarely
writes without kana."""

_SHARED_HAN = 8
"""Han characters below which a text that Chinese and Japanese could both have written is left as ``Hani``.

Most runs of four to seven kanji are such texts, and so are 3 of the 10 longer ones in 659 Japanese sentences
of NTREX. Of as many sentences in traditional characters 8 stay open (26 if the bar were 12), of those in
simplified ones 3.
"""

_NAMED_IN = 0.2
"""Number of letters of other scripts for each Latin one, from which Latin words with a capital are foreign
names."""

_LEAST_REST, _LEAST_REST_SHARE = 6, 0.12
"""Letters that must be left outside of insertions, and their least share, for the rest to decide."""
_PLAINLY = 0.75
"""Share of a text's letters from which their script is the text's, whatever stands between which marks: one
that opens and closes alike may be taken for the other."""
_SAID, _SAID_SHARE = 2, 0.15
"""Latin stop words, and their share among Latin words, that show a Latin text, though its words may all have
a capital: in a title."""

_MOST_INSERTIONS = 2
"""Names in another script in a Latin text, from which the Latin words are the names."""
_LONGEST_NAME = 24
"""Letters of such a name, on average."""
_WORDS = re.compile(r"[^\W\d_]+")
_EAST_ASIAN = ("Hani", "Hira", "Kana", "Hang")


def writing_system(text: str) -> tuple[ScriptCode | None, int]:
    """Return the script of most of ``text``, and how many letters of an alphabet that part is worth.

    Characters of East Asia come back as the system they make up: ``Hans``, ``Hant``, ``Jpan`` or ``Kore``;
    ``Hani`` where that cannot be told. The script is None where there is no letter.
    """
    counts = count_letters(text)
    if len(counts) > 1 or counts["Hani"]:
        text = _without_insertions(text)
        counts = count_letters(text)
    is_mixed = _NAMED_IN * counts["Latn"] <= counts.total() - counts["Latn"] < counts.total() / 2
    if is_mixed and not _is_in_latin(text):
        counts = count_letters(_latin_words().sub(_without_capitals, text))
    return _system(text, counts)


def _without_insertions(text: str) -> str:
    """Return a text without what stands in brackets or quotation marks in another script than the rest.

    ``丰田（トヨタ）`` is Chinese, and a Greek report stays one that quotes a long sentence in English. Where
    little is left, all of it counts: a report may be a quotation with two words around it.
    """
    whole = _families(text)
    if len(whole) < 2 and "Hani" not in whole:
        return text
    rest = insertions().sub(" ", text)
    if rest == text:
        return text
    main, number = whole.most_common(1)[0]
    if number < _PLAINLY * whole.total():
        counts = _families(rest)
        if counts.total() < max(_LEAST_REST, _LEAST_REST_SHARE * whole.total()):
            return text
        main = counts.most_common(1)[0][0]
    return insertions().sub(lambda match: match[0] if _is_of(match[0], main) else " ", text)


def _is_in_latin(text: str) -> bool:
    """Say whether a text in two scripts, most of it Latin, is a Latin one with names in the other.

    Names are all that other texts have in Latin letters. A Latin text begins and ends in them, and has small
    words, or small letters around the only insertion.
    """
    words = [word for word in _WORDS.findall(text) if script_of(word[0])]
    latin = [script_of(word[0]) == "Latn" for word in words]
    runs = sum(before > after for before, after in pairwise(latin))
    foreign = sum(len(word) for word, is_latin in zip(words, latin, strict=True) if not is_latin)
    is_edged = runs > 0 and latin[0] and latin[-1]
    if not is_edged or runs > _MOST_INSERTIONS or foreign > runs * _LONGEST_NAME:
        return False
    own = [word.lower() for word, is_latin in zip(words, latin, strict=True) if is_latin]
    said = sum(word in _stop_words(latin=True) for word in own)
    others = sum(word.lower() in _stop_words(latin=False) for word in words)
    if others >= max(said, 1):
        return False
    if said >= max(_SAID, _SAID_SHARE * len(own)):
        return True
    return runs == 1 and (said > 0 or any(len(word) > _SAID and word.islower() for word in words))


@cache
def _stop_words(*, latin: bool) -> frozenset[str]:
    codes = (each.code for each in languages.everyone() if ("Latn" in each.scripts) == latin)
    return frozenset(word for code in codes for word in for_detection(code))


def _families(text: str) -> Counter[ScriptCode]:
    """Count letters by script, kana and Hangul apart from Han, which each of their languages may have."""
    counts = count_letters(text)
    counts["Kana"] += counts.pop("Hira", 0)
    return +counts


def _is_of(insertion: str, main: ScriptCode) -> bool:
    """Say whether an insertion is in the script of the rest, by most of its letters."""
    counts = _families(insertion)
    if not counts:
        return True
    own = counts.most_common(1)[0][0]
    if main == "Kana" and own == "Hani":  # a Japanese name, unless Japanese lacks its characters
        return all(_encodes(sign, "shift_jis") for sign in insertion if script_of(sign) == "Hani")
    return own == main


@cache
def _latin_words() -> re.Pattern[str]:
    return re.compile("[A-Za-zÀ-ɏḀ-ỿ]+")


def _without_capitals(word: re.Match[str]) -> str:
    return word[0] if word[0].islower() else " "


def _system(text: str, counts: Counter[ScriptCode]) -> tuple[ScriptCode | None, int]:
    east_asian = Counter({script: counts.pop(script) for script in _EAST_ASIAN if script in counts})
    if east_asian.total() > max(counts.values(), default=0):
        return _east_asian_system(text, east_asian), east_asian.total()
    return max(counts.items(), key=lambda item: (item[1], item[0]), default=(None, 0))


def only(text: str, script: ScriptCode) -> str:
    """Return the words of ``text`` that have no letter of another script, one space between them.

    This is for alphabets: in ``Компания Apple`` the name would point to another language.
    """
    if {script_of(character) for character in set(text)} <= {script, None}:
        return " ".join(text.split())
    return " ".join(word for word in text.split() if {script_of(letter) for letter in word} <= {script, None})


def _east_asian_system(text: str, counts: Counter[ScriptCode]) -> ScriptCode:
    kana = counts["Hira"] + counts["Kana"]
    han = [letter for letter in text if script_of(letter) == "Hani"]
    fits = {
        system: sum(_encodes(letter, encoding) for letter in han) for system, encoding in _ENCODINGS.items()
    }
    best = max(fits, key=lambda system: fits[system])
    foreign = fits[best] - fits["Jpan"]
    is_chinese = foreign >= _FOREIGN_HAN and foreign >= _FOREIGN_HAN_SHARE * len(han)
    if counts["Hang"] > max(kana, counts["Hani"] * (_HANGUL_SHARE if is_chinese else _KANA_SHARE)):
        return "Kore"
    if kana > (1.0 if is_chinese else _KANA_SHARE) * counts["Hani"]:
        return "Jpan"
    return "Hani" if len(han) < _SHARED_HAN and best != "Jpan" and fits[best] == fits["Jpan"] else best


@lru_cache(maxsize=8192)
def _encodes(letter: str, encoding: str) -> bool:
    try:
        code = letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return encoding != "shift_jis" or code < _SECOND_LEVEL
