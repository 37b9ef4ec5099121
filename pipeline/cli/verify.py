"""``depeche verify | schema | doctor``: checks a run, prints the schema of its files, checks this machine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import engines, options, output
from pipeline.cli.parameters import with_options
from pipeline.run.configuration.options import Options


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("verify")(verify)
    app.command("schema")(schema)
    app.command("doctor")(with_options(doctor, "doctor"))


def verify(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Folders of runs.")],
    key: Annotated[
        Path | None,
        typer.Option(
            metavar="PUB", help="Public key that the runs must be signed with, Ed25519 in PEM (an extra)."
        ),
    ] = None,
    as_json: options.JsonOption = False,
) -> None:
    """Check that nothing in a run has changed.

    Name each file that differs; exit 1 if there is one.
    """
    from pipeline.verify.run import verify_run
    from pipeline.write.signing.keys import public_key

    notes: list[str] = []
    signer = public_key(key) if key is not None else None
    problems = (line for run in runs for line in verify_run(run, key=signer, note=notes.append))
    if as_json:
        off = list(problems)
    else:  # print at once and keep one line: a run may lack a million files
        off = []
        for line in problems:
            output.line(line)
            off = [line]
    for line in notes:
        output.message(line)
    if as_json:
        output.json({"ok": not off, "problems": off})
    elif not off:
        output.line("all is as it was written")
    sys.exit(1 if off else 0)


def schema(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Name of the file: document, variant, run or digest.")
    ],
) -> None:
    """Print the JSON Schema of a file that runs write."""
    from pipeline.core import codec
    from pipeline.core.contract.published import PUBLISHED
    from pipeline.core.errors import UsageError

    if name not in PUBLISHED:
        raise UsageError(f"{name}: no such schema; known: {' '.join(PUBLISHED)}")
    output.json(codec.json_schema(name))


def doctor(*, given: Options, file: options.ConfigOption = None, json: options.JsonOption = False) -> None:
    """Say what is installed and what is missing, on this machine and for the jobs of the file.

    Each problem is said with what mends it, on standard error. Exit 1 if there is any.
    """
    from dataclasses import asdict

    from pipeline.jobs.doctor.report import all_findings
    from pipeline.run.configuration.file import read_file

    read = read_file(file, options.say_config(as_json=json))
    found = list(all_findings(read, given, engines.open_all(given, file=read)))
    problems = [finding for finding in found if finding.level == "problem"]
    if json:
        output.json([asdict(finding) for finding in found])
    else:
        for finding in found:
            if finding.level == "fact":
                output.line(finding.line)
        for finding in problems:
            output.message(finding.line)
    sys.exit(1 if problems else 0)
