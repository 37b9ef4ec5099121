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
    from pipeline.core.errors import UsageError

    if name not in codec.PUBLISHED:
        raise UsageError(f"{name}: no such schema; known: {' '.join(codec.PUBLISHED)}")
    output.json(codec.json_schema(name))


def doctor(*, given: Options, file: options.ConfigOption = None) -> None:
    """Say what is installed and what is missing. Exit 1 if nothing can be translated."""
    from pipeline.run.configuration import config
    from pipeline.translate.engines.apertium.engine import ApertiumEngine
    from pipeline.translate.engines.ct2.find import find_models
    from pipeline.translate.engines.neural.engine import NeuralEngine
    from pipeline.translate.engines.neural.hardware import cuda_problem
    from pipeline.translate.engines.neural.processor import NARROW_WEIGHT_BITS, arithmetic
    from pipeline.write.provenance import software

    for item in software():
        output.line(f"{item.name} {item.version}")
    total = 0
    for engine in engines.open_all(given, file=file):
        pairs = engine.hops()
        total += len(pairs)
        place = f" in {engine.models.folder}" if isinstance(engine, NeuralEngine) else ""
        output.line(f"engine {engine.name}: {len(pairs)} pairs{place}")
        for note in engine.notes() if isinstance(engine, ApertiumEngine) else ():
            output.line(note)
    problem = cuda_problem()
    output.line(f"neural models run on the CPU: {problem}" if problem else "neural models run on CUDA")
    found = arithmetic()
    narrow = "" if found.exact_int8 else f", 8-bit weights with {NARROW_WEIGHT_BITS} bits"
    output.line(f"on this CPU with {found.matrix_library}, {found.instruction_set}{narrow}")
    for problem in find_models(config.model_places(file)).broken:
        output.line(f"not used: {problem}")
    if not total:
        output.message("nothing can be translated; run: depeche languages install CODE...")
        sys.exit(1)
