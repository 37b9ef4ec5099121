"""Signs of numbers: a minus that is lost makes another number of it."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from pipeline.check.numbers.figures import Figure
from pipeline.check.numbers.sides import NumberedText
from pipeline.check.numbers.word_forms import find_words, normal
from pipeline.core.dataclass import dataclass

_Key: TypeAlias = Decimal | tuple[str, ...]
_LONG = 6
"""Number of digits from which a plus is a telephone number's."""
_FIGURE_BEHIND = re.compile(r"\s?[$€£¥]?\d")
_AT_LEAST = re.compile(r"(?:^|[\s'])(?:al|au|du|pelo|polo|lo|ao|ni|o|el|les|not|non|no)\s$")
"""Words before one that also means ``less``: ``al menos 12`` is twelve or more."""
_FIGURE_BEFORE = re.compile(r"\d\s?[^.;!?()]{0,20}$")


@dataclass(frozen=True, slots=True)
class LostSign:
    """A sign that one side has and the other has not."""

    note: str
    is_sure: bool


def lost_sign(source: NumberedText, target: NumberedText) -> LostSign | None:
    """Return the first sign that is lost or new in the translation; None where there is none."""
    if not source.figures and not target.figures:
        return None
    for word, here, other in (("lost", source, target), ("new", target, source)):
        for figure in here.figures:
            if figure.sign and not _is_signed(figure, other, is_new=word == "new"):
                return LostSign(f"{word} sign {figure.sign}{figure.text}", figure.sign != "+")
        if _is_negative_in_words(here) and not _is_negative(other):
            return LostSign(f"{word} minus", is_sure=False)
    return None


def _is_signed(figure: Figure, other: NumberedText, *, is_new: bool) -> bool:
    """Say whether the other side has a figure's sign, or cannot be expected to."""
    same = _signs(other)
    signs = {sign for key in _keys(figure) for sign in same.get(key, ())}
    if figure.sign in signs:
        return True
    if figure.sign == "+":
        phone = sum(map(len, figure.parts)) >= _LONG
        return is_new or phone or not signs or "+" in other.text or "＋" in other.text
    return bool(find_words(other.text, other.language, "minus"))


def _keys(figure: Figure) -> tuple[_Key, ...]:
    return (figure.parts, *figure.values)


@lru_cache(maxsize=64)
def _signs(side: NumberedText) -> dict[_Key, set[str]]:
    """Return the signs of each figure, by its values and by its parts."""
    found: dict[_Key, set[str]] = {}
    for figure in side.figures:
        for key in _keys(figure):
            found.setdefault(key, set()).add(figure.sign)
    return found


def _is_negative(side: NumberedText) -> bool:
    return any(figure.sign in "-±" for figure in side.figures if figure.sign) or bool(
        find_words(side.text, side.language, "minus")
    )


def _is_negative_in_words(side: NumberedText) -> bool:
    """Say whether a word for minus stands right before a figure, or ``below zero`` after one."""
    text = ""
    for word in find_words(side.text, side.language, "minus"):
        text = text or normal(side.text)
        if _FIGURE_BEHIND.match(text, word.end) and not _AT_LEAST.search(
            text, max(0, word.start - 8), word.start
        ):
            return True
        if " " in word.form and _FIGURE_BEFORE.search(text, max(0, word.start - 25), word.start):
            return True
    return False
