"""The metadata that a page states of itself: in JSON-LD, in ``meta`` elements, in the ``html`` element."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from pipeline.core.records import Published, SourceMetadata
from pipeline.read.formats.web.links import is_web_address

if TYPE_CHECKING:
    from lxml.etree import _Element

_TIMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "cxenseparse:recs:publishtime",
)
_OUTLETS = ("og:site_name", "application-name", "dc.publisher", "publisher")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")
_ADDRESSES = ("og:url", "twitter:url")
_ARTICLES = re.compile(r"article|posting|report|webpage", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_MAX_LENGTH = 300
"""The longest name or address that is taken, in characters."""
_MAX_DEPTH = 6
_SPACE_BEFORE_ZONE = re.compile(r"(?<=\d)\s+(?=[+-]\d\d:?\d\d$|Z$)")
_ZONES = {
    "WET": 0,
    "WEST": 1,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "MEZ": 1,
    "MESZ": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "JST": 9,
    "KST": 9,
    "AEST": 10,
    "AEDT": 11,
}
"""Zones that feeds name and RFC 5322 does not, in hours from UTC (tz database); of one meaning each."""


def stated(root: _Element, *, day: str = "") -> SourceMetadata:
    """Return what a page says of itself. ``day`` is its date where it was found elsewhere, ISO 8601."""
    metas = _metas(root)
    data = list(described_articles(root))
    return SourceMetadata(
        url=_address(root, metas, data),
        outlet=_first((*_named(data, "publisher"), *(metas.get(name, "") for name in _OUTLETS))),
        authors=_authors(metas, data),
        published=_published(root, metas, data, day),
        language=_language(root),
    )


def published_time(text: str) -> str | None:
    """Return a time in ISO 8601 with the zone that it names (UTC where none), or a day; None otherwise.

    It is read as ISO 8601, or as mail and RSS write it (RFC 5322).

    >>> published_time("2025-10-20 09:30:00 +0100"), published_time("Mon, 20 Oct 2025 09:30:00 EST")
    ('2025-10-20T09:30:00+01:00', '2025-10-20T09:30:00-05:00')
    """
    text = text.strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text).isoformat()
        if not text[:4].isdigit():
            return _as_in_mail(text)
        found = datetime.fromisoformat(_SPACE_BEFORE_ZONE.sub("", text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    stamp = found.isoformat(timespec="seconds")
    return stamp if found.tzinfo is not None else f"{stamp}+00:00"


def _as_in_mail(text: str) -> str | None:
    """Return a time that is written as in mail, or a day where it has no hour. Raises ``ValueError``."""
    if len(text) > _MAX_LENGTH:
        return None
    if ":" not in text:
        return parsedate_to_datetime(f"{text} 00:00").date().isoformat()
    found = parsedate_to_datetime(text)
    zone = _ZONES.get(text.rpartition(" ")[2].upper())
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC if zone is None else timezone(timedelta(hours=zone)))
    return found.isoformat(timespec="seconds")


def _metas(root: _Element) -> Mapping[str, str]:
    """Return the ``meta`` elements by name, in lower case; the first of a name counts."""
    metas: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = " ".join((element.get("content") or "").split())
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def described_articles(root: _Element) -> Iterator[Mapping[str, Any]]:
    """Yield the descriptions of articles in JSON-LD."""
    for element in root.iter("script"):
        if (element.get("type") or "").strip().lower() == "application/ld+json":
            try:
                tree = json.loads("".join(element.itertext()), strict=False)
            except (ValueError, RecursionError):
                continue
            yield from _described(tree, _MAX_DEPTH)


def _described(tree: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth == 0:
        return
    if isinstance(tree, list):
        for item in tree:
            yield from _described(item, depth - 1)
    elif isinstance(tree, dict):
        if any(_ARTICLES.search(str(kind)) for kind in _listed(tree.get("@type"))):
            yield tree
        yield from _described(tree.get("@graph"), depth - 1)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _named(data: list[Mapping[str, Any]], field: str) -> Iterator[str]:
    for item in data:
        for value in _listed(item.get(field)):
            name = value.get("name") if isinstance(value, dict) else value
            for each in _listed(name):
                if isinstance(each, str):
                    yield " ".join(each.split())


def _first(found: tuple[str, ...]) -> str | None:
    return next((each for each in found if 0 < len(each) <= _MAX_LENGTH), None)


def _authors(metas: Mapping[str, str], data: list[Mapping[str, Any]]) -> tuple[str, ...]:
    found = [name for name in _named(data, "author") if not is_web_address(name)]
    if not found:
        found = [metas[name] for name in _AUTHORS if name in metas and not is_web_address(metas[name])][:1]
    return tuple(dict.fromkeys(name for name in found if 0 < len(name) <= _MAX_LENGTH))


def _published(
    root: _Element, metas: Mapping[str, str], data: list[Mapping[str, Any]], day: str
) -> Published | None:
    said = [str(item.get("datePublished", "")) for item in data]
    said += [metas[name] for name in _TIMES if name in metas]
    said += [
        element.get("datetime") or "" for element in root.iter("time") if element.get("pubdate") is not None
    ]
    found = next((time for text in [*said, day] if (time := published_time(text)) is not None), None)
    return None if found is None else Published(time=found, said_by="page")


def _address(root: _Element, metas: Mapping[str, str], data: list[Mapping[str, Any]]) -> str | None:
    canonical = [
        element.get("href") or ""
        for element in root.iter("link")
        if "canonical" in (element.get("rel") or "").split()
    ]
    said = [
        *canonical,
        *(metas.get(name, "") for name in _ADDRESSES),
        *(str(item.get("url", "")) for item in data),
    ]
    return next(
        (text.strip() for text in said if is_web_address(text) and len(text) <= _MAX_LENGTH * 10), None
    )


def _language(root: _Element) -> str | None:
    said = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    return said.replace("_", "-") if _LANGUAGE.fullmatch(said) else None
