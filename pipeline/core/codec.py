"""Records to JSON and back. Nothing else checks what comes from a disk.

Reading is strict: an unknown key, a missing key or a value of another type is an error that names the place.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import pydantic_core
from pydantic import TypeAdapter, ValidationError

from pipeline.core import limits, survey
from pipeline.core.contract import DocumentEntry, DocumentRecord, RunRecord, VariantRecord
from pipeline.core.contract.digest import DigestRecord
from pipeline.core.errors import DepecheError, RecordError
from pipeline.core.files import beneath, durable, streams
from pipeline.core.text.invisible import IN_JSON_UTF8

Record = TypeVar("Record")

PUBLISHED: dict[str, type[object]] = {
    "document": DocumentRecord,
    "variant": VariantRecord,
    "run": RunRecord,
    "digest": DigestRecord,
}
"""Records that readers of the output folder meet, by the names of their files."""


_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)', re.DOTALL)
"""A string of JSON, also one that does not end."""

_HUGE = re.compile(rb"[:,\[]\s*-?(?:[\d.]+[eE]\+?\d{3}|\d{300}|NaN|Infinity)")
"""A number that may be too large for any float."""


def encode_record(record: object) -> bytes:
    """Return ``record`` as UTF-8 JSON, indented, fields in the order of the type, with a final newline."""
    return _shown(_adapter(type(record)).dump_json(record, indent=2)) + b"\n"


def to_json(tree: object) -> str:
    """Return plain values as ``encode_record`` writes records, but for the final newline."""
    return _shown(pydantic_core.to_json(tree, indent=2)).decode()


def _shown(content: bytes) -> bytes:
    return IN_JSON_UTF8.sub(lambda sign: b"\\u%04x" % ord(sign[0].decode()), content)


def encode_in_pieces(record: RunRecord) -> Iterator[bytes]:
    """Yield what ``encode_record`` returns for a run's record, document by document, as it may be large."""
    if not record.documents:
        yield encode_record(record)
        return
    # No string of JSON contains a line end, so this text occurs once.
    head, tail = encode_record(replace(record, documents=())).split(_NO_DOCUMENTS)
    yield head + _NO_DOCUMENTS.replace(b"],", b"")
    for number, entry in enumerate(record.documents):
        yield b",\n    " if number else b"\n    "
        yield _shown(_adapter(DocumentEntry).dump_json(entry, indent=2)).replace(b"\n", b"\n    ")
    yield b"\n  ]," + tail


_NO_DOCUMENTS = b'\n  "documents": [],'


@contextmanager
def consistent(where: object) -> Iterator[None]:
    """Raise ``RecordError`` in place of what goes wrong in the block for records that contradict themselves.

    ``where`` is the path of the record. A foreign record that has the right form can still point to a block
    that it does not have, or name a language that nobody knows.
    """
    try:
        yield
    except (DepecheError, OSError, MemoryError):
        raise
    except Exception as error:
        raise RecordError(f"{where}: its records contradict themselves") from error


def decode_record(kind: type[Record], content: bytes, *, where: str, surveyed: bool = False) -> Record:
    """Read a ``kind`` from JSON.

    ``where`` names the file in the message, ``surveyed`` says that ``content_below`` gave the content. Raises
    ``RecordError`` where the bytes are not UTF-8 JSON or do not fit the type.
    """
    if len(content) <= limits.AT_ONCE:
        _gauge(kind, content, where)
    elif not surveyed:
        _survey(kind, BytesIO(content), where)
    try:
        record = _adapter(kind).validate_json(content, strict=True, extra="forbid")
    except ValidationError as error:
        raise RecordError(f"{where}: {_first(error)}") from error
    if _HUGE.search(content) and not _can_be_written(record):
        raise RecordError(f"{where}: holds a number that is too large")
    return record


def _can_be_written(record: object) -> bool:
    """Say whether a record can be written back: JSON has no infinity, though ``1e999`` is read as one."""
    adapter = _adapter(type(record))
    try:
        return bool(adapter.validate_json(encode_record(record), strict=True, extra="forbid") == record)
    except ValidationError:
        return False


def _gauge(kind: type[Record], content: bytes, where: str) -> None:
    """Refuse content whose rejection by pydantic would take many times its size in memory.

    pydantic copies what is wrong into its errors, once for each field that is missing beside it. It keeps no
    copies of Python's own values.
    """
    if len(content) <= limits.COPIED and max(map(content.count, (b",", b"{", b"["))) <= limits.FEW_VALUES:
        return
    values, containers = content.count(b","), content.count(b"{") + content.count(b"[")
    if _is_dense(values, containers, len(content)):
        for found in _STRING.finditer(content):  # strings hold no values
            begin, end = found.span()
            values -= content.count(b",", begin, end)
            containers -= content.count(b"{", begin, end) + content.count(b"[", begin, end)
        if _is_dense(values, containers, len(content)):
            raise RecordError(f"{where}: holds more values than such a file can have")
    try:
        _adapter(kind).validate_python(pydantic_core.from_json(content), extra="forbid")
    except ValidationError as error:
        raise RecordError(f"{where}: {_first(error)}") from error
    except ValueError as error:
        raise RecordError(f"{where}: the file: Invalid JSON: {error}") from error


def _survey(kind: type[Record], file: BinaryIO, where: str) -> None:
    """Refuse a large record for the first of its parts that is wrong, before it is decoded as a whole."""
    if kind not in PUBLISHED.values():
        raise RecordError(f"{where}: is larger than {limits.size_words(limits.AT_ONCE)}")
    of_document = kind in (DocumentRecord, VariantRecord)
    most = limits.DOCUMENT_PART if of_document else limits.AT_ONCE
    survey.survey(kind, file, where=where, right=partial(decode_part, where=where), most=most)


def decode_part(part: survey.RecordPart, *, where: str) -> Any:
    """Return the value of a part; ``where`` names the file. Raises ``RecordError``."""
    _gauge(part.kind, part.content, f"{where}: {part.name}")
    try:
        return _adapter(part.kind).validate_json(part.content, strict=True, extra="forbid")
    except ValidationError as error:
        raise RecordError(f"{where}: {part.name}: {_first(error)}") from error


def _is_dense(values: int, containers: int, size: int) -> bool:
    least = max(values * limits.BYTES_PER_VALUE, containers * limits.BYTES_PER_CONTAINER)
    return least > size + limits.FEW_VALUES * limits.BYTES_PER_CONTAINER


def read_record(kind: type[Record], path: Path, *, limit: int = limits.WHOLE) -> Record:
    """Read a ``kind`` from the JSON file at ``path``, of at most ``limit`` bytes.

    Raises ``RecordError`` where that fails.
    """
    try:
        content = durable.read_regular(path, limit=limit)
    except OSError as error:
        raise RecordError(f"{path}: cannot be read: {error.strerror}") from error
    return decode_record(kind, content, where=str(path))


def content_below(kind: type[Record], root: Path, path: str) -> bytes:
    """Return the content of the file at ``path`` below ``root``, after checking each part as a ``kind``'s.

    A large file that is wrong is refused before it is in memory. Raises ``OSError``, and ``RecordError``.
    """
    with beneath.open_below(root, path) as file:
        size = os.fstat(file.fileno()).st_size
        if limits.AT_ONCE < size <= limits.WHOLE:
            _survey(kind, file, str(root / path))
            file.seek(0)
        return durable.bounded(file, root / path, limit=limits.WHOLE)


def read_record_below(kind: type[Record], root: Path, path: str) -> Record:
    """Read a ``kind`` from the JSON file at ``path`` below ``root``, which may be anybody's folder.

    See ``beneath``. Raises ``RecordError`` where that fails.
    """
    try:
        content = content_below(kind, root, path)
    except OSError as error:
        raise RecordError(f"{root / path}: cannot be read: {error.strerror}") from error
    return decode_record(kind, content, where=str(root / path), surveyed=True)


def from_table(kind: type[Record], table: dict[str, Any], *, where: str) -> Record:
    """Read a ``kind`` from a table such as ``tomllib`` gives. Raises ``RecordError``."""
    try:
        content = json.dumps(table, default=str).encode()
    except (ValueError, RecursionError) as error:  # a number in base 16 with more digits than JSON may have
        raise RecordError(f"{where}: holds what no setting can be: {error}") from error
    return decode_record(kind, content, where=where)


def toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file. Raises ``OSError``, and ``ValueError`` where it is not UTF-8 TOML."""
    return toml_text(streams.read_once(path, limit=limits.SETTINGS).decode())


def toml_text(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text. Raises ``ValueError`` where Python cannot read it."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("its lists or tables are nested too deeply") from None


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a published record, by its name in ``PUBLISHED``."""
    body = _closed(_adapter(PUBLISHED[name]).json_schema(mode="serialization"))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:depeche:schema:{name}:1",
        **body,
    }


@cache
def _cached_adapter(kind: Any) -> TypeAdapter[Any]:
    adapter = TypeAdapter(kind)
    adapter.validator = pydantic_core.SchemaValidator(_failing_fast(adapter.core_schema))
    return adapter


def _failing_fast(schema: Any) -> Any:
    """Return a schema whose lists end at the first wrong item: a million errors say no more."""
    if isinstance(schema, list | tuple):
        return type(schema)(_failing_fast(part) for part in schema)
    if not isinstance(schema, dict):
        return schema
    found = {key: value if key == "metadata" else _failing_fast(value) for key, value in schema.items()}
    return {**found, "fail_fast": True} if found.get("type") in ("tuple", "list") else found


def _adapter(kind: type[Record]) -> TypeAdapter[Record]:
    key: Any = kind
    return _cached_adapter(key)


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """Add to the schema that unknown keys are errors."""
    for part in (schema, *schema["$defs"].values()):
        if part["type"] == "object":
            part["additionalProperties"] = False
    return schema


def _first(error: ValidationError) -> str:
    """Describe the first error in words."""
    detail = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in detail["loc"]) or "the file"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{place}: {detail['msg']}{more}"
