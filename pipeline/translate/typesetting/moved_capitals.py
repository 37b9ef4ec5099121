"""Capitals that an engine put on the wrong word: ``Macron Dijo``, ``“Sí”, Dijo``, ``España e italia``.

An engine by rules gives the capital of a first word to what comes to stand there. Where it does not know that
word, which stays, the next one gets it; and the Spanish ``e`` and ``u`` take it off the word behind them. An
article that it puts before a first word is all in capitals at times: ``EL agua``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import languages
from pipeline.core.records import LanguageCode
from pipeline.core.text.calendar_names import day_names, month_names
from pipeline.core.text.case import capitalised, folded, is_in_capitals, lowered
from pipeline.core.text.stop_words import for_detection
from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.edits import Edit, in_items

_WORD = re.compile(r"[^\W\d_]+")
_BEHIND_QUOTATION = re.compile(r"(?<=[^\s(\[“«„])[”\"»]\s+(?P<word>[^\W\d_]+)")
_LEAST = 2
"""Letters from which a word in capitals is no initial capital."""
_JOINED = re.compile(r"(?<!\w)[eu] (?P<word>(?:h?[ií]|h?[oó])\w*)")
"""Spanish words behind ``e`` and ``u``, which stand before these sounds alone."""
_OF_PEOPLE = re.compile(r"(?:[nñ][oa]s?|és|es[ae]s?|íe?s?|ense?s?|dios?)$")
"""Endings of Spanish words for people of a place, which have no capital: ``iraníes``, ``italianos``."""


def moved_capitals(restored: Restored, text: str, source: LanguageCode, target: LanguageCode) -> list[Edit]:
    """Return the edits that put capitals where a translation of ``text`` has them."""
    writes = languages.get(target)
    if not writes.small_words or not languages.get(source).small_words or writes.sentences.capital_nouns:
        return []
    edits = [
        *_first_word(restored.text, text, target),
        *_second_word(restored.text, text, source, target),
        *_behind_quotations(restored.text, text, target),
    ]
    if target == "es":
        edits += _behind_conjunctions(restored.text, text)
    hidden = in_items(restored)
    return sorted(edit for edit in edits if hidden.isdisjoint(range(edit[0], edit[1])))


def _first_word(made: str, text: str, target: LanguageCode) -> Iterator[Edit]:
    """Yield the edit of a first word in capitals, a small one of the language, that the source has not so."""
    first, own = _WORD.search(made), _WORD.search(text)
    if first is None or own is None or len(first[0]) < _LEAST or not first[0].isupper():
        return
    small = lowered(first[0], target)
    if (own[0].isupper() and len(own[0]) >= _LEAST) or is_in_capitals(text):
        return
    if small in for_detection(target):
        yield first.start(), first.end(), capitalised(small, target)


def _second_word(made: str, text: str, source: LanguageCode, target: LanguageCode) -> Iterator[Edit]:
    """Yield the edit of a second word behind a first one that stayed as it was."""
    words, own = list(_WORD.finditer(made)), _WORD.findall(text)
    if len(words) < 2 or len(own) < 2 or words[0][0] != own[0] or not own[1].islower():
        return
    second = words[1]
    if not second[0].istitle() or second[0] in own or made[words[0].end() : second.start()] != " ":
        return
    small = _small_elsewhere(source)
    capitals = sum(word[0].isupper() and lowered(word, source) not in small for word in own[1:])
    if sum(word[0][0].isupper() for word in words[1:]) > capitals:
        yield second.start(), second.end(), lowered(second[0], target)


def _small_elsewhere(code: LanguageCode) -> frozenset[str]:
    """Return days and months, and the English ``I``, which have capitals in few languages."""
    return day_names(code) | month_names(code) | {"i"}


def _behind_quotations(made: str, text: str, target: LanguageCode) -> Iterator[Edit]:
    """Yield the edits of words behind quotations, where the source has small letters alone there."""
    own = [found["word"] for found in _BEHIND_QUOTATION.finditer(text)]
    if not own or not all(word.islower() for word in own):
        return
    for found in _BEHIND_QUOTATION.finditer(made):
        word = found["word"]
        if word.istitle() and word not in text:
            yield found.start("word"), found.end("word"), lowered(word, target)


def _behind_conjunctions(made: str, text: str) -> Iterator[Edit]:
    own: Sequence[str] = [word for word in _WORD.findall(text) if word[0].isupper()]
    for found in _JOINED.finditer(made):
        word = found["word"]
        like = next((each for each in own if folded(each)[:2] == folded(word)[:2]), None)
        if like is None or not word[0].islower() or _OF_PEOPLE.search(word):
            continue
        start, end = found.span("word")
        is_acronym = like.isupper() and folded(like) == folded(word)
        yield start, end, like if is_acronym else capitalised(word, "es")
