"""Elements of a tree taken apart into words and marks, so that they can be written with other words.

What an element means in a line of words is said by the format: whether it is a style or a link around words,
or something that stands between them as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from pipeline.read.formats.compose import PartMark, settled_marks

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True, kw_only=True)
class InLine:
    """What an element is in a line of words."""

    kind: Literal["style", "link", "whole"]
    text: str = ""
    """What a whole one stands for in the text: a space, or nothing."""


STYLE, LINK, WHOLE = InLine(kind="style"), InLine(kind="link"), InLine(kind="whole")
InLineOf: TypeAlias = "Callable[[_Element], InLine | None]"
"""Says what an element is in a line; None where it cannot be taken apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedTree:
    """An element taken apart."""

    element: _Element
    text: str
    marks: tuple[PartMark, ...]
    handles: tuple[_Element, ...]
    """The element that each mark stands for: it begins or ends there, or stands there as a whole."""
    elements: tuple[_Element, ...]
    """All elements in it, those without a mark too."""


def marked_tree(element: _Element, in_line: InLineOf) -> MarkedTree | None:
    """Return an element taken apart; None where something in it cannot be."""
    walk = _Walk(in_line)
    if not walk.through(element):
        return None
    text = "".join(walk.words)
    marks, handles = settled_marks(text, walk.marks, walk.handles)
    return MarkedTree(element=element, text=text, marks=marks, handles=handles, elements=tuple(walk.handles))


class _Walk:
    """Collects words and marks."""

    def __init__(self, in_line: InLineOf) -> None:
        self.words: list[str] = []
        self.marks: list[PartMark] = []
        self.handles: list[_Element] = []
        self._in_line = in_line
        self._length = self._pairs = 0

    def through(self, element: _Element) -> bool:
        """Take what lies in an element; False where it cannot be taken apart."""
        self._say(element.text or "")
        for child in element:
            found = WHOLE if not isinstance(child.tag, str) else self._in_line(child)
            if found is None or not self._take(child, found):
                return False
            self._say(child.tail or "")
        return True

    def _take(self, child: _Element, found: InLine) -> bool:
        if found.kind == "whole":
            self._say(found.text)
            self._mark("html", "whole", None, child)
            return True
        pair, role = self._pairs, "link" if found.kind == "link" else "emphasis"
        self._pairs += 1
        self._mark(role, "open", pair, child)
        is_taken = self.through(child)
        self._mark(role, "close", pair, child)
        return is_taken

    def _say(self, text: str) -> None:
        self.words.append(text)
        self._length += len(text)

    def _mark(
        self, role: str, side: Literal["open", "close", "whole"], pair: int | None, element: _Element
    ) -> None:
        self.marks.append(PartMark(at=self._length, role=role, side=side, pair=pair))  # type: ignore[arg-type]
        self.handles.append(element)
