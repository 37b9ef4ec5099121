"""The JSON Schema of ``depeche.toml``, for editors, made of the declared options."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, get_args

from pipeline.core.option import DeclaredOption, declared_options
from pipeline.digest.request import DigestOptions
from pipeline.jobs.configuration.settings import EMPTY, JobOptions, KeepOptions
from pipeline.publish.deliver.settings import DELIVERY_KINDS
from pipeline.run.configuration.cluster import CLUSTER_KEYS
from pipeline.run.configuration.input_sources import FieldOptions, SourceOptions
from pipeline.run.configuration.options import Options
from pipeline.run.configuration.watches import WatchOptions
from pipeline.translate.engines.ct2.find import Declaration

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string"}
_NOT_OF_JOBS = ("out", "run_id")


def file_schema() -> dict[str, Any]:
    """Return the schema (draft 2020-12)."""
    job = {
        **{key: value for key, value in _keys(Options).items() if key not in _NOT_OF_JOBS},
        **_keys(JobOptions),
        "inputs": {
            "description": _described(JobOptions, "inputs"),
            "type": "array",
            "minItems": 1,
            "items": {"anyOf": [{"type": "string"}, _COMMAND]},
        },
        "empty": {"description": _described(JobOptions, "empty"), "enum": list(EMPTY)},
        "digest": {"anyOf": [{"type": "boolean"}, _table(_keys(DigestOptions))]},
        "keep": _table(_keys(KeepOptions)),
    }
    source = {**_keys(SourceOptions), "fields": _table(_keys(FieldOptions))}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:depeche:schema:configuration:1",
        "title": "Configuration of depeche",
        **_table(
            {
                "run": _table(_keys(Options)),
                "cluster": _table({key: _keys(Options)[key] for key in CLUSTER_KEYS}),
                "digest": _table(_keys(DigestOptions)),
                "model": {"type": "array", "items": _table(_model_keys())},
                "job": {"type": "object", "additionalProperties": _table(job, required=["inputs"])},
                "watch": {"type": "object", "additionalProperties": _table(_keys(WatchOptions))},
                "source": {"type": "object", "additionalProperties": _table(source)},
                "deliver": {
                    "type": "object",
                    "additionalProperties": {"oneOf": [_delivery(kind) for kind in DELIVERY_KINDS]},
                },
            }
        ),
    }


_COMMAND = {
    "type": "object",
    "properties": {
        "command": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "name": {"type": "string"},
    },
    "required": ["command", "name"],
    "additionalProperties": False,
}


def _table(properties: dict[str, Any], *, required: list[str] | None = None) -> dict[str, Any]:
    table: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return table | {"required": required} if required else table


def _keys(kind: type[DataclassInstance]) -> dict[str, Any]:
    return {item.key: _value(item) for item in declared_options(kind)}


def _value(item: DeclaredOption) -> dict[str, Any]:
    option = item.option
    told: dict[str, Any] = {"description": option.help}
    if option.default is not None:
        told["default"] = list(option.default) if isinstance(option.default, tuple) else option.default
    if item.is_list:
        return {**told, "type": "array", "items": {"type": "string"}}
    kinds = (item.type, *get_args(item.type))
    told["type"] = next(name for kind, name in _TYPES.items() if kind in kinds)
    return told | {"minimum": option.minimum} if option.minimum is not None else told


def _described(kind: type[DataclassInstance], key: str) -> str:
    return next(item.option.help for item in declared_options(kind) if item.key == key)


def _delivery(name: str) -> dict[str, Any]:
    kind: type[DataclassInstance] = DELIVERY_KINDS[name]
    needed = {field.name for field in fields(kind) if field.default is MISSING}
    keys = {item.name: item.key for item in declared_options(kind)}
    return _table(
        {"kind": {"const": name}, **_keys(kind)},
        required=["kind", *(keys[field] for field in keys if field in needed)],
    )


def _model_keys() -> dict[str, Any]:
    lists = {"type": "array", "items": {"type": "string"}}
    return {
        field.name: lists
        if "tuple" in str(field.type)
        else {"type": "number" if "float" in str(field.type) else "string"}
        for field in fields(Declaration)
    }
