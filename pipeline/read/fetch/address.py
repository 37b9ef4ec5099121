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
_WEB = re.compile(r"https?://", re.IGNORECASE)


def is_address(name: str) -> bool:
    """Say whether an input names a place in the network. A file so called is named ``./http:...``."""
    return _ADDRESS.match(name) is not None


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
