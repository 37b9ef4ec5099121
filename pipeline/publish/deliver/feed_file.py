"""A feed on the disk: its entries as they stand there, and how a digest's are added to them.

Entries that are there already are never written anew, but kept sign for sign: only the head of the feed is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

from pipeline.core import limits
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import DeliveryError
from pipeline.core.files import durable
from pipeline.core.files.lock import take_lock
from pipeline.core.files.replace import BESIDE, replacing
from pipeline.core.html.render import render_pieces

_ATOM = "{http://www.w3.org/2005/Atom}"
_ENTRY = re.compile(r"^<entry(?:\s[^>]*)?>\n.*?^</entry>\n", re.MULTILINE | re.DOTALL)
"""An entry as it is written: words in it have no ``<``, so nothing in it looks like its end."""
SLOT_SCHEME = "urn:depeche:slot"
TEMPLATES = "publish/deliver/templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An entry of a feed."""

    id: str
    updated: str
    slot: str
    """The occasion on which it was added."""
    xml: str
    """The whole element, with a line end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHead:
    """What a feed says of itself, before its entries."""

    id: str
    language: str
    title: str
    updated: str
    address: str
    """Where the feed is served; empty where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What was added to a feed."""

    new: int
    kept: int
    """Number of its entries now."""
    is_changed: bool

    @property
    def words(self) -> str:
        """What was added, in words."""
        return f"{self.new} new of {self.kept} entries" if self.is_changed else "nothing new"


@contextmanager
def held_feeds(folder: Path) -> Iterator[None]:
    """Hold the folder of feeds against other deliveries: they read, add and write. Raises ``OSError``."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        take_lock(handle, wait=True)
        yield
    finally:
        os.close(handle)


def add_entries(
    path: Path, head: FeedHead, told: Sequence[FeedEntry], most: int, *, moves: bool = True
) -> Added:
    """Write the feed anew with entries added, unless nothing changes. Its folder must be held.

    ``most`` and ``moves`` are as for ``with_added``. Raises ``OSError``, and ``DeliveryError`` where the file
    is no feed that can be added to.
    """
    content = _content(path)
    old = () if content is None else _entries(path, content, head.id)
    new = with_added(old, told, most, moves=moves)
    if new == old and content is not None:
        return Added(new=0, kept=len(old), is_changed=False)
    begin = render_pieces(f"{TEMPLATES}/feed.atom.xml.j2", head=head)
    end = render_pieces(f"{TEMPLATES}/feed_end.atom.xml.j2")
    mode = durable.mode(path) or None
    place = Path(os.path.realpath(path))
    with replacing(place, beside=place.with_name(f"{BESIDE}{place.name}"), mode=mode) as file:
        for piece in (*begin, *(entry.xml for entry in new), *end):
            file.write(piece.encode())
    added = {entry.id for entry in new} - {entry.id for entry in old}
    return Added(new=len(added), kept=len(new), is_changed=True)


def _content(path: Path) -> bytes | None:
    try:
        return durable.read_regular(path, limit=limits.PAGE)
    except FileNotFoundError:
        return None


def _entries(path: Path, content: bytes, feed_id: str) -> tuple[FeedEntry, ...]:
    try:
        return parsed_entries(content, feed_id=feed_id)
    except ForeignFeedError as error:
        raise DeliveryError(
            f"{path}: {error}; it was left as it is: put back a copy of it, or move it away, and a new feed"
            " with the same id is begun",
            is_final=True,
        ) from error


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


def with_added(
    old: Sequence[FeedEntry], new: Sequence[FeedEntry], most: int, *, moves: bool = True
) -> tuple[FeedEntry, ...]:
    """Return the entries of a feed after those of one digest were added, ``most`` at most.

    New ones come first. With ``moves``, a story that the feed has already is moved there where it was told
    anew since. A digest that was added before adds nothing; what it says otherwise now replaces what it said.
    """
    by_id = {entry.id: entry for entry in old}
    if any(entry.slot == added.slot for entry in old for added in new[:1]):
        own = {entry.id: entry for entry in new}
        return tuple(own[e.id] if e.id in own and own[e.id].slot == e.slot else e for e in old)
    added = [
        entry for entry in new if entry.id not in by_id or (moves and by_id[entry.id].updated < entry.updated)
    ]
    moved = {entry.id for entry in added}
    return (*added, *(entry for entry in old if entry.id not in moved))[:most]
