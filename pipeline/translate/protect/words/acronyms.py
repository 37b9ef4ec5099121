"""Acronyms that an engine does not know as such: ``A.I.`` is an article to it, ``WHO`` a pronoun."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pipeline.core.records import Item, StandIn, WordReading
from pipeline.core.text.case import is_in_capitals, lowered
from pipeline.translate.protect.words.stand_ins import StandIns
from pipeline.translate.protect.words.tokens import WordToken

_KNOWN = frozenset({"acronym", "place", "name", "surname", "first_name"})
_MOST_LETTERS = 6
_PLURAL = "los las les des aux els dels als gli i degli dei delle dagli agli"
_MASCULINE = "el del al un le du au il dello lo nel dal sul pel do no ao um"
"""Articles of the Romance languages, with the words that they are joined to."""
_OF_SEVERAL, _OF_MEN = frozenset(_PLURAL.split()), frozenset(_MASCULINE.split())
_NUMERALS = frozenset("IVXLCM")
"""Letters of Roman numerals, which no acronym is made of alone."""
_HOURS = frozenset({"A.M.", "P.M.", "A.D.", "B.C."})


def acronyms(
    text: str,
    found: Sequence[WordToken],
    readings: Mapping[str, WordReading],
    stand_ins: StandIns,
    common: Collection[str],
) -> Iterator[Item]:
    """Yield the acronyms of a sentence that the engine would break.

    One with full stops that it knows without them is sent so. ``common`` are words that are no acronyms in
    capitals (``NOT``).
    """
    in_capitals = is_in_capitals(text)  # where one without full stops is a word like the others
    for at, token in enumerate(found):
        if not token.is_acronym or not _is_broken(token, readings, common) or _is_shouted(found, at):
            continue
        if in_capitals and "." not in token.text:
            continue
        article = lowered(found[at - 1].text) if at and token.is_joined else ""
        if article in _OF_SEVERAL and "." not in token.text:
            continue  # no acronym of several things stands in, and rules often leave such a one as it is
        plain = token.text.replace(".", "").replace("-", "")
        known = readings.get(plain, WordReading()).kinds
        if token.text != plain and known and known <= _KNOWN:
            sent = f"{plain}." if token.text.endswith(".") and not text[token.end :].strip() else plain
            stand_in: StandIn | None = StandIn(sent=sent, back=(), shown=())
        else:
            stand_in = stand_ins.acronym(token.text, is_male=article in _OF_MEN)
        if stand_in is not None:
            yield Item(start=token.start, end=token.end, kind="acronym", droppable=True, stand_in=stand_in)


def _is_broken(token: WordToken, readings: Mapping[str, WordReading], common: Collection[str]) -> bool:
    kinds = readings.get(token.text, WordReading()).kinds
    if not kinds or kinds & _KNOWN:
        return False
    if "." in token.text:
        return token.text.upper() not in _HOURS
    if not set(token.text) - _NUMERALS:
        return False
    return len(token.text) <= _MOST_LETTERS and token.text.lower() not in common


def _is_shouted(found: Sequence[WordToken], at: int) -> bool:
    """Say whether a word beside it is in capitals too: they are there for emphasis."""
    beside = [*found[max(at - 1, 0) : at], *found[at + 1 : at + 2]]
    return any(token.is_acronym and "." not in token.text and "." not in found[at].text for token in beside)
