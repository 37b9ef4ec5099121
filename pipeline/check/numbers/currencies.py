"""The check that amounts of money are in the same currency."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TypeAlias

from pipeline.check.case import Case
from pipeline.check.numbers.figures import SCALE
from pipeline.check.numbers.word_forms import FoundWord, find_words, normal
from pipeline.core.dataclass import dataclass
from pipeline.core.records import Check, LanguageCode

NAME = "currencies"

_SIGNS = {
    "$": "dollar",
    "€": "euro",
    "£": "pound",
    "¥": "yen",
    "￥": "yen",
    "₽": "rouble",
    "₹": "rupee",
    "₩": "won",
    "₺": "lira",
    "₴": "hryvnia",
    "₪": "shekel",
}
_CODES = {
    "usd": "dollar",
    "cad": "dollar",
    "aud": "dollar",
    "nzd": "dollar",
    "hkd": "dollar",
    "sgd": "dollar",
    "eur": "euro",
    "gbp": "pound",
    "jpy": "yen",
    "cny": "yuan",
    "rmb": "yuan",
    "chf": "franc",
    "rub": "rouble",
    "inr": "rupee",
    "sek": "crown",
    "nok": "crown",
    "dkk": "crown",
    "czk": "crown",
    "krw": "won",
    "mxn": "peso",
    "try": "lira",
    "pln": "zloty",
    "uah": "hryvnia",
    "brl": "real",
    "ils": "shekel",
}
_SIGN = re.compile("(?:(?<![a-z])r\\$)|[" + "".join(map(re.escape, _SIGNS)) + "]")
_CODE = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(_CODES)})(?![^\W\d_])")
_AFTER_FIGURE = re.compile(r"\d(?P<words>[^\d.,;:!?()]{0,24})$")
_SHORT = 3
"""The most letters of words such as ``de``, ``US`` that may stand between a figure and a currency's name."""
_FIGURE = re.compile(r"\s?\d")
_FEW = re.compile(r"(?<![\d.,])\d{1,2}\s?$")
"""Figures before a word that is a verb too: ``None of 5 won``. Sums of that currency are larger."""
_ALIKE = {"yen": frozenset({"yen", "yuan"}), "real": frozenset({"real", "dollar"})}
"""Currencies that share a sign: ¥ is China's too, R$ may lose its letter."""

_Kinds: TypeAlias = frozenset[str]


@dataclass(frozen=True, slots=True)
class Amount:
    """A currency in a text, by sign, code or name, with its position in the ``word_forms.normal`` text."""

    kinds: _Kinds
    """The currencies that it may be."""
    start: int
    end: int
    is_amount: bool
    """Whether the currency stands beside a figure."""


def check_currencies(case: Case) -> Check:
    """Compare the currencies of amounts; a different one fails, and one that is lost.

    An added currency is a warning. All dollars count as one currency, all crowns and all francs too.
    """
    before = amounts(case.source, case.source_language)
    after = amounts(case.target, case.target_language)
    lost, new = _missing(before, after), _missing(after, before)
    if not lost and not new:
        return Check(name=NAME, verdict="pass")
    notes = [f"{word} {_names(found)}" for word, found in (("lost", lost), ("new", new)) if found]
    return Check(name=NAME, verdict="fail" if lost else "warn", note="; ".join(notes))


def _missing(these: Sequence[Amount], those: Sequence[Amount]) -> set[_Kinds]:
    named = {kind for one in those for kind in one.kinds}
    return {one.kinds for one in these if one.is_amount and not one.kinds & named}


def _names(found: Iterable[_Kinds]) -> str:
    return " ".join(sorted("/".join(sorted(kinds)) for kinds in found))


@lru_cache(maxsize=128)
def amounts(text: str, language: LanguageCode) -> tuple[Amount, ...]:
    """Return the currencies that a text names."""
    plain = normal(text)
    signs, names = list(_signs(plain)), find_words(text, language, "currencies")
    scales = (
        [word for word in find_words(text, language, "words") if word.value >= SCALE]
        if signs or names
        else []
    )
    found = [
        Amount(kinds, start, end, bool(_FIGURE.match(plain, end)) or _has_figure_before(plain, start, scales))
        for kinds, start, end in signs
    ]
    found += [
        Amount(
            frozenset(map(str, name.keys)),
            name.start,
            name.end,
            _has_figure_before(plain, name.start, scales)
            and not (name.listed.is_doubtful and _FEW.search(plain, 0, name.start)),
        )
        for name in names
    ]
    return tuple(sorted(found, key=lambda amount: amount.start))


def _has_figure_before(text: str, start: int, scales: Sequence[FoundWord]) -> bool:
    """Say whether a figure stands before, with only words such as ``million`` or ``de`` between."""
    match = _AFTER_FIGURE.search(text, max(0, start - 25), start)
    if match is None:
        return False
    between = text[match.start("words") : start]
    first = bisect_left(scales, match.start("words"), key=lambda scale: scale.start)
    for scale in islice(scales, first, None):
        if scale.end > start:
            break
        between = between.replace(text[scale.start : scale.end], " ")
    return all(len(word) <= _SHORT for word in between.split())


def _signs(text: str) -> Iterator[tuple[_Kinds, int, int]]:
    for match in _SIGN.finditer(text):
        kind = _SIGNS.get(match[0], "real")
        yield _ALIKE.get(kind, frozenset({kind})), match.start(), match.end()
    for match in _CODE.finditer(text):
        yield frozenset({_CODES[match[0]]}), match.start(), match.end()
