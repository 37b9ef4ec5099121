"""Lines of a page that no element holds alone: words beside paragraphs, or parted by empty lines.

Feeds, messages and old pages write whole texts so: ``words<br><br>words``, or words before a ``<p>``. Each
such line gets an element of its own, which changes nothing of what is seen, so that it can be written again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from pipeline.core.dataclass import dataclass
from pipeline.read.formats.web.html_text import lines_of, on_one_line, without_controls
from pipeline.read.formats.web.markup import APART, is_left_out

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_DEPTH = 200
_LINE_END = re.compile(r"([^\S\n]*\n\s*)")
_EMPTY_LINE = re.compile(r"(\n[^\S\n]*\n\s*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An element that holds a loose line alone."""

    element: _Element
    is_new: bool
    """Whether the page had none there."""


def hold_loose_lines(root: _Element) -> list[Holder]:
    """Put the loose lines in the body of a page into a ``span`` each, and return these."""
    made: list[Holder] = []
    body = root.find("body")
    if body is not None:
        _hold(body, made, 0)
    return made


def _hold(element: _Element, made: list[Holder], depth: int) -> None:
    """Hold the lines of an element, and of what lies in it, if it has several or something beside them."""
    if depth > _MAX_DEPTH or not isinstance(element.tag, str) or is_left_out(element):
        return
    marks = [*_marked(element)]
    lines = _lines(element, frozenset(marks))
    for child in list(element):
        if _parts_lines(child) or _is_parted(child) or _has_verses(child):
            _hold(child, made, depth + 1)
    made += [_holder(element, line) for line in lines if not any(map(_is_parted, line.children))]
    for mark in marks:
        mark.drop_tag()


def _marked(element: _Element) -> Iterator[_Element]:
    """Put an element around each empty line in the words of an element itself, and yield these."""
    parting = _LINE_END if element.tag == "pre" and _has_verses(element) else _EMPTY_LINE
    parts = parting.split(without_controls(element.text or ""))
    places = [(None, parts)] if len(parts) > 1 else []
    for child in element:
        parts = parting.split(without_controls(child.tail or ""))
        if len(parts) > 1:
            places.append((child, parts))
    for before, parts in places:
        at, words = before, parts[0]
        if at is None:
            element.text = words
        for space, following in zip(parts[1::2], parts[2::2], strict=True):
            mark = element.makeelement("span")
            mark.text = space
            if at is None:
                element.insert(0, mark)
            else:
                at.tail = None  # which would move with the element after it
                at.addnext(mark)
                at.tail = words
            mark.tail = words = following
            at = mark
            yield mark


class _Line:
    """Words and elements that follow one another: the text after ``before``, and ``children``."""

    def __init__(self, before: _Element | None) -> None:
        self.before = before
        self.children: list[_Element] = []

    def has_words(self, element: _Element) -> bool:
        first = element.text if self.before is None else self.before.tail
        own = [
            ("".join(child.itertext()) if isinstance(child.tag, str) else "") + (child.tail or "")
            for child in self.children
        ]
        return bool("".join([first or "", *own]).strip())

    def held_already(self, element: _Element) -> _Element | None:
        """Return the plain ``span`` that holds all of its words, if there is one."""
        first = element.text if self.before is None else self.before.tail
        tails = [child.tail or "" for child in self.children]
        if len(self.children) != 1 or "".join([first or "", *tails]).strip():
            return None
        child = self.children[0]
        return child if child.tag == "span" and not child.attrib else None


def _lines(element: _Element, marks: Collection[_Element]) -> list[_Line]:
    """Return the lines of an element that have words; none where it is one line with nothing beside it."""
    lines = [_Line(None)]
    stands_beside = False
    verses: dict[_Element, bool] = {}
    for child in element:
        is_apart = _parts_lines(child) or _is_empty_line(child, verses)
        stands_beside |= is_apart
        if is_apart or child in marks:
            lines.append(_Line(child))
        else:
            lines[-1].children.append(child)
    worded = [line for line in lines if line.has_words(element)]
    return worded if stands_beside or len(worded) > 1 else []


def _parts_lines(child: _Element) -> bool:
    return isinstance(child.tag, str) and child.tag in APART


def _is_empty_line(child: _Element, verses: dict[_Element, bool]) -> bool:
    """Say whether an element is a line end before or after another, or parts verses.

    ``verses`` has the elements that were asked for these, and takes those that are asked now.
    """
    if child.tag != "br":
        return False
    holder = child.getparent()
    if holder is not None:
        if holder not in verses:
            verses[holder] = _has_verses(holder)
        if verses[holder]:
            return True
    after, before = child.getnext(), child.getprevious()
    ends_after = after is not None and after.tag == "br" and not (child.tail or "").strip()
    ends_before = before is not None and before.tag == "br" and not (before.tail or "").strip()
    return ends_after or ends_before


def _has_verses(element: _Element) -> bool:
    """Say whether an element breaks its words into lines that stay lines."""
    if not isinstance(element.tag, str) or (element.tag != "pre" and element.find("br") is None):
        return False
    shown = str if element.tag == "pre" else on_one_line
    words = [shown(element.text or "")]
    for child in element:
        is_seen = isinstance(child.tag, str) and not is_left_out(child)
        own = "\n" if child.tag == "br" else shown("".join(child.itertext())) if is_seen else ""
        words += [own, shown(child.tail or "")]
    return any(len(lines_of(part)) > 1 for part in _EMPTY_LINE.split("".join(words)))


def _is_parted(child: _Element) -> bool:
    """Say whether something in an element parts lines."""
    verses: dict[_Element, bool] = {}
    return any(_parts_lines(each) or _is_empty_line(each, verses) for each in child.iterdescendants())


def _holder(element: _Element, line: _Line) -> Holder:
    there = line.held_already(element)
    if there is not None:
        return Holder(element=there, is_new=False)
    holder: _Element = element.makeelement("span")
    if line.before is None:
        holder.text, element.text = without_controls(element.text or ""), None
        element.insert(0, holder)
    else:
        holder.text, line.before.tail = without_controls(line.before.tail or ""), None
        line.before.addnext(holder)
    for child in line.children:
        holder.append(child)
    return Holder(element=holder, is_new=True)
