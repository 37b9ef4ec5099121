"""Finds the words of a document that the engines of a route would break."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from itertools import pairwise

import languages
from languages import Language
from pipeline.check.words.organisations import organisations
from pipeline.core.dataclass import dataclass
from pipeline.core.ports import Engine, ReadsWords
from pipeline.core.records import Hop, Item, Route, StandIn, WordReading
from pipeline.core.text import stop_words
from pipeline.core.text.case import capitalised, is_in_capitals, lowered
from pipeline.translate.protect.words.acronyms import acronyms
from pipeline.translate.protect.words.hours import halves_of_day
from pipeline.translate.protect.words.months import find_months
from pipeline.translate.protect.words.names import People, Person, alone, people, rows_of, speakers
from pipeline.translate.protect.words.reigns import reigns
from pipeline.translate.protect.words.scales import written_out
from pipeline.translate.protect.words.stand_ins import (
    ACRONYM_STAND_INS,
    NAME_STAND_INS,
    REIGN_STAND_INS,
    StandIns,
)
from pipeline.translate.protect.words.titles import CLEAN, Titles
from pipeline.translate.protect.words.tokens import WordToken, is_headline, phrase, tokens


@dataclass(frozen=True, slots=True)
class _Document:
    """What is known of a document's words."""

    source: Language
    target: Language
    readings: Mapping[str, WordReading]
    titles: Titles
    people: People = field(default_factory=People)

    @property
    def common(self) -> frozenset[str]:
        """The commonest words of the language."""
        return stop_words.for_detection(self.source.code)


def broken_words(
    texts: Sequence[str],
    route: Route,
    engines: Mapping[str, Engine],
    cuts: Sequence[Collection[int]] = (),
) -> tuple[tuple[Item, ...], ...]:
    """Return for each sentence of a document the items that the engines of a route would break.

    There are none if an engine of the route does not say that it needs that (``ReadsWords``), or the source
    has no capitals. ``cuts`` are the places in each sentence where markup stands, which no item holds.
    Raises ``EngineError`` as engines do.
    """
    source, target = languages.get(route.source), languages.get(route.target)
    readers = [engines[hop.engine] for hop in route.hops]
    if not source.names.titles or not all(isinstance(reader, ReadsWords) for reader in readers):
        return ((),) * len(texts)
    title_words = Titles(source, {}).words
    found = [tokens(text, title_words) for text in texts]
    readings = _readings(found, route.hops, engines)
    document = _Document(source, target, readings, Titles(source, readings))
    headlines = [is_headline(text, words, document.common) for text, words in zip(texts, found, strict=True)]
    named = [
        [] if headline else [*people(words, document.titles, asks=_ASKS.search(text) is not None)]
        for text, words, headline in zip(texts, found, headlines, strict=True)
    ]
    small = {token.text for words in found for token in words if not token.is_capital}
    for words, persons in zip(found, named, strict=True):
        for surname in speakers(words, document.titles, small):
            document.people.add(surname)
        for person in persons:
            if person.is_sure:
                document.people.learn(words, person, document.titles)
    return tuple(
        _Sentence(text, words, document, places).items(persons, headline=headline)
        for text, words, persons, headline, places in zip(
            texts, found, named, headlines, cuts or ((),) * len(texts), strict=True
        )
    )


def _readings(
    found: Sequence[Sequence[WordToken]], hops: Sequence[Hop], engines: Mapping[str, Engine]
) -> dict[str, WordReading]:
    """Return what the engines of a route know of a document's words with capitals.

    A word is what the first takes it for, and another word too if a later one takes it for that.
    """
    words = {token.text for sentence in found for token in sentence if token.is_capital}
    plain = {word.replace(".", "").replace("-", "") for word in words if "." in word}
    rows = {phrase(row) for sentence in found for row in rows_of(sentence)}
    asked = sorted(
        word
        for word in {*words, *plain, *rows, *NAME_STAND_INS, *ACRONYM_STAND_INS, *REIGN_STAND_INS}
        if 0 < len(word) <= _LONGEST
    )
    readings: dict[str, WordReading] = {}
    for hop in hops:
        engine = engines[hop.engine]
        if not isinstance(engine, ReadsWords):
            continue
        for word, reading in zip(asked, engine.read_words(asked, hop.source, hop.target), strict=True):
            before = readings.get(word)
            if before is None:
                readings[word] = reading
            else:
                kinds = before.kinds | (reading.kinds & {"word"})
                readings[word] = WordReading(kinds=kinds, is_female=before.is_female)
    return readings


_ASKS = re.compile(r"\?\W{0,3}$")
_LONGEST = 100
"""Most letters of what an engine is asked for. What is longer is unknown."""


class _Sentence:
    """Collects the items of one sentence, of which none overlaps another."""

    def __init__(
        self, text: str, found: Sequence[WordToken], document: _Document, cuts: Collection[int]
    ) -> None:
        self._text, self._found, self._document = text, found, document
        self._cuts = cuts
        self._stand_ins = StandIns(text, document.readings)
        self._taken = bytearray(len(text))
        self._items: list[Item] = []

    def items(self, persons: Sequence[Person], *, headline: bool) -> tuple[Item, ...]:
        """Return the items; ``persons`` are the names of several words."""
        text, found, document = self._text, self._found, self._document
        named = not is_in_capitals(text)
        for scale in written_out(text, document.source.code):
            self._take(scale)
        for start, end in organisations(text):
            self._organisation(start, end)
        for person in persons if named else ():
            self._name(person)
            self._title(person)
        for item in find_months(
            text,
            found,
            document.source,
            document.target,
            document.readings,
            self._stand_ins,
            document.people.in_small_letters,
            self._cuts,
            headline=headline or not named,
        ):
            if isinstance(item, Item):
                self._take(item)
            else:
                self._cover(*item)
        surnames = alone(found, document.people, document.titles, document.common, headline=headline)
        for person in surnames if named else ():
            self._name(person)
        for item in halves_of_day(text, document.source, self._stand_ins):
            self._take(item)
        for item in acronyms(text, found, document.readings, self._stand_ins, document.common):
            self._take(item)
        for item in reigns(found, document.readings, self._stand_ins) if named else ():
            self._take(item)
        return tuple(sorted(self._items, key=lambda item: item.start))

    def _name(self, person: Person) -> None:
        words = self._found[person.first : person.last]
        start, end = words[0].start, words[-1].end
        if any(self._taken[start:end]):
            return
        if not self._document.titles.is_broken(words):
            self._cover(start, end)
            return
        inside = [number for number, word in enumerate(words) if number and self._is_cut(word)]
        for first, last in pairwise([0, *inside, len(words)]):
            self._stand_in(Person(person.first + first, person.first + last, person.is_female))

    def _organisation(self, start: int, end: int) -> None:
        """Take the name of an organisation: as a man's behind an article, as papers are, or as an acronym."""
        if any(start < cut < end for cut in self._cuts):
            return
        before = [word.text for word in self._found if word.end < start][-1:]
        is_male = lowered("".join(before)) in self._document.source.names.determiners
        hand_out = self._stand_ins
        shown = self._text[start:end]
        stand_in = (
            hand_out.name(shown, is_female=False) if is_male else hand_out.acronym(shown, is_male=False)
        )
        if stand_in is not None:
            self._take(Item(start=start, end=end, kind="name", droppable=True, stand_in=stand_in))

    def _title(self, person: Person) -> None:
        """Send the title before a name in small letters, if the engine takes it for a name: ``Mayor``."""
        title = self._found[person.first - 1] if person.first else None
        if title is None or not title.is_capital or not self._found[person.first].is_joined:
            return
        titles = self._document.titles
        is_title = titles.has(title) or titles.is_royal(title, self._found[person.first : person.last + 1])
        if not is_title or "word" not in titles.kinds(title):
            return
        article = self._article(person.first - 1)
        if article or titles.kinds(title) & CLEAN:
            sent = StandIn(sent=f"{article}{lowered(title.text, titles.code)}", back=(), shown=())
            self._take(Item(start=title.start, end=title.end, kind="name", droppable=True, stand_in=sent))

    def _article(self, at: int) -> str:
        """Return the article that other languages have before a title: ``the `` for ``with Mayor Khan``."""
        determiners = self._document.source.names.determiners
        token, before = self._found[at], lowered(self._found[at - 1].text) if at else ""
        if not determiners or token.text.endswith("."):
            return ""
        follows = before and not token.begins
        if follows and not (token.is_joined and before in self._document.source.small_words):
            return ""
        return capitalised(f"{determiners[0]} ") if token.begins else f"{determiners[0]} "

    def _is_cut(self, word: WordToken) -> bool:
        """Say whether markup stands before a word, or the space before it."""
        return word.start in self._cuts or word.start - 1 in self._cuts

    def _stand_in(self, person: Person) -> None:
        start, end = self._found[person.first].start, self._found[person.last - 1].end
        shown = self._text[start:end]
        stand_in = None
        if self._belongs_to_noun(person):
            stand_in = self._stand_ins.acronym(shown, is_male=False)
        stand_in = stand_in or self._stand_ins.name(shown, is_female=person.is_female)
        if stand_in is not None:
            self._take(Item(start=start, end=end, kind="name", droppable=True, stand_in=stand_in))

    def _belongs_to_noun(self, person: Person) -> bool:
        """Say whether a name stands between an article and a noun; rules read an acronym better there."""
        found, document = self._found, self._document
        if not person.first or person.last >= len(found):
            return False
        before, behind = found[person.first - 1], found[person.last]
        return (
            lowered(before.text) in document.source.names.determiners
            and found[person.first].is_joined
            and behind.is_joined
            and behind.text.islower()
            and behind.text not in document.common
        )

    def _take(self, item: Item) -> None:
        if not any(self._taken[item.start : item.end]):
            self._cover(item.start, item.end)
            self._items.append(item)

    def _cover(self, start: int, end: int) -> None:
        self._taken[start:end] = b"\1" * (end - start)
