"""Makes Typer parameters from declared options. A command takes them all as one value of their dataclass.

Typer sees a command such as ``def run(inputs: ..., *, given: Options, ...)`` with other parameters: in place
of ``given``, it has one for each option of ``Options`` that names the command.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.core.option import DeclaredOption, declared_options, with_values

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Command = Callable[..., None]


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
    told = typer.Option(
        declared.flag,
        metavar=option.metavar,
        min=option.minimum,
        help=f"{option.help}  [default: {words}]" if words else option.help,
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
