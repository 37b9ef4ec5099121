"""``depeche run``: the main job."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import options, output
from pipeline.cli.progress import LogFormat, carry_out
from pipeline.core.offline import insist

if TYPE_CHECKING:
    from pipeline.run.config import RunConfig


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("run")(run)


def run(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="Files, folders (walked), globs, or - for standard input."),
    ],
    to: Annotated[
        list[str] | None, typer.Option(metavar="CODES", help="Languages to write, such as es,ca.")
    ] = None,
    source: options.Source = None,
    out: options.Out = None,
    run_id: options.RunId = None,
    engine: options.EngineName = None,
    variants: Annotated[
        str | None, typer.Option(metavar="KINDS", help="full, summary or both.  [default: full,summary]")
    ] = None,
    sentences: options.Sentences = None,
    ratio: options.Ratio = None,
    words: options.Words = None,
    characters: options.Characters = None,
    query: options.Query = None,
    method: options.Method = None,
    detector: options.Detector = None,
    packages: options.Packages = None,
    profile: options.Profile = None,
    device: options.Device = None,
    compute_type: options.ComputeType = None,
    threads: options.Threads = None,
    workers: options.Workers = None,
    memory: options.Memory = None,
    glossary: options.Glossary = None,
    quotes: options.Quotes = None,
    strict: options.Strict = None,
    sign: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="Sign the run with this Ed25519 key (PEM; an extra)."),
    ] = None,
    config: options.Config = None,
    force: Annotated[
        bool, typer.Option("--force", help="Make every document anew, though nothing has changed.")
    ] = False,
    check: options.Check = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Open no connection: always so, as no input needs one.")
    ] = False,
    log_format: Annotated[LogFormat, typer.Option(help="How messages on stderr look.")] = LogFormat.text,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only what failed.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done; write nothing.")
    ] = False,
) -> None:
    """Translate and summarise news texts into a folder, with the provenance of every sentence.

    The run's folder is printed on standard output. The same command again goes on where it stopped, and
    leaves alone what is done, as long as its files are there as they were written.
    """
    from pipeline.run.config import load_config
    from pipeline.run.options import Options

    given = Options(
        to=tuple(to or ()),
        source=source,
        out=out,
        run_id=run_id,
        engine=engine,
        variants=(variants,) if variants else (),
        sentences=sentences,
        ratio=ratio,
        words=words,
        characters=characters,
        query=query,
        method=method,
        detector=detector,
        packages=packages,
        profile=profile,
        device=device,
        compute_type=compute_type,
        threads=threads,
        memory=memory,
        glossary=tuple(glossary or ()),
        quotes=quotes,
        workers=workers,
        strict=(strict,) if strict else (),
        sign=sign,
    )
    if offline:
        insist()
    note = options.say_config(quiet=quiet, as_json=log_format is LogFormat.json)
    settings = replace(load_config(inputs, given, file=config, note=note), force=force, check=check)
    if dry_run:
        _plan(settings)
        return
    sys.exit(carry_out(settings, log_format=log_format, quiet=quiet))


def _plan(config: RunConfig) -> None:
    from pipeline.run.components import open_run
    from pipeline.run.dry_run import plan

    failed = 0
    total = 0
    for row in plan(config, open_run(config)):
        total += 1
        failed += row.error is not None
        if row.error is not None:
            output.message(f"failed   {row.error}")
            continue
        output.line(f"{row.origin}: {row.language}, {row.segments} segments")
        for route in row.routes:
            output.line(f"  {route}")
    sys.exit(0 if not failed else 3 if failed < total else 1)
