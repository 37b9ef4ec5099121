"""How an option is declared: once, at the field that holds it.

A dataclass of options has fields such as ``source: Annotated[str | None, OptionSpec(...)] = None``. The
command line, the configuration file and the reference page are made of these fields, and name nothing again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from pipeline.core.dataclass import dataclass

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

OptionValue: TypeAlias = str | int | float | bool | tuple[str, ...]
GroupOfOptions = TypeVar("GroupOfOptions", bound="DataclassInstance")

_PLAIN_WORDS = (
    ("Input should be a valid string", "must be a text, in quotation marks"),
    ("Input should be a valid integer", "must be a whole number"),
    ("Input should be a valid number", "must be a number"),
    ("Input should be a valid boolean", "must be true or false"),
    ("Input should be a valid array", 'must be a list, such as ["a", "b"]'),
    (", unable to parse string as an integer", ""),
    (", unable to parse string as a number", ""),
    ("Input should be greater than or equal to ", "must be at least "),
    ("Input should be less than or equal to ", "must be at most "),
    ("Input should be ", "must be "),
    ("Field required", "is missing"),
    ("Value error, ", ""),
)
"""pydantic's phrases about a value, which Typer passes on for the command line, and plain words for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionSpec:
    """The declared properties of an option; what is left out follows from its field."""

    help: str
    """The help text: one sentence, without the default."""
    metavar: str
    """The placeholder of the value, such as ``FOLDER``."""
    commands: tuple[str, ...]
    """Commands that take the option."""
    flag: str = ""
    """The flag, such as ``--from``; empty where it is made from the field's name."""
    default: OptionValue | None = None
    """The default; None where there is none, or where it is determined later."""
    default_words: str = ""
    """The default in words, where the value does not say it."""
    minimum: int | None = None
    """The least number that can be given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredOption:
    """An option, and the field that declares it."""

    name: str
    """The name of the field."""
    type: object
    """The field's type, such as ``str | None`` or ``tuple[str, ...]``."""
    option: OptionSpec

    @property
    def flag(self) -> str:
        """The option's name on the command line, such as ``--run-id``."""
        return self.option.flag or f"--{self.name.replace('_', '-')}"

    @property
    def key(self) -> str:
        """The option's key in a file, such as ``run_id``."""
        return self.flag.removeprefix("--").replace("-", "_")

    @property
    def is_list(self) -> bool:
        """Whether several values can be given."""
        return get_origin(self.type) is tuple

    @property
    def is_flag(self) -> bool:
        """Whether it takes no value: it is on, off, or not given."""
        return bool in get_args(self.type)

    @property
    def default_words(self) -> str:
        """The default in words; empty where there is none."""
        default = self.option.default
        if self.option.default_words or default in (None, "") or default is False:
            return self.option.default_words
        return ",".join(default) if isinstance(default, tuple) else str(default)


@cache
def declared_options(kind: type[DataclassInstance]) -> tuple[DeclaredOption, ...]:
    """Return the options that the fields of a dataclass declare, in their order."""
    hints = get_type_hints(kind, include_extras=True)
    found = []
    for field in fields(kind):
        if get_origin(hints[field.name]) is Annotated:
            bare, *said = get_args(hints[field.name])
            found += [
                DeclaredOption(name=field.name, type=bare, option=item)
                for item in said
                if isinstance(item, OptionSpec)
            ]
    return tuple(found)


def given_values(options: DataclassInstance) -> Mapping[str, object]:
    """Return the values that were given, by their fields; None and an empty tuple are "not given"."""
    return {
        field.name: value
        for field in fields(options)
        if (value := getattr(options, field.name)) not in (None, ())
    }


def merge_given(first: GroupOfOptions, *above: GroupOfOptions) -> GroupOfOptions:
    """Return options merged: what is given in a later one outranks the earlier ones."""
    for options in above:
        first = with_values(first, given_values(options))
    return first


def default_values(kind: type[DataclassInstance]) -> Mapping[str, OptionValue]:
    """Return the defaults that a dataclass of options declares, by their fields."""
    return {
        item.name: item.option.default for item in declared_options(kind) if item.option.default is not None
    }


def with_values(options: GroupOfOptions, values: Mapping[str, object]) -> GroupOfOptions:
    """Return options with other values, named by their fields; who calls answers for the types."""
    return replace(options, **values)


def in_plain_words(message: str) -> str:
    """Return a message about the value of an option with pydantic's phrases in plain words.

    >>> in_plain_words("Invalid value for '--top': Input should be a valid integer")
    "Invalid value for '--top': must be a whole number"
    """
    for theirs, ours in _PLAIN_WORDS:
        message = message.replace(theirs, ours)
    return message
