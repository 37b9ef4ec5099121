"""Markdown files (CommonMark): the structure is parsed, and only the words are kept as text.

Headings, list items, quotations and code blocks become blocks, with ``## ``, ``- ``, ``> `` as their markers.
Emphasis and links are reduced to their words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.records import Block, BlockKind
from pipeline.sources.structure import is_credit

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE_FIELD = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)


def parse(text: str) -> tuple[str, tuple[Block, ...]]:
    """Return the plain text of a Markdown document, one blank line between blocks, and its blocks.

    A ``title`` in YAML front matter becomes the title; the rest of the front matter is left out.
    ``text`` has newlines as its only line ends.
    """
    from markdown_it import MarkdownIt  # 40 ms, for Markdown only

    front = _FRONT_MATTER.match(text)
    builder = _Builder()
    if front:
        field = _TITLE_FIELD.search(front.group())
        if field:
            builder.add("title", field.group(1).strip("\"'"), marker="# ")
        text = text[front.end() :]
    for token in MarkdownIt("commonmark").parse(text):
        builder.take(token)
    return builder.finish()


class _Builder:
    """Collects blocks and the text they stand in, token by token."""

    def __init__(self) -> None:
        self._text = ""
        self._blocks: list[Block] = []
        self._lists: list[int | None] = []  # number of the next item, None in a bullet list
        self._marker = ""
        self._heading = 0
        self._quotes = 0

    def take(self, token: Token) -> None:
        """Take the next token of the document."""
        if token.type in ("heading_open", "heading_close"):
            self._heading = int(token.tag[1:]) if token.nesting == 1 else 0
        elif token.type in ("blockquote_open", "blockquote_close"):
            self._quotes += token.nesting
        elif token.type == "inline":
            self._inline(token)
        elif token.type in ("fence", "code_block", "html_block"):
            self.add("code", token.content.strip("\n"))
        else:
            self._take_list(token)

    def _take_list(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self._lists.append(None)
            case "ordered_list_open":
                self._lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._open_item()

    def add(self, kind: BlockKind, words: str, *, marker: str = "") -> None:
        """Append a block, unless it holds nothing."""
        words = words.strip()
        if not words:
            return
        separator = "" if not self._text else "\n\n"
        if kind == "list_item" and self._blocks and self._blocks[-1].kind == "list_item":
            separator = "\n"
        start = len(self._text) + len(separator) + len(marker)
        self._text += separator + marker + words
        self._blocks.append(Block(kind=kind, start=start, end=start + len(words), marker=marker))

    def finish(self) -> tuple[str, tuple[Block, ...]]:
        """Return text and blocks, credit lines at the end marked as such."""
        blocks = self._blocks
        last = len(blocks)
        while last > 1 and self._is_credit(blocks[last - 1]):
            last -= 1
            blocks[last] = replace(blocks[last], kind="credit")
        return self._text, tuple(blocks)

    def _is_credit(self, block: Block) -> bool:
        return block.kind in ("paragraph", "quotation") and is_credit(self._text[block.start : block.end])

    def _open_item(self) -> None:
        indent = "  " * (len(self._lists) - 1)
        number = self._lists[-1]
        if number is None:
            self._marker = f"{indent}- "
        else:
            self._marker = f"{indent}{number}. "
            self._lists[-1] = number + 1

    def _inline(self, token: Token) -> None:
        words = _words(token)
        if self._heading:
            first = not any(block.kind != "code" for block in self._blocks)
            self.add("title" if first else "heading", words, marker="#" * self._heading + " ")
        elif self._lists:
            marker, self._marker = self._marker, ""
            self.add("list_item" if marker else "paragraph", words, marker=marker)
        elif self._quotes:
            self.add("quotation", words, marker="> ")
        else:
            self.add("paragraph", words)


def _words(token: Token) -> str:
    """Return the words of an inline token, without markup; a picture is its description."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(_words(child))
        elif child.type != "html_inline":
            parts.append(child.content)
    return "".join(parts)
