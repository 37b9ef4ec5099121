"""The places of a page's text in its tree.

The text of a page is found by a library that keeps no places. So the element that a part's words stand in is
the next one that has just these words: what is not found is not written again.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.read.formats.compose import SourcePart, block_text
from pipeline.read.formats.formulas import formula_words, is_formula
from pipeline.read.formats.marked_tree import (
    STAYS,
    STYLE,
    WHOLE,
    InLine,
    InLineOf,
    MarkedTree,
    marked_tree,
)
from pipeline.read.formats.web.loose import hold_loose_lines
from pipeline.read.formats.web.markup import (
    APART,
    DROPPED,
    is_button_of_text,
    is_hidden,
)
from pipeline.read.formats.web.shown.declared import (
    XML_LANGUAGE,
    is_kept,
    own_language,
    says_kept,
    says_language,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORD_PROCESSOR = "Mso"
"""What the classes of Word's HTML begin with."""
_STYLES = frozenset(
    (
        *("abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins"),
        *("kbd", "label", "mark", "q", "ruby", "samp", "small", "span", "strong", "sub"),
        *("sup", "time", "tt", "u", "var"),
    )
)
"""Elements inside a line whose words are the line's."""


def with_kept_words(parts: Sequence[SourcePart], root: _Element) -> list[SourcePart]:
    """Return parts with marks on words that stay as they are in any language, and with their own languages.

    They have no other marks. The tree is left as it is, and nothing is done where no element says either.
    """
    elements = (each for each in root.iter() if isinstance(each.tag, str))
    if not any(says_kept(each) or says_language(each) or is_formula(each) for each in elements):
        return list(parts)
    made = []
    for part, placed in zip(parts, anchored(parts, copy.deepcopy(root)), strict=True):
        marks = tuple(mark for mark in placed.marks if mark.kept)
        text = placed.text if marks else part.text
        made.append(replace(part, text=text, marks=marks, language=placed.language))
    return made


def anchored(parts: Iterable[SourcePart], root: _Element) -> Iterator[SourcePart]:
    """Yield parts as ``with_anchors`` does; where they are loose lines, these get elements to stand in."""
    found = list(with_anchors(parts, root))
    if all(part.anchor is not None for part in found):
        yield from found
        return
    holders = hold_loose_lines(root)
    places = _Places((holder.element for holder in holders), _in_line)
    yield from (part if part.anchor is not None else places.placed(part) for part in found)
    for holder in holders:
        if holder.is_new and holder.element not in places.taken:
            holder.element.drop_tag()


def with_anchors(
    parts: Iterable[SourcePart], root: _Element, is_whole: Callable[[_Element], bool] = lambda _: False
) -> Iterator[SourcePart]:
    """Yield parts with the elements of a page that hold their words, and with the marks in these.

    A part without such an element comes as it is. ``is_whole`` says whether an element stands in a line with
    words that are none of the text, such as a note's number.
    """
    apart = (each for each in root.iter() if isinstance(each.tag, str) and each.tag in APART)
    places = _Places(apart, lambda element: WHOLE if is_whole(element) else _in_line(element))
    yield from map(places.placed, parts)


class _Places:
    """Elements by the words that they hold."""

    def __init__(self, elements: Iterable[_Element], in_line: InLineOf) -> None:
        self.taken: set[_Element] = set()
        """Those that a part stands in."""
        self._waiting: dict[str, list[MarkedTree]] = {}
        for element in elements:
            found = marked_tree(element, in_line, is_kept=is_kept(element))
            if found is None:
                continue
            for text in {found.full_text, found.text}:
                if key := block_text(SourcePart(kind="paragraph", text=text)):
                    self._waiting.setdefault(key, []).append(found)

    def placed(self, part: SourcePart) -> SourcePart:
        """Return a part with the next element that holds its words, if there is one."""
        waiting = self._waiting.get(block_text(part), [])
        while waiting and waiting[0].element in self.taken:
            waiting.pop(0)
        if not waiting:
            return part
        anchor = waiting.pop(0)
        self.taken.add(anchor.element)
        return replace(
            part,
            text=anchor.text,
            marks=anchor.marks,
            anchor=anchor,
            language=own_language(anchor.element),
        )


def with_captions(parts: Sequence[SourcePart], root: _Element) -> list[SourcePart]:
    """Return the parts of an article with its captions, each after what stands before it in the page.

    A caption is one of the article's where it stands between the first and the last of the parts.
    """
    captions = [each for each in root.iter("figcaption") if not _is_unseen(each)]
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


def _is_unseen(element: _Element) -> bool:
    return any(isinstance(each.tag, str) and is_hidden(each) for each in (element, *element.iterancestors()))


def _in_line(element: _Element) -> InLine | None:
    if element.tag in APART:
        return None
    if is_hidden(element):
        return WHOLE
    if is_formula(element):
        return InLine(kind="kept", text=formula_words(element))
    if is_button_of_text(element):
        return STYLE
    if element.tag not in DROPPED and (says_kept(element) or _is_foreign(element)):
        return STAYS
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
    return STYLE if ":" in element.tag else None  # Word's own: a place, a date, the end of a paragraph


def _is_foreign(element: _Element) -> bool:
    """Say whether words in a line are of another language than the line, so that they stay as they are.

    Their element says that language itself and holds no more than half of the line. What a word processor
    wrote does not count: it marks the language of the keyboard.
    """
    if element.tag in APART or not (said := says_language(element)):
        return False
    above = [*element.iterancestors()]
    around = next((tag for each in above if (tag := each.get("lang") or each.get(XML_LANGUAGE))), "")
    if _primary(said) == _primary(around) or any(
        _WORD_PROCESSOR in (each.get("class") or "") for each in above
    ):
        return False
    line = next((each for each in above if each.tag in APART), above[-1] if above else element)
    return 2 * len("".join(element.itertext()).strip()) <= len("".join(line.itertext()).strip())


def _primary(tag: str) -> str:
    return tag.strip().replace("_", "-").partition("-")[0].lower()
