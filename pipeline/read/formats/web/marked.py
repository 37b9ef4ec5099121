"""Elements of HTML taken apart into words and marks, so that they can be written with other words.

The text of a page is found by a library that keeps no places. So the element that a part's words stand in is
the next one that has just these words: what is not found is not written again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from pipeline.read.formats.compose import PartMark, SourcePart, block_text
from pipeline.read.formats.web.markup import APART, DROPPED, is_hidden

if TYPE_CHECKING:
    from lxml.etree import _Element

_STYLES = frozenset(
    (
        *("abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins"),
        *("kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub"),
        *("sup", "time", "tt", "u", "var"),
    )
)
"""Elements inside a line whose words are the line's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedElement:
    """An element taken apart."""

    element: _Element
    text: str
    marks: tuple[PartMark, ...]
    handles: tuple[_Element, ...]
    """The element that each mark stands for: it begins or ends there, or stands there as a whole."""


def with_anchors(
    parts: Iterable[SourcePart], root: _Element, is_whole: Callable[[_Element], bool] = lambda _: False
) -> Iterator[SourcePart]:
    """Yield parts with the elements of a page that hold their words, and with the marks in these.

    A part without such an element comes as it is. ``is_whole`` says whether an element stands in a line with
    words that are none of the text, such as a note's number.
    """
    places: dict[str, list[MarkedElement]] = {}
    for element in root.iter():
        if (
            isinstance(element.tag, str)
            and element.tag in APART
            and (found := marked_element(element, is_whole))
        ):
            key = block_text(SourcePart(kind="paragraph", text=found.text))
            if key:
                places.setdefault(key, []).append(found)
    for part in parts:
        waiting = places.get(block_text(part))
        if waiting:
            anchor = waiting.pop(0)
            yield replace(part, text=anchor.text, marks=anchor.marks, anchor=anchor)
        else:
            yield part


def marked_element(
    element: _Element, is_whole: Callable[[_Element], bool] = lambda _: False
) -> MarkedElement | None:
    """Return an element taken apart; None where parts of a text stand in it, or words that nobody sees."""
    walk = _Walk(is_whole)
    if not walk.through(element):
        return None
    return MarkedElement(
        element=element, text="".join(walk.words), marks=tuple(walk.marks), handles=tuple(walk.handles)
    )


class _Walk:
    """Collects words and marks."""

    def __init__(self, is_whole: Callable[[_Element], bool]) -> None:
        self._is_whole = is_whole
        self.words: list[str] = []
        self.marks: list[PartMark] = []
        self.handles: list[_Element] = []
        self._length = self._pairs = 0

    def through(self, element: _Element) -> bool:
        """Take what lies in an element; False where it cannot be taken apart."""
        self._say(element.text or "")
        for child in element:
            if not isinstance(child.tag, str) or self._is_whole(child):  # a comment, or such
                self._whole(child, "")
            elif child.tag in APART or is_hidden(child):
                return False
            elif child.tag in _STYLES or child.tag == "a":
                pair = self._pairs
                self._pairs += 1
                role: Literal["link", "emphasis"] = "link" if child.tag == "a" else "emphasis"
                self._mark(role, "open", pair, child)
                if not self.through(child):
                    return False
                self._mark(role, "close", pair, child)
            elif child.tag in DROPPED or not "".join(child.itertext()).strip():
                self._whole(child, "\n" if child.tag == "br" else "")
            else:
                return False
            self._say(child.tail or "")
        return True

    def _say(self, text: str) -> None:
        self.words.append(text)
        self._length += len(text)

    def _whole(self, element: _Element, text: str) -> None:
        self._say(text)
        self._mark("html", "whole", None, element)

    def _mark(
        self,
        role: Literal["emphasis", "link", "html"],
        side: Literal["open", "close", "whole"],
        pair: int | None,
        element: _Element,
    ) -> None:
        self.marks.append(PartMark(at=self._length, role=role, side=side, pair=pair))
        self.handles.append(element)
