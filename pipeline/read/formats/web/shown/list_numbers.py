"""The numbers, letters or dashes before the items of lists, as browsers show them.

The rules are the standard's (https://html.spec.whatwg.org/multipage/grouping-content.html#the-ol-element):
``start``, ``reversed``, ``value``, ``type``; and ``list-style-type`` in the list's or the item's own style.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.read.formats.office.numbers import numeral

if TYPE_CHECKING:
    from lxml.etree import _Element

DASH = "- "
"""Stands before an item without a number."""
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_NUMBER = re.compile(r"\s{0,100}([+-]?[0-9]{1,9})")
_STYLE = re.compile(r"list-style(?:-type)?\s{0,9}:([^;]{0,200})", re.IGNORECASE)
_FORMS = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}
"""Values of ``type``, which tells large letters from small ones, and the styles that they stand for."""
_LETTERS = {
    "lower-alpha": "abcdefghijklmnopqrstuvwxyz",
    "lower-latin": "abcdefghijklmnopqrstuvwxyz",
    "upper-alpha": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "upper-latin": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lower-greek": "αβγδεζηθικλμνξοπρστυφχψω",
}
_AS_WORD = {"lower-roman": "lowerRoman", "upper-roman": "upperRoman", "decimal-leading-zero": "decimalZero"}
"""Other styles, and what Word calls them."""
_UNNUMBERED = frozenset(("none", "disc", "circle", "square"))


def list_markers(root: _Element) -> Mapping[_Element, str]:
    """Return what stands before each item of a list below an element: ``3. ``, ``c. ``, or a dash."""
    items = [(item, _list_of(item)) for item in root.iter("li") if not _is_unseen(item)]
    counts = Counter(held for _, held in items if held is not None)
    following: dict[_Element, int] = {}
    markers: dict[_Element, str] = {}
    for item, held in items:
        if held is None or held.tag != "ol":
            markers[item] = DASH
            continue
        is_reversed = held.get("reversed") is not None
        number = _integer(item.get("value"))
        if number is None:
            number = following.get(held)
        if number is None:
            number = _integer(held.get("start"))
        if number is None:
            number = counts[held] if is_reversed else 1
        following[held] = number - 1 if is_reversed else number + 1
        markers[item] = _marker(number, _form(item) or _form(held))
    return markers


def _is_unseen(item: _Element) -> bool:
    """Say whether an item is hidden by its own style: browsers do not count it."""
    return item.get("hidden") is not None or "display:none" in (item.get("style") or "").replace(" ", "")


def _list_of(item: _Element) -> _Element | None:
    return next(item.iterancestors(*_LISTS), None)


def _integer(said: str | None) -> int | None:
    """Return the number that an attribute begins with, as the standard reads it; None where it has none."""
    found = _NUMBER.match(said or "")
    return int(found[1]) if found else None


def _form(element: _Element) -> str:
    """Return the style of numbers that an element asks for; empty where it asks for none."""
    for words in reversed(_STYLE.findall(element.get("style") or "")):
        for word in words.lower().split():
            if word in _LETTERS or word in _AS_WORD or word in _UNNUMBERED or word == "decimal":
                return str(word)
    return _FORMS.get((element.get("type") or "").strip(), "")


def _marker(number: int, form: str) -> str:
    if form in _UNNUMBERED:
        return DASH
    letters = _LETTERS.get(form)
    if letters is not None and number > 0:
        return f"{_lettered(number, letters)}. "
    return f"{numeral(number, _AS_WORD.get(form, ''))}. "


def _lettered(number: int, letters: str) -> str:
    """Return a number in letters: behind the last one come two, the first of which goes on more slowly."""
    written = ""
    while number > 0:
        number, at = divmod(number - 1, len(letters))
        written = letters[at] + written
    return written
