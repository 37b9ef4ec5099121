"""A feed on the disk: its entries as they stand there, and how a digest's are added to them.

Entries that are there already are never written anew, but kept sign for sign: only the head of the feed is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

_ATOM = "{http://www.w3.org/2005/Atom}"
_ENTRY = re.compile(r"^<entry(?:\s[^>]*)?>\n.*?^</entry>\n", re.MULTILINE | re.DOTALL)
"""An entry as it is written: words in it have no ``<``, so nothing in it looks like its end."""
SLOT_SCHEME = "urn:depeche:slot"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An entry of a feed."""

    id: str
    updated: str
    slot: str
    """The occasion on which it was added."""
    xml: str
    """The whole element, with a line end."""


class ForeignFeedError(Exception):
    """A file is no feed that could be added to; the message says why."""


def parsed_entries(content: bytes, *, feed_id: str) -> tuple[FeedEntry, ...]:
    """Return the entries of a feed. Raises ``ForeignFeedError``."""
    if b"<!DOCTYPE" in content:
        raise ForeignFeedError("declares a document type, which no feed of depeche does")
    try:
        text = content.decode()
        feed = ElementTree.fromstring(text)  # noqa: S314 - no document type, so nothing can expand
    except (ValueError, ElementTree.ParseError) as error:
        raise ForeignFeedError(f"is damaged ({error})") from None
    if feed.tag != f"{_ATOM}feed" or feed.findtext(f"{_ATOM}id") != feed_id:
        raise ForeignFeedError("is another feed")
    written = [found[0] for found in _ENTRY.finditer(text)]
    elements = feed.findall(f"{_ATOM}entry")
    if len(written) != len(elements):
        raise ForeignFeedError("was changed by another program")
    return tuple(_entry(element, xml) for element, xml in zip(elements, written, strict=True))


def _entry(element: ElementTree.Element, xml: str) -> FeedEntry:
    found = FeedEntry(
        id=element.findtext(f"{_ATOM}id") or "",
        updated=element.findtext(f"{_ATOM}updated") or "",
        slot=next(
            (
                category.get("term", "")
                for category in element.findall(f"{_ATOM}category")
                if category.get("scheme") == SLOT_SCHEME
            ),
            "",
        ),
        xml=xml,
    )
    if not (found.slot and f"<id>{found.id}</id>\n" in xml):
        raise ForeignFeedError("was changed by another program")
    return found


def with_added(old: Sequence[FeedEntry], new: Sequence[FeedEntry], most: int) -> tuple[FeedEntry, ...]:
    """Return the entries of a feed after those of one digest were added, ``most`` at most.

    New ones come first. A story that the feed has already is moved there where it was told anew since. A
    digest that was added before adds nothing; what it says otherwise now replaces what it said.
    """
    by_id = {entry.id: entry for entry in old}
    if any(entry.slot == added.slot for entry in old for added in new[:1]):
        own = {entry.id: entry for entry in new}
        return tuple(own[e.id] if e.id in own and own[e.id].slot == e.slot else e for e in old)
    added = [entry for entry in new if entry.id not in by_id or by_id[entry.id].updated < entry.updated]
    moved = {entry.id for entry in added}
    return (*added, *(entry for entry in old if entry.id not in moved))[:most]
