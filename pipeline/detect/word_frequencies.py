"""How often words occur in each language, which separates near relations and exposes strangers' texts.

The lists are wordfreq's small ones: words that occur once in a million or more often. The files are read
directly, in the format that ``wordfreq.read_cBpack`` describes, since importing wordfreq itself takes longer
than all that is done here. Each is compiled once (``core/files/tables.py``), opened when it is first asked
for (1 ms), and searched where it lies. It stays open, since the next text may need any of them: all 42 lists
are 40 MB of mapped files, which processes share and the system may drop.
"""

from __future__ import annotations

import gzip
import math
from array import array
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path

import languages
from pipeline.core.errors import LanguageError
from pipeline.core.extras import package_folder
from pipeline.core.files.string_table import StringTable, string_parts
from pipeline.core.files.tables import Recipe, Tables, compiled
from pipeline.core.records import LanguageCode

_MET = 1 << 12
"""The most words of texts that each list remembers its answer to: 1 MB."""
_UNLISTED = -14.5
"""Log-probability of a word that a list lacks; the rarest word in a list has -13.8."""
_WORD = 4.0
"""The most that one word can count, in natural logarithms; its evidence is known no better than to that
factor."""
_PROOF, _PROOF_AKIN = 4.0, 2.0
"""Credit of a text over a language without a list, and over such a language that is a near relation."""
_PROOF_WORDS, _PROOF_SHARE = 2, 0.8
"""Number of words in a list, and share of a text's letters in them, that earn the whole credit; fewer words
earn it in proportion."""


def frequency_lean(words: Sequence[str], one: LanguageCode, other: LanguageCode, *, akin: bool) -> float:
    """Return by how much likelier ``words`` are in ``one`` than in ``other``, in natural logarithms.

    Where only one of them has a list, the answer is only that most of the words are in it. It counts less
    where the languages are ``akin``, for then the words may be the other's too, and nothing where the other
    has a file.
    """
    ours, theirs = frequencies_of(one), frequencies_of(other)
    if ours and theirs:
        return sum(_within(ours.get(word, _UNLISTED) - theirs.get(word, _UNLISTED)) for word in words)
    if akin and {one, other} <= set(languages.codes()):
        return 0.0
    weight = _PROOF_AKIN if akin else _PROOF
    return weight * ((_proof(words, ours) if ours else 0.0) - (_proof(words, theirs) if theirs else 0.0))


def known(words: Sequence[str], code: LanguageCode) -> float | None:
    """Return the share of letters in words of the list, from 0 to 1; None where there is no list."""
    listed = frequencies_of(code)
    return _share(words, listed) if listed else None


class WordFrequencies:
    """The log-probability of each word in a language's list; threads may share it."""

    def __init__(self, parts: Tables | None = None) -> None:
        """Open a list; without ``parts`` it is empty."""
        self._size = 0
        self._find: Callable[[str], float | None] = _nowhere
        if parts:
            words = StringTable("words", parts)
            self._size = len(words)
            self._find = lru_cache(_MET)(partial(_found, words, parts["steps"].cast("H")))

    def __len__(self) -> int:
        return self._size

    def __contains__(self, word: str) -> bool:
        return self._find(word) is not None

    def get(self, word: str, default: float) -> float:
        """Return a word's log-probability, ``default`` where the list lacks it."""
        found = self._find(word)
        return default if found is None else found


def _nowhere(word: str) -> float | None:
    """Return None: an empty list lacks every word."""
    return None


def _found(words: StringTable, steps: memoryview[int], word: str) -> float | None:
    number = words.find(word)
    return -steps[number] / 100 * math.log(10) if number >= 0 else None


@cache
def frequencies_of(code: LanguageCode) -> WordFrequencies:
    """Return the log-probability of each word in a language's list; empty where it has none."""
    path = list_file(code)
    if not path.is_file():
        return WordFrequencies()
    recipe = Recipe(name=f"words-{code}", sources=(Path(__file__), path), make=lambda: _made(path))
    return WordFrequencies(compiled(recipe))


def list_file(code: LanguageCode) -> Path:
    """Return wordfreq's file of a language's list, which need not be there."""
    return _folder() / f"small_{code}.msgpack.gz"


def listed_words(path: Path) -> dict[str, int]:
    """Return the words of a list with the step of each, from the most frequent on.

    Words of the n-th step have the probability 10 ** (-n/100). Of a word in several steps the last counts.
    """
    import msgpack

    header, *steps = msgpack.unpackb(gzip.decompress(path.read_bytes()))
    if header != {"format": "cB", "version": 1}:
        raise LanguageError(f"{path}: not a list of the form that depeche reads; install wordfreq 3.1")
    table: dict[str, int] = {}
    for step, words in enumerate(steps):
        table.update(dict.fromkeys(words, step))
    return table


def _made(path: Path) -> dict[str, bytes]:
    """Return the parts of a compiled list: its words, and the step of each."""
    table = listed_words(path)
    return {"steps": array("H", table.values()).tobytes(), **string_parts("words", table)}


def in_one_script(text: str, code: LanguageCode) -> str:
    """Return a text of a language with two scripts in the one that its list of words is in.

    Traditional Chinese becomes simplified, sign by sign; any other text stays as it is.
    """
    return text.translate(_simplified()) if code == "zh" else text


@cache
def _simplified() -> dict[int, str]:
    """Return wordfreq's table of traditional signs and the simplified ones for each."""
    import msgpack

    path = _folder() / "_chinese_mapping.msgpack.gz"
    try:
        table = msgpack.unpackb(gzip.decompress(path.read_bytes()), strict_map_key=False)
        return {int(sign): str(simple) for sign, simple in table.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise LanguageError(f"{path}: not a table that depeche reads; install wordfreq 3.1") from error


def _within(difference: float) -> float:
    return max(-_WORD, min(_WORD, difference))


def _proof(words: Sequence[str], listed: WordFrequencies) -> float:
    number = sum(word in listed for word in words)
    return min(1, number / _PROOF_WORDS) if number and _share(words, listed) >= _PROOF_SHARE else 0.0


def _share(words: Sequence[str], listed: WordFrequencies) -> float:
    return sum(len(word) for word in words if word in listed) / max(sum(map(len, words)), 1)


@cache
def _folder() -> Path:
    return package_folder("wordfreq") / "data"
