"""The Markdown that is read (CommonMark, GitHub's tables, footnotes, lists of definitions), with positions.

Every ``inline`` token gets ``meta["places"]``, where each line of its content starts in the source; it and
every token of code or HTML gets ``meta["span"]``, its lines without what surrounds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import dropwhile, pairwise
from typing import Any, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from pipeline.read.markdown.extensions import formula, page_name, template_tag
from pipeline.read.markdown.trace import Step, Tracer

MOST_BLOCKS = 100
"""The most levels of lists and quotations; what lies deeper is not parsed, and so is kept as it is."""
MOST_BRACKETS = 20
"""The most nested brackets that are looked at for links: the time that ``[[[[`` takes grows with them."""

_TAG = re.compile(r"<[^<>]*>")
_LEAVES = ("paragraph", "heading", "lheading", "table", "code", "fence", "html_block")
"""The rules for blocks that hold no other blocks."""

Place: TypeAlias = tuple[int, int]
"""A position in an inline token's content, and the position in the source that it has; valid up to the
next."""

Definitions: TypeAlias = dict[str, Any]
"""markdown-it's record of a document's link definitions and footnotes."""


def blocks(source: str) -> tuple[list[Token], Definitions]:
    """Return the block tokens of ``source`` in order, and its definitions."""
    environment: Definitions = {}
    return _block_parser().parse(source, environment), environment


def html_with_words(source: str) -> int:
    """Return how many blocks of HTML in a Markdown source have words, which are none of its text."""
    found = (token.content for token in blocks(source)[0] if token.type == "html_block")
    return sum(any(map(str.isalpha, _TAG.sub("", html))) for html in found)


def steps(content: str, definitions: Definitions) -> list[Step]:
    """Return the steps of the inline parser over the content of one token."""
    parser = _inline_parser()
    tracer = parser.inline
    assert isinstance(tracer, Tracer)  # noqa: S101 - _inline_parser() set it
    return tracer.trace(content, parser, definitions)


@cache
def _block_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MOST_BLOCKS})
    footnote_plugin(parser, inline=False, move_to_end=False)
    deflist_plugin(parser)
    parser.core.ruler.enableOnly(["normalize", "block"])  # inline content is traced on request
    parser.block.ruler.enable("table")
    for rule in parser.block.ruler.__rules__:
        if rule.name in _LEAVES:
            rule.fn = _located(rule.fn)
        elif rule.name == "deflist":
            rule.fn = _with_terms(rule.fn)
    return parser


@cache
def _inline_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MOST_BRACKETS})
    parser.inline = Tracer()
    parser.inline.ruler.disable("linkify")
    parser.inline.ruler.before("escape", "formula", formula)
    parser.inline.ruler.before("link", "page_name", page_name)
    parser.inline.ruler.before("escape", "template_tag", template_tag)
    footnote_plugin(parser, inline=False, move_to_end=False)
    return parser


def _located(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """Return ``rule``, noting positions: only while it works does the parser know where lines begin."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        before = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        made = [] if silent else state.tokens[before:]
        cells: Iterator[tuple[int, int]] = iter(())
        for number, token in enumerate(made):
            if token.map:
                token.meta["span"] = _line(state, token.map[0])[0], _line(state, token.map[1] - 1)[1]
            if token.type == "tr_open" and token.map:
                cells = iter(_cells(*_line(state, token.map[0]), state.src))
            elif token.type == "inline" and token.map and made[0].type == "table_open":
                span = next(cells, None)
                token.meta["places"] = _cell_places(token.content, span, state.src) if span else None
            elif token.type == "inline" and token.map:
                lines = [_line(state, line) for line in range(*token.map)]
                skipped = len(made[number - 1].markup) if made[0].markup.startswith("#") else 0
                token.meta["places"] = _places(token.content, lines, skipped, state.src)
        return True

    return run


def _with_terms(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """Return the rule for lists of definitions, noting the positions of the terms, each on one line."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        before = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        for opening, token in pairwise(state.tokens[before:]):
            if opening.type == "dt_open" and token.map and "places" not in token.meta:
                token.meta["span"] = _line(state, token.map[0])
                token.meta["places"] = _places(token.content, [token.meta["span"]], 0, state.src)
        return True

    return run


def _line(state: StateBlock, line: int) -> tuple[int, int]:
    """Return where a line's content starts within what surrounds it, and its end."""
    return state.bMarks[line] + state.tShift[line], state.eMarks[line]


def _places(content: str, lines: list[tuple[int, int]], skipped: int, source: str) -> list[Place] | None:
    """Return where the lines of ``content`` stand; None where one is not what stands in the source.

    Both may begin with white space, which the parser may have made from a tab.
    """
    places: list[Place] = []
    at = 0
    filled = dropwhile(lambda line: not source[slice(*line)].strip(), lines)  # a no-break space is trimmed
    for own, (start, end) in zip(content.split("\n"), filled, strict=False):
        start += skipped
        bare = own.lstrip()
        indent = len(own) - len(bare)
        raw = source[start:end]
        start += len(raw) - len(raw.lstrip())
        if not source.startswith(bare.rstrip(), start) or start + len(bare.rstrip()) > end:
            return None
        places.append((at, start - indent))
        at += len(own) + 1
    return places if len(places) == content.count("\n") + 1 else None


def _cells(start: int, end: int, source: str) -> list[tuple[int, int]]:
    """Return the spans of a row's cells, between bars without a backslash before them."""
    while start < end and source[end - 1].isspace():
        end -= 1
    while start < end and source[start].isspace():
        start += 1
    spans: list[tuple[int, int]] = []
    begin = start
    for at in range(start, end):
        if source[at] == "|" and (at == start or source[at - 1] != "\\"):
            spans.append((begin, at))
            begin = at + 1
    spans.append((begin, end))
    if spans[0][0] == spans[0][1]:
        spans = spans[1:]
    if spans and spans[-1][0] == spans[-1][1]:
        spans = spans[:-1]
    return spans


def _cell_places(content: str, span: tuple[int, int], source: str) -> list[Place] | None:
    r"""Return where a cell's content stands in the source, where each of its ``|`` is ``\|``."""
    start, end = span
    while start < end and source[start].isspace() and not content.startswith(source[start]):
        start += 1
    places: list[Place] = [(0, start)]
    at = 0
    while at < len(content) and start < end:
        if content[at] == "|" and source.startswith("\\|", start):
            start += 2
            places.append((at + 1, start))
        elif content[at] == source[start]:
            start += 1
        else:
            return None
        at += 1
    return places if at == len(content) and not source[start:end].strip() else None
