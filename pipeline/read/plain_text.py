"""Blocks of plain text: the title, headings, paragraphs, quotations, list items and the credit.

Only lines and punctuation count, since the language is not known yet. Data that belongs to a language
(quotation marks, the words that introduce a credit) is the union over ``languages/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import languages
from pipeline.core.records import Block
from pipeline.core.text.case import folded, without_accents_of_greek

_HEADING_LENGTH = 100
"""The longest heading, in characters; a longer line is a sentence. Titles in news are rarely over 100."""

_CREDIT_LENGTH = 200
"""The longest credit, in characters; a longer line that begins with "Source:" is a sentence about a
source."""

_WRAP_RANGE = range(40, 101)
"""Widths that people and mail programs wrap text at, in characters."""

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
    spans = list(_paragraph_spans(text))
    spans, credit = _split_credits(text, spans)
    blocks = [_classified(text, start, end) for start, end in spans]
    blocks = _without_lone_numbers(text, blocks)
    blocks = _with_headings(text, blocks)
    return (*blocks, *credit)


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
    for match in _PARAGRAPH.finditer(text):
        lines = [
            (match.start() + line.start(), match.start() + line.end())
            for line in re.finditer(r"[^\n]+", match.group())
        ]
        if _is_wrapped([text[start:end] for start, end in lines]):
            lines = [(lines[0][0], lines[-1][1])]
        for start, end in lines:
            stripped = text[start:end].strip()
            begin = text.index(stripped, start)
            yield begin, begin + len(stripped)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Say whether lines are one paragraph that was filled to a width.

    A line is filled if the first word of the next would not have fitted on it. A list of headlines, or one
    sentence a line, has shorter lines too.
    """
    width = max(len(line.rstrip()) for line in lines)
    if len(lines) < 2 or width not in _WRAP_RANGE:
        return False
    if any(_LIST_ITEM.match(line.lstrip()) for line in lines[1:]):
        return False
    if all(line.rstrip().rstrip("\"'”»’)")[-1:] in tuple(_FINAL) for line in lines):
        return False
    return all(
        len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width
        for line, following in pairwise(lines)
    )


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


def _with_headings(text: str, blocks: list[Block]) -> list[Block]:
    """Mark headings: the first is the title, and something must follow a heading."""
    marked = list(blocks)
    for index, block in enumerate(blocks[:-1]):
        line = text[block.start : block.end]
        if block.kind not in ("paragraph", "quotation"):
            continue
        is_title = index == 0 and is_heading(line.rstrip("?!"))
        if is_title or (is_heading(line) and len(line) <= _HEADING_LENGTH * 0.8):
            marked[index] = replace(block, kind="title" if index == 0 else "heading")
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
