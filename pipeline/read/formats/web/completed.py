"""What the finder of articles leaves out, repeats, or puts elsewhere: each line once, in its place.

Of a short page the finder adds paragraphs a second time at the end; tables come after the words around them;
and captions, links and headings at the end of an article are dropped.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.dataclass import dataclass
from pipeline.core.records import BlockKind
from pipeline.read.formats.compose import SourcePart, block_text
from pipeline.read.formats.web.loose import hold_loose_lines
from pipeline.read.formats.web.markup import APART, is_left_out, pieces_in

if TYPE_CHECKING:
    from lxml.etree import _Element

_ASIDE = frozenset(("nav", "aside", "form", "dialog", "menu"))
_ASIDE_ROLES = frozenset(("navigation", "complementary", "search", "banner", "contentinfo", "dialog", "menu"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("ul", "ol", "dl", "figure"))
"""Elements that belong to the paragraph before them."""
_TAKEN_BESIDE = _LISTS | _HEADINGS | {"blockquote"}
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
_SENTENCE, _PARAGRAPH = 30, 120
"""Signs from which a line between others of the article, and elsewhere in its element, is of the article."""
_FINAL = tuple(".!?…。！？:»”\"'’)")
"""Signs that such a line ends with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """The parts of an article, and what is left of it."""

    parts: tuple[SourcePart, ...]
    left: int = 0
    """Lines in the article's element that are none of the parts."""


def completed(parts: Sequence[SourcePart], root: _Element) -> Completed:
    """Return the parts of an article, each once and in its place, with the lines that were left out of it."""
    lines = list(_lines(root))
    title = [part for part in parts if part.kind == "title"]
    body = [part for part in parts if part.kind != "title"]
    known = {line.key for line in lines}
    own = [line for line in lines if line.is_own]
    if len(body) == 1 and block_text(body[0]) not in known and _is_glued(block_text(body[0]), own):
        return Completed(
            parts=(*title, *(line.part for line in own if line.key not in map(block_text, title)))
        )
    rows = _placed(_once(body, lines), lines)
    said = "\n".join(block_text(part) for part in parts if block_text(part) not in known)
    there = {block_text(part) for part in parts}
    unread = [
        (number, line) for number, line in enumerate(lines) if line.key not in there and line.key not in said
    ]
    missing = [(number, line) for number, line in unread if line.is_own]
    wanted = _wanted(missing, lines, rows)
    left = len(missing) - len(wanted)
    wanted += _beside_paragraphs(unread, lines, rows)
    rows = sorted([*rows, *((number, line.part) for number, line in wanted)], key=lambda row: row[0])
    return Completed(parts=(*title, *(part for _, part in rows)), left=left)


def _wanted(
    missing: Sequence[tuple[int, _Line]], lines: Sequence[_Line], rows: Sequence[tuple[int, SourcePart]]
) -> list[tuple[int, _Line]]:
    """Return those of the missing lines that are certainly of the article.

    In an article without a class all of them are: nothing there is of a template. Elsewhere those are that
    stand in it between others and beside one of them, and whole sentences; the rest may be buttons and links.
    """
    if all(line.is_bare for line in lines if line.is_own):
        return list(missing)
    places = [number for number, _ in rows if number >= 0]
    first, last = (places[0], places[-1]) if places else (0, 0)
    beside = {lines[number].element.getparent() for number in places}
    made = []
    for number, line in missing:
        is_inside = first < number < last
        is_beside = line.element.getparent() in beside
        is_long = len(line.key) > (_SENTENCE if is_inside else _PARAGRAPH) and line.key.endswith(_FINAL)
        if line.is_prose and (is_long or (is_inside and is_beside)):
            made.append((number, line))
    return made


def _beside_paragraphs(
    unread: Sequence[tuple[int, _Line]], lines: Sequence[_Line], rows: Sequence[tuple[int, SourcePart]]
) -> list[tuple[int, _Line]]:
    """Return the lines that stand right beside an article's paragraphs, in a page that marks no article.

    Lists, captions, quotations and headings between these are taken, and a list at once after the last. None
    has a class or an id, or is a link, as what a template adds mostly is.
    """
    placed = [number for number, _ in rows if number >= 0]
    holders = Counter(
        lines[number].element.getparent() for number in placed if lines[number].element.tag == "p"
    )
    if any(lines[number].is_own for number in placed) or not holders:
        return []
    holder = holders.most_common(1)[0][0]
    tops = [_top(line.element, holder) for line in lines]
    last = placed[-1]
    made = []
    for number, line in unread:
        top = tops[number]
        if number < placed[0] or top is None or line.is_linked:
            continue
        if number > last and (top.tag not in _LISTS or top.getprevious() is not tops[last]):
            continue
        if top.tag in _TAKEN_BESIDE and any(map(str.isalpha, line.key)):
            made.append((number, line))
    there = {*placed, *(number for number, _ in made)}
    return [
        (number, line) for number, line in made if line.element.tag not in _HEADINGS or number + 1 in there
    ]


def _top(element: _Element, holder: _Element) -> _Element | None:
    """Return which child of ``holder`` an element is or lies in; None if one there has a class or an id."""
    for each in (element, *element.iterancestors()):
        if each.get("class") or each.get("id") or _is_aside(each):
            return None
        if each.getparent() is holder:
            return each
    return None


def _is_glued(text: str, own: Sequence[_Line]) -> bool:
    """Say whether a text is several lines of an article as one."""
    return len(own) > 1 and sum(line.key in text for line in own) > 1


def _once(parts: Sequence[SourcePart], lines: Sequence[_Line]) -> list[SourcePart]:
    """Return parts without those that come more often than the page has them."""
    room = Counter(line.key for line in lines)
    seen: Counter[str] = Counter()
    made = []
    for part in parts:
        key = block_text(part)
        seen[key] += 1
        if not room[key] or seen[key] <= room[key]:
            made.append(part)
    return made


def _placed(parts: Sequence[SourcePart], lines: Sequence[_Line]) -> list[tuple[int, SourcePart]]:
    """Return parts with the numbers of their lines, in the order of these.

    A part whose words are none of one line, or of several that stand before, stays behind the one before it.
    """
    places: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        places.setdefault(line.key, []).append(number)
    rows: list[tuple[int, SourcePart]] = []
    last = -1
    for part in parts:
        found = places.get(block_text(part), [])
        following = [place for place in found if place > last]
        last = following[0] if following else found[0] if len(found) == 1 else last
        rows.append((last, part))
    rows.sort(key=lambda row: row[0])
    return rows


def _lines(root: _Element) -> Iterator[_Line]:
    """Yield the lines of a page in their order."""
    tree = copy.deepcopy(root)
    holders = {holder.element for holder in hold_loose_lines(tree)}
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
            is_own, is_bare = is_own and not _is_aside(element), is_bare and not is_named
        if element in outer:
            waiting += [(child, is_own, is_bare) for child in reversed(element)]
        elif element.tag in APART or element in holders:
            for part in _parts_of(element):
                yield _Line(
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


def _parts_of(element: _Element) -> Iterator[SourcePart]:
    around = [each.tag for each in (element, *element.iterancestors())]
    kind: BlockKind = "paragraph"
    marker = ""
    if not _HEADINGS.isdisjoint(around):
        kind = "heading"
    elif "figcaption" in around:
        kind = "caption"
    elif "li" in around:
        kind, marker = "list_item", "- "
    elif "blockquote" in around:
        kind = "quotation"
    elif around[0] in ("td", "th"):
        kind = "cell"
    for part in pieces_in(element):
        if block_text(part):
            yield replace(part, kind=kind, marker=marker, continues=False)
            marker = ""


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


def _is_aside(element: _Element) -> bool:
    """Say whether an element in an article's element is none of the article."""
    if element.tag in _ASIDE or (element.get("role") or "").lower() in _ASIDE_ROLES:
        return True
    if element.tag == "footer" and next(element.iterancestors("blockquote"), None) is None:
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _NAMED_ASIDE.search(named) is not None
