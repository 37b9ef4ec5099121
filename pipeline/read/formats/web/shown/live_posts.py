"""Live reports: pages that are a row of posts, each with its time.

A finder of articles takes one post for the article, or leaves the times out. Here each post is in its place,
its time as a heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.read.formats.compose import SourcePart, block_text
from pipeline.read.formats.web.shown.page_lines import PageLine, is_aside
from pipeline.read.formats.web.stated import described_articles, published_time
from pipeline.read.plain_text import paragraphs

if TYPE_CHECKING:
    from lxml.etree import _Element

_CLOCK = re.compile(
    r"(?:\D{0,12}|\D{0,12}\d{1,4}[-./]\d{1,2}[-./]\d{0,4}\D{1,4}"
    r"|\D{0,12}\d{1,2}\.? \w{3,12}\.?,?(?: \d{4})?\D{1,4})"
    r"\d{1,2}\s?[:.hH時时시]\s?\d{2}(?::\d\d)?\s?[분分]?\s?(?:uhr|h|[ap]\.?m\.?|[A-Z]{2,5}|UTC[+-]\d{1,2})?",
    re.IGNORECASE,
)
"""An hour, perhaps behind a day: ``10:12``, ``10h12``, ``20.10.2025, 10.12 Uhr``, ``10時12分``."""
_HOUR = re.compile(r"\d{1,2}\s?[:.hH時时시]\s?\d{2}(?![./-]?\d)")
_LONGEST_STAMP = 40
_LEAST_POSTS = 3
"""A row of so many posts makes a live report; of two where the page says that it is one."""
_SAYS_LIVE = "LiveBlogPosting"
_LEAST_WORDS = 20
"""Signs of a post without its time, at least; most posts of a report have as many."""
_LEAST_SHARE = 0.5
"""At least this share of what a finder took for the article is in the posts."""
_SENTENCE = 30


def live_report(
    lines: Sequence[PageLine], title: Sequence[SourcePart], body: Sequence[SourcePart]
) -> list[SourcePart]:
    """Return the parts of a live report, its title first; none where a page is none.

    ``lines`` are those of the page, ``title`` and ``body`` the parts that a finder of articles took.
    """
    if not lines:
        return []
    scripts = lines[0].element.getroottree().iter("script")
    is_said = any(_SAYS_LIVE in (each.text or "") for each in scripts)
    stamps = {line.element: said for line in lines if (said := _stamp(line, is_said=is_said))}
    posts = _posts(stamps) if len(stamps) > 1 else []
    if not posts:
        return []
    inside: dict[_Element, list[PageLine]] = {post: [] for post in posts}
    for line in lines:
        for around in (line.element, *line.element.iterancestors()):
            if around in inside:
                inside[around].append(line)
    told_by = sum(map(_is_of_words, inside.values()))
    if told_by < (2 if is_said else _LEAST_POSTS) or 2 * told_by <= len(posts):
        return []
    found = {block_text(part) for part in body}
    told = "\n".join(line.key for own in inside.values() for line in own)
    length = sum(map(len, found))
    if length and sum(len(key) for key in found if key in told) < _LEAST_SHARE * length:
        return []
    first = lines.index(inside[posts[0]][0])
    heads = [line for line in lines[:first] if line.element.tag == "h1"]
    named = [replace(heads[0].part, kind="title")] if heads else list(title)
    titles = {block_text(part) for part in (*named, *title)}
    before = [line.part for line in lines[:first] if line.key not in titles and _leads(line, found)]
    return [*named, *before, *(part for own in inside.values() for part in _parts(own, stamps))]


def stated_report(root: _Element) -> list[SourcePart]:
    """Return the parts of a live report that a page states for programs alone, as where a script shows it."""
    found = next((each for each in described_articles(root) if _SAYS_LIVE in str(each.get("@type"))), None)
    updates = found.get("liveBlogUpdate") if found is not None else None
    if found is None or not isinstance(updates, list):
        return []
    parts = [SourcePart(kind="title", text=_said(found, "headline") or _said(found, "name"))]
    parts.append(SourcePart(kind="paragraph", text=_said(found, "description")))
    for update in updates:
        if isinstance(update, dict) and (body := _said(update, "articleBody")):
            time = published_time(_said(update, "datePublished")) or ""
            parts.append(SourcePart(kind="heading", text=time[11:16]))
            parts.append(SourcePart(kind="heading", text=_said(update, "headline")))
            parts += [SourcePart(kind="paragraph", text=each) for each in paragraphs(body)]
    written = [part for part in parts if block_text(part)]
    return written if any(part.kind == "paragraph" for part in written) else []


def _said(item: Mapping[str, Any], name: str) -> str:
    said = item.get(name)
    return said if isinstance(said, str) else ""


def _stamp(line: PageLine, *, is_said: bool) -> str:
    """Return the time of a post where a line is one, or has one in it or begins with one; empty elsewhere.

    ``is_said`` says whether a page says that it is a live report: a day will do there.
    """
    for each in line.element.iter("time"):
        said = " ".join("".join(each.itertext()).split())
        is_time = _HOUR.search(said) is not None or (is_said and "T" in (each.get("datetime") or ""))
        is_short = len(line.key) - len(said) <= _LONGEST_STAMP
        if said and is_time and (is_short or line.key.startswith(said)):
            return said
    return line.key if len(line.key) <= _LONGEST_STAMP and _CLOCK.fullmatch(line.key) else ""


def _says_more(line: PageLine, stamp: str) -> bool:
    """Say whether a line with a time has other words too, buttons aside."""
    beside = [each for each in line.element.iterdescendants() if isinstance(each.tag, str) and is_aside(each)]
    words = "".join(line.key.replace(stamp, "", 1).split())
    for each in beside:
        if each.tag != "time":
            words = words.replace("".join("".join(each.itertext()).split()), "", 1)
    return any(map(str.isalpha, words))


def _posts(stamps: Iterable[_Element]) -> list[_Element]:
    """Return the row of elements that hold one of the times each, the longest row of one parent."""
    counts: Counter[_Element] = Counter()
    for stamp in stamps:
        counts.update(stamp.iterancestors())
    rows: dict[tuple[_Element | None, str], list[_Element]] = {}
    for stamp in stamps:
        post = stamp
        for around in stamp.iterancestors():
            if counts[around] > 1:
                break
            post = around
        if post is not stamp:
            rows.setdefault((post.getparent(), str(post.tag)), []).append(post)
    row = max(rows.values(), key=len, default=[])
    return [] if row and any(map(is_aside, (row[0], *row[0].iterancestors()))) else row


def _is_of_words(own: Sequence[PageLine]) -> bool:
    """Say whether the lines of a post say something, and are no links to other pages."""
    told = [line for line in own if not _CLOCK.fullmatch(line.key)]
    return sum(len(line.key) for line in told) >= _LEAST_WORDS and not all(line.is_linked for line in told)


def _leads(line: PageLine, found: set[str]) -> bool:
    """Say whether a line before the posts is one of the report's."""
    return line.key in found or (line.is_own and line.is_prose and len(line.key) >= _SENTENCE)


def _parts(own: Sequence[PageLine], stamps: Mapping[_Element, str]) -> Iterator[SourcePart]:
    """Yield the parts of a post, its time first unless it is in a line; without buttons and the like."""
    timed = next(line for line in own if line.element in stamps)
    around = frozenset.intersection(
        *(frozenset((line.element, *line.element.iterancestors())) for line in own)
    )
    if not _says_more(timed, stamps[timed.element]):
        yield SourcePart(kind="heading", text=stamps[timed.element])
    for line in own:
        if line is timed and not _says_more(line, stamps[line.element]):
            continue
        if line is timed or not _is_beside(line.element, around):
            yield line.part


def _is_beside(element: _Element, around: Collection[_Element]) -> bool:
    """Say whether an element of a post is none of its words: what shares it, or leads elsewhere.

    ``around`` are the elements that hold all of the post.
    """
    inside = [element]
    for each in element.iterancestors():
        if each in around:
            break
        inside.append(each)
    return any(map(is_aside, inside))
