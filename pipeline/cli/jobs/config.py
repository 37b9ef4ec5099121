"""``depeche config check | show | schema``."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict

import typer

from pipeline.cli import options, output
from pipeline.cli.jobs.commands import read_here

app = typer.Typer(no_args_is_help=True, help="The configuration file, depeche.toml.")


def register(whole: typer.Typer) -> None:
    """Add the group of commands to ``whole``."""
    whole.add_typer(app, name="config")


@app.command("check")
def check(config: options.ConfigOption = None) -> None:
    """Look through the whole file: each table with something wrong gets a line with its place.

    The exit code is 1 if anything is wrong. Secrets are not read.
    """
    from pipeline.core.errors import UsageError
    from pipeline.jobs.configuration.file_check import problems

    try:
        file = read_here(config, quiet=True)
    except UsageError as error:
        if not re.match(r".*(:\d+:\d+: |: is not TOML: )", error.message):
            raise  # there is no file to be checked
        output.message(error.message)
        sys.exit(1)
    found = list(problems(file))
    for problem in found:
        output.message(problem)
    if not found:
        output.line(f"{file.path}: is right")
    sys.exit(1 if found else 0)


@app.command("show")
def show(config: options.ConfigOption = None, json: options.JsonOption = False) -> None:
    """Print every option with its value, and where that comes from: environment, file or default.

    A job has what it takes over from the tables of all runs and digests, too.
    """
    from json import dumps

    from pipeline.jobs.configuration.shown import shown_options

    rows = list(shown_options(read_here(config, quiet=True)))
    if json:
        output.json([{"table": table, **asdict(row)} for table, row in rows])
        return
    for table, row in rows:
        plain = list(row.value) if isinstance(row.value, tuple) else row.value
        words = (
            "-" if plain is None else plain if isinstance(plain, str) else dumps(plain, ensure_ascii=False)
        )
        output.line(f"{table}.{row.key}\t{words}\t{f'{row.source} {row.place}'.strip()}")


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of the file, for editors that check and complete it."""
    from pipeline.jobs.configuration.schema import file_schema

    output.json(file_schema())
