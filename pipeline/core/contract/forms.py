"""The form of records as pydantic reads and writes them: its validators and serialisers.

Its Python part takes 80 ms to load and as much to find the fields of our records, half of what an unchanged
run takes. What it finds is plain data, a *core schema*, from which its compiled part makes both in a
millisecond. So the core schemas of our classes are compiled once (``core/files/tables.py``). Those
of other types, which are parts of large records, are made anew, by pydantic itself.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from functools import cache, partial
from importlib import import_module
from operator import is_, not_
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args, get_type_hints

import pydantic_core

from pipeline.core.contract import AlignedSegment, DocumentEntry, RunSettings
from pipeline.core.contract.omission import Omitted
from pipeline.core.contract.published import PUBLISHED, published
from pipeline.core.extras import package_folder
from pipeline.core.files.tables import Recipe, Tables, compiled

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_CORE = Path(__file__).parents[1]
_OURS, _OF_RECORDS = "pipeline.", "pipeline.core."
"""What the names of our modules begin with, and of those that have records."""
_PARTS = (DocumentEntry, AlignedSegment, RunSettings)
"""Parts of published records that are read or written by themselves."""
_TESTS: dict[str, Callable[[object], bool]] = {"empty": not_, "none": partial(is_, None)}
"""The test of a value for each kind of omission."""
_FUNCTIONS: dict[str, Callable[..., object]] = {**_TESTS, "dict": dict, "list": list}
"""All functions that a core schema of ours may name: what makes a field's default is among them."""
_CLASS, _FUNCTION, _TUPLE = "$class", "$function", "$tuple"
"""Keys under which a compiled core schema holds what JSON has no form for."""


class RecordForm(NamedTuple):
    """What reads and writes the records of one type."""

    validator: pydantic_core.SchemaValidator
    serializer: pydantic_core.SchemaSerializer


def record_form(kind: Any) -> RecordForm:
    """Return the form of a type: a record, or whatever else pydantic takes."""
    return _record_form(kind)


@cache
def _record_form(kind: Any) -> RecordForm:
    schema = _compiled_schema(kind) or _failing_fast(type_adapter(kind).core_schema)
    return RecordForm(pydantic_core.SchemaValidator(schema), pydantic_core.SchemaSerializer(schema))


def type_adapter(kind: Any) -> TypeAdapter[Any]:
    """Return pydantic's adapter of a type, which knows what is omitted."""
    from pydantic import TypeAdapter

    adapter = TypeAdapter(kind)
    adapter.core_schema = _omitting(adapter.core_schema)
    return adapter


def _compiled_schema(kind: Any) -> Any:
    """Return the core schema of one of our classes; None for other types."""
    if not isinstance(kind, type) or not kind.__module__.startswith(_OURS):
        return None
    name = _name(kind)
    content = _contract().get(name) if kind.__module__.startswith(_OF_RECORDS) else None
    if content is None:
        label = f"{kind.__module__.rpartition('.')[2]}-{kind.__name__.lower()}"
        content = compiled(Recipe(name=label, sources=sources(kind), make=partial(_made, (kind,))))[name]
    return json.loads(bytes(content), object_hook=_found)


@cache
def _contract() -> Tables:
    """Return the core schemas of published records and their parts, which most commands meet together."""
    return compiled(Recipe(name="records", sources=sources(), make=_made))


def sources(kind: type[object] = object) -> tuple[Path, ...]:
    """Return the files that decide about the core schema of a class.

    Its fields may be of records, of types of its own and its parents' modules, of classes that these modules
    name, and of Python's types.
    """
    modules = [sys.modules[each.__module__] for each in kind.__mro__ if each.__module__.startswith(_OURS)]
    classes = [each for module in modules for each in vars(module).values() if isinstance(each, type)]
    own = dict.fromkeys(each.__module__ for each in classes if each.__module__.startswith(_OURS))
    return (
        *sorted(each for folder in ("contract", "records") for each in (_CORE / folder).glob("*.py")),
        *(Path(str(sys.modules[module].__file__)) for module in own),
        package_folder("pydantic") / "version.py",  # which also says what pydantic-core it goes with
    )


def _made(kinds: Iterable[type[object]] = ()) -> dict[str, bytes]:
    every = (*kinds,) or (*map(published, PUBLISHED), *_PARTS)
    schemas = {_name(kind): _failing_fast(type_adapter(kind).core_schema) for kind in every}
    return {name: json.dumps(_plain(schema)).encode() for name, schema in schemas.items()}


def _name(kind: type[object]) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def _plain(value: Any) -> Any:
    """Return a part of a core schema as JSON can have it; ``_found`` gives it back."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        items = [_plain(each) for each in value]
        return items if isinstance(value, list) else {_TUPLE: items}  # a field's default
    if value is None or isinstance(value, bool | int | float | str):
        return value
    functions = [name for name, function in _FUNCTIONS.items() if value is function]
    return {_FUNCTION: functions[0]} if functions else {_CLASS: _name(value)}


def _found(part: dict[str, Any]) -> Any:
    """Return what a part of a compiled core schema stands for."""
    if _TUPLE in part:
        return tuple(part[_TUPLE])
    if _FUNCTION in part:
        return _FUNCTIONS[part[_FUNCTION]]
    if _CLASS not in part:
        return part
    module, _, name = part[_CLASS].partition(":")
    if not module.startswith(_OURS):
        raise ValueError(f"no class of depeche: {part[_CLASS]}")
    return getattr(import_module(module), name)


def _failing_fast(schema: Any) -> Any:
    """Return a core schema whose lists end at the first wrong item: a million errors say no more.

    What pydantic notes for its Python part alone is left out.
    """
    if isinstance(schema, list | tuple):
        return type(schema)(_failing_fast(part) for part in schema)
    if not isinstance(schema, dict):
        return schema
    found = {key: _failing_fast(value) for key, value in schema.items() if key != "metadata"}
    return {**found, "fail_fast": True} if found.get("type") in ("tuple", "list") else found


def _omitting(schema: Any) -> Any:
    """Return a core schema in which the marks of ``omission.py`` are tests."""
    if isinstance(schema, list | tuple):
        return type(schema)(_omitting(part) for part in schema)
    if not isinstance(schema, dict):
        return schema
    found = {key: value if key == "metadata" else _omitting(value) for key, value in schema.items()}
    if found.get("type") == "dataclass":
        tests = _tests(found["cls"])
        for field in found["schema"]["fields"]:
            if field["name"] in tests:
                field["serialization_exclude_if"] = tests[field["name"]]
    return found


def _tests(kind: type[object]) -> dict[str, Callable[[object], bool]]:
    """Return the test of each field that is omitted, by the field's name."""
    marks = {
        name: [mark for mark in get_args(hint)[1:] if isinstance(mark, Omitted)]
        for name, hint in get_type_hints(kind, include_extras=True).items()
    }
    return {name: _TESTS[own[0].when] for name, own in marks.items() if own}
