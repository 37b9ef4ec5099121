"""Writing of elements anew, from the words and marks that they were taken apart into."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import languages
from pipeline.read.formats.marked_tree import MarkedTree
from pipeline.read.formats.office.stated import real_title

if TYPE_CHECKING:
    from lxml.etree import _Element

    from pipeline.read.formats.compose import PartMark, SourcePart

_Handle = TypeVar("_Handle")
_CLOSING = frozenset(".,;:!?)]}»”’…。、，！？；：؟،؛")
_STRUCK = ("del", "s", "strike")
_SHIFTED = "ºª⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₍₎"


_LANGUAGES = ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang")
"""Attributes that say a language, as parsers of HTML and of XML call them."""


def links_note(left_out: int) -> tuple[str, ...]:
    """Return what is said of links that had no whole word, which are not in a kept file."""
    return (f"links on a part of a word are left out: {left_out}",) if left_out else ()


def struck_note(parts: Iterable[SourcePart]) -> tuple[str, ...]:
    """Return what is said of words in HTML that were struck out, which are no text and stay as they are."""
    trees = (part.anchor for part in parts if isinstance(part.anchor, MarkedTree))
    struck = (each for tree in trees for each in tree.elements if each.tag in _STRUCK)
    count = sum(any(map(str.isalpha, "".join(each.itertext()))) for each in struck)
    return (f"words that were struck out are in the source's language: {count}",) if count else ()


def edges_note(words: Iterable[str]) -> tuple[str, ...]:
    """Return what is said of headers and footers with these words; those without letters need none."""
    count = len({" ".join(own.split()) for own in words if any(map(str.isalpha, own))})
    return (f"headers and footers in the source's language: {count}",) if count else ()


def title_note(stated: str | None, texts: Collection[str]) -> tuple[str, ...]:
    """Return what is said of a title that only the file's properties state: ``texts`` are the blocks' own."""
    title = real_title(stated)
    is_left = bool(title) and " ".join((stated or "").split()) not in texts
    return ("the title in the file's properties is in the source's language",) if is_left else ()


def rebuild(marked: MarkedTree, pieces: Sequence[str | int], *, language: str = "") -> None:
    """Write an element of its pieces. What stands in it as a whole is moved, and stays as it is.

    ``language`` is the language of the pieces: an element of HTML that has or inherits another says so.
    """
    if any(handle is marked.element for handle in marked.handles):
        return  # all of it stays as it is
    _take_apart(marked)
    _renew_language(marked, language)
    inside = [marked.element]
    shifts = list(marked.shifts)
    if pieces and not isinstance(pieces[0], str) and outer_spaces(marked.text, marked.marks)[0]:
        at = next((at for at, piece in enumerate(pieces) if isinstance(piece, str)), 0)
        said = [f" {piece}" if number == at else piece for number, piece in enumerate(pieces)]
        pieces = said if at else pieces  # a space after the sign of a note is none of the block's text
    for piece in spaced_pieces(marked.text, marked.marks, pieces):
        if isinstance(piece, str):
            for words, raised in parted_shifts(piece, shifts):
                if raised is None:
                    _say(inside[-1], words)
                else:
                    inside[-1].append(raised)
        elif marked.marks[piece].side == "close":
            del inside[max(1, len(inside) - 1) :]
        else:
            inside[-1].append(marked.handles[piece])
            if marked.marks[piece].side == "open":
                inside.append(marked.handles[piece])


def _take_apart(marked: MarkedTree) -> None:
    """Take all words and elements out of an element, and out of the styles and links in it."""
    for handle in [*marked.elements, *(handle for _, handle in marked.shifts)]:
        _detach(handle)
    for handle in [marked.element, *_opened(marked)]:
        for child in list(handle):
            handle.remove(child)
        handle.text = None


def _renew_language(marked: MarkedTree, language: str) -> None:
    """Say in which language the words of an element are now, unless the page as a whole says it.

    An element around it stays as it is: more may stand in that, which was not translated.
    """
    if not language:
        return
    around = [each for each in marked.element.iterancestors() if each.getparent() is not None]
    if any(each.get(name) for each in around for name in _LANGUAGES):
        marked.element.set("lang", language)
    direction = languages.get(language.partition("-")[0]).direction
    if any(each.get("dir") in ("ltr", "rtl") for each in around):
        marked.element.set("dir", direction)
    for each in [marked.element, *_opened(marked)]:
        for name in _LANGUAGES:
            if name in each.attrib:
                each.set(name, language)
        if (each.get("dir") or "").lower() in ("ltr", "rtl"):
            each.set("dir", direction)


def outer_spaces(text: str, marks: Sequence[PartMark]) -> tuple[str, str]:
    """Return the space that ``text`` begins with and that it ends with, unless a mark stands for it."""
    is_first, is_last = text[:1].isspace(), text[-1:].isspace()
    for mark in marks:
        is_first &= not 0 < mark.at <= mark.own
        is_last &= not mark.own or mark.at < len(text)
    return " " if is_first else "", " " if is_last else ""


def spaced_pieces(text: str, marks: Sequence[PartMark], pieces: Sequence[str | int]) -> list[str | int]:
    """Return pieces with the spaces of the source around what stands in its ``text`` as a whole.

    A text has one space where something without words had one before and one behind it, and a space where
    a line ends.
    """
    made: list[str | int] = []
    for at, piece in enumerate(pieces):
        if isinstance(piece, str) or marks[piece].side != "whole":
            made.append(piece)
            continue
        mark = marks[piece]
        is_after_space = text[: mark.at - mark.own][-1:].isspace()
        if mark.own and (not is_after_space or _ends_apart(made)):
            _strip_last(made)
        made.append(piece)
        following = next((each for each in pieces[at + 1 :] if isinstance(each, str) and each), "")
        is_between = not mark.own and is_after_space and text[mark.at : mark.at + 1].isspace()
        if is_between and following and following[0] not in _CLOSING and not following[0].isspace():
            made.append(" ")
    return made


def _ends_apart(made: Sequence[str | int]) -> bool:
    """Say whether the last words end with a tab or line end, which is what a mark behind them stands for."""
    said = next((piece for piece in reversed(made) if isinstance(piece, str) and piece), "")
    return said.endswith(("\t", "\n"))


def _strip_last(made: list[str | int]) -> None:
    """Take the space away at the end of the last words."""
    last = next((at for at in range(len(made) - 1, -1, -1) if isinstance(made[at], str) and made[at]), None)
    if last is not None:
        made[last] = str(made[last]).rstrip()


def _opened(marked: MarkedTree) -> list[_Element]:
    return [handle for handle, mark in zip(marked.handles, marked.marks, strict=True) if mark.side == "open"]


def _detach(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
    element.tail = None


def parted_shifts(words: str, shifts: list[tuple[str, _Handle]]) -> Iterator[tuple[str, _Handle | None]]:
    """Yield words in stretches, with what stands for those that are raised or lowered signs.

    Each of ``shifts``, signs and what stands for them, is used once, and taken out of them.
    """
    for found in re.finditer(f"([{_SHIFTED}]+)|[^{_SHIFTED}]+", words):
        at = next((at for at, (sign, _) in enumerate(shifts) if sign == found[1]), None)
        yield found[0], None if at is None else shifts.pop(at)[1]


def _say(element: _Element, words: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words
