"""The check that names and acronyms are neither translated nor altered, between languages in Latin script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import pairwise

from pipeline.check.addresses import without
from pipeline.check.case import Case
from pipeline.check.words.acronyms import lost_acronyms, other_acronyms
from pipeline.check.words.name_lists import GIVEN_NAMES, GIVEN_WORDS, SURNAMES
from pipeline.check.words.organisations import is_called, organisations
from pipeline.check.words.sound import sound
from pipeline.core.dataclass import dataclass
from pipeline.core.records import Check, LanguageCode
from pipeline.core.text.name_particles import PARTICLES

NAME = "names"

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_AFTER_APOSTROPHE = re.compile(r"(?<=\w{3})['’]\w{0,6}$")
"""What genitives and Turkish cases add."""
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "sir",
        "lord",
        "lady",
        "mme",
        "mlle",
        "herr",
        "frau",
        "senor",
        "senora",
        "signor",
        "signora",
        "senhor",
        "senhora",
        "senyor",
    ]
)
_KNOWN = GIVEN_NAMES | SURNAMES | _TITLES
"""Words that a name is told by; without one there is nothing to compare."""
_VERBS = frozenset({"will", "mark", "hope", "grant"})
"""Given names that headlines have as verbs."""
_SAINTS = frozenset({"san", "santa", "sant", "santo", "sao", "saint", "sainte", "st", "ste"})
"""Words that make a place of a given name: ``San Diego County``."""
_SIDES = frozenset(
    ["nord", "sud", "sur", "sul", "norte", "north", "south", "norra", "sodra", "este", "est", "east", "west"]
) | frozenset(["ouest", "oeste", "ovest", "oest"])
"""Sides of the world, which make a place of a given name too: ``Caroline du Sud``, ``Carolina del Norte``."""
_PLACES = frozenset(["georgia", "jordan", "sofia", "santiago", "lourdes", "asuncion", "concepcion", "leon"])
"""Given names that are places as often: what follows them need be no surname (``Georgia Governor``)."""
_OWNED = re.compile(r"\w{3}s[ıiu]$")
"""How Turkish ends a thing that is called after a person: ``Rosa Kasırgası``."""
_ALIKE = 50
"""The most words with the same beginning that a name is compared with."""
_CAPITALISED = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]+")
_OPENING = frozenset(".!?:\"“”«»„'‘’(\n—–-")
"""Signs after which a capital may be a sentence's."""
_LEAST, _ENDING = 3, 3
"""Letters that forms of a name have in common at least, and letters that declension changes at most."""
_DECLINING = frozenset(["cs", "sk", "pl", "tr", "eo", "ro", "hu", "de", "sv", "nb", "da", "nl", "id", "vi"])
"""Languages that add endings to names, or write them as they are spoken."""
_TITLE_CASE = 0.6
"""Share of words with a capital from which a line is a headline of English, where a capital is no name's."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    plain: str
    """The word in small letters without accents."""
    is_name: bool
    """Whether it has a capital that does not come from its place in the sentence."""
    follows: bool
    """Whether nothing but a space is between it and the word before."""


def check_names(case: Case) -> Check:
    """Warn of names and acronyms of the source that the translation has in another form, or not at all."""
    notes = dict.fromkeys(other_acronyms(case))
    if "Latn" in case.reads.scripts and "Latn" in case.writes.scripts:
        notes |= dict.fromkeys((*_lost_names(case), *lost_acronyms(case), *_lost_organisations(case)))
    return Check(name=NAME, verdict="warn" if notes else "pass", note=" ".join(notes))


def _lost_names(case: Case) -> Iterator[str]:
    if _are_there(case.own_source, case.target, case.names):
        return
    source = _words(without(case.own_source))
    words = _words(case.target)
    target = {word.plain for word in words}
    titled: dict[str, set[str]] = {}
    for one, other in pairwise(words):
        if one.plain in _TITLES:
            titled.setdefault(one.plain, set()).add(other.plain)
    kept = _Kept(target, case.source_language, case.target_language)
    headline = _is_headline(source)
    for at, word in enumerate(source):
        if (
            _is_to_be_kept(source, at, kept, case.names)
            and not kept.has(word)
            and not (headline and _may_be_no_name(source, at))
        ) or (at and _is_retitled(source[at - 1], word, titled)):
            yield word.text


def _lost_organisations(case: Case) -> Iterator[str]:
    """Yield the names of organisations of which the translation has no word as it was."""
    most = _ENDING if _DECLINING & {case.source_language, case.target_language} else 0
    for start, end in organisations(case.own_source):
        name = case.own_source[start:end]
        forms = (
            rf"(?<!\w){re.escape(word)}\w{{0,{most}}}(?!\w)" for word in name.split() if len(word) > _LEAST
        )
        if not is_called(name, case.target) and not any(re.search(form, case.target) for form in forms):
            yield name


def _are_there(source: str, target: str, known: Set[str]) -> bool:
    """Say whether all that may be a name, by the lists, is in the translation as it stands."""
    capitalised = _CAPITALISED.findall(source)
    there = set(_CAPITALISED.findall(target)) if capitalised else ()
    for at, word in enumerate(capitalised):
        plain = _plain(word)
        if (plain in _KNOWN or plain in known) and (
            plain in _TITLES or any(one not in there for one in capitalised[max(0, at - 1) : at + 3])
        ):
            return False
    return True


def _is_retitled(title: _Word, name: _Word, titled: Mapping[str, set[str]]) -> bool:
    """Say whether a title stands before other words than the name alone: ``Mr el ferrer``."""
    if title.plain not in _TITLES or not name.is_name:
        return False
    after = titled.get(title.plain)
    return after is not None and name.plain not in after


def _may_be_no_name(words: Sequence[_Word], at: int) -> bool:
    """Say whether a word of a headline is not a listed surname after a given name."""
    return not at or words[at].plain not in SURNAMES or words[at - 1].plain not in GIVEN_NAMES


def _is_to_be_kept(words: Sequence[_Word], at: int, kept: _Kept, known: Set[str]) -> bool:
    """Say whether a word is surely a person's name.

    It stands beside a name, after a title, is listed, or stood after a given name elsewhere in the document.
    """
    word = words[at]
    if len(word.plain) < _LEAST or not word.text[0].isupper():
        return False
    behind = words[at + 1] if at + 1 < len(words) and words[at + 1].follows else None
    if word.plain in GIVEN_NAMES and behind is not None and behind.is_name and kept.has(behind):
        return word.plain in GIVEN_WORDS or (kept.is_altered(word) and kept.has_itself(behind))
    if not word.is_name:
        return False
    before = _before(words, at)
    if before is not None and (
        before.plain in _TITLES
        or (_is_given(before, words[at - 1], kept) and not _is_thing(word, before, kept.source_language))
    ):
        return not (at > 1 and words[at - 2].plain in _SAINTS)
    return word.plain in SURNAMES or word.plain in known


def _is_given(word: _Word, last: _Word, kept: _Kept) -> bool:
    """Say whether a word is a given name; one that is lost is long, and ``last``, beside the surname."""
    if not word.text[0].isupper() or word.plain not in GIVEN_NAMES:
        return False
    return kept.has(word) or (word is last and len(word.plain) > _LEAST and word.plain not in _VERBS)


def _is_thing(word: _Word, given: _Word, language: LanguageCode) -> bool:
    """Say whether a word behind a given name makes it a place or a thing, and is no surname."""
    is_owned = language == "tr" and _OWNED.search(word.plain) is not None
    return given.plain in _PLACES or word.plain in _SIDES or is_owned


def _before(words: Sequence[_Word], at: int) -> _Word | None:
    """Return the word that a name follows, over a particle: ``Bruno`` before ``Le Maire``."""
    if not at or not words[at].follows:
        return None
    before = words[at - 1]
    return words[at - 2] if at > 1 and before.follows and before.plain in PARTICLES else before


def surnames(text: str) -> frozenset[str]:
    """Return what stands after given names in a text, in small letters without accents."""
    words = _words(text)
    return frozenset(
        word.plain
        for at, word in enumerate(words)
        if word.is_name
        and len(word.plain) > _LEAST
        and word.plain not in GIVEN_NAMES
        and (before := _before(words, at)) is not None
        and before.plain in GIVEN_NAMES
        and len(before.plain) > _LEAST
        and before.text[0].isupper()
    )


class _Kept:
    """The words of a translation, to look names up in."""

    def __init__(self, words: set[str], source: LanguageCode, target: LanguageCode) -> None:
        self.source_language = source
        self._words = words
        self._heard: set[str] | None = None
        self._is_declined = bool(_DECLINING & {source, target})
        self._alike: dict[str, list[str]] = {}
        for word in words:
            found = self._alike.setdefault(word[:_LEAST], [])
            if len(found) < _ALIKE:
                found.append(word)

    def has(self, name: _Word) -> bool:
        """Say whether a name is there, in another form only where a language declines names."""
        if self.has_itself(name):
            return True
        if self._is_declined and any(
            _is_form(name.plain, word) for word in self._alike.get(name.plain[:_LEAST], ())
        ):
            return True
        return name.plain not in SURNAMES and bool(heard := sound(name.plain)) and heard in self._sounds()

    def has_itself(self, name: _Word) -> bool:
        """Say whether a name is there, spelt as it was."""
        return name.plain in self._words or f"{name.plain}s" in self._words

    def _sounds(self) -> set[str]:
        if self._heard is None:
            self._heard = {sound(word) for word in self._words}
        return self._heard

    def is_altered(self, name: _Word) -> bool:
        """Say whether a word is there that begins as the name does."""
        return name.plain[:_LEAST] in self._alike


def _is_form(one: str, other: str) -> bool:
    """Say whether two words are forms of one name: all but the last letters of both are the same."""
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    same = min(len(one), len(other)) if same is None else same
    shorter = min(len(one), len(other))
    return same >= _LEAST and (
        same == shorter or (same > _LEAST and same >= max(len(one), shorter) - _ENDING)
    )


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[_Word, ...]:
    found = []
    end = -1
    for match in _WORD.finditer(text):
        between = text[max(end, 0) : match.start()]
        starts = end < 0 or (between != " " and not _OPENING.isdisjoint(between))
        found.append(
            _Word(
                match[0],
                _plain(match[0]),
                match[0][0].isupper() and not match[0].isupper() and not starts,
                end >= 0 and between in (" ", ". "),
            )
        )
        end = match.end()
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def _plain(word: str) -> str:
    bare = _AFTER_APOSTROPHE.sub("", word) if "'" in word or "’" in word else word
    if bare.isascii():
        return bare.lower()
    return "".join(
        sign for sign in unicodedata.normalize("NFD", bare.lower()) if not unicodedata.combining(sign)
    )


def _is_headline(words: Sequence[_Word]) -> bool:
    long = [word for word in words[1:] if len(word.text) > 3 and word.plain not in _KNOWN]
    return len(long) > 3 and sum(word.text[0].isupper() for word in long) > _TITLE_CASE * len(long)
