"""The places of a page's text in its tree.

The text of a page is found by a library that keeps no places. So the element that a part's words stand in is
the next one that has just these words: what is not found is not written again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.read.formats.compose import SourcePart, block_text
from pipeline.read.formats.marked_tree import STYLE, WHOLE, InLine, MarkedTree, marked_tree
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


def with_anchors(
    parts: Iterable[SourcePart], root: _Element, is_whole: Callable[[_Element], bool] = lambda _: False
) -> Iterator[SourcePart]:
    """Yield parts with the elements of a page that hold their words, and with the marks in these.

    A part without such an element comes as it is. ``is_whole`` says whether an element stands in a line with
    words that are none of the text, such as a note's number.
    """
    places: dict[str, list[MarkedTree]] = {}

    def in_line(element: _Element) -> InLine | None:
        return WHOLE if is_whole(element) else _in_line(element)

    for element in root.iter():
        if isinstance(element.tag, str) and element.tag in APART:
            found = marked_tree(element, in_line)
            key = "" if found is None else block_text(SourcePart(kind="paragraph", text=found.full_text))
            if found is not None and key:
                places.setdefault(key, []).append(found)
    for part in parts:
        waiting = places.get(block_text(part))
        if waiting:
            anchor = waiting.pop(0)
            yield replace(part, text=anchor.text, marks=anchor.marks, anchor=anchor)
        else:
            yield part


def _in_line(element: _Element) -> InLine | None:
    if element.tag in APART or is_hidden(element):
        return None
    if element.tag == "a":
        is_raised = next(element.iter("sup"), None) is not None
        return InLine(kind="link", is_raised=is_raised, is_linked="#" in (element.get("href") or ""))
    if element.tag in ("sub", "sup"):
        is_linked = any("#" in (link.get("href") or "") for link in element.iter("a"))
        return InLine(kind="style", is_narrow=True, is_raised=element.tag == "sup", is_linked=is_linked)
    if element.tag in _STYLES:
        return STYLE
    if element.tag in DROPPED or not "".join(element.itertext()).strip():
        return InLine(kind="whole", text="\n" if element.tag == "br" else "")
    return None
