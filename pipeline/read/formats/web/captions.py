"""Captions of the pictures in an article, which what finds the article leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.read.formats.compose import SourcePart
from pipeline.read.formats.web.marked import with_anchors
from pipeline.read.formats.web.markup import is_hidden

if TYPE_CHECKING:
    from lxml.etree import _Element


def with_captions(parts: Sequence[SourcePart], root: _Element) -> list[SourcePart]:
    """Return the parts of an article with its captions, each after what stands before it in the page.

    A caption is one of the article's where it stands between the first and the last of the parts.
    """
    captions = [each for each in root.iter("figcaption") if not _is_hidden(each)]
    if not captions:
        return list(parts)
    places = {element: number for number, element in enumerate(root.iter())}
    known = {" ".join(part.text.split()) for part in parts}
    at: list[tuple[int, SourcePart]] = []
    last = -1
    for anchored, part in zip(with_anchors(parts, root), parts, strict=True):
        if anchored.anchor is not None:
            last = max(last, places[anchored.anchor.element])
        at.append((last, part))
    first = next((place for place, _ in at if place >= 0), len(places))
    for caption in captions:
        text = " ".join("".join(caption.itertext()).split())
        if text and text not in known and first < places[caption] < last:
            known.add(text)
            at.append((places[caption], SourcePart(kind="caption", text=text)))
    at.sort(key=lambda row: row[0])
    return [part for _, part in at]


def _is_hidden(element: _Element) -> bool:
    return any(isinstance(each.tag, str) and is_hidden(each) for each in (element, *element.iterancestors()))
