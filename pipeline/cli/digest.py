"""``depeche digest``: makes one digest of many documents in each language."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import options, output
from pipeline.cli.parameters import with_options
from pipeline.cli.progress.carry_out import LogFormat, carry_out
from pipeline.core import clock
from pipeline.digest.request import DigestOptions
from pipeline.run.configuration.options import Options
from pipeline.write.paths import DIGEST_FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.digest.request import DigestRequest


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("digest")(with_options(digest, "digest"))


def digest(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Files, folders and addresses, as for run, or the folder of one finished run.",
        ),
    ],
    *,
    asked: DigestOptions,
    given: Options,
    check: options.CheckOption = False,
    config: options.ConfigOption = None,
    metrics: options.MetricsOption = None,
    log_format: options.LogFormatOption = LogFormat.text,
    quiet: options.QuietOption = False,
) -> None:
    """Make one digest in each language: each story once, in quoted sentences of its reports.

    The inputs go through a run, as with the command run. The digest is made of what that run wrote. The
    digest's folder is printed on standard output.
    """
    from pipeline.run import digest as job
    from pipeline.run.configuration.file import read_file

    now = clock.now()
    file = read_file(config, options.say_config(quiet=quiet, as_json=log_format is LogFormat.json))
    wanted = job.checked_request(asked, file)
    folder = job.run_named(inputs)
    if folder is not None:
        _make(folder, job.since_last(wanted, folder), now, quiet=quiet, log_format=log_format)
        missing = _say_untold(folder, wanted, log_format)
        output.place(folder / DIGEST_FOLDER)
        sys.exit(3 if missing else 0)
    made, window = job.planned(inputs, replace(given, to=wanted.languages), wanted, now, file=file)
    settings = replace(made.run, check=check)
    code = carry_out(
        settings,
        find=lambda warn: made.search.followed(job.found_within(made, window, warn), warn),
        log_format=log_format,
        quiet=quiet,
        name=False,
        metrics=metrics,
        tell=lambda: _make(
            settings.folder,
            made.digest,
            now,
            quiet=quiet,
            log_format=log_format,
            unmade=made.digest.languages,
        ),
    )
    output.place(settings.folder / DIGEST_FOLDER)
    sys.exit(code)


def _say_untold(folder: Path, wanted: DigestRequest, log_format: LogFormat) -> bool:
    """Say in which of the languages asked for a run has no document; return whether there are any."""
    from pipeline.digest.make import untold

    missing = untold(folder, wanted)
    for code in missing:
        reason = f"no document of the run is written in it; depeche run ... --to {code} adds it"
        _say_missing(code, reason, log_format)
    return bool(missing)


def _say_missing(code: str, reason: str, log_format: LogFormat) -> None:
    if log_format is LogFormat.json:
        output.json_message({"outcome": "missing", "language": code, "reason": reason})
    else:
        output.message(f"missing  {code}: {reason}")


def _make(
    folder: Path,
    wanted: DigestRequest,
    now: datetime,
    *,
    quiet: bool,
    log_format: LogFormat,
    unmade: Sequence[str] = (),
) -> None:
    """Make the digest, and say which of the languages ``unmade`` it has no page in."""
    from pipeline.digest.make import make_digest
    from pipeline.jobs.tell import digest_words

    record = make_digest(folder, wanted, now)
    for code in unmade:
        if code not in record.languages:
            _say_missing(code, "has no page, for no document could be written in it", log_format)
    if not quiet:
        if log_format is LogFormat.json:
            hits = {findings.name: findings.found for findings in record.watches}
            told = {"hits": hits} if hits else {}
            output.json_message({"outcome": "digest", "pivot": record.pivot, **asdict(record.counts), **told})
        else:
            output.message(f"digest   {digest_words(record)}")
