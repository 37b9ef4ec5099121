"""Lists of feeds in OPML, as feed readers write them (http://opml.org/spec2.opml)."""

from __future__ import annotations

from pipeline.core.errors import SourceError
from pipeline.read.fetch.address import is_address
from pipeline.read.formats.libraries import require_extra
from pipeline.read.formats.parser_words import parser_words

MOST_FEEDS = 1000
"""The most feeds of a list."""


def feeds_in(content: bytes, *, where: str) -> tuple[str, ...]:
    """Return the addresses of the feeds in a list, in its order, each once. Raises ``SourceError``."""
    require_extra("web", "a list of feeds", where=where)
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(
            f"{where}: is a list of feeds that cannot be read: {parser_words(error)}"
        ) from error
    if root.tag != "opml":
        raise SourceError(f"{where}: is no list of feeds (OPML)")
    named = [str(outline.get("xmlUrl", "")).strip() for outline in root.iter("outline")]
    feeds = tuple(dict.fromkeys(url for url in named if is_address(url)))
    if not feeds:
        raise SourceError(f"{where}: names no feed")
    if len(feeds) > MOST_FEEDS:
        raise SourceError(f"{where}: names more than {MOST_FEEDS} feeds; split it first")
    return feeds
