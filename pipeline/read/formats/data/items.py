"""Records as items in the form of JSON Feed 1.1, each the source of a document."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError
from pipeline.core.ports import Member, RecordSource
from pipeline.read.encodings.utf8 import in_utf8
from pipeline.read.formats.data.dates import DateReader
from pipeline.read.formats.data.fields import DataRecord, chosen_fields, plain_name, shown_name, value_of
from pipeline.read.formats.data.markup import html_of_xml, is_html_like
from pipeline.read.formats.web.feed import OUTLET
from pipeline.read.formats.web.item import OF_TABLE

MAX_RECORDS = 100_000
"""The most records of a source."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_MAX_DEPTH = 5
_HELD = ("rendered", "value", "name", "text", "#text")
"""Fields of a field in which its value stands, where it is a table."""


def member_of(item: Mapping[str, Any], number: int) -> Member:
    """Return an item as a member; ``number`` is its place, its name where it has none of its own."""
    filled = {name: value for name, value in item.items() if value}
    return Member(
        name=str(filled.get("id") or filled.get("url") or number),
        format="json",
        content=in_utf8(json.dumps(filled, ensure_ascii=False, indent=1, sort_keys=True)),
        published=str(filled.get("date_published") or ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """Records as items."""

    members: tuple[Member | SourceError, ...]
    places: tuple[int, ...]
    """The place of each member's record."""
    fields: Mapping[str, str]
    """The field of each thing that records hold."""


def as_items(
    records: Iterable[tuple[int, DataRecord | SourceError]], source: RecordSource, *, kind: str
) -> Items:
    """Return records with their places as items; those without text are left out, and a line says so.

    ``records`` are gone through several times. ``kind`` is what a field is called. Raises ``SourceError`` as
    ``fields.chosen_fields`` does.
    """
    whole = _Whole(records)
    fields = chosen_fields(whole, source.fields, where=source.where, note=source.note, kind=kind)
    times = DateReader(_time(record, fields) for record in whole)
    members: list[Member | SourceError] = []
    places: list[int] = []
    left = Counter[str]()
    for number, record in records:
        if isinstance(record, SourceError):
            record.origin = str(number)
            members.append(record)
            places.append(number)
            continue
        item = _item(record, fields, times)
        if not item:
            left["text"] += 1
            continue
        members.append(member_of(item, number))
        places.append(number)
        if "date_published" not in item and _time(record, fields):
            left["time"] += 1
    if all(isinstance(member, SourceError) for member in members):
        raise SourceError(f"{source.where}: holds no text in its {kind} {shown_name(fields['text'])}")
    say_left_out(source, left["text"], "without text")
    if left["time"]:
        source.note(
            f"{source.where}: {left['time']} without a time that can be read in"
            f" {shown_name(fields['published'])}; write them as 2025-10-09T07:47:00+02:00"
        )
    return Items(members=tuple(members), places=tuple(places), fields=fields)


@dataclass(frozen=True, slots=True)
class _Whole:
    """The records that are not damaged."""

    records: Iterable[tuple[int, DataRecord | SourceError]]

    def __iter__(self) -> Iterator[DataRecord]:
        return (record for _, record in self.records if not isinstance(record, SourceError))


def say_left_out(source: RecordSource, count: int, why: str) -> None:
    """Tell how many records were left out, and why."""
    if count:
        source.note(f"{source.where}: {count} passed over, {why}")


def _item(record: DataRecord, fields: Mapping[str, str], times: DateReader) -> dict[str, Any]:
    """Return a record as an item; empty where it holds no text."""
    said = {wanted: value_of(record, path) for wanted, path in fields.items()}
    text = text_of(said.get("text"), between="\n\n").strip()
    if not text:
        return {}
    language = text_of(said.get("language")).strip()
    is_html = "html" in plain_name(fields["text"]) or is_html_like(text)
    item = {
        "id": text_of(said.get("id")).strip(),
        "url": text_of(said.get("url")).strip(),
        "title": text_of(said.get("title")).strip(),
        "content_html" if is_html else "content_text": html_of_xml(text) if is_html else text,
        "date_published": times.read(text_of(said.get("published"))),
        "authors": [{"name": name} for name in names_of(said.get("authors"))],
        "language": language.replace("_", "-") if _LANGUAGE.fullmatch(language) else "",
        OUTLET: text_of(said.get("outlet")).strip(),
        OF_TABLE: True,
    }
    return {name: value for name, value in item.items() if value}


def _time(record: DataRecord, fields: Mapping[str, str]) -> str:
    """Return what a record says of its time; empty where it says nothing."""
    return text_of(value_of(record, fields["published"])).strip() if "published" in fields else ""


def text_of(value: object, between: str = ", ", depth: int = _MAX_DEPTH) -> str:
    """Return a value in words: those of a list one after another, of a table what its usual fields hold.

    What lies deeper than ``depth`` lists is left out.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, list) and depth:
        return between.join(words for each in value if (words := text_of(each, between, depth - 1)))
    if isinstance(value, dict):
        return next((text_of(value[name]) for name in _HELD if isinstance(value.get(name), str)), "")
    return ""


def names_of(value: object) -> list[str]:
    """Return the names of authors: a list of them, or a text with semicolons between."""
    parts = value if isinstance(value, list) else [value]
    names = [" ".join(name.split()) for part in parts for name in text_of(part).split(";")]
    return [name for name in dict.fromkeys(names) if name]
