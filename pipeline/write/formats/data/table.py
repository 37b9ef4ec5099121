"""Tables (CSV, TSV) with other words in the columns of title and text; all other values stay."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.ports import RecordSource
from pipeline.read.formats.data.delimited import Table, opened_table

_SAYING = {"title": ("title",), "text": ("content_html", "content_text")}
"""What is translated, and the fields of an item that it stands in."""
_Way: TypeAlias = "Callable[[Sequence[Sequence[str]]], str]"
_SENTENCE = 5
"""Words from which a cell is a sentence; names, places and dates have fewer. It was set by hand."""
_BREAKS = re.compile(r"[\t\r\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedTable:
    """A table in another language, and what of it is not."""

    content: bytes
    unread: int
    """Rows with words in the column of title or text that were made no document of."""
    columns: tuple[str, ...]
    """Names of other columns that hold sentences, which nothing is done with."""


def translated_table(source: RecordSource, items: Sequence[bytes | None], language: str) -> TranslatedTable:
    """Return a table in ``language``, in UTF-8, with the separators and line ends of ``source``.

    ``items`` has each row that its reader made a document of as an item in that language; None stands for a
    row that has none. A column that says the language of a row says the new one there. The table has a byte
    order mark where the source had one or was in an older encoding, for programs that open those without a
    mark as such. Raises ``SourceError`` where the table is not read as it was, and ``ValueError`` where
    ``items`` are not as many as the rows.
    """
    table = opened_table(source)
    made = {
        place: json.loads(item)
        for place, item in zip(table.items.places, items, strict=True)
        if item is not None
    }
    mark = "\ufeff" if _needs_mark(source.content) else ""
    text = mark + table.said + "".join(_written(table, made, language))
    return TranslatedTable(
        content=text.encode("utf-8", "replace"),
        unread=sum(_is_unread(table, place, row) for place, row in table.rows),
        columns=tuple(_others_with_sentences(table)),
    )


def _is_unread(table: Table, place: int, row: Sequence[str]) -> bool:
    columns = [
        table.columns.index(table.items.fields[name]) for name in _SAYING if name in table.items.fields
    ]
    said = (row[column] for column in columns if column < len(row))
    return place not in table.items.places and any(any(map(str.isalpha, cell)) for cell in said)


def _others_with_sentences(table: Table) -> Iterator[str]:
    """Yield the names of columns that no field is read from, and of which most cells are sentences."""
    for number, name in enumerate(table.columns):
        if name in table.items.fields.values():
            continue
        cells = [row[number] for _, row in table.rows if number < len(row) and row[number].strip()]
        sentences = sum(len(cell.split()) >= _SENTENCE for cell in cells)
        if 2 * sentences > len(cells):
            yield name


def _written(table: Table, made: Mapping[int, Mapping[str, Any]], language: str) -> Iterator[str]:
    """Yield a table row by row: a row without other words stands as it was, sign for sign."""
    lines = list(io.StringIO(table.text[len(table.said) :], newline=""))
    yield from lines[: table.header_end]
    at, ways = table.header_end, _ways(table)
    for place, row in table.rows:
        raw, at = lines[at:place], place
        if place not in made:
            yield from raw
            continue
        empty = f'"{table.form.delimiter} \t\r\n'
        filled = (number for number, line in enumerate(raw) if line.strip(empty) or line.count('"') % 2)
        first = next(filled, 0)
        yield from raw[:first]
        own = "".join(raw[first:])
        cells = [cell for _, cells in table.form.rows(own) for cell in cells]
        ways.sort(
            key=lambda way: way([cells]).rstrip("\r\n") != own.rstrip("\r\n")
        )  # of equal ones the last's
        written = ways[0]([_row(row, made[place], table, language)[: len(cells)]])
        yield written if own.endswith(("\r", "\n")) else written.rstrip("\r\n")
    yield from lines[at:]


def _row(row: Sequence[str], item: Mapping[str, Any], table: Table, language: str) -> list[str]:
    cells = list(row)
    for name, fields in _SAYING.items():
        words = next((item[field] for field in fields if field in item), None)
        if words is not None and name in table.items.fields:
            _put(cells, table, name, words)
    if "language" in table.items.fields:
        _put(cells, table, "language", language)
    return cells


def _put(cells: list[str], table: Table, name: str, words: str) -> None:
    """Put words into the column of ``title``, ``text`` and the like, unless its cell is empty."""
    place = table.columns.index(table.items.fields[name])
    if place < len(cells) and cells[place].strip():
        cells[place] = words


def _ways(table: Table) -> list[_Way]:
    """Return the ways to write rows of a table: with marks around some values, around all, around none."""
    line_end = "\r\n" if "\r\n" in table.text else "\n"
    ways: list[_Way] = [
        partial(_quoted, table, csv.QUOTE_MINIMAL, line_end),
        partial(_quoted, table, csv.QUOTE_ALL, line_end),
    ]
    if table.form.delimiter == "\t":
        ways.append(partial(_bare, line_end))
    return ways if table.form.is_quoted else ways[-1:]


def _bare(line_end: str, rows: Sequence[Sequence[str]]) -> str:
    """Return rows with tabs between values, and no marks around them: these would be words."""
    return "".join("\t".join(_BREAKS.sub(" ", value) for value in row) + line_end for row in rows)


def _quoted(table: Table, way: int, line_end: str, rows: Sequence[Sequence[str]]) -> str:
    made = io.StringIO(newline="")
    csv.writer(
        made,
        delimiter=table.form.delimiter,
        doublequote=not table.form.escapes,
        escapechar="\\" if table.form.escapes else None,
        quoting=way,  # type: ignore[arg-type]
        lineterminator=line_end,
    ).writerows(rows)
    return made.getvalue()


def _needs_mark(content: bytes) -> bool:
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        content.decode()
    except UnicodeDecodeError:
        return True
    return False
