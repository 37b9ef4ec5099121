"""Targets that take tables, JSON and news wires."""

from __future__ import annotations

import json
from collections.abc import Callable

from pipeline.core.errors import SourceError
from pipeline.core.ports import NO_FIELDS, FieldMap, Received
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.expand import Opening, members
from pipeline.read.formats.table import DELIMITED, JSON_DATA, NEWSML, Format, named, open_reader
from pipeline.read.reference import Reference
from tests.campaigns.fuzz.target import Reader, Target, is_one_line
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
            try:
                open_reader(named(item.format), where="x").read(
                    Received(content=item.content, where="x", detector=_detector)
                )
            except SourceError as error:
                assert is_one_line(error)

    run.__doc__ = f"{form.words} is refused in a line, or opened, and each document is read."
    return run


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
