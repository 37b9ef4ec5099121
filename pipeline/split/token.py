"""The token before a full stop: the word, the abbreviation that it may end, and what came before."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from pipeline.core.text.far_patterns import FarPattern
from pipeline.split.candidates import INVISIBLE, OPENING_BRACKETS, REACH, Candidate

_MAX_PARTS = 4
"""The most parts of an abbreviation with inner spaces that are read backwards: ``u. v. m.``"""
_LEADING_PUNCTUATION = re.compile(r"^[\W_]+")
_WITHOUT_INVISIBLE = dict.fromkeys(INVISIBLE)
_WIDE = FarPattern("[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]")
_LATIN_END = re.compile("[A-Za-z]+$")
_OF_COMPANIES = frozenset({"&", "+", "S.à", "S.a", "S.á"})
"""What belongs to the form of a company behind it and is no word of its own: ``S.à r.l.``, ``& Co.``"""
_JOINTS = "'’-‑–—([、，・·"


class Token(NamedTuple):
    """The text before a full stop, from the last space on."""

    text: str
    """The token without opening punctuation; may be empty."""
    keys: tuple[str, ...]
    """Forms to look up among the abbreviations: with parts before (``z.B``), without elision (``art``)."""
    before: str
    """The part before all those keys, or nothing."""
    named: bool
    """Whether a word with a capital stands right before the token, other than the sentence's first."""
    first: bool
    """Whether the token is the sentence's first."""
    bracketed: bool
    """Whether a bracket opens right before the token (``(see``)."""

    @property
    def abbreviated(self) -> bool:
        """Whether an abbreviation, or what looks like one, stands right before the token."""
        return len(self.keys) > 1 and self.keys[1].endswith(f".{self.text}")

    @property
    def is_initial(self) -> bool:
        """Whether the token looks like one letter that stands for a name."""
        alone = len(self.text) == 1 or self.text[-2:-1] in _JOINTS or _WIDE.match(self.text[-2:-1])
        letter = self.text[-1:] if alone else ""
        if letter.islower():  # "Roe v. Wade", but neither "20 km/h" nor Russian "это я"
            return self.text == letter and self.named
        # Wide letters are Han, kana and Hangul; in the other scripts without case one letter is no word.
        return letter.isupper() or (letter.isalpha() and unicodedata.east_asian_width(letter) != "W")


def token_before(at: Candidate) -> Token:
    """Return the token before the mark of ``at``."""
    begin = max(at.sentence, at.mark - REACH)
    parts = at.text[begin : at.mark].translate(_WITHOUT_INVISIBLE).split()[-_MAX_PARTS:]
    if not parts:
        return Token("", (), "", named=False, first=False, bracketed=False)
    text = _LEADING_PUNCTUATION.sub("", parts[-1])
    keys = [text]
    rest = len(parts) - 1
    while rest and parts[rest - 1].endswith("."):
        rest -= 1
        keys.append(_LEADING_PUNCTUATION.sub("", parts[rest]) + keys[-1])
    joint = max(*map(text.rfind, _JOINTS), _last_wide(text))
    if text[joint + 1 :] != "s":  # a genitive
        keys.append(text[joint + 1 :])
    while rest and parts[rest - 1] in _OF_COMPANIES:
        rest -= 1
    before = _LEADING_PUNCTUATION.sub("", parts[rest - 1]) if rest else ""
    whole = begin == at.sentence
    named = before[:1].isupper() and before[-1:].isalnum() and not (whole and rest == 1)
    bracketed = parts[-1][0] in OPENING_BRACKETS
    first = whole and not any(_LEADING_PUNCTUATION.sub("", part) for part in parts[:-1])
    return Token(text, tuple(keys), before, named=named, first=first, bracketed=bracketed)


def _last_wide(text: str) -> int:
    """Return the place of the last Han, kana or Hangul before Latin letters, as in ``世界No``; -1 if none."""
    latin = _LATIN_END.search(text)
    before = latin.start() - 1 if latin else -1
    return before if before >= 0 and _WIDE.match(text[before]) else -1


def is_acronym(token: str) -> bool:
    """Tell whether a token is an acronym: short parts of letters with stops between, such as ``J.-C``.

    >>> is_acronym("Ph.D"), is_acronym("z.Zt"), is_acronym("example.com")
    (True, True, False)
    """
    parts = [part.strip("-‑") for part in token.split(".")]
    return len(parts) > 1 and all(len(part) <= 2 and part.isalpha() for part in parts)
