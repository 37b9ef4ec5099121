"""Opening of files that hold several documents, such as feeds and mailboxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from pipeline.core.errors import SourceError
from pipeline.core.files import streams
from pipeline.core.ports import Detector, Member, RecordSource
from pipeline.core.text.file_names import escaped_name
from pipeline.read.formats import sniff, table
from pipeline.read.formats.table import Format
from pipeline.read.receive import is_read_once, received
from pipeline.read.reference import Reference

_MAX_NAME = 200
"""The longest name of a document in a file, in characters: longer ones are cut."""


_TABLE_TYPES = frozenset(("text/csv", "text/tab-separated-values", "application/csv"))
"""What servers call tables; their addresses may end in anything."""


def source_format(reference: Reference) -> Format | sniff.Foreign | None:
    """Return the format of an input, from its beginning and its name; None where it is a pipe.

    Raises ``OSError``.
    """
    if reference.fetched is not None and reference.content is not None:
        return _decided(reference, reference.content[: sniff.HEAD_BYTES])
    if reference.path is None or is_read_once(reference):
        return None
    with streams.open_once(reference.path) as file:
        return _decided(reference, file.read(sniff.HEAD_BYTES))


def _decided(reference: Reference, head: bytes) -> Format | sniff.Foreign:
    found = sniff.decide(head, reference.ending, has_fields=bool(reference.fields.paths))
    if found is table.PLAIN_TEXT and reference.fetched is not None:
        said = next((value for name, value in reference.fetched.headers if name == "content-type"), "")
        return table.DELIMITED if said.partition(";")[0].strip().lower() in _TABLE_TYPES else found
    return found


def names_text(reference: Reference, form: Format | sniff.Foreign | None) -> bool:
    """Say whether a table or JSON has a field with a usual name of a text; True for all other formats.

    Raises ``OSError``.
    """
    if form not in (table.DELIMITED, table.JSON_DATA) or reference.path is None:
        return True
    from pipeline.read.formats.data.told import json_names_text, table_names_text

    with streams.open_once(reference.path) as file:
        head = file.read(sniff.HEAD_BYTES)
    return table_names_text(head) if form is table.DELIMITED else json_names_text(head)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What helps to open a file of several documents."""

    detector: Detector | None = None
    """Helps to tell encodings apart; without it, tables and JSON are to be in UTF-8."""
    note: Callable[[str], None] = lambda _: None
    """Called with a line about what was guessed or left out."""


def members(
    reference: Reference, form: Format, opening: Opening = Opening()
) -> list[Reference | SourceError]:
    """Return the documents in a file of several, and an error for each that is damaged.

    Raises ``SourceError``.
    """
    content = received(reference)
    where = reference.where
    if not content.strip():
        raise SourceError(f"{where}: is empty")
    opened: Sequence[Member | SourceError]
    if form.has_fields:
        opened = table.open_record_container(form, where=where).records(
            RecordSource(
                content=content,
                where=where,
                detector=opening.detector,
                fields=reference.fields,
                note=opening.note,
            )
        )
    else:
        opened = table.open_container(form, where=where).members(content, where=where)
    if not opened:
        raise SourceError(f"{where}: is {form.words} without anything in it")
    names = _distinct(
        [member.origin or "" if isinstance(member, SourceError) else member.name for member in opened]
    )
    return [_taken(reference, name, member) for name, member in zip(names, opened, strict=True)]


def _taken(reference: Reference, name: str, member: Member | SourceError) -> Reference | SourceError:
    origin = f"{reference.origin}#{name}"
    if isinstance(member, SourceError):
        damaged = SourceError(f"{origin}: {member.message}")
        damaged.origin = origin
        return damaged
    return replace(
        reference,
        origin=origin,
        content=member.content,
        format=member.format,
        published=member.published,
        url=member.url,
    )


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names as they stand after ``#``; where one comes again, its number follows."""
    seen: dict[str, int] = {}
    taken: set[str] = set()
    distinct = []
    for number, name in enumerate(names, 1):
        short = whole = escaped_name(
            quote(name[:_MAX_NAME], safe="/:?=&;,.@+~-_!$'()*", errors="replace")
        ) or str(number)
        while whole in taken:
            seen[short] = seen.get(short, 1) + 1
            whole = f"{short}~{seen[short]}"
        taken.add(whole)
        distinct.append(whole)
    return distinct
