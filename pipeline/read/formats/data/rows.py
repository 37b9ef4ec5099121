"""Rows of tables in text: their values, where these stand, and what an open quotation mark costs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.core.dataclass import dataclass

_END = "\ue000end"
"""A row after the last one: where it is not found as a row of its own, a quotation mark was left open."""
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableForm:
    """How a table is written."""

    delimiter: str
    is_quoted: bool = True
    escapes: bool = False
    """Whether a quotation mark inside a value has a backslash before it, not another mark."""
    skips_spaces: bool = False
    """Whether spaces may stand between a delimiter and a quotation mark, and are no part of a value."""

    def rows(self, text: str, *, strict: bool = False) -> Iterator[list[str]]:
        """Yield the rows; empty ones are left out.

        Raises ``csv.Error``; with ``strict``, also where quotation marks do not stand around whole values.
        """
        for row in self._reader(io.StringIO(text, newline=""), strict=strict):
            if _is_filled(row):
                yield row

    def _reader(self, lines: Iterator[str], *, strict: bool = False) -> Iterator[list[str]]:
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quoting=csv.QUOTE_MINIMAL if self.is_quoted else csv.QUOTE_NONE,
            doublequote=not self.escapes,
            escapechar="\\" if self.escapes else None,
            skipinitialspace=self.skips_spaces,
            strict=strict,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row."""

    line: int
    """The line that it ends in, from 1."""
    values: list[str]
    is_open: bool = False
    """Whether it is a line with a quotation mark that is never closed; its ``values`` are without marks."""


class _Lines:
    """Lines, of which reading can begin anew."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self.at = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.at == len(self._lines):
            raise StopIteration
        self.at += 1
        return self._lines[self.at - 1]


def table_rows(text: str, form: TableForm) -> Iterator[TableRow]:
    """Yield the rows of a table; empty ones are left out.

    A quotation mark that is never closed takes in the next rows up to a mark in one of these, or all of them.
    Such a row ends in its first line, and those behind it are read by themselves: where the mark was open at
    the end; and where other signs follow the next mark, if the next line has as many values as the first row.
    Raises ``csv.Error``.
    """
    lines = [*io.StringIO(text, newline=""), _END]
    if len(lines) > 1 and not lines[-2].endswith(("\r", "\n")):
        lines[-2] += "\n"
    source = _Lines(lines)
    reader = form._reader(source)
    bare = TableForm(delimiter=form.delimiter, is_quoted=False)
    width = 0
    while source.at < len(lines) - 1:
        first = source.at
        values = next(reader)
        last = source.at
        is_open = last == len(lines)
        if not is_open and last - first > 1 and width:
            behind = lines[first + 1 : last]
            is_open = _breaks_off("".join(lines[first:last]), form) and _width(behind, form) == width
        if is_open:
            source.at = last = first + 1
            reader = form._reader(source)
            values = next(bare._reader(iter(lines[first:last])), [])
        if _is_filled(values):
            width = width or len(values)
            yield TableRow(line=last, values=values, is_open=is_open)


def _breaks_off(raw: str, form: TableForm) -> bool:
    """Say whether other signs follow the quotation mark that ends a value of several lines."""
    for cell in raw_cells(raw, form):
        quoted = cell.quoted
        if quoted and _LINE_END.search(quoted) and cell.raw[cell.raw.index(quoted) + len(quoted) :].strip():
            return True
    return False


def _width(lines: Sequence[str], form: TableForm) -> int:
    """Return how many values the first row in lines has."""
    return len(next(filter(_is_filled, form._reader(iter(lines))), []))


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCell:
    """A value as it stands in a table."""

    raw: str
    quoted: str
    """The part of ``raw`` in quotation marks, with these; empty where there is none."""
    after: str
    """The delimiter or the line end behind it; empty at the end of the text."""


def raw_cells(text: str, form: TableForm) -> Iterator[RawCell]:
    """Yield the values of rows as they stand there, signs that part them apart."""
    after = ""
    for found in _cell(form).finditer(text):
        if found.start() == len(text) and after != form.delimiter:
            return
        after = found["after"]
        yield RawCell(raw=found["raw"], quoted=found["quoted"] or "", after=after)


@lru_cache(maxsize=32)
def _cell(form: TableForm) -> re.Pattern[str]:
    """Return what matches a value and what stands behind it, as ``csv`` parts them."""
    delimiter = re.escape(form.delimiter)
    plain = rf"(?:[^\\{delimiter}\r\n]|\\[\s\S]|\\\Z)*+" if form.escapes else rf"[^{delimiter}\r\n]*+"
    inside = r'(?:[^"\\]|\\[\s\S])*+' if form.escapes else r'(?:[^"]|"")*+'
    spaces = " *+" if form.skips_spaces else ""
    quoted = rf'(?:{spaces}(?P<quoted>"{inside}"))?+' if form.is_quoted else r"(?P<quoted>(?!))?"
    return re.compile(rf"(?P<raw>{quoted}{plain})(?P<after>{delimiter}|\r\n|\r|\n|\Z)")


def _is_filled(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)
