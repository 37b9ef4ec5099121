"""What the finder of articles leaves out, repeats, or puts elsewhere: each line once, in its place.

Of a short page the finder adds paragraphs a second time at the end; tables come after the words around them;
and captions, links and headings at the end of an article are dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.dataclass import dataclass
from pipeline.read.formats.compose import SourcePart, block_text
from pipeline.read.formats.web.markup import HEADING_ELEMENTS
from pipeline.read.formats.web.shown.live_posts import live_report
from pipeline.read.formats.web.shown.page_lines import PageLine, is_aside, shown_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

_LISTS = frozenset(("ul", "ol", "dl", "figure"))
"""Elements that belong to the paragraph before them."""
_TAKEN_BESIDE = _LISTS | HEADING_ELEMENTS | {"blockquote"}
_SENTENCE, _PARAGRAPH = 30, 120
"""Signs from which a line between others of the article, and elsewhere in its element, is of the article."""
_MOST_GLUED = 20
"""So many parts of a page are compared with its lines one after the other."""
_FINAL = tuple(".!?…。！？:»”\"'’)")
"""Signs that such a line ends with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """The parts of an article, and what is left of it."""

    parts: tuple[SourcePart, ...]
    left: int = 0
    """Lines in the article's element that are none of the parts."""


def completed(parts: Sequence[SourcePart], root: _Element) -> Completed:
    """Return the parts of an article, each once and in its place, with the lines that were left out of it."""
    lines = list(shown_lines(root))
    title = [part for part in parts if part.kind == "title"]
    body = [part for part in parts if part.kind != "title"]
    if live := live_report(lines, title, body):
        return Completed(parts=tuple(live))
    known = {line.key for line in lines}
    own = [line for line in lines if line.is_own]
    if len(body) == 1 and block_text(body[0]) not in known and _is_glued(block_text(body[0]), own):
        return Completed(
            parts=(*title, *(line.part for line in own if line.key not in map(block_text, title)))
        )
    body = _without_title(list(_parted(body, lines)), title)
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
    return Completed(parts=(*title, *_without_title([part for _, part in rows], title)), left=left)


def _wanted(
    missing: Sequence[tuple[int, PageLine]], lines: Sequence[PageLine], rows: Sequence[tuple[int, SourcePart]]
) -> list[tuple[int, PageLine]]:
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
    unread: Sequence[tuple[int, PageLine]], lines: Sequence[PageLine], rows: Sequence[tuple[int, SourcePart]]
) -> list[tuple[int, PageLine]]:
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
        (number, line)
        for number, line in made
        if line.element.tag not in HEADING_ELEMENTS or number + 1 in there
    ]


def _top(element: _Element, holder: _Element) -> _Element | None:
    """Return which child of ``holder`` an element is or lies in; None if one there has a class or an id."""
    for each in (element, *element.iterancestors()):
        if each.get("class") or each.get("id") or is_aside(each):
            return None
        if each.getparent() is holder:
            return each
    return None


def _is_glued(text: str, own: Sequence[PageLine]) -> bool:
    """Say whether a text is several lines of an article as one."""
    return len(own) > 1 and sum(line.key in text for line in own) > 1


def _without_title(body: list[SourcePart], title: Sequence[SourcePart]) -> list[SourcePart]:
    """Return parts without a first one that repeats the title, unless it is all."""
    if not title or len(body) < 2 or body[0].kind not in ("paragraph", "heading"):
        return body
    is_repeated = block_text(body[0]).casefold() == block_text(title[0]).casefold()
    return body[1:] if is_repeated else body


def _parted(parts: Sequence[SourcePart], lines: Sequence[PageLine]) -> Iterator[SourcePart]:
    """Yield parts; in place of one that has just the words of several lines, these lines.

    Of a page without an article's element the finder takes all elements but paragraphs for parts of a line.
    """
    known = {line.key for line in lines}
    keys = ["".join(line.key.split()) for line in lines]
    tries = _MOST_GLUED
    for part in parts:
        found: Sequence[PageLine] = ()
        if part.kind != "code" and block_text(part) not in known and tries:
            tries -= 1
            found = _lines_of("".join(block_text(part).split()), lines, keys)
        yield from (line.part for line in found) if found else (part,)


def _lines_of(words: str, lines: Sequence[PageLine], keys: Sequence[str]) -> list[PageLine]:
    """Return the lines that make just these words, which have no spaces, in order; none where none do."""
    found = []
    at = 0
    for line, key in zip(lines, keys, strict=True):
        if key and words.startswith(key, at):
            found.append(line)
            at += len(key)
    return found if at == len(words) and len(found) > 1 else []


def _once(parts: Sequence[SourcePart], lines: Sequence[PageLine]) -> list[SourcePart]:
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


def _placed(parts: Sequence[SourcePart], lines: Sequence[PageLine]) -> list[tuple[int, SourcePart]]:
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
        item = lines[last].part if found and lines[last].part.kind == "list_item" else None
        if item is not None and part.kind in ("list_item", "paragraph"):
            part = replace(part, kind="list_item", marker=item.marker)  # the finder loses some lists
        rows.append((last, part))
    rows.sort(key=lambda row: row[0])
    return rows
