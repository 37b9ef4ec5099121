"""Blocks of plain text: the title, headings, paragraphs, quotations, list items and the credit.

Only lines and punctuation count, since the language is not known yet. Data that belongs to a language
(quotation marks, the words that introduce a credit) is the union over ``languages/``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import languages
from pipeline.core.records import Block
from pipeline.core.text.case import folded, without_accents_of_greek
from pipeline.read.lines import cells, filled_width, is_filled, is_table
from pipeline.read.openings.bylines import byline_authors
from pipeline.read.openings.datelines import dateline

_HEADING_LENGTH = 100
"""The longest heading, in characters; a longer line is a sentence. Titles in news are rarely over 100."""

_CREDIT_LENGTH = 200
"""The longest credit, in characters; a longer line that begins with "Source:" is a sentence about a
source."""

_BYLINES_WITHIN = 4
"""Blocks at the beginning among which bylines are looked for."""
_DATELINES_WITHIN = 2
"""Paragraphs at the beginning that may open with a dateline."""
_LEAST_LINES = 3
"""Lines that could each be a heading, from which they are none of them."""

_PARAGRAPH = re.compile(r"^[^\S\n]*\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*", re.MULTILINE)
"""Consecutive lines with words; each sign can match in one way alone, so time is linear."""
_LIST_ITEM = re.compile(r"([-*•·‣]|\d{1,3}[.)])[ \t]+(?=\S)")
_DIALOGUE = re.compile(r"[—–―][ \t\u00a0]*(?=\w)")
_COPYRIGHT = re.compile(r"(©|\(c\)|copyright\b)", re.IGNORECASE)
_AGENCY = re.compile(r"[(（]([^()（）]{2,60})[)）]\.?")
_TRAILING_AGENCY = re.compile(r"(?<=[.!?…»”\"。])[ \t\u00a0]*([(（][^()（）]{2,60}[)）])\.?$")
_SIGNATURE = re.compile(r"[—–-]\s*\w[^.!?]{1,60}")
_FINAL = ".!?…:;,。！？：；，؟۔।॥"


def find_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text, in order; their spans count code points of ``text``, trimmed.

    The text must have newlines as its only line ends.
    """
    groups = list(_groups(text))
    rows = {span for group in groups if _is_rows(text, group) for span in group}
    verses = [group for group in groups if _is_in_lines(text, group)]
    in_lines = {span for group in verses for span in group}
    if verses:  # of others, two lines are enough
        in_lines |= {span for group in groups if _is_couplet(text, group) for span in group}
    spans, credit = _split_credits(text, [span for group in groups for span in group])
    blocks = [_classified(text, start, end) for start, end in spans]
    blocks = _without_lone_numbers(text, blocks)
    blocks = _with_headings(text, with_bylines(text, blocks), in_lines | rows)
    blocks = _with_datelines(text, blocks)
    return (*_with_cells(text, blocks, rows), *credit)


def with_bylines(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return blocks of which the bylines at the beginning are credits: they are neither title nor text."""
    marked = list(blocks)
    for index, block in enumerate(blocks[: min(_BYLINES_WITHIN, len(blocks) - 1)]):
        words = text[block.start : block.end]
        if block.kind in ("title", "heading", "paragraph") and byline_authors(words, text):
            marked[index] = replace(block, kind="credit")
        elif block.kind != "credit" and not is_heading(words.rstrip("?!")):
            break
    return marked


def authors(text: str, blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the authors that the bylines of a text name, each once."""
    named = [
        name
        for block in blocks
        if block.kind == "credit"
        for name in byline_authors(text[block.start : block.end], text)
    ]
    return tuple(dict.fromkeys(named))


def _is_rows(text: str, group: Sequence[tuple[int, int]]) -> bool:
    """Say whether lines are a table; the white space before them counts, as columns are told by it."""
    lines = [text[text.rfind("\n", 0, start) + 1 : end] for start, end in group]
    return len(lines) > 1 and is_table(lines)


def _is_in_lines(text: str, group: Sequence[tuple[int, int]]) -> bool:
    """Say whether lines are verses, an address or a post: several that could each be a heading."""
    lines = [text[start:end] for start, end in group]
    if len(lines) < _LEAST_LINES or any(map(byline_authors, lines[:_BYLINES_WITHIN])):
        return False
    return all(map(is_heading, lines[:-1]))


def _is_couplet(text: str, group: Sequence[tuple[int, int]]) -> bool:
    return len(group) == _LEAST_LINES - 1 and all(is_heading(text[start:end]) for start, end in group)


def _with_datelines(text: str, blocks: list[Block]) -> list[Block]:
    """Set the datelines of the first paragraphs apart, which stay as they stand."""
    marked = list(blocks)
    first = [index for index, block in enumerate(blocks) if block.kind == "paragraph"][:_DATELINES_WITHIN]
    for index in first:
        block = blocks[index]
        if found := dateline(text[block.start : block.end]):
            marked[index] = replace(block, start=block.start + len(found), marker=found)
    return marked


def _with_cells(text: str, blocks: list[Block], rows: Container[tuple[int, int]]) -> Iterator[Block]:
    """Yield blocks, of a row of a table its cells."""
    for block in blocks:
        if (block.start, block.end) not in rows:
            yield block
            continue
        row = text[block.start : block.end]
        yield from (
            Block(kind="cell", start=block.start + start, end=block.start + end)
            for start, end in cells(row)
            if start < end
        )


def paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a text: its lines, or those lines together that were filled to a width."""
    clean = "\n".join(text.splitlines())
    for start, end in _paragraph_spans(clean):
        yield clean[start:end]


def is_heading(line: str) -> bool:
    """Say whether a line could be a title or heading: short, one line, no final punctuation."""
    bare = line.strip().rstrip("\"'”“»’)]」』 \u00a0\u202f")
    return 0 < len(bare) <= _HEADING_LENGTH and "\n" not in bare and bare[-1] not in _FINAL


def _paragraph_spans(text: str) -> Iterator[tuple[int, int]]:
    for group in _groups(text):
        yield from group


def _groups(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the paragraphs between empty lines: of each its one span, or those of its lines."""
    found = [
        [
            (match.start() + line.start(), match.start() + line.end())
            for line in re.finditer(r"[^\n]+", match.group())
        ]
        for match in _PARAGRAPH.finditer(text)
    ]
    in_lines = [[text[start:end] for start, end in group] for group in found]
    widths = [0 if _has_items(lines) else filled_width(lines) for lines in in_lines]
    widest = max(widths, default=0)
    for group, lines, width in zip(found, in_lines, widths, strict=True):
        # What is filled to the width of the text's other paragraphs is one too, however its lines begin.
        as_others = widest and len(lines) > 1 and not _has_items(lines) and is_filled(lines, widest)
        is_one = width or (as_others and not is_table(lines))
        yield list(_trimmed(text, [(group[0][0], group[-1][1])] if is_one else group))


def _trimmed(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        stripped = text[start:end].strip()
        begin = text.index(stripped, start)
        yield begin, begin + len(stripped)


def _has_items(lines: Sequence[str]) -> bool:
    return any(_LIST_ITEM.match(line.lstrip()) for line in lines[1:])


def _classified(text: str, start: int, end: int) -> Block:
    body = text[start:end]
    item = _LIST_ITEM.match(body)
    if item:
        return Block(kind="list_item", start=start + item.end(), end=end, marker=item.group())
    dash = _DIALOGUE.match(body)
    if dash:
        return Block(kind="quotation", start=start + dash.end(), end=end, marker=dash.group())
    return Block(kind="quotation" if _is_quotation(body) else "paragraph", start=start, end=end)


def _is_quotation(body: str) -> bool:
    """Say whether a paragraph is one quotation from its first character to its last."""
    bare = body.rstrip(".,!?…")
    for opening, closing in _quotes():
        inner = bare[len(opening) : -len(closing)]
        if bare.startswith(opening) and bare.endswith(closing) and inner:
            return closing not in inner and opening not in inner
    return False


def _without_lone_numbers(text: str, blocks: list[Block]) -> list[Block]:
    """Make "3. Oktober" at the start of a paragraph text again: a numbered list has two items or more."""
    mended = list(blocks)
    for index, block in enumerate(blocks):
        if not block.marker[:1].isdigit():
            continue
        around = blocks[max(index - 1, 0) : index] + blocks[index + 1 : index + 2]
        if not any(near.marker[:1].isdigit() for near in around):
            mended[index] = Block(
                kind="paragraph", start=text.rindex(block.marker, 0, block.start), end=block.end
            )
    return mended


def _with_headings(text: str, blocks: list[Block], in_lines: Container[tuple[int, int]]) -> list[Block]:
    """Mark headings: the first is the title, and something must follow a heading.

    ``in_lines`` are lines of verses, addresses, posts and tables, which are none.
    """
    marked = list(blocks)
    first = next((index for index, block in enumerate(blocks) if block.kind != "credit"), 0)
    for index, block in enumerate(blocks[:-1]):
        line = text[block.start : block.end]
        if block.kind not in ("paragraph", "quotation") or (block.start, block.end) in in_lines:
            continue
        is_title = index == first and is_heading(line.rstrip("?!"))
        if is_title or (is_heading(line) and len(line) <= _HEADING_LENGTH * 0.8):
            marked[index] = replace(block, kind="title" if index == first else "heading")
    return marked


def _split_credits(text: str, spans: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], list[Block]]:
    """Take the credit lines off the end; a text that is nothing else keeps its last line."""
    credit: list[Block] = []
    while len(spans) > 1 and is_credit(text[slice(*spans[-1])]):
        start, end = spans[-1]
        credit.insert(0, Block(kind="credit", start=start, end=end))
        spans = spans[:-1]
    if spans and not credit:
        start, end = spans[-1]
        trailing = _TRAILING_AGENCY.search(text[start:end])
        if trailing and _is_agency(trailing.group(1)):
            credit = [Block(kind="credit", start=start + trailing.start(1), end=end)]
            spans = [*spans[:-1], (start, start + len(text[start : start + trailing.start()].rstrip()))]
    return spans, credit


def is_credit(line: str) -> bool:
    """Say whether a last line names the report's origin: "Source: ...", "(AFP)", "© ...", "— Reuters"."""
    line = line.strip()
    if len(line) > _CREDIT_LENGTH or "\n" in line:
        return False
    label, colon, rest = line.strip("*_ ()").replace("：", ":").partition(":")
    if colon and rest.strip() and _label(label) in _credit_labels():
        return True
    if _COPYRIGHT.match(line) or (_AGENCY.fullmatch(line) and _is_agency(line)):
        return True
    return bool(_SIGNATURE.fullmatch(line)) and _is_agency(line[1:])


def _is_agency(text: str) -> bool:
    """Say whether words in brackets are names, so all capitalised: "(AFP)", "(Agence Littorale, Reuters)"."""
    words = re.findall(r"[^\W\d_]+", text)
    return 0 < len(words) <= 6 and all(not word[0].islower() for word in words)


@cache
def _quotes() -> tuple[tuple[str, str], ...]:
    return tuple(sorted({pair for language in languages.everyone() for pair in language.quotes}))


@cache
def _credit_labels() -> frozenset[str]:
    labels = (label for language in languages.everyone() for label in language.credits.labels)
    return frozenset(map(_label, labels))


def _label(label: str) -> str:
    return without_accents_of_greek(folded(label.strip()))
