"""Tables in text: values with commas, semicolons, tabs or bars between (CSV, TSV), a row a document."""

from __future__ import annotations

import csv
import io
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
_LINE_ENDS = "\r\n"
_END = "\ue000end"
"""A row after the last one: where it is not found as a row of its own, a quotation mark was left open."""
_FIELD_LIMIT = 2**31 - 1
"""The longest value; sources are limited as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableForm:
    """How a table is written."""

    delimiter: str
    is_quoted: bool = True
    escapes: bool = False
    """Whether a quotation mark inside a value has a backslash before it, not another mark."""

    def rows(self, text: str, *, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows with the lines that they end in; empty ones are left out.

        Raises ``csv.Error``; with ``strict``, also where quotation marks do not stand around whole values.
        """
        rows = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=self.delimiter,
            quoting=csv.QUOTE_MINIMAL if self.is_quoted else csv.QUOTE_NONE,
            doublequote=not self.escapes,
            escapechar="\\" if self.escapes else None,
            strict=strict,
        )
        for row in rows:
            if any(cell.strip() for cell in row):
                yield rows.line_num, row


class TableContainer:
    """Opens tables."""

    def records(self, source: RecordSource) -> Sequence[Member | SourceError]:
        """Return the rows of a table below its header.

        A row with more values than the header has names is an error of its own. Raises ``SourceError`` as
        ``RecordContainer`` says.
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
    rows: tuple[tuple[int, list[str]], ...]
    """The other rows with the lines that they end in, the places of the items. Empty ones are left out."""
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
    first_end, count = rows[0][0] if rows else 0, len(rows)
    columns = _columns(rows, source)
    if rows:  # one row with all columns shows which there are
        rows[0][1].extend([""] * (len(columns) - len(rows[0][1])))
    damaged = sum(_is_too_long(row, columns) for _, row in rows)
    if damaged * 2 > len(rows):
        raise SourceError(
            f"{source.where}: {damaged} of {len(rows)} rows have more values than the header;"
            " put values with separators in quotation marks"
        )
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


def _rows(text: str, source: RecordSource) -> tuple[str, TableForm, list[tuple[int, list[str]]]]:
    """Return the line that says how a table is written, how it is, and the rows.

    Raises ``SourceError``, and ``csv.Error``.
    """
    said = _SAID.match(text)
    body = text[said.end() :] if said else text
    named = [path for _, path in source.fields.paths]
    form = TableForm(delimiter=said[1]) if said else _form(body, named)
    if body.count(form.delimiter) > _MAX_VALUES:
        raise SourceError(f"{source.where}: has more than {_MAX_VALUES:,} values; split it first")
    rows: list[tuple[int, list[str]]] = []
    for number, row in form.rows(f"{body.rstrip(_LINE_ENDS)}\n{_END}"):
        rows.append((number, row))
        if len(rows) > MAX_RECORDS + 2:
            raise SourceError(f"{source.where}: has more than {MAX_RECORDS:,} rows; split it first")
    if rows.pop()[1] != [_END]:
        line = rows[-1][0] + 1 if rows else 1
        raise SourceError(
            f"{source.where}: a quotation mark is opened in line {line} or after it, and never closed"
        )
    return said[0] if said else "", form, rows


def _form(text: str, names: Collection[str] = ()) -> TableForm:
    """Return how a table is written: what stands between values in equal numbers, and in the header.

    ``names`` are those of columns that the user names.
    """
    head = text[:_HEAD_LENGTH]
    forms = [TableForm(delimiter=sign) for sign in _DELIMITERS]
    forms.append(TableForm(delimiter="\t", is_quoted=False))
    best = max(forms, key=lambda form: _fitness(form, head, names))
    if '"' not in text or not best.is_quoted or _is_well_quoted(best, text):
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
    for _, row in form.rows(head):
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


def _columns(rows: list[tuple[int, list[str]]], source: RecordSource) -> list[str]:
    """Return the names of columns, and take the header off the rows: numbers, where the user names these."""
    if not rows:
        raise SourceError(f"{source.where}: holds no rows")
    named = [path for _, path in source.fields.paths if path]
    if named and all(path.isdecimal() for path in named) and not set(named) <= set(rows[0][1]):
        return [str(number) for number in range(1, 1 + max(len(row) for _, row in rows))]
    header = [cell.strip() for cell in rows.pop(0)[1]]
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

    rows: list[tuple[int, list[str]]]
    columns: list[str]

    def __iter__(self) -> Iterator[tuple[int, DataRecord | SourceError]]:
        for number, row in self.rows:
            if _is_too_long(row, self.columns):
                yield (
                    number,
                    SourceError(
                        f"the row that ends in line {number} has {len(row)} values, where the header has"
                        f" {len(self.columns)} names; put values with separators in quotation marks"
                    ),
                )
            else:
                yield number, dict(zip(self.columns, row, strict=False))


def _is_too_long(row: list[str], columns: list[str]) -> bool:
    return any(cell.strip() for cell in row[len(columns) :])


def header_of(text: str) -> list[str]:
    """Return the names in the header of a table, from its beginning; none where it cannot be told."""
    said = _SAID.match(text)
    body = text[said.end() :] if said else text
    form = TableForm(delimiter=said[1]) if said else _form(body)
    try:
        return next((row for _, row in form.rows(body)), [])
    except csv.Error:
        return []
