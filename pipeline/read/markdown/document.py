"""Markdown files: words in blocks, and all that is not words kept where it stands.

The text is the source itself, without the inline markup in sentences, which becomes marks. What stands
between blocks (list marks, ``> ``, code fences, link definitions, bars of tables) stays in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.records import Block, BlockKind, Mark, Parsed, Syntax
from pipeline.read.plain_text import is_credit

if TYPE_CHECKING:
    from markdown_it.token import Token

    from pipeline.read.markdown.inline import Piece

_DIRECTIVE = re.compile(
    r"^(?P<indent> {0,12})(?:"
    r"(?P<admonition>(?:(?:!!!|\?\?\?\+?)(?= \S)|===[!+]? (?=[\"']))[^\n]*)(?P<apart>(?=\n[^\S\n]*\n))?"
    r"|:::+[^\n]*"
    r"|(?:\{%[^\n]*%\}|\{\{[^\n]*\}\})[^\S\n]*"
    r")$"
    r"|^(?P<quoted> {0,12}>[ >]{0,20})\[![A-Za-z]{2,20}\][+-]?[^\S\n]*$",
    re.MULTILINE,
)
_HEAD = "- <?>"
"""An item of a list that may have an empty line after it, for it is not empty itself."""
_SIGNS = (":::", "!!!", "???", "===", "{%", "{{", "[!")
_TASKS = ("[ ] ", "[x] ", "[X] ")


def parse(text: str) -> Parsed:
    """Return the text of a Markdown document, its blocks and marks.

    A ``title`` in the YAML or TOML at the document's head becomes the title. A hard line break ends a block.
    ``text`` must have newlines as its only line ends.
    """
    from pipeline.read.markdown import front_matter, syntax
    from pipeline.read.markdown import inline as pieces

    found = front_matter.find_front_matter(text)
    builder = _Builder(text)
    if found is not None:
        builder.add("title", found.title, syntax=found.syntax)
    start = found.end if found is not None else 0
    # Positions still count in the whole source.
    tokens, definitions = syntax.blocks("\n" * start + _without_directives(text[start:]))
    for token in tokens:
        if token.type != "inline":
            builder.take(token)
        elif token.content:
            builder.take_inline(token, pieces.inline_pieces(token, definitions, text))
    return builder.finish()


def _without_directives(text: str) -> str:
    """Return a text of the same length in which lines of extensions do not belong to paragraphs.

    Those are the fences of containers (``::: warning``), tags of templates (``{% raw %}``), the heads of
    alerts (``> [!NOTE]``), and those of admonitions and tabs (``!!! note``), whose indented text is then read
    as that of a list's item.
    """
    if not any(sign in text for sign in _SIGNS):
        return text
    return _DIRECTIVE.sub(_masked, text)


def _masked(line: re.Match[str]) -> str:
    indent = line["indent"] if line["quoted"] is None else line["quoted"]
    mark = "" if not line["admonition"] else "-" if line["apart"] is None else _HEAD
    return indent + mark.ljust(len(line[0]) - len(indent))


class _Builder:
    """Collects blocks, marks and their text, token by token."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._cursor = 0  # up to where the source is in the text
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._marks: list[Mark] = []
        self._pairs = 0
        self._open: list[str] = []  # the containers around, from the outside
        self._heading = False
        self._first = False  # no part of the list item was seen yet

    def take(self, token: Token) -> None:
        """Take the next token of the document that has no words in it."""
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name == "heading":
            self._heading = token.nesting == 1
        elif name in ("blockquote", "list_item", "table", "footnote_reference"):
            if token.nesting == 1:
                self._open.append(name)
                self._first = name == "list_item"
            else:
                self._open.pop()
        elif name in ("fence", "code_block", "html_block"):
            self._keep_block(token)

    def take_inline(self, token: Token, pieces: Sequence[Piece] | None) -> None:
        """Take a token with words, as pieces; without pieces the token is kept as it is."""
        if pieces is None:
            if self._open[-1:] != ["table"]:
                self._keep_block(token)
            return
        kind = self._kind()
        if kind == "list_item" and pieces[0].role == "words" and pieces[0].words.startswith(_TASKS):
            task, *rest = pieces
            pieces = [replace(task, start=task.start + 4, words=task.words[4:]), *rest]
        for run in _runs(pieces):
            self.add(kind, run, syntax="cell" if kind == "cell" else "markdown")
            kind = "paragraph" if kind == "list_item" else kind

    def add(self, kind: BlockKind, pieces: Sequence[Piece], *, syntax: Syntax) -> None:
        """Append a block, unless it has no words."""
        words = "".join(piece.words for piece in pieces)
        if not words.strip():
            return
        self._keep(pieces[0].start)
        start = self._length + len(words) - len(words.lstrip())
        end = self._length + len(words.rstrip())
        first = len(self._marks)
        for piece in pieces:
            self._add_piece(piece)
        for mark in self._marks[first : first + 1] + self._marks[first:][-1:]:
            start, end = min(start, mark.start), max(end, mark.end)  # a pair around white space is not cut
        self._pairs += 1 + max((piece.pair for piece in pieces if piece.pair is not None), default=-1)
        kind = "caption" if kind == "paragraph" and _is_caption(pieces) else kind
        self._blocks.append(Block(kind=kind, start=start, end=end, syntax=syntax))

    def finish(self) -> Parsed:
        """Return the collected text, blocks and marks; credit lines at the end are marked as such."""
        self._keep(len(self._source))
        text = "".join(self._parts)
        blocks = [_marked(block, text) for block in self._blocks]
        last = len(blocks)
        while last > 1 and _is_credit(blocks[last - 1], text):
            last -= 1
            blocks[last] = replace(blocks[last], kind="credit")
        return Parsed(text=text, blocks=tuple(blocks), marks=tuple(self._marks))

    def _kind(self) -> BlockKind:
        """Return the kind of the next block, from what is around it."""
        first, self._first = self._first, False
        if self._heading:
            untitled = all(block.kind == "code" for block in self._blocks)
            return "title" if untitled else "heading"
        if "footnote_reference" in self._open:
            return "footnote"
        inmost = self._open[-1] if self._open else ""
        if inmost == "list_item":
            return "list_item" if first else "paragraph"
        return "cell" if inmost == "table" else "quotation" if inmost == "blockquote" else "paragraph"

    def _keep_block(self, token: Token) -> None:
        """Append a block that is not translated."""
        start, end = token.meta["span"]
        content = self._source[start:end].rstrip()
        if token.content.startswith(_HEAD[2:]) and not content.startswith(_HEAD[2:]):
            return  # the head of an admonition
        self._first = False
        if not content:
            return
        self._keep(start)
        self._blocks.append(
            Block(kind="code", start=self._length, end=self._length + len(content), syntax="markdown")
        )
        self._keep(start + len(content))

    def _keep(self, end: int) -> None:
        """Copy the source up to ``end``."""
        self._write(self._source[self._cursor : end])
        self._cursor = end

    def _add_piece(self, piece: Piece) -> None:
        raw = self._source[piece.start : piece.end]
        start = self._length
        self._write(piece.words)
        self._cursor = piece.end
        if piece.role == "words" or piece.role == "hard_break" or raw == piece.words:
            return
        pair = None if piece.pair is None else piece.pair + self._pairs
        self._marks.append(
            Mark(start=start, end=self._length, raw=raw, role=piece.role, side=piece.side, pair=pair)
        )

    def _write(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)


def _runs(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces between hard line breaks."""
    run: list[Piece] = []
    for piece in pieces:
        if piece.role == "hard_break":
            yield run
            run = []
        else:
            run.append(piece)
    yield run


def _is_caption(pieces: Iterable[Piece]) -> bool:
    """Say whether all words are a picture's description."""
    depth = 0
    for piece in pieces:
        if piece.role == "image":
            depth += {"open": 1, "close": -1, "whole": 0}[piece.side]
        elif piece.words.strip() and not depth:
            return False
    return True


def _marked(block: Block, text: str) -> Block:
    """Return a block with the text before it on its line as its marker; all cells of a row share a line."""
    if block.kind in ("cell", "code"):
        return block
    marker = text[text.rfind("\n", 0, block.start) + 1 : block.start]
    return replace(block, marker=marker) if marker.strip() else block


def _is_credit(block: Block, text: str) -> bool:
    return block.kind in ("paragraph", "quotation") and is_credit(text[block.start : block.end])
