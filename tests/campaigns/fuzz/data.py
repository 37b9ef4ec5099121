"""Targets that take tables, JSON and news wires."""

from __future__ import annotations

import json
from collections.abc import Callable

from pipeline.core.errors import SourceError
from pipeline.core.ports import NO_FIELDS, FieldMap, RecordSource
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.expand import Opening, members
from pipeline.read.formats.data.delimited import Table, opened_table
from pipeline.read.formats.table import DELIMITED, JSON_DATA, NEWSML, Format
from pipeline.read.reference import Reference
from pipeline.write.formats.data.table import translated_table
from tests.campaigns.fuzz.target import Reader, Target, is_one_line
from tests.campaigns.fuzz.web import kept
from tests.support import data_sources

FIELDS = (
    NO_FIELDS,
    FieldMap(paths=(("text", "1"),)),
    FieldMap(paths=(("text", "a"), ("published", "b"), ("authors", ""))),
    FieldMap(paths=(("text", "a.*.b"), ("title", "a.0"), ("id", "*.*"))),
)
_detector = LangdetectDetector()


def _of(form: Format) -> Callable[[bytes], None]:
    """Return a target whose input is the number of a map of fields, and a file."""

    def run(data: bytes) -> None:
        reader = Reader(data)
        fields = FIELDS[reader.byte() % len(FIELDS)]
        source = Reference(origin="x", path=None, content=reader.rest(), fields=fields)
        notes: list[str] = []
        try:
            found = members(source, form, Opening(detector=_detector, note=notes.append))
        except SourceError as error:
            assert is_one_line(error)
            return
        assert not any("\n" in note for note in notes)
        assert len({item.origin for item in found}) == len(found)
        for item in found:
            if isinstance(item, SourceError):
                assert is_one_line(item)
                continue
            assert item.content is not None
            assert item.format is not None
            json.loads(item.content)
            kept(item.format)(item.content)
        if form is DELIMITED:
            items = [None if isinstance(item, SourceError) else item.content for item in found]
            table = RecordSource(content=source.content or b"", where="x", detector=_detector, fields=fields)
            made = RecordSource(
                content=translated_table(table, items, "es").content,
                where="x",
                detector=_detector,
                fields=fields,
            )
            before = opened_table(table)
            try:
                after = opened_table(made)
            except SourceError:  # other words may look like what parts a table, or like a header
                return
            if (before.form, before.columns) == (after.form, after.columns):
                assert _others(before) == _others(after)

    run.__doc__ = f"{form.words} is refused in a line, or opened, and each document is read and kept."
    return run


def _others(table: Table) -> list[list[str]]:
    """Return the values of columns that are not translated, with the white space that tabs leave of it."""
    said = {table.items.fields.get(name) for name in ("title", "text", "language")}
    kept = [at for at, name in enumerate(table.columns) if name not in said]
    rows = (row.values for row in table.rows)
    return [[" ".join(row[at].split()) for at in kept if at < len(row)] for row in rows]


def _tables() -> list[bytes]:
    table = data_sources.TABLE
    return [
        *(bytes([at]) + table for at in range(len(FIELDS))),
        *(b"\0" + table.replace(b";", sign) for sign in (b",", b"\t", b"|")),
        b"\0sep=;\r\n" + table,
        b"\0" + table.decode().encode("utf-16"),
        b'\0text,date\n"a,9/10/2025\n',
        b"\1a,b,c\n" + b"," * 2000,
    ]


def _json() -> list[bytes]:
    items = [data_sources.NINJS_1, data_sources.NINJS_3, *data_sources.RECORDS]
    return [
        *(b"\0" + json.dumps(item).encode() for item in (*items, items, {"response": {"docs": items}})),
        *(bytes([at]) + data_sources.JSON_LINES for at in range(len(FIELDS))),
        b'\3{"a": [{"b": ["x"]}, {"b": {}}], "id": 1e999, "date": NaN, "x": "\\ud800"}',
        b"\0" + b'{"a":' * 3000,
    ]


TARGETS = {
    "table": Target(run=_of(DELIMITED), seeds=_tables, share=20),
    "json": Target(run=_of(JSON_DATA), seeds=_json, share=20),
    "newsml": Target(run=_of(NEWSML), seeds=lambda: [b"\0" + data_sources.NEWSML], share=10),
}
