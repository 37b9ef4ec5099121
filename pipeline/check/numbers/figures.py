"""The numbers of a text that are written in figures, with their possible values and their signs.

``14,000`` is fourteen thousand in English and fourteen in German, so a figure has several readings; two
figures agree where they have one in common.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Literal

import languages
from pipeline.check.numbers.word_forms import FoundWord, find_words, normal
from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode

_SPACES = "\u00a0\u202f\u2009 "
_FIGURE = re.compile(
    r"(?:\d+\s?)?[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]"  # 2½
    rf"|\d{{1,3}}(?:(?P<sign>[.,'٬،{_SPACES}])\d{{3}}(?:(?P=sign)\d{{3}})*)(?!\d)(?:[.,٫]\d+)?"  # 14,000.5
    r"|\d{1,2}(?:,\d{2}){1,12},\d{3}(?!\d)(?:\.\d+)?"  # 1,40,000: India; bounded, to stay linear
    r"|(?<!\d[.])\d+[.,٫·]\d+(?![.,٫·:]?\d)"  # 3.5, but not a part of 3.5.2018
    r"|\d+"
)
_EXACT = 25
"""Digits beyond which a figure is compared as it stands: longer figures are no quantities."""
SCALE = 1000
"""Least value of a word that counts as a multiplier of the figure before it: ``5 million``, ``20k``."""
_GROUP = 3
"""Number of digits between two grouping signs."""
_GAP = re.compile(r"[\s-]{0,2}")
_OF = re.compile(r"[^\W\d_]{0,3}\s(?:d'|(?:de|di|do|des|of|von|van|av|af|da)\s)?")
"""What stands between two scales of one figure where the first is counted: ``3,2 miles de millones``."""
_MILLION = 10**6
_OPENING = frozenset("([（［")
_BEFORE = " $€£¥₹₽~≈"
_NEAR = 5
"""Number of characters before a figure in which a bracket is looked for."""
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_WRITTEN = re.compile(r"(?<![\d/.,])(\d{1,3})[\s-](1/[23]|2/3|[13]/4)(?![\d/.])")
_SIGNS_OF = {"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾"}
"""Fractions behind a whole, as they are typed: 4 1/2."""
_ANY = re.compile(rf"[\d{_VULGAR}]")
"""What every figure has at least one of."""
_DENOMINATORS = 8
_SIGNED = re.compile(
    r"(?:^|[\s(\[«“\"'„:;,，、（\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3])"
    r"(?P<sign>±|\+/[-−–]|[-−–‒﹣－]|[+﹢＋])[$€£¥₹]?$"
)
_SIGN_ROOM = 6
"""Number of characters before a figure in which its sign stands."""
_LEAST_SCALE = 10
_LOW_SCALES = frozenset({10, 100})
"""Values of words that multiply a figure only before a larger one."""
_TENTHS = frozenset({"割", "成"})
"""Words for tenths: 3割 is 30 per cent."""
_POWERS, _UNIT = frozenset({"2", "3"}), re.compile(r"(?<![^\W\d_])[kcdm]?m$")
"""Powers of units: km2, m3."""
_MONEY = frozenset("$€£¥￥₹₽₩₺₴₪")
_ABROAD = re.compile(r"[$€£¥₹]\s?\d[\d.,]*\s?(bn|mn|tn|[mbk])(?![^\W_])")
"""An amount as English writes it, which texts in every language quote: ``$3.6bn``."""
_AMBIGUOUS_SCALES = frozenset({"m", "b", "k"})
"""Forms that are a unit as often as a scale: ``6 m`` is six metres, or six million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number in figures."""

    text: str
    """The figure as it stands, with the word that multiplies it."""
    values: frozenset[Decimal]
    """The values that the figure may mean."""
    bare: frozenset[Decimal]
    """The values without the word that multiplies the figure."""
    parts: tuple[str, ...]
    """Runs of digits in the figure, in Western digits: 7 and 30 of ``7.30``; noughts before the first are
    left out."""
    sign: Literal["", "+", "-", "±"] = ""
    """The sign before the figure."""
    is_fraction: bool = False
    """Whether the figure has a sign such as ``½``."""
    in_brackets: bool
    """Whether a bracket stands before the figure: in brackets translators give other units, or leave such
    figures out."""

    @property
    def is_scaled(self) -> bool:
        """Whether a word multiplies the figure."""
        return self.values != self.bare


@lru_cache(maxsize=128)
def figures(text: str, language: LanguageCode) -> tuple[Figure, ...]:
    """Return the numbers of a text that are written in figures, in order."""
    text = _WRITTEN.sub(lambda match: f"{match[1]}{_SIGNS_OF[match[2]]}", text) if "/" in text else text
    plain = normal(text)
    if not _ANY.search(plain):
        return ()
    decimal = _decimal(language)
    words = [word for word in find_words(text, language, "words") if word.value >= _LEAST_SCALE]
    scales = {word.start: word for word in words if _is_scale(word)}
    scales |= {  # 3百万, 6백만, 3割
        word.start: word
        for word in words
        if (word.value in _LOW_SCALES and word.end in scales) or word.form in _TENTHS
    }
    abroad = {match.start(1) for match in _ABROAD.finditer(plain)}
    if abroad:
        english = {word.start: word for word in find_words(text, "en", "words") if word.start in abroad}
        scales = english | scales
    found: list[Figure] = []
    end = -1
    for match in _FIGURE.finditer(plain):
        if match[0] in _POWERS and _UNIT.search(plain, max(0, match.start() - 3), match.start()):
            continue
        bare = frozenset(_readings(match[0], decimal))
        values, last = _scaled(plain, match.end(), bare, scales)
        if match.start() and plain[match.start() - 1] in _MONEY and values > bare:
            values -= bare  # £3m is no length
        figure = Figure(
            text=plain[match.start() : last],
            values=values,
            bare=bare,
            parts=_parts(match[0]),
            sign=_sign(plain, match.start()),
            is_fraction=match[0][-1] in _VULGAR,
            in_brackets=plain[max(0, match.start() - _NEAR) : match.start()].rstrip(_BEFORE)[-1:] in _OPENING,
        )
        if found and _is_continued(found[-1], figure, plain[end : match.start()]):
            found[-1] = _joined(found[-1], figure)
        else:
            found.append(figure)
        end = last
    return tuple(found)


@cache
def _decimal(language: LanguageCode) -> frozenset[str]:
    return frozenset(languages.get(language).checks.decimal) | {"٫", "·"}


def _is_scale(word: FoundWord) -> bool:
    return word.value >= SCALE


def _scaled(
    text: str, end: int, values: frozenset[Decimal], scales: dict[int, FoundWord]
) -> tuple[frozenset[Decimal], int]:
    """Multiply values by the words that follow: ``2 mil millones`` has two."""
    bare = values
    while True:
        gap = _GAP.match(text, end)
        word = (
            scales.get(gap.end() if gap else end)
            or scales.get(end)
            or (_counted(text, end, scales) if values != bare else None)
        )
        if word is None or any(len(value.as_tuple().digits) > _EXACT for value in values):
            return values, end
        scaled = frozenset(value * Decimal(word.value) for value in values)
        values = values | scaled if word.form in _AMBIGUOUS_SCALES else scaled
        end = word.end


def _counted(text: str, end: int, scales: dict[int, FoundWord]) -> FoundWord | None:
    """Return the scale that the one before it counts: the millions of ``milers de milions``."""
    gap = _OF.match(text, end)
    word = scales.get(gap.end()) if gap else None
    return word if word is not None and word.value >= _MILLION else None


def _is_continued(first: Figure, second: Figure, between: str) -> bool:
    """Say whether two figures are one number: 3億5000万, 7만 7천."""
    if not first.is_scaled or len(between) > second.is_scaled or between.strip():
        return False
    return max(first.values) > max(second.values)


def _joined(first: Figure, second: Figure) -> Figure:
    return Figure(
        text=first.text + second.text,
        values=frozenset(one + two for one in first.values for two in second.values),
        bare=frozenset(),
        parts=(*first.parts, *second.parts),
        in_brackets=first.in_brackets,
    )


def _sign(text: str, start: int) -> Literal["", "+", "-", "±"]:
    """Return the sign before the figure at ``start``; a dash after a word or a figure is none."""
    if not start:
        return ""
    match = _SIGNED.search(text[max(0, start - _SIGN_ROOM) : start])
    if match is None:
        return ""
    sign = match["sign"]
    if text[max(0, start - 2 * _SIGN_ROOM) : start - len(match[0]) + 1].rstrip()[-1:].isdecimal():
        return ""  # a range: 10 –12
    return "±" if sign[0] == "±" or len(sign) > 1 else "+" if sign in "+﹢＋" else "-"


def _parts(text: str) -> tuple[str, ...]:
    if text[-1] in _VULGAR:
        whole, fraction = (
            text[:-1].strip(),
            Fraction(unicodedata.numeric(text[-1])).limit_denominator(_DENOMINATORS),
        )
        shown = str(fraction.numerator), str(fraction.denominator)
        return (*_parts(whole), *shown) if whole else shown
    western = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    first, *rest = re.findall(r"[0-9]+", western)
    return (first.lstrip("0") or "0", *rest)


def _readings(text: str, decimal: Collection[str]) -> Iterator[Decimal]:
    if text[-1] in _VULGAR:
        yield Decimal(text[:-1].strip() or 0) + Decimal(str(round(unicodedata.numeric(text[-1]), 3)))
        return
    signs = [sign for sign in text if not sign.isdecimal()]
    digits = re.findall(r"\d+", text)
    if not signs:
        yield Decimal(text)
        return
    whole = "".join(digits)
    if len(whole) > _EXACT:
        yield Decimal(whole)
        return
    if len(signs) > 1 and signs[-1] != signs[0]:
        yield Decimal("".join(digits[:-1]) + "." + digits[-1])
    elif len(digits[-1]) != _GROUP or (len(signs) == 1 and signs[0] in decimal):
        yield Decimal(f"{digits[0]}.{digits[1]}")
    else:
        yield Decimal(whole)
