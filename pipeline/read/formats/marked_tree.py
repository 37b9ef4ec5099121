"""Elements of a tree taken apart into words and marks, so that they can be written with other words.

What an element means in a line of words is said by the format: whether it is a style or a link around words,
or something that stands between them as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal, TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.read.formats.compose import PartMark, settled_marks
from pipeline.read.formats.note_signs import is_note_sign, shifted

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True, kw_only=True)
class InLine:
    """What an element is in a line of words."""

    kind: Literal["style", "link", "whole", "kept"]
    """``kept`` has words that are part of the text and stay as they are."""
    text: str = ""
    """What a whole one stands for in the text: a space, or nothing; what one that is kept stands for, if that
    is not what it holds."""
    aside: str = ""
    """What a whole one shows that is none of the text: the number of a page."""
    is_raised: bool = False
    """Whether its words stand above the line."""
    is_linked: bool = False
    """Whether it leads to a place in a text."""
    is_narrow: bool = False
    """Whether it never becomes a style of a whole word."""


_WORDS_BEFORE = 8
"""So many pieces before a sign are looked at."""
STYLE, LINK, WHOLE = InLine(kind="style"), InLine(kind="link"), InLine(kind="whole")
STAYS = InLine(kind="kept")
InLineOf: TypeAlias = "Callable[[_Element], InLine | None]"
"""Says what an element is in a line; None where it cannot be taken apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedTree:
    """An element taken apart."""

    element: _Element
    text: str
    full_text: str
    """With what is shown and none of ``text``: signs that refer to notes, numbers of pages."""
    marks: tuple[PartMark, ...]
    handles: tuple[_Element, ...]
    """The element that each mark stands for: it begins or ends there, or stands there as a whole."""
    elements: tuple[_Element, ...]
    """All elements in it, those without a mark too."""
    links_left_out: int
    """So many links had no whole word."""
    shifts: tuple[tuple[str, _Element], ...] = ()
    """Raised and lowered signs as they are in ``text``, and their elements."""


def marked_tree(element: _Element, in_line: InLineOf, *, is_kept: bool = False) -> MarkedTree | None:
    """Return an element taken apart; None where something in it cannot be.

    ``is_kept`` says that all of it stays as it is.
    """
    walk = _Walk(element, in_line)
    if not (walk.keep(element) if is_kept else walk.through(element)):
        return None
    text = "".join(walk.words)
    marks, handles = settled_marks(text, walk.marks, walk.handles)
    return MarkedTree(
        element=element,
        text=text,
        full_text="".join(walk.full),
        marks=marks,
        handles=handles,
        elements=tuple(walk.handles),
        links_left_out=links_of(walk.marks) - links_of(marks),
        shifts=tuple(walk.shifts),
    )


def links_of(marks: Iterable[PartMark]) -> int:
    """Return how many links begin among marks."""
    return sum(mark.role == "link" and mark.side == "open" for mark in marks)


def following(element: _Element, root: _Element) -> str:
    """Return the words that follow an element in ``root``; empty where none do."""
    at: _Element | None = element
    while at is not None and at is not root:
        if at.tail:
            return str(at.tail)
        after = at.getnext()
        words = "".join(after.itertext()) if after is not None and isinstance(after.tag, str) else ""
        if words:
            return words
        at = at.getparent() if after is None else after
    return ""


class _Walk:
    """Collects words and marks."""

    def __init__(self, root: _Element, in_line: InLineOf) -> None:
        self.words: list[str] = []
        self.full: list[str] = []
        self.marks: list[PartMark] = []
        self.handles: list[_Element] = []
        self.shifts: list[tuple[str, _Element]] = []
        self._root, self._in_line = root, in_line
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
            self.full.append(found.aside)
            self._mark("html", "whole", None, child, own=len(found.text))
            return True
        if self._is_empty(child):
            self._say("".join(child.itertext()))
            self._mark("html", "whole", None, child)
            return True
        if self._is_sign(child, found):
            self._mark("html", "whole", None, child)
            self.full.append("".join(child.itertext()))
            return True
        if found.kind == "kept":
            return self.keep(child, found.text)
        if found.is_narrow and self._is_shifted(child, found):
            return True
        pair, role = self._pairs, "link" if found.kind == "link" else "emphasis"
        self._pairs += 1
        self._mark(role, "open", pair, child, is_narrow=found.is_narrow)
        is_taken = self.through(child)
        self._mark(role, "close", pair, child)
        return is_taken

    def keep(self, element: _Element, words: str = "") -> bool:
        """Take an element whose words stay as they are; False where it cannot be taken apart.

        ``words`` is what it stands for in the text, if that is not what it holds.
        """
        inside = _Walk(element, self._in_line)
        if not words and not inside.through(element):
            return False
        words = words or "".join(inside.words)
        self._say(words)
        self._mark("code", "whole", None, element, kept=len(words))
        return True

    def _is_empty(self, child: _Element) -> bool:
        """Say whether an element has no words, nor anything that stands for a part of the text."""
        if any(text.strip() for text in child.itertext()):
            return False
        inner = [self._in_line(each) for each in child.iterdescendants() if isinstance(each.tag, str)]
        return all(found is not None and not found.text and not found.aside for found in inner)

    def _is_shifted(self, child: _Element, found: InLine) -> bool:
        """Say whether an element is a power or a part of a formula, and take it as one."""
        said = "".join(child.itertext())
        words = shifted(said, "".join(self.full[-_WORDS_BEFORE:]), is_raised=found.is_raised)
        if not words:
            return False
        self.words.append(words)
        self.full.append(said)
        self._length += len(words)
        self.shifts.append((words, child))
        return True

    def _is_sign(self, child: _Element, found: InLine) -> bool:
        """Say whether an element refers to a note."""
        return (found.is_raised or found.is_linked) and is_note_sign(
            "".join(child.itertext()),
            "".join(self.full[-_WORDS_BEFORE:]),
            following(child, self._root),
            is_raised=found.is_raised,
            is_linked=found.is_linked,
        )

    def _say(self, text: str) -> None:
        self.words.append(text)
        self.full.append(text)
        self._length += len(text)

    def _mark(
        self,
        role: str,
        side: Literal["open", "close", "whole"],
        pair: int | None,
        element: _Element,
        *,
        is_narrow: bool = False,
        own: int = 0,
        kept: int = 0,
    ) -> None:
        mark = PartMark(
            at=self._length,
            role=role,  # type: ignore[arg-type]
            side=side,
            pair=pair,
            is_narrow=is_narrow,
            own=own,
            kept=kept,
        )
        self.marks.append(mark)
        self.handles.append(element)
