"""JSON and JSON Lines: a list of objects, an object that holds one, one object, or an object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.core.errors import SourceError
from pipeline.core.ports import FieldMap, Member, RecordSource
from pipeline.read import encoding
from pipeline.read.formats.data import ninjs
from pipeline.read.formats.data.fields import (
    SAMPLE,
    WEAK_TEXT,
    DataRecord,
    field_names,
    guessed_fields,
    plain_name,
    value_of,
)
from pipeline.read.formats.data.items import MAX_RECORDS, as_items

_SPACE = re.compile(r"[\s\x1e]*")
"""Between values; RFC 7464 puts a record separator before each."""
_AROUND_LINE = " \t\r\x1e,[]"
"""What may stand around an object on a line of its own: in JSON Lines, and in a list written a line each."""
_PARTS = ("{", "[", ",")
_MAX_PARTS = 5_000_000
"""Each takes some 60 bytes, however short it is."""
_MAX_DEPTH = 3
"""Lists of records are looked for in so many levels of objects."""
# Numbers stay as they are written; JSON has no NaN and no infinity, which programs write all the same.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=lambda _: None, strict=False)


class JsonContainer:
    """Opens JSON and JSON Lines."""

    def records(self, source: RecordSource) -> Sequence[Member | SourceError]:
        """Return the objects of a source that are records. Raises ``SourceError`` as the seam says."""
        records = _all_records(_decoded(source), source)
        if len(records) > MAX_RECORDS:
            raise _too_many(source)
        whole = (record for record in records[:SAMPLE] if not isinstance(record, SourceError))
        if not source.fields.paths and any(map(ninjs.is_ninjs, whole)):
            return ninjs.as_members(records, source)
        return as_items(list(enumerate(records, 1)), source, kind="field").members


def _decoded(source: RecordSource) -> str:
    """Return the text of a source. Raises ``SourceError``."""
    if source.detector is not None:
        text = encoding.decode_noted(source)
    else:
        text = encoding.decode_marked(source.content, where=source.where)
    if sum(map(text.count, _PARTS)) > _MAX_PARTS:
        raise SourceError(f"{source.where}: holds more than {_MAX_PARTS:,} values; split it first")
    return text


def _all_records(text: str, source: RecordSource) -> Sequence[DataRecord | SourceError]:
    """Return the records in a text, and an error for each line that is damaged. Raises ``SourceError``.

    Where the text cannot be read as a whole, and its first line is an object, or most are, each is a record.
    """
    try:
        return _records(_values(text, source), source)
    except SourceError:
        by_line = _of_lines(text, source)
        whole = sum(not isinstance(record, SourceError) for record in by_line)
        is_by_line = bool(by_line) and not isinstance(by_line[0], SourceError)
        if not is_by_line and 2 * whole <= len(by_line):
            raise
        return by_line


def _of_lines(text: str, source: RecordSource) -> list[DataRecord | SourceError]:
    """Return the object on each line, and an error where there is none; empty lines are left out."""
    records: list[DataRecord | SourceError] = []
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip(_AROUND_LINE)
        if not bare:
            continue
        try:
            value = _DECODER.decode(bare)
            why = "" if isinstance(value, dict) else "is no object, so no record"
        except json.JSONDecodeError as error:
            why = f"cannot be read at its sign {error.colno}: {error.msg}"
        except (RecursionError, ValueError):
            why = "is nested too deeply"
        records.append(SourceError(f"line {number} {why}") if why else value)
        if len(records) > MAX_RECORDS:
            raise _too_many(source)
    return records


def _values(text: str, source: RecordSource) -> list[Any]:
    """Return the values of JSON in a text. Raises ``SourceError``."""
    values: list[Any] = []
    at = _next(text, 0)
    try:
        while at < len(text):
            value, at = _DECODER.raw_decode(text, at)
            values.append(value)
            if len(values) > MAX_RECORDS:
                raise _too_many(source)
            at = _next(text, at)
    except json.JSONDecodeError as error:
        raise SourceError(
            f"{source.where}: is JSON that cannot be read at line {error.lineno}: {error.msg}"
        ) from error
    except (RecursionError, ValueError) as error:
        raise SourceError(f"{source.where}: is JSON that is nested too deeply") from error
    return values


def _too_many(source: RecordSource) -> SourceError:
    return SourceError(f"{source.where}: holds more than {MAX_RECORDS:,} objects; split it first")


def _next(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _records(values: list[Any], source: RecordSource) -> list[DataRecord]:
    """Return the objects that are records. Raises ``SourceError``."""
    if len(values) > 1:
        wrong = next((number for number, value in enumerate(values, 1) if not isinstance(value, dict)), None)
        if wrong is not None:
            raise SourceError(f"{source.where}: its value {wrong} is no object, so no record")
        return values
    (value,) = values or [[]]
    if isinstance(value, list):
        found: list[DataRecord] = [each for each in value if isinstance(each, dict)]
        if len(found) * 2 <= len(value) or not found:
            raise SourceError(f"{source.where}: is a list of JSON without objects in it, so without records")
        return found
    if not isinstance(value, dict):
        raise SourceError(f"{source.where}: is a single value of JSON, not a record")
    return _within(value, source.fields)


def _within(value: DataRecord, given: FieldMap) -> list[DataRecord]:
    """Return the records of an object: those of the list that it holds, or itself."""
    if ninjs.is_ninjs(value) or _text_field([value], given) == "strong":
        return [value]
    lists = list(_lists(value, _MAX_DEPTH))
    told = [each for each in lists if ninjs.is_ninjs(each[0]) or _text_field(each, given)]
    if told:
        return told[0]
    if _text_field([value], given) or len(lists) != 1:
        return [value]
    return lists[0]


def _text_field(records: list[DataRecord], given: FieldMap) -> str:
    """Say how sure it is that records have a text: ``strong``, ``weak``, or empty where they have none."""
    path = dict(given.paths).get("text")
    if path:
        return "strong" if any(value_of(record, path) for record in records[:SAMPLE]) else ""
    found = guessed_fields(field_names(records, filled=True), {}).get("text")
    if found is None or "*" in found:
        return ""
    return "weak" if plain_name(found) in WEAK_TEXT else "strong"


def _lists(value: DataRecord, depth: int) -> Iterator[list[DataRecord]]:
    """Yield the lists of objects in an object, those of the fewest levels first."""
    level: list[DataRecord] = [value]
    for _ in range(depth):
        below: list[DataRecord] = []
        for each in level:
            for inner in each.values():
                if isinstance(inner, dict):
                    below.append(inner)
                elif isinstance(inner, list):
                    found: list[DataRecord] = [item for item in inner if isinstance(item, dict)]
                    if found:
                        yield found
        level = below
