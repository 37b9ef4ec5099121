"""What a parser says of a source that it refuses, in words for whoever has the source."""

from __future__ import annotations

import re

_TOO_DEEP = "it is nested too deeply"
_LIMITS = re.compile(r"XML_PARSE_HUGE|Excessive depth|maximum recursion|too deep", re.IGNORECASE)
_PLACE = re.compile(
    r",?\s*(?:\(<[^()]*\)|\((?:line|char)[^()]*\)|line \d+(?:,? column \d+)?(?: \(char \d+\))?)"
)
_MADE_UP = re.compile(r"^<[^<>]*>:\d+:\d+:\s*")
_MOST = 120


def parser_words(error: BaseException) -> str:
    """Return what is wrong in a line, with the source's line where it is known.

    Names that a parser makes up for a source, its options and its own limits are left out.

    >>> parser_words(RecursionError("maximum recursion depth exceeded"))
    'it is nested too deeply'
    """
    if isinstance(error, KeyError):
        return f"it has no field {' '.join(map(str, error.args))[:_MOST]}"
    if isinstance(error, TypeError | AttributeError):
        return "it is of another form"
    said = " ".join(str(getattr(error, "msg", None) or error).split())
    if isinstance(error, RecursionError) or _LIMITS.search(said):
        return _TOO_DEEP
    words = _PLACE.sub("", _MADE_UP.sub("", said)).strip(" ,:;")[:_MOST] or "it is damaged"
    line = getattr(error, "lineno", None)  # not of SAX: feedparser changes the lines before it parses
    return f"{words}, at line {line}" if line else words
