"""Records are read and written by compiled core schemas exactly as by pydantic's own adapters."""

from __future__ import annotations

import ast
import inspect
import json
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from pydantic_core import SchemaSerializer, SchemaValidator, ValidationError

from pipeline.core import codec, contract, records
from pipeline.core.contract import AlignedSegment, DocumentEntry, forms
from pipeline.core.contract.published import PUBLISHED, published
from pipeline.jobs.state import JobState
from pipeline.packages.download import PartNote
from pipeline.packages.mirror import MirrorIndex
from pipeline.packages.record import InstallRecord
from pipeline.run.configuration.options import Options
from pipeline.translate.engines.ct2.model import Card
from pipeline.translate.routes.quality import _Table
from pipeline.write.signing.envelope import _Envelope
from tests.core.test_survey import Files, written

__all__ = ["written"]


def plain_form(kind: Any) -> forms.RecordForm:
    """Return the form of a type as pydantic has it, nothing of it compiled."""
    adapter: TypeAdapter[Any] = forms.type_adapter(kind)
    return forms.RecordForm(
        SchemaValidator(adapter.core_schema),
        SchemaSerializer(adapter.core_schema),
    )


def parts_of(written: Files) -> list[tuple[Any, bytes]]:
    """Return records of every compiled kind as JSON, each with its type."""
    run, variant = json.loads(written["run"]), json.loads(written["variant"])
    return [
        *((published(name), written[name]) for name in PUBLISHED),
        *((DocumentEntry, json.dumps(entry).encode()) for entry in run["documents"]),
        *((AlignedSegment, json.dumps(segment).encode()) for segment in variant["segments"]),
    ]


def without(content: bytes, name: str) -> bytes:
    """Return a record of which one field is missing."""
    return json.dumps({key: value for key, value in json.loads(content).items() if key != name}).encode()


def read(form: forms.RecordForm, content: bytes) -> Any:
    """Return the record in ``content``, or the list of what is wrong with it."""
    try:
        return form.validator.validate_json(content, strict=True, extra="forbid")
    except ValidationError as error:
        return error.errors()


def test_a_record_is_read_and_written_as_by_pydantic(written: Files) -> None:
    """Whole, and without each field in turn: what has a default has the same, of the same type."""
    lists = 0
    known: dict[Any, forms.RecordForm] = {}
    for kind, content in parts_of(written):
        compiled, plain = forms.record_form(kind), known.get(kind) or plain_form(kind)
        known[kind] = plain
        for field in ("", *(field.name for field in fields(kind))):
            own = without(content, field) if field else content
            record, expected = read(compiled, own), read(plain, own)
            assert record == expected
            if isinstance(record, list):
                continue
            assert [type(getattr(record, each.name)) for each in fields(kind)] == [
                type(getattr(expected, each.name)) for each in fields(kind)
            ]
            assert compiled.serializer.to_json(record) == plain.serializer.to_json(expected)
            lists += bool(field)
    assert lists > 0


def test_defaults_of_all_classes_survive() -> None:
    """Also deep inside a record: pydantic takes them from the core schema, not from the class."""
    kinds = [kind for kind in _classes() if kind.__module__.startswith("pipeline.core.")]
    assert len(kinds) > 30
    for kind in kinds:
        schema = _schema_of(kind)
        defaults = {field.name: field.default for field in fields(kind) if field.default is not MISSING}
        found = {
            field["name"]: field["schema"]["default"]
            for field in schema["schema"]["fields"]
            if field["schema"]["type"] == "default"
        }
        assert found == defaults
        assert {name: type(value) for name, value in found.items()} == {
            name: type(value) for name, value in defaults.items()
        }


def _all_schemas() -> list[Any]:
    kinds = (*map(published, PUBLISHED), DocumentEntry, AlignedSegment)
    return [forms._compiled_schema(kind) for kind in kinds]


def _dataclasses(schema: Any) -> list[Any]:
    if isinstance(schema, list | tuple):
        return [found for part in schema for found in _dataclasses(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if schema.get("type") == "dataclass" else []
    return own + [found for part in schema.values() for found in _dataclasses(part)]


def _classes() -> set[type[Any]]:
    return {schema["cls"] for schema in _dataclasses(_all_schemas())}


def _schema_of(kind: type[Any]) -> Any:
    return next(schema for schema in _dataclasses(_all_schemas()) if schema["cls"] is kind)


@pytest.mark.parametrize("name", ["os:system", "builtins:eval", "pipelines.run:run"])
def test_a_compiled_schema_names_classes_of_records_only(name: str) -> None:
    """Who changes the cache gets no other code loaded."""
    with pytest.raises(ValueError, match="no class of depeche"):
        json.loads(json.dumps({"cls": {"$class": name}}), object_hook=forms._found)


def test_a_field_that_says_nothing_is_left_out(written: Files) -> None:
    """``Omitted`` fields, and no others, so that older readers meet nothing new."""
    entry = codec.decode_record(published("run"), written["run"], where="x").documents[0]  # type: ignore[attr-defined]
    content = json.loads(codec.encode_record(entry))
    assert "replaced_by" not in content
    assert "message" in content


def _types(annotation: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of an annotation, without what is declared of an option in a call."""
    if not isinstance(annotation, ast.Call):
        yield annotation
        for part in ast.iter_child_nodes(annotation):
            yield from _types(part)


PACKAGES = [Path(str(package.__file__)) for package in (contract, records)]
KINDS = (Options, JobState, InstallRecord, PartNote, MirrorIndex, Card, _Table, _Envelope)
"""Classes of other folders that are read from files."""


@pytest.mark.parametrize("kind", [*map(published, PUBLISHED), *KINDS], ids=lambda kind: kind.__name__)
def test_a_class_of_another_module_is_among_the_sources(kind: type[Any]) -> None:
    """So that no core schema stays when a type of its fields changes."""
    known = forms.sources(kind)
    for schema in _dataclasses(forms._compiled_schema(kind)):
        mro: tuple[type[Any], ...] = schema["cls"].__mro__
        bases = [each for each in mro if "__dataclass_fields__" in vars(each)]
        for base in bases:
            module = Path(inspect.getfile(base))
            assert module in known
            tree = ast.parse(module.read_text())
            imported = {
                name.asname or name.name: each.module or ""
                for each in ast.walk(tree)
                if isinstance(each, ast.ImportFrom)
                for name in each.names
            }
            used = {
                name.id
                for each in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(base))))
                if isinstance(each, ast.AnnAssign)
                for name in _types(each.annotation)
                if isinstance(name, ast.Name)
            }
            strangers = {imported[name] for name in used if imported.get(name, "").startswith("pipeline.")}
            assert {Path(str(sys.modules[name].__file__)) for name in strangers} <= {*known, *PACKAGES}
