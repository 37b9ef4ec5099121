"""Inputs that are addresses: how they are told from names of files, and what they ask for."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

KEPT_HEADERS = (
    "content-type",
    "content-language",
    "content-location",
    "date",
    "etag",
    "last-modified",
    "link",
)
"""The headers that say something of a source. The others are of the exchange, or follow visitors about."""
_ADDRESS = re.compile(r"(?:https?|feed):", re.IGNORECASE)
_FEED = re.compile(r"feed:(?://)?", re.IGNORECASE)
_FOREIGN = re.compile(r"[a-z][a-z0-9+.-]+://|(?:mailto|data|javascript|file|ftp):", re.IGNORECASE)
_SECRET = re.compile(r"^((?:(?:feed|[a-z][a-z0-9+.-]+(?=://)|https?):)*(?://)?)[^/?#]*@", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)


def is_address(name: str) -> bool:
    """Say whether an input names a place in the network. A file so called is named ``./http:...``."""
    return _ADDRESS.match(name) is not None


def is_foreign(name: str) -> bool:
    """Say whether an input names a place that is not fetched, such as ``ftp://...`` or ``mailto:...``.

    >>> is_foreign("ftp://littoral.example/a"), is_foreign("feed:data:,a"), is_foreign("news:today.txt")
    (True, True, False)
    """
    bare = _FEED.sub("", name, count=1)
    return _FOREIGN.match(bare) is not None and _WEB.match(bare) is None


def without_secret(name: str) -> str:
    """Return an address to be shown: without the user's name and password, which some have in them.

    >>> without_secret("feed:https://user:s3cret@littoral.example/@a")
    'feed:https://***@littoral.example/@a'
    """
    return _SECRET.sub(r"\1***@", name) if is_address(name) or "://" in name else name


def wants_feed(name: str) -> bool:
    """Say whether an address is one of a feed by its own words: ``feed:https://...``."""
    return _FEED.match(name) is not None


def web_address(name: str) -> str:
    """Return the address to ask; ``feed:`` is taken off.

    >>> web_address("feed:https://littoral.example/rss"), web_address("feed://littoral.example/rss")
    ('https://littoral.example/rss', 'https://littoral.example/rss')
    """
    bare = _FEED.sub("", name, count=1) if wants_feed(name) else name
    return bare if _WEB.match(bare) or not wants_feed(name) else f"https://{bare}"


def without_fragment(name: str) -> str:
    """Return an address without the place in the page, which servers are not told.

    >>> without_fragment("https://littoral.example/a?b=c#d")
    'https://littoral.example/a?b=c'
    """
    return name.partition("#")[0]


def address_host(url: str) -> str:
    """Return the host that an address names, in lower case; empty where it names none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def address_server(url: str) -> str:
    """Return the host that an address names, with its port where it names one."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def address_path(url: str) -> PurePosixPath:
    """Return the path in an address, whose last part may have an ending that says the format."""
    try:
        return PurePosixPath(urlsplit(url).path)
    except ValueError:
        return PurePosixPath()
