"""The options as rows and as a table for the documentation, made from their declarations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from pipeline.core.dataclass import dataclass
from pipeline.core.option import DeclaredOption, declared_options
from pipeline.run.configuration.options import Options

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_TYPES = {bool: "true or false", str: "text", int: "whole number", float: "number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRow:
    """The description of an option in the documentation."""

    flag: str
    """The option on the command line, such as ``--run-id``."""
    key: str
    """The option in ``depeche.toml``, such as ``run_id``."""
    metavar: str
    type: str
    """The type in ``depeche.toml``: ``text``, ``list of texts``, ``whole number`` or ``number``."""
    default: str
    """The default in words; empty where there is none."""
    help: str
    commands: tuple[str, ...]


def reference_rows(kind: type[DataclassInstance] = Options) -> tuple[ReferenceRow, ...]:
    """Return a row for each option that the fields of a dataclass declare, in their order."""
    return tuple(
        ReferenceRow(
            flag=item.flag,
            key=item.key,
            metavar=item.option.metavar,
            type=_type_words(item),
            default=item.default_words,
            help=item.option.help,
            commands=item.option.commands,
        )
        for item in declared_options(kind)
    )


def keys_as_markdown(kind: type[DataclassInstance] = Options) -> str:
    """Return the keys of a table of ``depeche.toml`` as a table in Markdown, with a final newline."""
    return "\n".join(_lines(kind)) + "\n"


def _lines(kind: type[DataclassInstance]) -> Iterator[str]:
    rows = reference_rows(kind)
    typed = any(row.commands for row in rows)  # others stand in the file alone
    yield f"| key |{' option |' if typed else ''} value | default | what it says |"
    yield f"|---|{'---|' if typed else ''}---|---|---|"
    for row in rows:
        option = (f"`{row.flag} {row.metavar}`",) if typed else ()
        cells = (f"`{row.key}`", *option, row.type, row.default, row.help)
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _type_words(item: DeclaredOption) -> str:
    if item.is_list:
        return "list of texts"
    return next(words for kind, words in _TYPES.items() if kind in (item.type, *get_args(item.type)))
