"""Tables in text: values with commas, semicolons, tabs or bars between (CSV, TSV), a row a document."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError
from pipeline.core.ports import Member, RecordSource
from pipeline.read import encoding
from pipeline.read.formats.data.fields import DataRecord, guessed_fields
from pipeline.read.formats.data.items import MAX_RECORDS, Items, as_items
from pipeline.read.formats.data.rows import TableForm, TableRow, table_rows

_DELIMITERS = (",", ";", "\t", "|")
_SAID = re.compile(r"sep=([^\w\s\x22]|\t)\r?\n", re.IGNORECASE)
"""A first line that Excel reads and writes."""
_MAX_COLUMNS = 10_000
_MAX_VALUES = 5_000_000
"""Each takes some 60 bytes, however short it is."""
_HEAD_ROWS = 30
_HEAD_COLUMNS = 500
_HEAD_LENGTH = 65_536
"""So much of the beginning is looked at to tell what stands between values, in characters."""
_LINE = re.compile(r"[^\r\n]*")
_OPEN = "a quotation mark is opened in line {line}, and never closed; close it, or write it twice"
_FIELD_LIMIT = 2**31 - 1
"""The longest value; sources are limited as a whole."""


class TableContainer:
    """Opens tables."""

    def records(self, source: RecordSource) -> Sequence[Member | SourceError]:
        """Return the rows of a table below its header.

        A row with more values than the header has names is an error of its own, and so is one with a
        quotation mark that is never closed. Raises ``SourceError`` as ``RecordContainer`` says.
        """
        return opened_table(source).items.members


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table, and its rows as items."""

    text: str
    """All of it, with its own line ends."""
    said: str
    """The first line, where that says what stands between values; else empty."""
    form: TableForm
    header_end: int
    """The line that the header ends in; 0 where the first row is one like others."""
    columns: tuple[str, ...]
    """The names of the columns, each once."""
    rows: tuple[TableRow, ...]
    """The other rows, whose lines are the places of the items. Empty ones are left out."""
    items: Items


def opened_table(source: RecordSource) -> Table:
    """Return a table. Raises ``SourceError`` as ``TableContainer`` does."""
    text = _decoded(source)
    before = csv.field_size_limit(_FIELD_LIMIT)
    try:
        said, form, rows = _rows(text, source)
    except csv.Error as error:
        raise SourceError(f"{source.where}: is a table that cannot be read: {error}") from error
    finally:
        csv.field_size_limit(before)
    first_end, count = rows[0].line if rows else 0, len(rows)
    columns = _columns(rows, source)
    if rows:  # one row with all columns shows which there are
        rows[0].values.extend([""] * (len(columns) - len(rows[0].values)))
    damaged = [why for row in rows if (why := _damage(row, columns))]
    if len(damaged) * 2 > len(rows):
        raise SourceError(f"{source.where}: {len(damaged)} of {len(rows)} rows are damaged: {damaged[0]}")
    return Table(
        text=text,
        said=said,
        form=form,
        header_end=first_end if len(rows) < count else 0,
        columns=tuple(columns),
        rows=tuple(rows),
        items=as_items(_Records(rows=rows, columns=columns), source, kind="column"),
    )


def _decoded(source: RecordSource) -> str:
    if source.detector is not None:
        return encoding.decode_noted(source)
    return encoding.decode_marked(source.content, where=source.where)


def _rows(text: str, source: RecordSource) -> tuple[str, TableForm, list[TableRow]]:
    """Return the line that says how a table is written, how it is, and the rows.

    Raises ``SourceError``, and ``csv.Error``.
    """
    said = _SAID.match(text)
    body = text[said.end() :] if said else text
    named = [path for _, path in source.fields.paths]
    form = TableForm(delimiter=said[1]) if said else _form(body, named)
    if body.count(form.delimiter) > _MAX_VALUES:
        raise SourceError(f"{source.where}: has more than {_MAX_VALUES:,} values; split it first")
    rows: list[TableRow] = []
    for row in table_rows(body, form):
        rows.append(row)
        if len(rows) > MAX_RECORDS + 1:
            raise SourceError(f"{source.where}: has more than {MAX_RECORDS:,} rows; split it first")
    return said[0] if said else "", form, rows


def _form(text: str, names: Collection[str] = ()) -> TableForm:
    """Return how a table is written: what stands between values in equal numbers, and in the header.

    ``names`` are those of columns that the user names.
    """
    head = text[:_HEAD_LENGTH]
    forms = [TableForm(delimiter=sign) for sign in _DELIMITERS]
    forms.append(TableForm(delimiter="\t", is_quoted=False))
    best = max(forms, key=lambda form: _fitness(form, head, names))
    if '"' not in text or not best.is_quoted:
        return best
    spaced = replace(best, skips_spaces=True)
    header = _LINE.match(text.lstrip("\r\n"))
    behind_space = f'{best.delimiter} "'
    if behind_space in head and _is_well_quoted(spaced, text):
        is_habit = header is not None and behind_space in header[0]
        if is_habit or _fitness(spaced, head, names) > _fitness(best, head, names):
            return spaced
    if _is_well_quoted(best, text):
        return best
    if best.delimiter == "\t":  # beside tabs, quotation marks may be signs of a text
        return forms[-1]
    escaping = replace(best, escapes=True)
    return escaping if '\\"' in text and _is_well_quoted(escaping, text) else best


def _is_well_quoted(form: TableForm, text: str) -> bool:
    """Say whether quotation marks stand around whole values, in as many rows as are read."""
    try:
        for _ in islice(form.rows(text, strict=True), MAX_RECORDS):
            pass
    except csv.Error:
        return False
    return True


def _fitness(form: TableForm, head: str, names: Collection[str]) -> tuple[int, float, int]:
    rows = []
    for row in form.rows(head):
        rows.append(row)
        if len(rows) > _HEAD_ROWS:
            break
    if len(head) == _HEAD_LENGTH and len(rows) > 1:
        rows.pop()  # which may be cut
    width = len(rows[0]) if rows else 0
    if width < 2:
        return 0, 0.0, 0
    header = [cell.strip() for cell in rows[0][:_HEAD_COLUMNS]]
    known = len(guessed_fields(header, {})) + len({*names} & {*header})
    return known, sum(len(row) == width for row in rows) / len(rows), width


def _columns(rows: list[TableRow], source: RecordSource) -> list[str]:
    """Return the names of columns, and take the header off the rows: numbers, where the user names these."""
    if not rows:
        raise SourceError(f"{source.where}: holds no rows")
    named = [path for _, path in source.fields.paths if path]
    if named and all(path.isdecimal() for path in named) and not set(named) <= set(rows[0].values):
        return [str(number) for number in range(1, 1 + max(len(row.values) for row in rows))]
    if rows[0].is_open:
        raise SourceError(f"{source.where}: {_OPEN.format(line=rows[0].line)}")
    header = [cell.strip() for cell in rows.pop(0).values]
    while header and not header[-1]:
        header.pop()
    if len(header) > _MAX_COLUMNS:
        raise SourceError(
            f"{source.where}: has {len(header):,} columns, and more than {_MAX_COLUMNS:,} cannot be read"
        )
    names: dict[str, None] = {}
    for number, name in enumerate(header, 1):
        own = name or str(number)
        own = f"{own}~{number}" if own in names else own
        while own in names:
            own += "~"
        names.setdefault(own)
    if not rows:
        raise SourceError(f"{source.where}: holds no rows below its first line, which names its columns")
    return list(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Records:
    """Rows as records, each made when it is asked for: a row with many values takes much room as a record."""

    rows: list[TableRow]
    columns: list[str]

    def __iter__(self) -> Iterator[tuple[int, DataRecord | SourceError]]:
        for row in self.rows:
            why = _damage(row, self.columns)
            yield row.line, SourceError(why) if why else dict(zip(self.columns, row.values, strict=False))


def _damage(row: TableRow, columns: Sequence[str]) -> str:
    """Return why a row cannot be read; empty where it can."""
    if row.is_open:
        return _OPEN.format(line=row.line)
    if any(cell.strip() for cell in row.values[len(columns) :]):
        return (
            f"the row that ends in line {row.line} has {len(row.values)} values, where the header has"
            f" {len(columns)} names; put values with separators in quotation marks"
        )
    return ""


def header_of(text: str) -> list[str]:
    """Return the names in the header of a table, from its beginning; none where it cannot be told."""
    said = _SAID.match(text)
    body = text[said.end() :] if said else text
    form = TableForm(delimiter=said[1]) if said else _form(body)
    try:
        return next(form.rows(body), [])
    except csv.Error:
        return []
