"""The YAML or TOML that static sites keep at the head of a Markdown file: where it ends, and its title.

Only a ``title`` on one line is read. All else there is no text, and is kept as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.dataclass import dataclass
from pipeline.core.records import Syntax
from pipeline.read.markdown.escape import needs_no_escape
from pipeline.read.markdown.inline import Piece

_FENCES = {"---": (":", ("---", "...")), "+++": ("=", ("+++",))}
"""Opening fences of a head, each with the sign between a field and its value, and the closing fences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The head of a document, before its text."""

    end: int
    """Where the text begins."""
    title: tuple[Piece, ...] = ()
    syntax: Syntax = "plain_scalar"
    """The syntax that the title is written in."""


def find_front_matter(source: str) -> FrontMatter | None:
    """Return the head of ``source``; None where it has none, or only a line that looks like one."""
    lines = _lines(source)
    first = next(lines, None)
    if first is None or source[slice(*first)].rstrip() not in _FENCES:
        return None
    sign, closing = _FENCES[source[slice(*first)].rstrip()]
    title: tuple[int, int] | None = None
    fields = 0
    for start, end in lines:
        line = source[start:end]
        if line.rstrip() in closing:
            return _head(source, min(end + 1, len(source)), title, sign) if fields else None
        name, found, _ = line.partition(sign)
        fields += bool(found)
        if found and name.rstrip() == "title" and title is None:
            title = start + len(name) + 1, end
    return None


def fields(source: str) -> dict[str, str]:
    """Return the fields of the head of ``source`` that stand on a line each, names in lower case.

    Values are as they are written, quotes included. The result is empty where there is no head.
    """
    lines = _lines(source)
    first = next(lines, None)
    opening = source[slice(*first)].rstrip() if first is not None else ""
    if opening not in _FENCES:
        return {}
    sign, closing = _FENCES[opening]
    found: dict[str, str] = {}
    for start, end in lines:
        line = source[start:end]
        if line.rstrip() in closing:
            return found
        name, separator, value = line.partition(sign)
        if separator and name == name.lstrip():
            found.setdefault(name.strip().lower(), value.strip())
    return {}


def _lines(source: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(source):
        end = source.find("\n", start)
        end = len(source) if end < 0 else end
        yield start, end
        start = end + 1


def _head(source: str, end: int, title: tuple[int, int] | None, sign: str) -> FrontMatter:
    if title is None:
        return FrontMatter(end=end)
    start, stop = title
    value = source[start:stop]
    start += len(value) - len(value.lstrip())
    value = value.strip()
    quote = value[:1]
    if quote and quote in "\"'":
        syntax: Syntax = "literal" if sign == "=" else "single_quoted"
        if quote == '"':
            syntax = "double_quoted"
        pieces = _quoted(source, start + 1, start + len(value) - 1, quote, literal=sign == "=")
        return FrontMatter(end=end, title=pieces if value[1:].endswith(quote) else (), syntax=syntax)
    value = value.partition(" #")[0].rstrip()
    if sign == "=" or not needs_no_escape(value):
        return FrontMatter(end=end)
    return FrontMatter(
        end=end, title=(Piece(start=start, end=start + len(value), role="words", words=value),)
    )


def _quoted(source: str, start: int, end: int, quote: str, *, literal: bool) -> tuple[Piece, ...]:
    """Return the text between quotes; nothing where it has other escapes than of the quote itself."""
    pieces: list[Piece] = []
    begin = at = start
    while at < end:
        pair = source[at : at + 2]
        if (source[at] == "\\" and quote == '"') or (source[at] == quote and not literal):
            if pair not in ('\\"', "\\\\", "''") or at + 2 > end:
                return ()
            pieces.append(Piece(start=begin, end=at, role="words", words=source[begin:at]))
            pieces.append(Piece(start=at, end=at + 2, role="escape", words=pair[1]))
            begin = at = at + 2
        elif source[at] == quote:
            return ()
        else:
            at += 1
    return (*pieces, Piece(start=begin, end=end, role="words", words=source[begin:end]))
