"""Makes Typer parameters from declared options. A command takes them all as one value of their dataclass.

Typer sees a command such as ``def run(inputs: ..., *, given: Options, ...)`` with other parameters: in place
of ``given``, it has one for each option of ``Options`` that names the command.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from pipeline.cli.completion import watch_names
from pipeline.core.dataclass import dataclass
from pipeline.core.option import DeclaredOption, declared_options, with_values

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Command = Callable[..., None]
_COMPLETED = {"watches": watch_names}
"""Options whose values a shell completes from the user's own names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """A command's parameter that stands for the options of a dataclass."""

    parameter: str
    kind: type[DataclassInstance]
    options: tuple[DeclaredOption, ...]

    def taken_from(self, values: dict[str, object]) -> DataclassInstance:
        """Return the options among values from the command line, and remove them from these."""
        given = {option.name: values.pop(option.name) for option in self.options}
        stated = {name: value for name, value in given.items() if value is not None}
        return with_values(
            self.kind(),
            {name: tuple(value) if isinstance(value, list) else value for name, value in stated.items()},
        )


class Commands(TyperGroup):
    """Commands whose plain values are taken as they are.

    Typer has pydantic check each value, which takes 60 ms to load, where a text is a text and what was not
    given is nothing. All other values are left to it, and so is what is wrong.
    """

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by its name, None where there is no such command."""
        command = super().get_command(ctx, cmd_name)
        return command if command is None else _taking_plain_values(command, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the options that stand before a command; return the rest."""
        return super(Commands, _taking_plain_values(self, ctx)).parse_args(ctx, args)


def _taking_plain_values(command: Any, context: Any) -> Any:
    for parameter in command.get_params(context):
        if hasattr(parameter, "_runtime_param"):  # another version of Typer may call it otherwise
            parameter._runtime_param = _Plain(parameter.type_descriptor)
    return command


@dataclass(frozen=True, slots=True)
class _Plain:
    """What Typer asks for a parameter's value."""

    descriptor: Any

    def coerce(self, value: Any, *, param: Any, ctx: Any) -> Any:
        """Return the value that the command gets. Raises Typer's errors."""
        wanted = self.descriptor.annotation
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        several = isinstance(value, list | tuple) and all(_is_plain(one, str) for one in value)
        if several and wanted == list[str]:
            return list(value)
        if several and wanted == list[Path]:
            return [self._path(one, param, ctx) for one in value]
        if _is_plain(value, wanted):
            return value
        if wanted is Path and _is_plain(value, str):
            return self._path(value, param, ctx)
        from typer._coercion import build_runtime_param

        return build_runtime_param(self.descriptor).coerce(value, param=param, ctx=ctx)

    def _path(self, value: str, param: Any, ctx: Any) -> Any:
        """Return a path, which Typer checks itself; only to make it does it ask pydantic."""
        from typer._param_types import coerce_cli_path

        info = self.descriptor.parameter_info
        return coerce_cli_path(Path(value), info, path_type=Path, param=param, ctx=ctx)


def _is_plain(value: object, annotation: object) -> bool:
    """Say whether a value is what is wanted already: a text that can be encoded, or a choice."""
    if annotation is str:
        return type(value) is str and not any("\ud800" <= sign <= "\udfff" for sign in value)
    return isinstance(annotation, type) and issubclass(annotation, Enum) and isinstance(value, annotation)


def with_options(command: Command, name: str) -> Command:
    """Return ``command`` in the form for Typer, with the options that are declared for ``name``.

    They replace each parameter whose type is a dataclass with declared options. All fields of that dataclass
    must have defaults.
    """
    groups: list[_Group] = []
    shown: list[inspect.Parameter] = []
    for parameter in inspect.signature(command, eval_str=True).parameters.values():
        kind = parameter.annotation
        if not (isinstance(kind, type) and is_dataclass(kind)):
            shown.append(parameter)
            continue
        options = tuple(item for item in declared_options(kind) if name in item.option.commands)
        groups.append(_Group(parameter=parameter.name, kind=kind, options=options))
        shown += map(_parameter, options)

    def called(**values: object) -> None:
        made = {group.parameter: group.taken_from(values) for group in groups}
        command(**values, **made)

    return _shown_as(called, command, shown)


@cache
def _parameter(declared: DeclaredOption) -> inspect.Parameter:
    """Return the Typer parameter of an option. None is "not given", so that a file can give a value."""
    option, words = declared.option, declared.default_words
    on_and_off = f"{declared.flag}/--no-{declared.flag.removeprefix('--')}"
    told = typer.Option(
        on_and_off if declared.is_flag else declared.flag,
        metavar=None if declared.is_flag else option.metavar,
        min=option.minimum,
        help=f"{option.help}  [default: {words}]" if words else option.help,
        autocompletion=_COMPLETED.get(declared.name),
    )
    taken = list[str] | None if declared.is_list else declared.type
    return inspect.Parameter(
        declared.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[taken, told]
    )


def _shown_as(called: Command, command: Command, parameters: list[inspect.Parameter]) -> Command:
    """Give ``called`` the name, the help and the parameters that Typer reads from a command."""
    called.__name__, called.__doc__ = command.__name__, command.__doc__
    called.__annotations__ = {item.name: item.annotation for item in parameters}
    named = [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in parameters]
    vars(called)["__signature__"] = inspect.Signature(named)
    return called
