"""Plain text that stands beside a text in HTML in one message, as the lines do that a list adds.

Programs show the HTML; so such text gets its place in that, and is written again with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.read.formats.compose import SourcePart
from pipeline.read.formats.marked_tree import WHOLE, marked_tree

if TYPE_CHECKING:
    from lxml.etree import _Element


def with_text_beside(groups: Sequence[list[SourcePart]]) -> list[SourcePart]:
    """Return the parts of several texts in their order, those without HTML in the HTML of the first that has.

    They stand at its beginning or end, as they came before or after it. Without HTML they stay as they are.
    """
    anchors = [part.anchor for part in chain(*groups) if part.anchor is not None]
    if not anchors:
        return list(chain(*groups))
    root: _Element = anchors[0].element.getroottree().getroot()
    body = root.find("body")
    body = root if body is None else body
    made: list[SourcePart] = []
    before = 0
    has_begun = False
    for group in groups:
        is_marked = any(part.anchor is not None for part in group)
        has_begun |= is_marked
        for part in group:
            made.append(part if is_marked else _held(part, body, None if has_begun else before))
            before += not has_begun
    return made


def _held(part: SourcePart, body: _Element, at: int | None) -> SourcePart:
    """Return a part with a new element that holds its words: the child ``at`` of the body, or its last."""
    paragraph, words = body.makeelement("p"), body.makeelement("span")
    paragraph.text, words.text = part.marker or None, " ".join(part.text.split())
    paragraph.append(words)
    body.insert(len(body) if at is None else at, paragraph)
    anchor = marked_tree(words, lambda _: WHOLE)
    return part if anchor is None else replace(part, text=anchor.text, anchor=anchor)
