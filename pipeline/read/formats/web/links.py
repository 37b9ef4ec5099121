"""Addresses as pages and feeds name them: whether they lead into the web, and where, if they are relative."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, urljoin, urlsplit

_LINE = re.compile(r"[\t\r\n]")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]")


def is_web_address(text: str) -> bool:
    """Say whether this is a whole address of the web; ``javascript:`` and ``file:`` are none.

    >>> is_web_address("https://littoral.example/a"), is_web_address("file:///etc/passwd")
    (True, False)
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def resolved(link: str, bases: Sequence[str]) -> str:
    """Return where a link leads, from the first of ``bases`` that is whole; empty where not into the web.

    >>> resolved("../b", ["", "https://littoral.example/news/rss"])
    'https://littoral.example/b'
    """
    base = next((base.strip() for base in bases if is_web_address(base)), "")
    try:
        bare = _BLANK.sub(lambda sign: quote(sign[0]), _LINE.sub("", link.strip()))  # as browsers do
        found = urljoin(base, bare) if bare else ""
    except ValueError:
        return ""
    return found if is_web_address(found) else ""
