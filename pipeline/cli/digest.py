"""``depeche digest``: many documents told as one digest a language."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import options, output
from pipeline.cli.progress import LogFormat, carry_out
from pipeline.core import clock

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.core.contract.digest import DigestRecord
    from pipeline.digest.make import DigestRequest


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("digest")(digest)


def digest(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="As for run; or the folder of one run, which is then read."),
    ],
    to: Annotated[
        list[str] | None,
        typer.Option(metavar="CODES", help="Languages of the digest, such as es,fr.  [default: the run's]"),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="SPAN|DATE", help="Leave out older reports: 24h, 7d, 2025-10-09.  [default: none]"
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Leave out newer reports, and count --since from here.  [default: now]"
        ),
    ] = None,
    top: Annotated[int, typer.Option(metavar="N", help="Stories to tell.")] = 10,
    sentences: Annotated[int, typer.Option(metavar="N", help="Sentences of a story, at most.")] = 3,
    pivot: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            help="Language to find stories in.  [default: what most documents are to be had in]",
        ),
    ] = None,
    source: options.Source = None,
    out: options.Out = None,
    run_id: options.RunId = None,
    engine: options.EngineName = None,
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
    check: options.Check = False,
    config: options.Config = None,
    log_format: Annotated[LogFormat, typer.Option(help="How messages on stderr look.")] = LogFormat.text,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only what failed.")] = False,
) -> None:
    """Tell many documents as one digest a language: each story once, in quoted sentences of its reports.

    The inputs go through a run, as with the command run, and the digest is made of what it wrote. The
    digest's folder is printed on standard output.
    """
    from pipeline.digest.make import DigestRequest
    from pipeline.run import digest as job
    from pipeline.run.options import Options, language

    now = clock.now()
    wanted = DigestRequest(
        languages=job.language_codes(to or ()),
        pivot=language(pivot, option="--pivot") if pivot else None,
        since=since,
        until=until,
        top=top,
        sentences=sentences,
    )
    folder = job.run_named(inputs)
    if folder is not None:
        _make(folder, wanted, now, quiet=quiet, log_format=log_format)
        return
    given = Options(
        to=tuple(to or ()),
        source=source,
        out=out,
        run_id=run_id,
        engine=engine,
        detector=detector,
        packages=packages,
        profile=profile,
        device=device,
        compute_type=compute_type,
        threads=threads,
        memory=memory,
        glossary=tuple(glossary or ()),
        quotes=quotes,
        strict=(strict,) if strict else (),
        workers=workers,
    )
    note = options.say_config(quiet=quiet, as_json=log_format is LogFormat.json)
    made = job.prepared(inputs, given, wanted, now, file=config, note=note)
    settings = replace(made.run, check=check)
    code = carry_out(settings, found=made.found, log_format=log_format, quiet=quiet, name=False)
    _make(settings.folder, made.digest, now, quiet=quiet, log_format=log_format)
    sys.exit(code)


def _make(folder: Path, wanted: DigestRequest, now: datetime, *, quiet: bool, log_format: LogFormat) -> None:
    from pipeline.digest.make import make_digest
    from pipeline.write.paths import DIGEST_FOLDER

    record = make_digest(folder, wanted, now)
    if not quiet:
        if log_format is LogFormat.json:
            output.json_message({"outcome": "digest", "pivot": record.pivot, **asdict(record.counts)})
        else:
            output.message(_total(record))
    output.place(folder / DIGEST_FOLDER)


def _total(record: DigestRecord) -> str:
    counts = record.counts
    return (
        f"digest   {counts.told} of {counts.stories} stories told in {' '.join(record.languages)}, from"
        f" {counts.documents - counts.outside} documents; pivot {record.pivot}, {counts.unpivoted} not in it;"
        f" {counts.near_duplicates} near-duplicates, {counts.outside} left out by date,"
        f" {counts.undated} undated"
    )
