"""Words written so that they stay words: in Markdown, in its table cells, in YAML and TOML."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.core.dataclass import dataclass
from pipeline.core.records import Syntax

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
"""Punctuation that a backslash makes literal, by CommonMark."""
_SPECIAL = frozenset("\\`*_[]<>&~!|")
"""Signs that have a meaning inside a line."""
_ENTITIES = {
    ("markdown", "`"): "&#96;",  # even with a backslash it would end code
    ("cell", "`"): "&#96;",
    ("cell", "\\"): "&#92;",  # at a cell's end two backslashes would hide its bar
}
_ENTITY_LENGTH = 32
_NUMBER_LENGTH = 9
"""The most digits that the number of a list item has, by CommonMark."""
_NOT_PLAIN = "|>&*!%@`{[]},#?-\"':"
"""Signs that do not begin a plain value in YAML, but something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around words."""

    syntax: Syntax
    before: str = ""
    """The sign before the words on their line, if any."""
    after: str = ""
    starts_line: bool = False
    """Whether the words could begin a list item, a heading ..."""
    ends_heading: bool = False
    underlined: bool = False
    """Whether the next line is a row of hyphens, which a bar would make a table of."""
    references: bool = False
    """Whether the document defines links or footnotes, which ``[words]`` could name."""
    everything: bool = False
    """Whether to escape every sign that can have a meaning, not those only that seem to have one here."""


def escape(words: str, setting: Surroundings) -> str:
    """Return ``words`` on one line, as they are to be written in ``setting``."""
    words = words.replace("\n", " ")
    match setting.syntax:
        case "text" | "marked":
            return words
        case "plain_scalar":
            return words if needs_no_escape(words) else f'"{_backslashed(words)}"'
        case "double_quoted":
            return _backslashed(words)
        case "single_quoted":
            return words.replace("'", "''")
        case "literal":
            return words.replace("'", "’")  # TOML has no way to write it between such quotes
        case "markdown" | "cell":
            return _markdown(words, setting)


def needs_no_escape(words: str) -> bool:
    """Say whether words, unescaped, are a value in YAML and no number."""
    return (
        bool(words)
        and words[:1] not in _NOT_PLAIN
        and words == words.strip()
        and not words.endswith(":")
        and ": " not in words
        and " #" not in words
        and any(sign.isalpha() for sign in words)
    )


def _backslashed(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"')


def _markdown(words: str, setting: Surroundings) -> str:
    first = _line_start(words) if setting.starts_line else -1
    last = _heading_end(words) if setting.ends_heading else -1
    brackets = setting.references or not _is_balanced(words, setting.after)
    parts: list[str] = []
    for at, sign in enumerate(words):
        special = sign in _SPECIAL and (
            setting.everything or (brackets if sign in "[]" else _means_something(words, at, setting))
        )
        if sign == "|" and setting.underlined:
            parts.append("&#124;")  # with a backslash it would still be a table
        elif at in (first, last) or special:
            parts.append(_ENTITIES.get((setting.syntax, sign)) or f"\\{sign}")
        else:
            parts.append(sign)
    return "".join(parts)


def _is_balanced(words: str, after: str) -> bool:
    """Say whether all brackets are in pairs, and nothing follows that would make a pair a link."""
    depth = 0
    for at, sign in enumerate(words):
        depth += (sign == "[") - (sign == "]")
        following = words[at + 1] if at + 1 < len(words) else after
        if depth < 0 or (sign == "]" and following and following in "([:"):
            return False
    return depth == 0


def _line_start(words: str) -> int:
    """Return the position to escape where a line would begin a block, -1 where nothing does."""
    sign, rest = words[:1], words[1:2]
    if sign == ">" or (sign and sign in "|=~"):
        return 0
    if sign == "#":
        after = words.lstrip("#")[:1]
        return 0 if not after or after.isspace() else -1
    if sign and sign in "+-*":
        return 0 if not rest or rest.isspace() or rest == sign else -1
    if words.startswith(("[ ] ", "[x] ", "[X] ")):
        return 0
    digits = len(words[: _NUMBER_LENGTH + 1]) - len(words[: _NUMBER_LENGTH + 1].lstrip("0123456789"))
    after = words[digits + 1 : digits + 2]
    numbered = digits > 0 and words[digits : digits + 1] in (".", ")") and (not after or after.isspace())
    return digits if numbered else -1


def _heading_end(words: str) -> int:
    """Return the position to escape where a ``#`` would be taken for a heading's closing one."""
    bare = words.rstrip("#")
    return len(words) - 1 if bare != words and (not bare or bare[-1].isspace()) else -1


def _means_something(words: str, at: int, setting: Surroundings) -> bool:
    before = words[at - 1] if at else setting.before
    after = words[at + 1] if at + 1 < len(words) else setting.after
    if words[at] == "|":
        return setting.syntax == "cell"
    if words[at] == "&":
        return _is_entity(words[at + 1 : at + 2 + _ENTITY_LENGTH])
    return _TESTS[words[at]](before, after)


def _is_entity(rest: str) -> bool:
    name, end, _ = rest.partition(";")
    return bool(end) and name.removeprefix("#").isalnum()


def _flanks(before: str, after: str) -> bool:
    """Say whether a mark between these signs can begin or end emphasis."""
    return not ((not before or before.isspace()) and (not after or after.isspace()))


_TESTS: dict[str, Callable[[str, str], bool]] = {
    "\\": lambda before, after: not after or after.isspace() or after in _PUNCTUATION,
    "`": lambda before, after: True,
    "*": _flanks,
    "_": lambda before, after: _flanks(before, after) and not (before.isalnum() and after.isalnum()),
    "<": lambda before, after: after.isalpha() or (bool(after) and after in "/!?"),
    ">": lambda before, after: False,
    "~": lambda before, after: "~" in (before, after),
    "!": lambda before, after: after == "[",
}
"""Tests whether a sign has a meaning between the sign before and the sign after it."""
