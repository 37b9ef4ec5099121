"""``depeche run``: the main job."""

from __future__ import annotations

import sys
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import options, say

if TYPE_CHECKING:
    from pipeline.config import RunConfig
    from pipeline.contract import Counts
    from pipeline.records import Outcome


GIST = (
    "translated by rules in part (Apertium): this tells what a text says, and is not to be published as it is"
)


class LogFormat(StrEnum):
    """How messages look."""

    text = "text"
    json = "json"


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
    out: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="Where runs are written.  [default: outputs]")
    ] = None,
    run_id: Annotated[
        str | None, typer.Option(metavar="NAME", help="The run's folder.  [default: made from the options]")
    ] = None,
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
    strict: Annotated[
        str | None,
        typer.Option(
            metavar="CHECKS", help="Fail documents that fail these checks: all, or numbers,urls ..."
        ),
    ] = None,
    sign: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="Sign the run with this Ed25519 key (PEM; an extra)."),
    ] = None,
    config: options.Config = None,
    log_format: Annotated[LogFormat, typer.Option(help="How messages on stderr look.")] = LogFormat.text,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only what failed.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done; write nothing.")
    ] = False,
) -> None:
    """Translate and summarise news texts into a folder, with the provenance of every sentence.

    The run's folder is printed on standard output. The same command again goes on where it stopped, and
    leaves alone what is done.
    """
    from pipeline.config import load
    from pipeline.settings import Options

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
    settings = load(inputs, given, file=config)
    if dry_run:
        _plan(settings)
        return
    sys.exit(carry_out(settings, log_format=log_format, quiet=quiet))


def carry_out(config: RunConfig, *, log_format: LogFormat, quiet: bool, name: bool = True) -> int:
    """Do a run, saying what becomes of each input, its folder's ``name`` too, and return its exit code."""
    from pipeline.records import Done, Failed
    from pipeline.run import run as do
    from pipeline.stop import Terminated

    amiss = False

    def report(outcome: Outcome) -> None:
        nonlocal amiss
        alarming = isinstance(outcome, Failed) or (isinstance(outcome, Done) and bool(outcome.untranslated))
        amiss = amiss or alarming
        row = {"outcome": type(outcome).__name__.lower(), **asdict(outcome)}
        row.pop("files", None)
        if not alarming and quiet:
            return
        if log_format is LogFormat.json:
            say.json_message(row)
        else:
            say.message(_line(outcome))

    def warn(message: str) -> None:
        if log_format is LogFormat.json:
            say.json_message({"outcome": "warning", "message": message})
        else:
            say.message(f"warning  {message}")

    try:
        record = do(config, report=report, warn=warn)
    except (KeyboardInterrupt, Terminated):
        say.message("stopped: the same command goes on from here")
        raise
    counts = record.counts
    if not quiet and log_format is LogFormat.text:
        say.message(_total(counts))
        if any(engine.method == "rule-based" for engine in record.engines):
            say.message(GIST)
    if name:
        say.place(config.folder)
    return _code(counts, amiss=amiss)


def _line(outcome: Outcome) -> str:
    from pipeline.records import Done, Skipped

    match outcome:
        case Done():
            languages = " ".join(outcome.languages)
            amiss = f"; {outcome.amiss}" if outcome.amiss else ""
            return f"done     {outcome.origin}: {outcome.segments} segments, written in {languages}{amiss}"
        case Skipped():
            return f"skipped  {outcome.origin}: {outcome.reason}"
        case _:
            return f"failed   {outcome.message}"


def _total(counts: Counts) -> str:
    return f"{counts.done} done, {counts.skipped} skipped, {counts.failed} failed"


def _code(counts: Counts, *, amiss: bool) -> int:
    if not amiss:
        return 0
    return 3 if counts.done or counts.skipped else 1


def _plan(config: RunConfig) -> None:
    from pipeline.opening import open_run
    from pipeline.plan import plan

    failed = 0
    total = 0
    for row in plan(config, open_run(config)):
        total += 1
        failed += row.error is not None
        if row.error is not None:
            say.message(f"failed   {row.error}")
            continue
        say.line(f"{row.origin}: {row.language}, {row.segments} segments")
        for route in row.routes:
            say.line(f"  {route}")
    sys.exit(0 if not failed else 3 if failed < total else 1)
