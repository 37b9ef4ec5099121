"""Where the values of options come from: the command line, the environment, ``depeche.toml``, or defaults.

The command line outranks the environment, and this the file. ``DEPECHE_RUN_ID`` is the variable of
``--run-id``, and ``DEPECHE_DIGEST_TOP`` that of a digest's ``--top``: so with every option of these tables.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, Literal, TypeVar, get_args

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import UsageError
from pipeline.core.option import DeclaredOption, declared_options, given_values, with_values

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from pipeline.run.configuration.file import ConfigFile

_PREFIX = "DEPECHE_"
RUN = ("run",)
"""The table whose options have variables without its name: ``DEPECHE_TO``, but ``DEPECHE_DIGEST_TOP``."""
_NUMBERS = {int: "must be a whole number", float: "must be a number"}
_SWITCHES = {"true": True, "1": True, "false": False, "0": False}
_OptionGroup = TypeVar("_OptionGroup", bound="DataclassInstance")


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionSource:
    """The value of an option, and where it comes from."""

    key: str
    value: object
    source: str
    """``option``, ``environment``, ``file`` or ``default``."""
    place: str = ""
    """The variable of the environment, or the line and column of the file; empty for the others."""


def variable(option: DeclaredOption, at: tuple[str, ...]) -> str:
    """Return the name of the variable of the environment that gives an option of the file's table ``at``."""
    words = (option.key,) if at == RUN else (*at, option.key)
    return f"{_PREFIX}{'_'.join(words).upper()}"


def environment_options(kind: type[_OptionGroup], at: tuple[str, ...] = RUN) -> _OptionGroup:
    """Return the options of the file's table ``at`` that the environment gives. An empty variable gives none.

    Raises ``UsageError``.
    """
    values = {}
    for option in declared_options(kind):
        name = variable(option, at)
        if text := os.environ.get(name, ""):
            values[option.name] = _value(option, name, text)
    return with_values(kind(), values)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionLayer(Generic[_OptionGroup]):
    """Options from one source."""

    source: Literal["option", "environment", "file"]
    options: _OptionGroup
    at: tuple[str, ...] = RUN
    """The table of the file that has them, or would have those of the environment."""


def option_sources(
    kind: type[_OptionGroup], layers: Sequence[OptionLayer[_OptionGroup]], file: ConfigFile
) -> Iterator[OptionSource]:
    """Yield each option with its value and source. ``layers`` are in order, the highest first."""
    for option in declared_options(kind):
        values = ((layer, given_values(layer.options)) for layer in layers)
        found = next(((layer, given[option.name]) for layer, given in values if option.name in given), None)
        if found is None:
            yield OptionSource(key=option.key, value=option.option.default, source="default")
            continue
        layer, value = found
        place = ""
        if layer.source == "environment":
            place = variable(option, layer.at)
        elif layer.source == "file":
            place = file.place((*layer.at, option.key)).rpartition(": ")[0]
        yield OptionSource(key=option.key, value=value, source=layer.source, place=place)


@contextmanager
def placed_errors(file: ConfigFile, at: tuple[str, ...], given: DataclassInstance) -> Iterator[None]:
    """Let errors about ``--option`` name the variable or the line of the file that gave its value.

    ``given`` are the command line's options, and ``at`` is the file's table of them.
    """
    try:
        yield
    except UsageError as error:
        raise UsageError(_placed(error.message, file, at, given)) from error


def _placed(message: str, file: ConfigFile, at: tuple[str, ...], given: DataclassInstance) -> str:
    found = re.match(r"(--[a-z-]+)(?: |: )", message)
    options = {option.flag: option for option in declared_options(type(given))}
    if found is None or found[1] not in options or options[found[1]].name in given_values(given):
        return message
    option = options[found[1]]
    rest = message[found.end() :]
    if os.environ.get(variable(option, at)):
        return f"{variable(option, at)}: {rest}"
    if option.key in file.table(*at):
        return f"{file.place((*at, option.key))}: {rest}"
    return message


def _value(option: DeclaredOption, name: str, text: str) -> object:
    if option.is_list:
        return (text,)
    if option.is_flag:
        if text.lower() not in _SWITCHES:
            raise UsageError(f"{name}: {text!r}: must be true or false")
        return _SWITCHES[text.lower()]
    for kind, refusal in _NUMBERS.items():
        if kind in (option.type, *get_args(option.type)):
            try:
                return kind(text)
            except ValueError as error:
                raise UsageError(f"{name}: {text!r}: {refusal}") from error
    return text
