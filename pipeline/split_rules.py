"""Decides whether a mark ends a sentence, from the characters around it and the language's data.

Where neither decides, the text bears witness: a word with a capital that it also has in lower case
("the") begins a sentence after ``U.S.``; one that it has not so ("Senate") goes on with it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, lru_cache
from typing import NamedTuple

from languages import Language
from pipeline.split_marks import REACH, WORD, Candidate, Case, Kind, clusters, has_case

_MAX_PARTS = 4
"""Parts that an abbreviation with inner spaces is read back over: ``u. v. m.``"""
_STARTER = 3
"""Letters of the words taken for sentence starters after an acronym ("The", "He", "But") where the text has
them in lower case too. Longer ones are as often the second half of a name: ``U.S. House``, ``U.S. Open``."""
_HOST_ENDINGS = frozenset(
    {"com", "net", "org", "edu", "gov", "info", "biz", "js", "io", "ai", "co", "uk", "eu", "tv"}
)
"""Last parts of host and product names, which some write with a capital: ``Booking.Com``."""
_ADDRESS = re.compile(r"[/@:=&#%_\\]|^www\.", re.IGNORECASE)
_ROMAN = re.compile(r"[IVXLC]+")
_ENUMERATOR = re.compile(r"\d{1,3}|[^\W\d_\u3040-\uffdc]|[IVX]{1,4}")
"""What numbers a list item; not Han, kana or Hangul, which write whole words with one character."""
_LEADING_PUNCTUATION = re.compile(r"^[\W_]+")
_JOINTS = "'’-‑–—([、，・·"


class Words:
    """The words that a text has in lower case; gathered when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._lower

    @cached_property
    def _lower(self) -> frozenset[str]:
        return frozenset(word for word in WORD.findall(self._text) if word[0].islower())


class Rules:
    """What one language's data and Unicode say about the ends of its sentences."""

    def __init__(self, language: Language) -> None:
        sentences = language.sentences
        self.marks = clusters(language)
        self._has_case = has_case(language)
        self._never = frozenset(map(_joined, sentences.abbreviations))
        self._ending = frozenset(map(_joined, sentences.ending_abbreviations))
        self._rests = _rests(self._never | self._ending)
        self._months = frozenset(sentences.months)
        self._ordinal_stop = sentences.ordinal_stop

    def ends(self, at: Candidate, words: Words) -> bool:
        """Tell whether a sentence ends at ``at.end``; ``words`` are those of the text around."""
        if at.opens or at.goes_on:
            return False
        kind = at.kind
        if kind == "full" or (kind == "question" and at.ideographic):
            return True
        if at.spaced:
            return self._ends_before_space(at, kind, words)
        return not at.ideographic and at.joined and self._ends_glued(at, kind)

    def _ends_before_space(self, at: Candidate, kind: Kind, words: Words) -> bool:
        case = at.case
        if case == "lower" and self._has_case:
            return False
        if kind == "stop":
            return self._stop_ends(at, case, words)
        # Where no capital can tell, an ellipsis is mostly a pause.
        return kind == "question" or case == "upper" or at.closed

    def _stop_ends(self, at: Candidate, case: Case, words: Words) -> bool:
        token = _token(at)
        if self._is_bound(token, at):
            return False
        if token.text.isdecimal() or (self._ordinal_stop and _ROMAN.fullmatch(token.text)):
            return self._number_ends(token, at, case, words)
        listed = max((key for key in token.keys if key in self._ending), key=len, default="")
        if _is_acronym(listed or token.text):
            return _acronym_ends(listed or token.text, token, at, case, words, listed=bool(listed))
        if listed:
            return _abbreviation_ends(listed, token, at, case, words)
        return not _is_initial(token) or _initial_ends(token, at, words)

    def _is_bound(self, token: Token, at: Candidate) -> bool:
        """Tell whether ``token`` cannot be a sentence's last word."""
        keys = token.keys
        if token.first:
            if _ENUMERATOR.fullmatch(token.text):
                return True
            keys += tuple(key[:1].lower() + key[1:] for key in keys)
        if at.kept_together and len(token.text) <= _STARTER:
            return True
        for key in sorted(keys, key=len, reverse=True):  # "т. д" ends sentences, though "д" alone does not
            if key in self._never or (key in self._rests and at.word in self._rests[key]):
                return True
            if key in self._ending:
                return False
        return False

    def _number_ends(self, token: Token, at: Candidate, case: Case, words: Words) -> bool:
        number = token.text
        if case == "digit":  # "3. 5. 2019", "2019. 3. 5."
            return at.after_word != "." and not (len(number) <= 2 and len(at.word) == 4)
        if at.word.lower() in self._months and len(number) <= 2:
            return False
        plain = number.isdecimal()
        ordinal = self._ordinal_stop and (len(number) <= 2 or number.endswith("00") or not plain)
        if not ordinal or case == "none" or at.quotes or at.word in words:
            return True
        # "Platz 2. Danach kam", not "im 19. Jahrhundert kam": a count follows a name, an ordinal an article.
        return plain and token.named and at.second_lower

    def _ends_glued(self, at: Candidate, kind: Kind) -> bool:
        """Tell whether the space after a sentence is missing; addresses and file names have stops too."""
        token = _token(at)
        if (
            _ADDRESS.search(token.text)
            or self._is_bound(token, at)
            or not self._ending.isdisjoint(token.keys)
        ):
            return False
        word, after_stop = at.word, kind == "stop" and not at.closed
        if at.case == "none":
            return after_stop and token.text.isalpha() and min(len(word), len(token.text)) > _STARTER
        if (
            not word.istitle()
            or len(word) == 1
            or word.lower() in _HOST_ENDINGS
            or at.after_word in set("./@_:")
        ):
            return False
        return not after_stop or (
            token.text.isalpha() and token.text.islower() and len(token.text) >= _STARTER
        )


@lru_cache(maxsize=256)
def rules_for(language: Language) -> Rules:
    """Return the rules of ``language``, made once."""
    return Rules(language)


def _joined(abbreviation: str) -> str:
    return abbreviation.replace(". ", ".")


def _rests(abbreviations: frozenset[str]) -> dict[str, set[str]]:
    """Map the beginning of each abbreviation with inner stops to the words that carry it on."""
    rests: dict[str, set[str]] = {}
    for abbreviation in abbreviations:
        for stop in re.finditer(r"\.", abbreviation):
            rest = WORD.match(abbreviation, stop.end())
            if rest:
                rests.setdefault(abbreviation[: stop.start()], set()).add(rest[0])
    return rests


class Token(NamedTuple):
    """What stands before a full stop, up to the last space."""

    text: str
    """Without opening punctuation; may be empty."""
    keys: tuple[str, ...]
    """Forms to look up among the abbreviations: with parts before (``z.B``), without elision (``art``)."""
    before: str
    """The part before all those, or nothing."""
    named: bool
    """Whether a word with a capital stands right before it, other than the sentence's first."""
    first: bool
    """Whether it is the sentence's first."""


def _token(at: Candidate) -> Token:
    begin = max(at.sentence, at.mark - REACH)
    parts = at.text[begin : at.mark].split()[-_MAX_PARTS:]
    if not parts:
        return Token("", (), "", named=False, first=False)
    text = _LEADING_PUNCTUATION.sub("", parts[-1])
    keys = [text]
    rest = len(parts) - 1
    while rest and parts[rest - 1].endswith("."):
        rest -= 1
        keys.append(_LEADING_PUNCTUATION.sub("", parts[rest]) + keys[-1])
    keys.append(text[max(map(text.rfind, _JOINTS)) + 1 :])
    before = _LEADING_PUNCTUATION.sub("", parts[rest - 1]) if rest else ""
    whole = begin == at.sentence
    named = before[:1].isupper() and before[-1:].isalnum() and not (whole and rest == 1)
    return Token(text, tuple(keys), before, named=named, first=whole and len(parts) == 1)


def _is_acronym(token: str) -> bool:
    """Tell ``U.S``, ``p.m``, ``Ph.D``, ``J.-C``: short parts of letters with stops between."""
    parts = [part.strip("-‑") for part in token.split(".")]
    return len(parts) > 1 and all(len(part) <= 2 and part.isalpha() for part in parts)


def _acronym_ends(
    acronym: str, token: Token, at: Candidate, case: Case, words: Words, *, listed: bool
) -> bool:
    if case in {"digit", "none"} or (len(at.word) > 1 and at.word.isupper()):  # "7 p.m. ET"
        return False
    if all(len(part) == 1 and part.isupper() for part in acronym.split(".")):
        # "Washington D.C. Police said" against "the U.S. Senate said": after a name it is no adjective.
        return _is_starter(at, words) or (token.named and at.second_lower)
    clock = acronym.islower() and token.before[-1:].isdecimal()  # "7 p.m. Monday"
    return (listed and not clock) or at.word in words


def _abbreviation_ends(abbreviation: str, token: Token, at: Candidate, case: Case, words: Words) -> bool:
    if case == "digit" or (case == "none" and "." in abbreviation):  # "Oct. 3", Hindi "यू.के. को"
        return False
    if len(abbreviation) == 1 and abbreviation.islower():  # Russian "в 2018 г. Потом", but "в г. Остин"
        return token.before[-1:].isdecimal() or token.before.isupper()
    if case == "none" or not abbreviation[:1].isupper():
        return True
    # "Ford Motor Co. Chairman Bill Ford" against "Ford Motor Co. Shares fell".
    return _is_starter(at, words) or at.second_lower


def _is_initial(token: Token) -> bool:
    letter = token.text[-1:] if len(token.text) == 1 or token.text[-2:-1] in _JOINTS else ""
    if letter.islower():  # "Roe v. Wade", but neither "20 km/h" nor Russian "это я"
        return token.text == letter and token.named
    # Wide letters are Han, kana and Hangul; in the other scripts without case one letter is no word.
    return letter.isupper() or (letter.isalpha() and unicodedata.east_asian_width(letter) != "W")


def _initial_ends(token: Token, at: Candidate, words: Words) -> bool:
    """Tell ``vitamin C. The dose`` from ``by C. De Niro``."""
    return token.before[:1].islower() and _is_starter(at, words) and at.second_lower


def _is_starter(at: Candidate, words: Words) -> bool:
    return len(at.word) <= _STARTER and at.word in words
