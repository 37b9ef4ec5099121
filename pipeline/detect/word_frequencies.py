"""How often words occur in each language: what parts near relations, and what no stranger's text has.

The lists are those of wordfreq, its small ones: words that occur once in a million or more often. They are
read as they lie, by the format that ``wordfreq.read_cBpack`` describes, since importing wordfreq itself takes
longer than all that is done here; each when it is first asked for (10 ms, 5 MB).
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
"""Kept in memory: a run has few languages, and each of these few relations."""
_UNLISTED = -14.5
"""Log-probability of a word that a list lacks, of which the rarest has -13.8."""
_WORD = 4.0
"""Most that one word can say, in natural logarithms; what it says is known no better than to that factor."""
_PROOF, _PROOF_AKIN = 4.0, 2.0
"""What a text is credited over a language without a list, and over such a near relation, if it has ..."""
_PROOF_WORDS, _PROOF_SHARE = 2, 0.8
"""... so many words, and that share of its letters, in a list; of fewer words, in proportion."""


def frequency_lean(words: Sequence[str], one: LanguageCode, other: LanguageCode, *, akin: bool) -> float:
    """Return by how much likelier ``words`` are in ``one`` than in ``other``, in natural logarithms.

    Where only one of them has a list, no more can be said than that most of the words are in it; less where
    they are ``akin``, for then they may be the other's words too, and nothing where the other has a file.
    """
    ours, theirs = frequencies_of(one), frequencies_of(other)
    if ours and theirs:
        return sum(_within(ours.get(word, _UNLISTED) - theirs.get(word, _UNLISTED)) for word in words)
    if akin and {one, other} <= set(languages.codes()):
        return 0.0
    weight = _PROOF_AKIN if akin else _PROOF
    return weight * ((_proof(words, ours) if ours else 0.0) - (_proof(words, theirs) if theirs else 0.0))


def known(words: Sequence[str], code: LanguageCode) -> float | None:
    """Return the share of letters that are in words of the list, from 0 to 1; None where there is none."""
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
    for step, words in enumerate(steps):  # those of the n-th list have a probability of ten to the -n/100
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
