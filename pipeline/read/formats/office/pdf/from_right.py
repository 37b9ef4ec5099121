"""Lines that are read from the right: their signs by place, in the order in which they are read.

A PDF file has signs at places, in whatever order. PDFium puts most of such a line in order, but leaves marks
at its ends, brackets and words in a font of their own where they were.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from pipeline.core.dataclass import dataclass

_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FROM_LEFT = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0370-\u052f\u0660-\u0669\u06f0-\u06f9%]")
"""Letters that are read from the left, and digits, which are so in every line."""
_MIRRORED = str.maketrans("()[]{}«»‹›<>", ")(][}{»«›‹><")
_IN_NUMBERS = ".,:/-+\u066b\u066c"
_IN_WORDS = " .,:;/-+'&’!?"
"""Signs that do not end a number, or foreign words."""
_OPENING = "([{"
_CLOSING = ")]}"
_SPACE = 0.15
"""A gap of so many times the size is a space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSign:
    """A sign, and where it begins and ends on the page."""

    sign: str
    left: float
    right: float


def reads_from_right(sign: str) -> bool:
    """Say whether a sign is a letter of a script that is read from the right."""
    return _FROM_RIGHT.match(sign) is not None


def is_from_right(signs: Sequence[str]) -> bool:
    """Say whether most letters of a line are of scripts that are read from the right."""
    turned = sum(map(reads_from_right, signs))
    return 2 * turned > sum(sign.isalpha() for sign in signs) > 0


def parted_from_right(signs: Sequence[PlacedSign], *, size: float, wide: float) -> list[list[PlacedSign]]:
    """Return the signs of a line in the order of their places, the rightmost first, parted at wide gaps.

    A gap that is not wide becomes a space.
    """
    parts: list[list[PlacedSign]] = [[]]
    for sign in _in_places(signs):
        before = parts[-1][-1] if parts[-1] else sign
        gap = before.left - sign.right
        if gap > wide * size:
            parts.append([])
        elif gap > _SPACE * size:
            parts[-1].append(PlacedSign(sign=" ", left=sign.right, right=before.left))
        parts[-1].append(sign)
    return [part for part in parts if part]


def _in_places(signs: Sequence[PlacedSign]) -> list[PlacedSign]:
    """Return signs by their places, the rightmost first; marks stand after the letter that they are over.

    Letters that share a place are one shape, whose letters PDFium has turned.
    """
    letters = [each for each in reversed(signs) if not unicodedata.combining(each.sign)]
    letters.sort(key=lambda each: -round(each.left, 2))
    marks: dict[int, list[PlacedSign]] = {}
    for each in signs:
        if letters and unicodedata.combining(each.sign):
            middle = (each.left + each.right) / 2
            distances = [abs((letter.left + letter.right) / 2 - middle) for letter in letters]
            marks.setdefault(distances.index(min(distances)), []).append(each)
    return [
        sign
        for index, letter in enumerate(letters)
        for sign in (letter, *_over(letter, marks.get(index, [])))
    ]


def _over(letter: PlacedSign, marks: Sequence[PlacedSign]) -> Iterator[PlacedSign]:
    for mark in marks:
        yield PlacedSign(sign=mark.sign, left=letter.left, right=letter.right)


def read_from_right(signs: Sequence[PlacedSign]) -> str:
    """Return the words of signs that stand from right to left, numbers and foreign words turned."""
    text = [each.sign for each in signs]
    read: list[str] = []
    at = 0
    while at < len(text):
        end = _end_of_run(text, at)
        read += reversed(text[at:end])
        at = end
    whole = "".join(read)
    return whole.translate(_MIRRORED) if _is_inside_out(whole) else whole


def _end_of_run(text: Sequence[str], start: int) -> int:
    """Return where the foreign words or the number end that begin at ``start``; one sign on if none do."""
    end = start + 1
    if not _FROM_LEFT.match(text[start]):
        return end
    is_number = text[start].isdecimal()
    for at in range(start + 1, len(text)):
        if _FROM_LEFT.match(text[at]) and text[at].isdecimal() >= is_number:
            end = at + 1
        elif text[at] not in (_IN_NUMBERS if is_number else _IN_WORDS):
            break
    return end


def _is_inside_out(text: str) -> bool:
    """Say whether brackets close before they open, as they do where the file has the shapes of the signs."""
    first = next((sign for sign in text if sign in _OPENING or sign in _CLOSING), "")
    return first != "" and first in _CLOSING and any(sign in _OPENING for sign in text)
