"""Tables (CSV, TSV) with other words in the columns of title and text; all other values stay."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.core.dataclass import dataclass
from pipeline.core.ports import RecordSource
from pipeline.read.formats.data.delimited import Table, opened_table
from pipeline.read.formats.data.rows import RawCell, TableForm, TableRow, raw_cells

_SAYING = {"title": ("title",), "text": ("content_html", "content_text")}
"""What is translated, and the fields of an item that it stands in."""
_MARK, _ESCAPED = '"', "\\"
_SENTENCE = 5
"""Words from which a cell is a sentence; names, places and dates have fewer. It was set by hand."""
_BREAKS = re.compile(r"[\t\r\n]+")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedTable:
    """A table in another language, and what of it is not."""

    content: bytes
    unread: int
    """Rows with words in the column of title or text that were made no document of."""
    columns: tuple[str, ...]
    """Names of other columns that hold sentences, which nothing is done with."""


def translated_table(source: RecordSource, items: Sequence[bytes | None], language: str) -> TranslatedTable:
    """Return a table in ``language``, in UTF-8, with all signs of ``source`` but for the translated words.

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
        unread=sum(_is_unread(table, row) for row in table.rows),
        columns=tuple(_others_with_sentences(table)),
    )


def _is_unread(table: Table, row: TableRow) -> bool:
    columns = [
        table.columns.index(table.items.fields[name]) for name in _SAYING if name in table.items.fields
    ]
    said = (row.values[column] for column in columns if column < len(row.values))
    return row.line not in table.items.places and any(any(map(str.isalpha, cell)) for cell in said)


def _others_with_sentences(table: Table) -> Iterator[str]:
    """Yield the names of columns that no field is read from, and of which most cells are sentences."""
    for number, name in enumerate(table.columns):
        if name in table.items.fields.values():
            continue
        rows = (row.values for row in table.rows)
        cells = [row[number] for row in rows if number < len(row) and row[number].strip()]
        sentences = sum(len(cell.split()) >= _SENTENCE for cell in cells)
        if 2 * sentences > len(cells):
            yield name


def _written(table: Table, made: Mapping[int, Mapping[str, Any]], language: str) -> Iterator[str]:
    """Yield a table row by row: all that is no cell with other words stands as it was, sign for sign."""
    lines = list(io.StringIO(table.text[len(table.said) :], newline=""))
    yield from lines[: table.header_end]
    at = table.header_end
    for row in table.rows:
        raw, at = "".join(lines[at : row.line]), row.line
        if row.line not in made:
            yield raw
            continue
        before, cells = _last_row(raw, table.form)
        yield before
        translated = _row(row.values, made[row.line], table, language)
        for cell, said, words in zip(cells, row.values, translated, strict=False):
            yield cell.raw if words == said else _cell(cell, said, words, table.form)
            yield cell.after
    yield from lines[at:]


def _last_row(raw: str, form: TableForm) -> tuple[str, list[RawCell]]:
    """Return the empty rows before the last one, and the values of that."""
    row: list[RawCell] = []
    start = end = 0
    for cell in raw_cells(raw, form):
        if row and row[-1].after != form.delimiter:
            start, row = end, []
        row.append(cell)
        end += len(cell.raw) + len(cell.after)
    return raw[:start], row


def _cell(cell: RawCell, said: str, words: str, form: TableForm) -> str:
    """Return a value with other words for ``said``: its marks, line ends and the spaces around it stay."""
    inner = said.strip()
    start = said.index(inner)
    before, after = said[:start], said[start + len(inner) :]
    if form.delimiter == "\t" and not cell.quoted:  # beside tabs, marks may be words to a reader
        words = _BREAKS.sub(" ", words)
    if not form.is_quoted:
        return f"{before}{words}{after}"
    line_ends = _LINE_END.findall(said)
    value = f"{before}{_LINE_END.sub(line_ends[0], words) if line_ends else words}{after}"
    spaces = cell.raw[: len(cell.raw) - len(cell.raw.lstrip(" "))] if form.skips_spaces else ""
    if not cell.quoted and not _needs_quotation_marks(value, said, form):
        return spaces + value
    escaped = value.replace("\\", "\\\\") if form.escapes else value
    return f'{spaces}"{escaped.replace(_MARK, (_ESCAPED if form.escapes else _MARK) + _MARK)}"'


def _needs_quotation_marks(value: str, said: str, form: TableForm) -> bool:
    """Say whether a value needs marks around it, which stood for ``said`` without them."""
    if any(sign in value for sign in (form.delimiter, "\r", "\n")):
        return True
    if form.escapes and _ESCAPED in value:
        return True
    return _MARK in value and (_MARK not in said or value.lstrip(" ").startswith(_MARK))


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


def _needs_mark(content: bytes) -> bool:
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        content.decode()
    except UnicodeDecodeError:
        return True
    return False
