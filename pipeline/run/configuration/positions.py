"""Finds the line and column of every key of a TOML text, for messages.

Python's ``tomllib`` says what a text holds and not where. tree-sitter says where, and is loaded for a message
alone.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from pipeline.core.dataclass import dataclass

if TYPE_CHECKING:
    from tree_sitter import Node

KeyPath: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of tables, and places in lists from 0 on."""

_KEYS = ("bare_key", "quoted_key", "dotted_key")
_TABLES = ("table", "table_array_element")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Position:
    """A place in a text. Both count from 1; the column counts characters."""

    line: int
    column: int


def positions(text: str) -> Mapping[KeyPath, Position]:
    """Return the position of every key, table and item of a list in ``text``, which must be valid TOML."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    content = text.encode()
    root = Parser(Language(tree_sitter_toml.language())).parse(content).root_node
    lines = content.split(b"\n")
    found: dict[KeyPath, Position] = {}
    for path, node in _walk(root):
        row, column = node.start_point
        found.setdefault(
            path, Position(line=row + 1, column=len(lines[row][:column].decode(errors="replace")) + 1)
        )
    return found


def nearest(found: Mapping[KeyPath, Position], path: KeyPath) -> Position | None:
    """Return the position of ``path``, or of the innermost that it is in; None if there is none."""
    for end in range(len(path), 0, -1):
        if path[:end] in found:
            return found[path[:end]]
    return min((place for one, place in found.items() if one[:1] == path[:1]), default=None)


def _walk(root: Node) -> Iterator[tuple[KeyPath, Node]]:
    """Yield the paths of a document, and where they stand."""
    counts: Counter[KeyPath] = Counter()
    for node in root.children:
        if node.type == "pair":
            yield from _pair(node, ())
        elif node.type in _TABLES:
            key = next(child for child in node.children if child.type in _KEYS)
            path = _below_lists(_path(key), counts)
            if node.type == "table_array_element":
                number = counts[path]
                counts[path] += 1
                yield path, key
                path = (*path, number)
            yield path, key
            for child in node.children:
                if child.type == "pair":
                    yield from _pair(child, path)


def _below_lists(path: KeyPath, counts: Mapping[KeyPath, int]) -> KeyPath:
    """Return the path of a header with the numbers of the list items that it is in, which it leaves out."""
    whole: KeyPath = ()
    for place, key in enumerate(path, start=1):
        whole = (*whole, key)
        if place < len(path) and counts.get(whole):
            whole = (*whole, counts[whole] - 1)
    return whole


def _pair(node: Node, before: KeyPath) -> Iterator[tuple[KeyPath, Node]]:
    key, value = node.children[0], node.children[-1]
    path = (*before, *_path(key))
    yield path, key
    yield from _value(value, path)


def _value(node: Node, path: KeyPath) -> Iterator[tuple[KeyPath, Node]]:
    if node.type == "inline_table":
        for child in node.children:
            if child.type == "pair":
                yield from _pair(child, path)
    elif node.type == "array":
        items = [child for child in node.children if child.is_named and child.type != "comment"]
        for number, item in enumerate(items):
            yield (*path, number), item
            yield from _value(item, (*path, number))


def _path(key: Node) -> KeyPath:
    """Return the keys that a key stands for: ``a."b c"`` is two."""
    text = (key.text or b"").decode()
    table: object = tomllib.loads(f"{text} = 1")
    path: list[str] = []
    while isinstance(table, dict):
        ((name, table),) = table.items()
        path.append(name)
    return tuple(path)
