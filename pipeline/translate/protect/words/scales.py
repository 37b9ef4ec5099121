"""Scales behind a figure that rules misread: ``£11million`` by letters, ``$3.6bn`` as a Spanish billion.

A scale that is written as one with its figure gets a blank; an abbreviated one is sent as the whole word that
the language's data have for it. An abbreviation that is a unit of measurement too is one of a scale only in a
sum of money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import languages
from pipeline.check.numbers.figures import SCALE
from pipeline.check.numbers.word_forms import FoundWord, find_words, normal
from pipeline.core.records import Item, LanguageCode, StandIn

_LEAST = 4
"""Letters from which a scale is a word."""
_DOUBTFUL = frozenset({"b", "bi", "k", "m", "mi", "mil", "mm"})
"""Abbreviations that are units, or words, too."""
_FIGURE = re.compile(r"(\d[\d.,]*)\s?$")
_ONE = re.compile(r"1(?:[.,]0+)?")
_SIGNS = "$£€¥₹₽₩₪฿₴₺"
_SUM = re.compile(rf"[{_SIGNS}]\s?$|(?<!\w)(?:[A-Z]{{3}}|Rs\.?)\s?$")
"""What stands before the figure of a sum of money."""
_OF_SUM = re.compile(rf"\s?[{_SIGNS}]|\s(?:[A-Z]{{3}}(?!\w))?")
"""What may stand behind the scale of a sum of money: a sign, a code, or a blank and the currency's name."""


def written_out(text: str, language: LanguageCode) -> Iterator[Item]:
    """Yield the scales behind a figure that are sent otherwise than they are written."""
    if not any(map(str.isdecimal, text)):
        return
    plain = normal(text)
    if len(plain) != len(text):
        return
    for word in find_words(text, language, "words"):
        figure = _FIGURE.search(text, max(word.start - 32, 0), word.start)
        if word.value < SCALE or figure is None or plain[word.end : word.end + 1].isalpha():
            continue
        own = text[word.start : word.end]
        sent = own if len(word.form) >= _LEAST else _whole(word, text, figure, language)
        if sent and figure.end(1) == word.start:
            sent = f" {sent}"
        if sent and text[word.end : word.end + 1] in [*_SIGNS]:
            sent = f"{sent} "
        if sent and sent != own:
            stand_in = StandIn(sent=sent, back=(), shown=())
            yield Item(start=word.start, end=word.end, kind="name", droppable=True, stand_in=stand_in)


def _whole(word: FoundWord, text: str, figure: re.Match[str], language: LanguageCode) -> str:
    """Return the whole word for an abbreviation, empty where there is none or it may be none of a scale."""
    forms = _words(language).get(word.value, ())
    if not forms or (word.form in _DOUBTFUL and not _is_of_sum(word, text, figure, language)):
        return ""
    return forms[0 if len(forms) == 1 or _ONE.fullmatch(figure[1]) else 1]


def _is_of_sum(word: FoundWord, text: str, figure: re.Match[str], language: LanguageCode) -> bool:
    """Say whether a currency stands before the figure or right behind the scale."""
    if _SUM.search(text, 0, figure.start()):
        return True
    behind = _OF_SUM.match(text, word.end)
    if behind is None:
        return False
    return bool(behind[0].strip()) or any(
        name.start == behind.end() for name in find_words(text, language, "currencies")
    )


@cache
def _words(language: LanguageCode) -> dict[int, tuple[str, ...]]:
    """Return the whole words of each scale: of one, and of several where these are others."""
    return {
        value: whole
        for value, forms in languages.get(language).checks.words
        if value >= SCALE
        and (whole := tuple(form for form in forms if form.isalpha() and len(form) >= _LEAST))
    }
