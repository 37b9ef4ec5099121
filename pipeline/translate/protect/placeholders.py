"""Replaces the items of a text by placeholders, and puts the items back into the answer.

An answer is taken only if every placeholder is in it exactly once, and no other. Letter case and a space
inside a placeholder do not matter. Spaces around an item become those of the source, except around a word
that stood in for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.records import Item, Kept, PlaceholderForm
from pipeline.core.text.case import lowered, raised
from pipeline.translate.protect.restore import Restored, gaps, is_nested, join, space

MOST_ITEMS = 100
"""Most items that are masked in one text. An answer with more is hardly ever complete."""

_EDGE = frozenset({"emoji", "open", "close", "standalone"})
"""Kinds of item that are no part of a sentence's grammar. At its ends they are not sent at all."""

_STEMS = ("XQ", "KX", "QJ", "WX")
_FINAL = "Z"
_PRIVATE = range(0xE000, 0xF900)
_NEVER = re.compile(r"(?!)")
_GLUED = r"(?!\w{4})"
"""What does not follow a name. Some rules glue a short word to it (``Peterha``), and languages an ending."""
_WORD_SIGN = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A text whose items are hidden behind placeholders."""

    source: str
    items: tuple[Item, ...]
    text: str
    """The text to translate."""
    first: int
    last: int
    """End of the items that are in ``text``: ``items[first:last]``. Those at the ends are not sent."""
    names: tuple[tuple[str, ...], ...]
    """The matches of ``pattern``'s group for each item in ``text``, in small letters."""
    pattern: re.Pattern[str]
    """The pattern of a placeholder in an answer."""
    stray: re.Pattern[str]
    """The pattern of the remains of a broken placeholder."""


def mask(text: str, items: Sequence[Item], form: PlaceholderForm) -> Masked | None:
    """Mask ``items`` in ``text``. They must be in order and not overlap.

    Returns None if the form does not fit: there are too many items, the text has its signs already, or items
    have stand-ins, which are of another form.
    """
    pieces = gaps(text, items)
    first, last = _core(items, pieces)
    made = _placeholders(text, form, items[first:last])
    if made is None:
        return None
    written, names, pattern, stray = made
    inner = pieces[first : last + 1]
    if form not in ("known", "blank"):
        inner = [_parted(piece, at > 0, at < last - first) for at, piece in enumerate(inner)]
    return Masked(
        source=text,
        items=tuple(items),
        text="".join(part for pair in zip(inner, [*written, ""], strict=True) for part in pair),
        first=first,
        last=last,
        names=names,
        pattern=pattern,
        stray=stray,
    )


def unmask(masked: Masked, answer: str, *, kept: Kept = "masked") -> Restored | None:
    """Return an answer to ``masked.text`` with the items in their places; None if it lost one."""
    numbers = {name: masked.first + at for at, names in enumerate(masked.names) for name in names}
    items = list(masked.items)
    found: list[int] = []
    pieces: list[str] = []
    at = 0
    for match in masked.pattern.finditer(answer):
        number = numbers.get(lowered(match[1]))
        if number is None:
            return None
        found.append(number)
        items[number] = _shown(items[number], match[1])
        pieces.append(answer[at : match.start()])
        at = match.end()
    pieces.append(answer[at:])
    wanted = [masked.first + at for at, names in enumerate(masked.names) if names]
    if sorted(found) != wanted or any(masked.stray.search(piece) for piece in pieces):
        return None
    order = [*range(masked.first), *found, *range(masked.last, len(masked.items))]
    if not is_nested([masked.items[number] for number in order]):
        return None
    source = gaps(masked.source, masked.items)
    if masked.first:  # an engine strips a text, so the space beside an item that was not sent is lost
        pieces[0] = _white(masked.text) + pieces[0].lstrip()
    if masked.last < len(masked.items):
        pieces[-1] = pieces[-1].rstrip() + _white(masked.text[::-1])[::-1]
    pieces = [*source[: masked.first], *pieces, *source[masked.last + 1 :]]
    return join(masked.source, items, order, space(source, masked.items, order, pieces), kept=kept)


def _shown(item: Item, back: str) -> Item:
    """Return an item with what replaces its stand-in, which came ``back`` so; others as they are."""
    if item.stand_in is None:
        return item
    forms = zip(item.stand_in.back, item.stand_in.shown, strict=True)
    form, shown = next((form, shown) for form, shown in forms if lowered(form) == lowered(back))
    if back.isupper() and not form.isupper() and len(back) > 1:
        shown = raised(shown)
    is_raised = back[:1].isupper() and not form.isupper() and not shown[:1].isupper()
    return replace(item, replacement=f"{shown[:1].upper()}{shown[1:]}" if is_raised else shown)


def _core(items: Sequence[Item], pieces: Sequence[str]) -> tuple[int, int]:
    """Return the range of items to mask. Items at the ends are left out if they need not be sent."""
    first, last = 0, len(items)
    while first < last and items[first].kind in _EDGE and not pieces[first].strip():
        first += 1
    while first < last and items[last - 1].kind in _EDGE and not pieces[last].strip():
        last -= 1
    return first, last


_Made: TypeAlias = tuple[tuple[str, ...], tuple[tuple[str, ...], ...], re.Pattern[str], re.Pattern[str]]


def _placeholders(text: str, form: PlaceholderForm, items: Sequence[Item]) -> _Made | None:
    """Return the placeholders, their names in the pattern, the pattern, and the pattern of broken ones."""
    count = len(items)
    if count == 0:
        return (), (), _NEVER, _NEVER
    if count > MOST_ITEMS or (form != "known" and any(item.stand_in is not None for item in items)):
        return None
    numbers = tuple(str(at) for at in range(1, count + 1))
    names = tuple((number,) for number in numbers)
    if form in ("known", "blank"):
        return _known(text, items)
    if form == "percent":
        pattern = re.compile(r"%\s?([0-9]+)")
        return None if pattern.search(text) else (tuple(f"%{n}" for n in numbers), names, pattern, _NEVER)
    for stem in _STEMS:
        stray = re.compile(r"\s?".join(stem), re.IGNORECASE)
        if not stray.search(text):
            pattern = re.compile(rf"{stray.pattern}\s?([0-9]+)\s?{_FINAL}", re.IGNORECASE)
            return tuple(f"{stem}{n}{_FINAL}" for n in numbers), names, pattern, stray
    return None


def _known(text: str, items: Sequence[Item]) -> _Made | None:
    """Return placeholders of the items: their stand-ins, and private-use characters for those without."""
    taken = set(text)
    free = tuple(islice((sign for sign in map(chr, _PRIVATE) if sign not in taken), len(items)))
    if len(free) < len(items):
        return None
    written = tuple(
        sign if item.stand_in is None else item.stand_in.sent for sign, item in zip(free, items, strict=True)
    )
    names = tuple(
        (sign,) if item.stand_in is None else tuple(map(lowered, item.stand_in.back))
        for sign, item in zip(free, items, strict=True)
    )
    ends = {
        form: _GLUED if item.kind == "name" else r"(?!\w)"
        for item in items
        if item.stand_in is not None
        for form in item.stand_in.back
    }
    if len({*map(lowered, ends)}) < sum(len(item.stand_in.back) for item in items if item.stand_in):
        return None  # which item one of them stands for could not be told
    by_length = sorted(ends, key=len, reverse=True)
    either = [f"[{''.join(free)}]", *(rf"(?<!\w){re.escape(word)}{ends[word]}" for word in by_length)]
    return written, names, re.compile(f"({'|'.join(either)})", re.IGNORECASE), _NEVER


def _white(text: str) -> str:
    """Return the white space at the beginning of a text."""
    return text[: len(text) - len(text.lstrip())]


def _parted(piece: str, follows: bool, precedes: bool) -> str:
    """Return a piece between placeholders, with a space wherever a word would touch one."""
    before = " " if follows and _WORD_SIGN.match(piece[:1]) else ""
    after = " " if precedes and _WORD_SIGN.match(piece[-1:]) else ""
    return f"{before}{piece}{after}"
