"""Opening of files that hold several documents, such as feeds and mailboxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from pipeline.core.errors import SourceError
from pipeline.core.files import streams
from pipeline.core.text.file_names import escaped_name
from pipeline.read.formats import sniff, table
from pipeline.read.formats.table import Format
from pipeline.read.receive import is_read_once, received
from pipeline.read.reference import Reference

_MAX_NAME = 200
"""The longest name of a document in a file, in characters: longer ones are cut."""


def source_format(reference: Reference) -> Format | sniff.Foreign | None:
    """Return the format of an input, from its beginning and its name; None where it is a pipe.

    Raises ``OSError``.
    """
    if reference.fetched is not None and reference.content is not None:
        return sniff.decide(reference.content[: sniff.HEAD_BYTES], reference.ending)
    if reference.path is None or is_read_once(reference):
        return None
    with streams.open_once(reference.path) as file:
        return sniff.decide(file.read(sniff.HEAD_BYTES), reference.ending)


def members(reference: Reference, form: Format) -> list[Reference]:
    """Return the documents in a file of several. Raises ``SourceError``."""
    content = received(reference)
    where = reference.where
    if not content.strip():
        raise SourceError(f"{where}: is empty")
    opened = table.open_container(form, where=where).members(content, where=where)
    if not opened:
        raise SourceError(f"{where}: is {form.words} without anything in it")
    names = _distinct([member.name for member in opened])
    return [
        replace(
            reference,
            origin=f"{reference.origin}#{name}",
            content=member.content,
            format=member.format,
            published=member.published,
            url=member.url,
        )
        for name, member in zip(names, opened, strict=True)
    ]


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names as they stand after ``#``; where one comes again, its number follows."""
    seen: dict[str, int] = {}
    distinct = []
    for number, name in enumerate(names, 1):
        short = escaped_name(quote(name[:_MAX_NAME], safe="/:?=&;,.@+~-_!$'()*")) or str(number)
        seen[short] = seen.get(short, 0) + 1
        distinct.append(short if seen[short] == 1 else f"{short}~{seen[short]}")
    return distinct
