"""Names of people, told by their titles, by first names, and by the names that the document has already.

A surname that a document has behind a first name or a title is a name wherever it stands alone in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import field
from itertools import takewhile

from pipeline.core.dataclass import dataclass
from pipeline.core.text.case import lowered
from pipeline.translate.protect.words.titles import CLEAN, NUMERALS, Titles
from pipeline.translate.protect.words.tokens import WordToken, phrase, without_article

_MOST_WORDS = 6
_ARTICLES = frozenset(
    [
        "the",
        "a",
        "an",
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "le",
        "les",
        "une",
        "il",
        "lo",
        "gli",
        "o",
        "os",
    ]
)


@dataclass(frozen=True, slots=True)
class Person:
    """A name in a sentence, by the numbers of its tokens."""

    first: int
    last: int
    """The token behind the name's last."""
    is_female: bool = False
    is_sure: bool = True
    """Whether a title, initials or a first name say that it is one."""


@dataclass(slots=True)
class People:
    """The names that a document has."""

    surnames: dict[str, bool] = field(default_factory=dict)
    """Surnames, and whole names, in the letters that they have, and whether they are a woman's."""

    def learn(self, found: Sequence[WordToken], person: Person, titles: Titles) -> None:
        """Take the surname of a person: the words behind the first name, or all behind a title."""
        words = found[person.first : person.last]
        family = [token for token in words[1:] if not token.is_initial] or [words[-1]]
        last = family[-1].text
        if titles.is_place(family[-1]):
            return
        for surname in (last, without_article(last), phrase(family), phrase(words)):
            self.add(surname, is_female=person.is_female)

    def add(self, surname: str, *, is_female: bool = False) -> None:
        """Take a surname."""
        if any(map(str.isupper, surname)) and len(surname) > 2:
            self.surnames.setdefault(surname, is_female)

    @property
    def in_small_letters(self) -> frozenset[str]:
        """The surnames in small letters."""
        return frozenset(map(lowered, self.surnames))


def rows_of(found: Sequence[WordToken]) -> Iterator[Sequence[WordToken]]:
    """Yield the rows of two words and more that may be a name."""
    for at, token in enumerate(found):
        for end in range(at + 2, at + 1 + _MOST_WORDS):
            row = found[at:end]
            if not token.is_capital or end > len(found) or not row[-1].is_joined:
                break
            if row[-1].is_capital:
                yield row


def people(found: Sequence[WordToken], titles: Titles, *, asks: bool = False) -> Iterator[Person]:
    """Yield the names of several words, and those behind titles, of a sentence that is no headline.

    One that ``asks`` may begin with a verb that is a first name too: ``Will Smith go?``
    """
    at = 0
    while at < len(found):
        end = _end(found, at, titles)
        person = _person(found, at, end, titles, asks=asks)
        if person is not None:
            yield person
        at = max(end, at + 1)


def _end(found: Sequence[WordToken], at: int, titles: Titles) -> int:
    """Return where a row of words with capitals ends that begins at a token."""
    end = at
    while end < len(found) and (end == at or found[end].is_joined):
        token = found[end]
        inside = end > at and titles.is_particle(token) and end + 1 < len(found)
        follows = inside and _follows_particles(found, end, titles)
        if not (token.is_capital or (follows and not titles.has(token))) or titles.is_day(token):
            break
        if titles.is_month(token) and end + 1 < len(found) and found[end + 1].text.isdigit():
            break
        end += 1
    return end


def _follows_particles(found: Sequence[WordToken], at: int, titles: Titles) -> bool:
    rest = [*takewhile(lambda token: titles.is_particle(token) and token.is_joined, found[at : at + 3])]
    behind = found[at + len(rest)] if at + len(rest) < len(found) else None
    return behind is not None and behind.is_joined and behind.is_capital


def _person(found: Sequence[WordToken], at: int, end: int, titles: Titles, *, asks: bool) -> Person | None:
    """Return the name in a row of words with capitals; None if there is none."""
    row = range(at, end)
    before = found[at - 1] if at and row and found[at].is_joined else None
    behind_titles = [number for number in row if _is_title(found, number, end, titles)]
    last_title = behind_titles[-1] if behind_titles else None
    if last_title is not None:
        start = last_title + 1
    elif before is not None and titles.has(before):
        start = at
    else:
        firsts = (
            number
            for number in row
            if titles.is_first_name(found[number], found[number + 1 : min(number + 2, end)], asks=asks)
            or _has_initials(found, number, end)
        )
        start = next(firsts, end)
        if end - start < 2:
            return _stranger(found, at, end, titles)
        if not _may_follow(found[start], found[start + 1], titles):
            return None
    if end - start > 1 and not set(found[end - 1].text) - NUMERALS:
        end -= 1  # ``Elizabeth II``
    if not start < end <= start + _MOST_WORDS or not _is_one(found[start:end], titles):
        return None
    return Person(start, end, is_female=titles.is_female(found[start]))


def _stranger(found: Sequence[WordToken], at: int, end: int, titles: Titles) -> Person | None:
    """Return the name that begins with a word that the engine does not know: ``Kanye West``."""
    unknown = (number for number in range(at, end) if found[number].is_capital)
    start = next((number for number in unknown if not titles.kinds(found[number])), end)
    words = [*takewhile(lambda word: word.is_capital, found[start:end])]
    is_name = all(
        not titles.has(word) and not titles.kinds(word) & {"place", "acronym"} and not word.is_acronym
        for word in words
    )
    if len(words) < 2 or len(words) > _MOST_WORDS or not is_name or titles.is_unit(words):
        return None
    return Person(start, start + len(words), is_sure=False)


def _is_title(found: Sequence[WordToken], number: int, end: int, titles: Titles) -> bool:
    """Say whether a word is a title with a name behind it."""
    if number + 1 >= end:
        return False
    return titles.has(found[number]) or titles.is_royal(found[number], found[number + 1 : end])


def _has_initials(found: Sequence[WordToken], number: int, end: int) -> bool:
    return found[number].is_initial and number + 1 < end and not found[number + 1].is_acronym


def _may_follow(first: WordToken, second: WordToken, titles: Titles) -> bool:
    """Say whether a word may be the surname of what may be a first name, or initials.

    ``German Turks``, ``Guerra Fría`` and ``D.C. Circuit`` are none.
    """
    kinds = titles.kinds(second)
    if kinds & CLEAN or (titles.is_listed(first) and second.is_capital):
        return True
    if first.is_acronym:
        return not kinds
    doubts = titles.kinds(first)
    is_described = "word" in doubts and (bool(kinds & {"adjective", "place"}) or not second.is_capital)
    return "adjective" not in doubts and not is_described


def _is_one(words: Sequence[WordToken], titles: Titles) -> bool:
    """Say whether words may be a name: not a place, an acronym or a number."""
    if not words[0].is_capital or titles.is_unit(words):
        return False
    of_place = len(words) > 2 and not words[-2].is_capital and titles.is_place(words[-1])
    is_acronym = "acronym" in titles.kinds(words[0]) or (words[0].is_acronym and not words[0].is_initial)
    return not (of_place or is_acronym or titles.is_place(words[0]))


def speakers(found: Sequence[WordToken], titles: Titles, small: Collection[str]) -> Iterator[str]:
    """Yield the words that are surnames by their place inside a sentence: ``, Trump said``.

    They have a capital, and no article before them. What speaks must be a surname or the form of a verb to
    the engine: nouns that speak in reports are institutions. A surname that is another word too is one where
    the document has that word nowhere in small letters (``small``).
    """
    for at in range(1, len(found)):
        token, before = found[at], found[at - 1]
        if not token.is_capital or token.begins or token.is_acronym:
            continue
        behind = found[at + 1] if at + 1 < len(found) and found[at + 1].is_joined else None
        is_elided = not token.is_joined and token.start == before.end + 1  # ``l'Armada``
        is_beside = is_elided or (
            token.is_joined and (before.is_capital or lowered(before.text) in _ARTICLES)
        )
        if is_beside:
            continue
        speaks = behind is not None and titles.is_speech(behind)
        spoke = (behind is None or not behind.is_capital) and token.is_joined and titles.is_speech(before)
        kinds = titles.kinds(token)
        speaks_as_one = (speaks or spoke) and kinds & {"surname", "verb"} and not titles.is_place(token)
        is_double = {"surname", "word"} <= kinds and not kinds & {"adjective", "place", "name"}
        stands_alone = behind is None or not behind.is_capital
        is_other = titles.has(token) or titles.is_day(token) or titles.is_month(token)
        if speaks_as_one or (
            is_double and stands_alone and not is_other and lowered(token.text, titles.code) not in small
        ):
            yield token.text


def alone(
    found: Sequence[WordToken],
    known: People,
    titles: Titles,
    common: Collection[str],
    *,
    headline: bool,
) -> Iterator[Person]:
    """Yield the surnames of a document's people, where a sentence, or a ``headline``, has them alone."""
    at = 0
    begin = {surname.partition(" ")[0] for surname in known.surnames}
    while at < len(found):
        if found[at].text not in begin:
            at += 1
            continue
        length = next((n for n in (4, 3, 2, 1) if _surname(found[at : at + n]) in known.surnames), 0)
        person = Person(at, at + length, known.surnames.get(_surname(found[at : at + length]), False))
        if length and _stands_alone(found, person, titles, common, headline=headline):
            yield person
        at += max(length, 1)


def _surname(words: Sequence[WordToken]) -> str:
    if not all(token.is_joined for token in words[1:]):
        return ""
    return phrase(words)


def _stands_alone(
    found: Sequence[WordToken], person: Person, titles: Titles, common: Collection[str], *, headline: bool
) -> bool:
    token = found[person.first]
    behind = found[person.last] if person.last < len(found) and found[person.last].is_joined else None
    if headline or token.begins:
        speaks = not headline and behind is not None and titles.is_speech(behind)
        return speaks or lowered(token.text, titles.code) not in common
    is_row = behind is not None and behind.is_capital and "word" in titles.kinds(behind)
    return not (is_row and "word" in titles.kinds(token))
