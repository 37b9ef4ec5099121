"""The lines of a page in their order, as a browser shows them: what one element holds alone."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.dataclass import dataclass
from pipeline.core.records import BlockKind
from pipeline.read.formats.compose import SourcePart, block_text
from pipeline.read.formats.web.loose import hold_loose_lines
from pipeline.read.formats.web.markup import APART, HEADING_ELEMENTS, is_left_out, pieces_in
from pipeline.read.formats.web.shown.list_numbers import list_markers

if TYPE_CHECKING:
    from lxml.etree import _Element

_ASIDE = frozenset(("nav", "aside", "form", "dialog", "menu"))
_ASIDE_ROLES = frozenset(("navigation", "complementary", "search", "banner", "contentinfo", "dialog", "menu"))
_NAMED_ASIDE = re.compile(
    r"nav|menu|breadcrumb|share|sharing|social|related|recommend|read-?(?:more|next|also)|teaser|promo|comment"
    r"|author|byline|meta|date|time|tags?\b|tag-|topic|categor|newsletter|subscri|sign-?up|paywall|advert|\bads?\b"
    r"|ad-|sponsor|copyright|footer|sidebar|widget|toolbar|button|btn|popup|modal|cookie|banner|rating|print"
    r"|follow|more|trending|popular|latest|prev|next|pagination|pager|login|hidden|screen-?reader|sr-only|avatar"
    r"|bio|gallery|slide|carousel|player|video|audio|embed|quote-?source|disclaimer|edit|toc|infobox|reference"
    r"|reflist|footnote|catlinks|jump",
    re.IGNORECASE,
)
"""Classes and ids of what stands in an article's element and is none of the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """A line of a page: what one element holds alone."""

    part: SourcePart
    key: str
    element: _Element
    is_own: bool
    """Whether it stands in the article's element, and in nothing beside the article there."""
    is_named: bool
    """Whether its own element has a class or an id, as what a template adds mostly has."""
    is_bare: bool
    """Whether no element around it has, up to the article's."""

    @property
    def is_prose(self) -> bool:
        """Whether it reads as a paragraph, and not as links or a button."""
        return not self.is_named and not self.is_linked

    @property
    def is_linked(self) -> bool:
        """Whether at least half of it is in links."""
        if next(self.element.iterancestors("a"), None) is not None:
            return True
        linked = sum(len(" ".join("".join(each.itertext()).split())) for each in self.element.iter("a"))
        return 2 * linked >= len(self.key)


def shown_lines(root: _Element) -> Iterator[PageLine]:
    """Yield the lines of a page in their order."""
    tree = copy.deepcopy(root)
    holders = {holder.element for holder in hold_loose_lines(tree)}
    markers = dict(list_markers(tree))
    body = tree.find("body")
    body = tree if body is None else body
    article = _article_element(body)
    outer = {each for held in body.iter(*APART) for each in held.iterancestors()}
    outer |= {each for held in holders for each in held.iterancestors()}
    waiting = [(body, False, True)]
    while waiting:
        element, is_own, is_bare = waiting.pop()
        if not isinstance(element.tag, str) or is_left_out(element):
            continue
        is_named = bool(element.get("class") or element.get("id"))
        if element is article or _leads(element, article):
            is_own, is_bare = True, True
        else:
            is_own, is_bare = is_own and not is_aside(element), is_bare and not is_named
        if element in outer:
            waiting += [(child, is_own, is_bare) for child in reversed(element)]
        elif element.tag in APART or element in holders:
            for part in _parts_of(element, markers):
                yield PageLine(
                    part=part,
                    key=block_text(part),
                    element=element,
                    is_own=is_own and not _is_stamp(element, block_text(part)),
                    is_named=is_named,
                    is_bare=is_bare,
                )


def _is_stamp(element: _Element, words: str) -> bool:
    """Say whether a line is a time, or a number by itself."""
    times = (" ".join("".join(each.itertext()).split()) for each in element.iter("time"))
    return words in times or not any(map(str.isalpha, words))


def _leads(element: _Element, article: _Element | None) -> bool:
    """Say whether an element is the head of an article that stands before the article's element."""
    return (
        element.tag == "header"
        and article is not None
        and element.getnext() is article
        and next(element.iter("h1"), None) is not None
        and next(element.iter("nav", "ul", "form"), None) is None
    )


def _parts_of(element: _Element, markers: dict[_Element, str]) -> Iterator[SourcePart]:
    """Yield the parts of an element; what stands before an item of a list is taken out of ``markers``."""
    around = [each.tag for each in (element, *element.iterancestors())]
    kind: BlockKind = "paragraph"
    item = None
    if not HEADING_ELEMENTS.isdisjoint(around):
        kind = "heading"
    elif "figcaption" in around:
        kind = "caption"
    elif "li" in around:
        kind = "list_item"
        item = next(each for each in (element, *element.iterancestors()) if each.tag == "li")
    elif "blockquote" in around:
        kind = "quotation"
    elif around[0] in ("td", "th"):
        kind = "cell"
    for part in pieces_in(element):
        if block_text(part):
            marker = markers.pop(item, "") if item is not None else ""
            yield replace(part, kind=kind, marker=marker, continues=False)


def _article_element(body: _Element) -> _Element | None:
    """Return the element that plainly holds the article of a page; None where there is none, or several."""
    for found in (
        [each for each in body.iter() if "articlebody" in (each.get("itemprop") or "").lower()],
        list(body.iter("article")),
        [each for each in body.iter() if each.tag == "main" or each.get("role") == "main"],
    ):
        if len(found) == 1:
            return found[0]
    return None


def is_aside(element: _Element) -> bool:
    """Say whether an element in an article's element is none of the article."""
    if element.tag in _ASIDE or (element.get("role") or "").lower() in _ASIDE_ROLES:
        return True
    if element.tag == "footer" and next(element.iterancestors("blockquote"), None) is None:
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _NAMED_ASIDE.search(named) is not None
