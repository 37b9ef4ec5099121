"""Guesses the encoding of bytes that are not UTF-8: the one in which they are likeliest to be a language.

The encodings of all languages in ``languages/`` are tried, each for the languages that have it, and UTF-16
and UTF-32 for all. The likelihood counts what is beyond ASCII (``letters.py``).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import languages
from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode
from pipeline.core.text.far_patterns import FarPattern
from pipeline.read.encodings.letters import models_of, strange

_SAMPLE = 6_000
"""How many bytes are looked at; more costs time and tells nothing new."""
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_WORD = re.compile(r"[^\W\d_]+")
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL = -10.0
_MOST_HAVING = 14
"""Languages that have the commonest encoding."""
_WITHOUT_MARK = -8.0
"""What a text of two bytes each without a byte order mark, and without ASCII, loses: there are few."""
_MIXED_WORD = re.compile(r"[a-zA-Z\d](?=[^\x00-\u036f])(?=\w)|(?<=[\u0370-\u1fff])[a-zA-Z\d]")
_EMBEDDED = FarPattern(r"(?<=[a-z])[\u1100-\u11ff\u2e80-\uffef]{1,2}(?=[a-z])")
"""A sign or two of East Asia inside a small Latin word: bytes of another encoding."""
_INSIDE_WORD = -12.0
_MIXED = -8.0
"""Of a letter of one alphabet beside one of another, or beside a digit."""
_BEFORE, _AFTER = " ", " "


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodingCandidate:
    """An encoding that bytes may be in, with the language that they are likeliest to be then."""

    encoding: str
    language: LanguageCode
    score: float
    """Log-likelihood of the signs beyond ASCII; higher is likelier."""
    signs: int
    """How many signs there are beyond ASCII."""


def candidates(content: bytes) -> list[EncodingCandidate]:
    """Return the encodings that bytes which are not UTF-8 may be in, the likeliest first."""
    lines = sample(content)
    found = [_best(lines, encoding, codes) for encoding, codes in encodings_by_language().items()]
    wide = [_best(content[:_SAMPLE], encoding, languages.codes()) for encoding in _WIDE[:2]]
    if len(content) % 2 == 0:
        found += [replace(each, score=each.score + _WITHOUT_MARK) for each in wide if each]
    return sorted((each for each in found if each), key=lambda each: -each.score)


def wide_candidates(content: bytes) -> list[EncodingCandidate]:
    """Return the encodings of two and four bytes a character that bytes with NUL may be in, as above."""
    found = (_best(content[:_SAMPLE], encoding, languages.codes()) for encoding in _WIDE)
    return sorted((each for each in found if each), key=lambda each: -each.score)


def likelihood(text: str, codes: Iterable[LanguageCode] | None = None) -> tuple[float, LanguageCode]:
    """Return the log-likelihood of a text, and the language of ``codes`` in which it is that high."""
    pairs, words = _counted(text)
    odd = _CONTROL * len(_CONTROLS.findall(text)) + _INSIDE_WORD * len(_EMBEDDED.findall(text))
    return max(
        (model.score(pairs, words) + odd, code)
        for code in (codes or languages.codes())
        for model in models_of(code)
    )


def likelihood_of_strangers(text: str) -> float:
    """Return the log-likelihood of a text in a language without a file: letters count, whatever they are."""
    signs = Counter(sign for sign in text if not sign.isascii())
    blocks = Counter({ord(sign) >> 7: 0 for sign in signs})
    for sign, number in signs.items():
        blocks[ord(sign) >> 7] += number
    block = blocks.most_common(1)[0][0] if blocks else 0
    mixed = _MIXED * len(_MIXED_WORD.findall(text)) + _CONTROL * len(_CONTROLS.findall(text))
    return mixed + sum(strange(sign, block) * number for sign, number in signs.items())


def _prior(encoding: str, code: LanguageCode) -> float:
    """Return how usual an encoding is: by how many languages have it, and its place among the language's."""
    own = languages.get(code).encodings
    if encoding not in own:
        return 0.0
    having = len(encodings_by_language()[encoding])
    return math.log(having / _MOST_HAVING) - own.index(encoding)


def stranger_score(content: bytes, encoding: str) -> float:
    """Return how likely bytes are in a language without a file, in an encoding of it."""
    return likelihood_of_strangers(sample(content).decode(encoding, "replace"))


def sample(content: bytes) -> bytes:
    """Return the lines that have bytes beyond ASCII, as many as are looked at."""
    return b"\n".join(_lines(content))


def signs_beyond_ascii(text: str) -> int:
    """Return how many signs of a text are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


@cache
def encodings_by_language() -> dict[str, tuple[LanguageCode, ...]]:
    """Return each encoding with the languages that have it, the commonest first."""
    found: dict[str, list[LanguageCode]] = {}
    for language in languages.everyone():
        for encoding in language.encodings:
            found.setdefault(encoding, []).append(language.code)
    return {name: tuple(codes) for name, codes in sorted(found.items(), key=lambda item: -len(item[1]))}


def _best(content: bytes, encoding: str, codes: Iterable[LanguageCode]) -> EncodingCandidate | None:
    text = unicodedata.normalize("NFC", content.decode(encoding, "replace"))
    if not text.strip() or "\0" in text:
        return None
    score, code = likelihood(text, codes)
    score += _prior(encoding, code)
    return EncodingCandidate(encoding=encoding, language=code, score=score, signs=signs_beyond_ascii(text))


def _lines(content: bytes) -> Iterator[bytes]:
    length = 0
    for line in content.split(b"\n"):
        if not line.isascii():
            yield line[: _SAMPLE * 2]
            length += len(line)
            if length > _SAMPLE:
                return


def _counted(text: str) -> tuple[Counter[tuple[str, str, str]], Counter[str]]:
    padded = f"{_BEFORE}{text}{_AFTER}"
    signs = zip(padded, padded[1:], padded[2:], strict=False)
    pairs = Counter(triple for triple in signs if not triple[1].isascii())
    return pairs, Counter(word.lower() for word in _WORD.findall(text))
