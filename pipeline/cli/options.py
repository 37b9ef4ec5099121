"""Options that only the command line has, and several commands share. ``Options`` declares all others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import output
from pipeline.cli.progress.carry_out import LogFormat

if TYPE_CHECKING:
    from collections.abc import Callable

FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help="Read the input as txt or md.  [default: by the file's name; txt from -]",
    ),
]
CheckOption = Annotated[
    bool,
    typer.Option(
        "--check",
        help="Before skipping a document, compare the contents of its files, not only their sizes.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LogFormatOption = Annotated[
    LogFormat, typer.Option("--log-format", help="Form of the messages on standard error.")
]
MetricsOption = Annotated[
    Path | None,
    typer.Option("--metrics", metavar="FILE", help="Write figures for Prometheus to this file."),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print only what failed.")]
ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="File of options, in TOML.  [default: depeche.toml, if it is there]"
    ),
]
"""The option of commands that read ``depeche.toml``. A file that is found but not trusted must be named."""


def say_config(*, quiet: bool = False, as_json: bool = False) -> Callable[[Path], None]:
    """Return a function that says on standard error which configuration file was found and is used."""

    def note(path: Path) -> None:
        if as_json:
            output.json_message({"outcome": "config", "path": str(path)})
        else:
            output.message(f"config   {path}: found here, and used; --config FILE names another")

    return (lambda _: None) if quiet else note
