"""Records to JSON and back. Nothing else checks what comes from a disk.

Reading is strict: an unknown key, a missing key or a value of another type is an error that names the place.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pydantic_core
from pydantic_core import ValidationError

from pipeline.core import limits, survey
from pipeline.core.canonical import CanonicalForm, is_canonical, may_be_huge, shown
from pipeline.core.contract import AlignedSegment, DocumentEntry, DocumentRecord, RunRecord, VariantRecord
from pipeline.core.contract.forms import record_form, type_adapter
from pipeline.core.contract.published import PUBLISHED, published
from pipeline.core.contract.shared_checks import SharedChecks
from pipeline.core.contract.weight import Weight
from pipeline.core.errors import DepecheError, RecordError
from pipeline.core.files import beneath, durable, streams

if TYPE_CHECKING:
    from pipeline.core.contract.digest import DigestRecord

Record = TypeVar("Record")

_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)', re.DOTALL)
"""A string of JSON, also one that does not end."""


def encode_record(record: object) -> bytes:
    """Return ``record`` as UTF-8 JSON, indented, fields in the order of the type, with a final newline."""
    return shown(record_form(type(record)).serializer.to_json(record, indent=2)) + b"\n"


def encode_readable(record: DocumentRecord | VariantRecord | DigestRecord) -> bytes:
    """Return what ``encode_record`` does. Raises ``RecordError`` where it could not be read back."""
    content = encode_record(record)
    if len(content) > limits.WHOLE:
        raise RecordError(f"it would be larger than {limits.size_words(limits.WHOLE)}")
    if len(content) > limits.AT_ONCE:
        _large_record(type(record), BytesIO(content), "it")
    return content


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
        yield shown(record_form(DocumentEntry).serializer.to_json(entry, indent=2)).replace(b"\n", b"\n    ")
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


def decode_record(kind: type[Record], content: bytes, *, where: str) -> Record:
    """Read a ``kind`` from JSON.

    ``where`` names the file in the message. Raises ``RecordError`` where the bytes are not UTF-8 JSON or do
    not fit the type, or are many and not in the form in which they were written.
    """
    if len(content) > limits.AT_ONCE:
        return _large_record(kind, BytesIO(content), where)
    _gauge(kind, content, where)
    record: Record = _decoded(kind, content, where, where)
    return record


def _decoded(kind: Any, content: bytes, where: str, place: str) -> Any:
    """Return a value of JSON that was gauged; ``place`` is where it stands in the file at ``where``."""
    try:
        value = record_form(kind).validator.validate_json(content, strict=True, extra="forbid")
    except ValidationError as error:
        raise RecordError(f"{place}: {_first(error)}") from error
    if may_be_huge(content) and not _can_be_written(kind, value):
        raise RecordError(f"{where}: holds a number that is too large")
    return value


def _can_be_written(kind: Any, value: object) -> bool:
    """Say whether a value can be written back: JSON has no infinity, though ``1e999`` is read as one."""
    validator, serializer = record_form(kind)
    try:
        return bool(validator.validate_json(serializer.to_json(value), strict=True, extra="forbid") == value)
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
        record_form(kind).validator.validate_python(pydantic_core.from_json(content), extra="forbid")
    except ValidationError as error:
        raise RecordError(f"{where}: {_first(error)}") from error
    except ValueError as error:
        raise RecordError(f"{where}: the file: Invalid JSON: {error}") from error


def _large_record(kind: type[Record], file: BufferedReader | BytesIO, where: str) -> Record:
    """Make a record of its parts, one of which is in memory as JSON at a time.

    Raises ``RecordError`` for the first part that is wrong or too much to hold, and where the file as a whole
    is not in the form in which it was written: then it need not even be JSON.
    """
    if kind not in map(published, PUBLISHED):
        raise RecordError(f"{where}: is larger than {limits.size_words(limits.AT_ONCE)}")
    form, weight = CanonicalForm(), Weight(where)
    checks = SharedChecks(weight)
    fields: dict[str, Any] = {}
    items: dict[str, list[Any]] = {}
    for part in survey.parts(kind, file, where=where, most=limits.PART):
        value = decode_part(part, where=where)
        form.add(part)
        name, is_item, _ = part.name.partition(".")
        if isinstance(value, AlignedSegment):
            value = checks.in_place(value)
        else:
            weight.add(value)
        if is_item:
            items[name].append(value)
        else:
            fields[name], items[name] = value, []
    for name in items:
        if items[name]:
            fields[name], items[name] = tuple(items[name]), []
    file.seek(0)
    if not form.is_that_of(hashlib.file_digest(file, "sha256").hexdigest()):
        raise _out_of_form(where)
    return kind(**fields)


def _out_of_form(where: str) -> RecordError:
    return RecordError(f"{where}: is not in the form in which it was written")


def decode_part(part: survey.RecordPart, *, where: str) -> Any:
    """Return the value of a part; ``where`` names the file. Raises ``RecordError``."""
    _gauge(part.kind, part.content, place := f"{where}: {part.name}")
    return _decoded(part.kind, part.content, where, place)


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


def read_record_below(kind: type[Record], root: Path, path: str, *, in_form: bool = False) -> Record:
    """Read a ``kind`` from the JSON file at ``path`` below ``root``, which may be anybody's folder.

    See ``beneath``. ``in_form`` asks that the file be in the form in which it was written. A large one must
    always be. Raises ``RecordError`` where any of that fails.
    """
    where = str(root / path)
    limit = limits.RUN_RECORD if kind is RunRecord else limits.WHOLE
    try:
        with beneath.open_below(root, path) as file:
            if limits.AT_ONCE < os.fstat(file.fileno()).st_size <= limit:
                return _large_record(kind, file, where)
            content = durable.bounded(file, root / path, limit=limit)
    except OSError as error:
        raise RecordError(f"{where}: cannot be read: {error.strerror}") from error
    record = decode_record(kind, content, where=where)
    if in_form and not is_canonical(content, kind):
        raise _out_of_form(where)
    return record


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
    body = _closed(type_adapter(published(name)).json_schema(mode="serialization"))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:depeche:schema:{name}:1",
        **body,
    }


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
