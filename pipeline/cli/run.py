"""``depeche run``: the main job."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import options, output
from pipeline.cli.parameters import with_options
from pipeline.cli.progress.carry_out import LogFormat, carry_out
from pipeline.core.offline import insist
from pipeline.run.configuration.options import Options

if TYPE_CHECKING:
    from pipeline.run.configuration.config import RunConfig


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("run")(with_options(run, "run"))


def run(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help=(
                "Files, folders with all that is below them, globs, addresses (https://, feed:),"
                " source:NAME of depeche.toml, or - for standard input."
            ),
        ),
    ],
    *,
    given: Options,
    config: options.ConfigOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Make every document again, even if nothing has changed.")
    ] = False,
    check: options.CheckOption = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Fetch nothing: inputs that are addresses fail.")
    ] = False,
    metrics: options.MetricsOption = None,
    log_format: options.LogFormatOption = LogFormat.text,
    quiet: options.QuietOption = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done; write nothing.")
    ] = False,
) -> None:
    """Translate and summarise news texts into a folder, with the provenance of every sentence.

    The run's folder is printed on standard output. If a run is interrupted, repeat the command to continue
    it. Documents that are done are skipped.
    """
    from pipeline.run.configuration.config import load_config

    if offline:
        insist()
    note = options.say_config(quiet=quiet, as_json=log_format is LogFormat.json)
    settings = replace(load_config(inputs, given, file=config, note=note), force=force, check=check)
    if dry_run:
        _plan(settings)
        return
    sys.exit(carry_out(settings, log_format=log_format, quiet=quiet, metrics=metrics))


def _plan(config: RunConfig) -> None:
    from pipeline.run.components import open_run
    from pipeline.run.dry_run import plan

    failed = partial = total = 0
    for row in plan(config, open_run(config), lambda line: output.message(f"warning  {line}")):
        total += 1
        failed += row.error is not None
        if row.error is not None:
            output.message(f"failed   {row.error}")
            continue
        output.line(f"{row.origin}: {row.language}, {row.segments} segments")
        for route in row.routes:
            output.line(f"  {route}")
        for missing in row.missing:
            output.message(f"missing  {row.origin}: {missing.language}: {missing.reason}")
        partial += bool(row.missing)
    sys.exit(0 if not failed + partial else 3 if failed < total else 1)
