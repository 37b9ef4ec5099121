"""How often words occur in each language, which separates near relations and exposes strangers' texts.

The lists are wordfreq's small ones: words that occur once in a million or more often. The files are read
directly, in the format that ``wordfreq.read_cBpack`` describes, since importing wordfreq itself takes longer
than all that is done here. Each is read when it is first asked for (10 ms, 5 MB).
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import util
from pathlib import Path

import languages
from pipeline.core.errors import LanguageError
from pipeline.core.records import LanguageCode

_LISTS = 16
"""Number of lists kept in memory: a run has few languages, and each of these few relations."""
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


@lru_cache(_LISTS)
def frequencies_of(code: LanguageCode) -> Mapping[str, float]:
    """Return the log-probability of each word in a language's list; empty where it has none."""
    import msgpack

    path = _folder() / f"small_{code}.msgpack.gz"
    if not path.is_file():
        return {}
    header, *steps = msgpack.unpackb(gzip.decompress(path.read_bytes()))
    if header != {"format": "cB", "version": 1}:
        raise LanguageError(f"{path}: not a list of the form that depeche reads; install wordfreq 3.1")
    table: dict[str, float] = {}
    for step, words in enumerate(steps):  # words of the n-th list have probability 10 ** (-n/100)
        table.update(dict.fromkeys(words, -step / 100 * math.log(10)))
    return table


def _within(difference: float) -> float:
    return max(-_WORD, min(_WORD, difference))


def _proof(words: Sequence[str], listed: Mapping[str, float]) -> float:
    number = sum(word in listed for word in words)
    return min(1, number / _PROOF_WORDS) if number and _share(words, listed) >= _PROOF_SHARE else 0.0


def _share(words: Sequence[str], listed: Mapping[str, float]) -> float:
    return sum(len(word) for word in words if word in listed) / max(sum(map(len, words)), 1)


@cache
def _folder() -> Path:
    spec = util.find_spec("wordfreq")
    if spec is None or not spec.submodule_search_locations:
        raise LanguageError("the package wordfreq is missing, by whose lists languages are told; install it")
    return Path(spec.submodule_search_locations[0]) / "data"
