"""An item of a feed, table or wire, in the form of JSON Feed 1.1, as ``feed.py`` and ``data/`` make it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from html import unescape
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError
from pipeline.core.extras import installed_version
from pipeline.core.ports import Received
from pipeline.core.records import Parsed, Published, SourceMetadata
from pipeline.read.formats.compose import SourcePart, block_text, composed
from pipeline.read.formats.parser_words import parser_words
from pipeline.read.formats.web.feed import OUTLET
from pipeline.read.formats.web.links import is_web_address
from pipeline.read.formats.web.marked import anchored, with_kept_words
from pipeline.read.formats.web.markup import parts_and_root
from pipeline.read.formats.web.stated import published_time
from pipeline.read.plain_text import paragraphs

if TYPE_CHECKING:
    from lxml.etree import _Element

_STYLE = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|em|font|i|q|s|small|span|strong|sub|sup|u)(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
CREDIT = "_credit"
"""The field of an item with the lines that credit it."""
OF_TABLE = "_of_table"
"""The field that says that an item was a record of a table or of JSON, not of a feed."""


@cache
def _identity() -> str:
    names = [*(["feedparser"] if find_spec("feedparser") else []), "lxml"]
    return ", ".join(f"{name} {installed_version(name)}" for name in names)


class ItemReader:
    """Reads items of feeds, tables and wires."""

    @property
    def identity(self) -> str:
        """What takes items out of feeds, and the words out of their markup."""
        return _identity()

    def read(self, received: Received) -> Parsed:
        """Return the text of an item: its title, and its content or else its summary.

        All of it is the article, so nothing is left out but markup. Raises ``SourceError``.
        """
        item = item_of(received.content, where=received.where)
        taken = taken_apart(item, where=received.where, with_marks=received.with_marks)
        return composed(taken.parts, metadata=_metadata(item))


def item_of(content: bytes, *, where: str) -> dict[str, Any]:
    """Return the fields of an item. Raises ``SourceError``."""
    try:
        item = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{where}: is JSON that cannot be read: {parser_words(error)}") from error
    if not isinstance(item, dict):
        raise SourceError(f"{where}: is JSON of another kind, not an item of a feed")
    return item


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemParts:
    """An item taken apart."""

    title: SourcePart | None
    body: tuple[SourcePart, ...]
    """Its words, without the title where they begin with that."""
    credit: SourcePart | None
    field: str
    """The name of the field that the body is from; empty where there is none."""
    root: _Element | None
    """The tree that the body stands in, where it is HTML."""
    repeated: SourcePart | None
    """The title where the body begins with it."""

    @property
    def parts(self) -> tuple[SourcePart, ...]:
        """What will be its blocks, in order."""
        named = [part for part in (self.title,) if part is not None]
        return (*named, *self.body, *(part for part in (self.credit,) if part is not None))


def taken_apart(item: Mapping[str, Any], *, where: str, with_marks: bool) -> ItemParts:
    """Return the parts of an item. Raises ``SourceError``.

    ``with_marks`` says whether those in HTML have marks, and the places in its tree as anchors.
    """
    title, credit = _plain(item.get("title")), _text(item.get(CREDIT))
    titled = SourcePart(kind="title", text=title) if title else None
    field, body, root = _body(item, where, with_marks=with_marks)
    repeated = None
    if titled and body and block_text(body[0]) == block_text(titled):
        repeated, *body = body  # many begin with the title once more
    return ItemParts(
        title=titled,
        body=tuple(body),
        credit=SourcePart(kind="credit", text=credit) if credit else None,
        field=field,
        root=root,
        repeated=repeated,
    )


def stated_by_feed(content: bytes) -> tuple[SourceMetadata, str]:
    """Return what a feed says of the page of an item, and its title; the item is one that a feed gave."""
    item = json.loads(content)
    title = composed(
        [SourcePart(kind="title", text=_plain(item.get("title")))], metadata=SourceMetadata()
    ).text
    return _metadata(item), " ".join(title.split())


def _body(
    item: Mapping[str, Any], where: str, *, with_marks: bool
) -> tuple[str, list[SourcePart], _Element | None]:
    """Return the field that holds the words, its parts, and their tree where they are in HTML."""
    for name in ("content_html", "content_text", "summary"):
        value = item.get(name)
        if isinstance(value, str) and value.strip():
            if name == "content_text":
                return name, [SourcePart(kind="paragraph", text=each) for each in paragraphs(value)], None
            found, root = parts_and_root(value, where=where, language=_text(item.get("language")) or "")
            if found and root is not None:
                placed = anchored(found, root) if with_marks else with_kept_words(found, root)
                return name, list(placed), root
    return "", [], None


def _plain(value: object) -> str:
    """Return a title's words: many feeds escape them twice, and some have elements of a line in them."""
    return _STYLE.sub("", unescape(value)) if isinstance(value, str) else ""


def _metadata(item: Mapping[str, Any]) -> SourceMetadata:
    time = published_time(str(item.get("date_published", "")))
    authors = item.get("authors")
    names = (
        [author.get("name") for author in authors if isinstance(author, dict)]
        if isinstance(authors, list)
        else []
    )
    return SourceMetadata(
        url=url if (url := _text(item.get("url"))) and is_web_address(url) else None,
        outlet=_text(item.get(OUTLET)),
        authors=tuple(name for name in names if isinstance(name, str) and name),
        published=None
        if time is None
        else Published(time=time, said_by="document" if item.get(OF_TABLE) else "feed"),
        language=_text(item.get("language")),
    )


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
