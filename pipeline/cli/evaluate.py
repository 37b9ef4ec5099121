"""``depeche evaluate``: chrF and BLEU of the routes between two languages, on a parallel test set."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli import options, output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.run.evaluate import Evaluated, NotEvaluated, ParallelText


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("evaluate")(evaluate)


def evaluate(
    pair: Annotated[str, typer.Option(metavar="PAIR", help="The languages, such as fr-es.")],
    test_set: Annotated[
        tuple[Path, Path],
        typer.Option(
            "--set",
            metavar="SOURCE REFERENCE",
            help="Two files, a sentence a line, or two folders of such files.",
        ),
    ],
    route: Annotated[
        str, typer.Option(metavar="TEXT", help="Only routes with this in their name, such as argos:fr>en.")
    ] = "",
    best: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many routes.")] = 5,
    store: Annotated[
        bool, typer.Option("--store", help="Keep the result: routes are chosen by it from now on.")
    ] = False,
    engine: options.EngineName = None,
    packages: options.Packages = None,
    profile: options.Profile = None,
    device: options.Device = None,
    compute_type: options.ComputeType = None,
    threads: options.Threads = None,
    file: options.Config = None,
    as_json: options.Json = False,
) -> None:
    """Measure the routes between two languages on sentences that people have translated."""
    from pipeline.core.errors import UsageError
    from pipeline.run import config, evaluate
    from pipeline.run import options as settings
    from pipeline.translate.routes import quality
    from pipeline.translate.routes.finder import Routes

    source, target = settings.pair(pair, option="--pair")
    folder = Path(packages) if packages else config.packages_folder()
    neural = settings.Options(profile=profile, device=device, compute_type=compute_type, threads=threads)
    engines = options.open_all(
        packages=folder,
        file=file,
        engine=engine or "auto",
        profile=settings.profile(neural),
        hardware=settings.hardware(neural),
    )
    routes = Routes(engines, stored=options.stored())
    sentences = evaluate.read_set(*test_set)
    routes.find(source, target)  # says what would install a route where there is none
    chosen = routes.best(source, target, best, part=route)
    if not chosen:
        raise UsageError(f"--route {route}: no route from {source} to {target} has this in its name")
    results: list[Evaluated | NotEvaluated] = []
    for result in evaluate.evaluate(chosen, engines, sentences):
        results.append(result)
        if not as_json:
            output.line(_line(result))
    done = [result for result in results if isinstance(result, evaluate.Evaluated)]
    if as_json:
        output.json(_table(results, sentences))
    else:
        _print_terms(done, sentences)
    if store and done:
        quality.store(config.quality_file(), [result.measurement for result in done])
        output.message(f"stored in {config.quality_file()}")
    if not done:
        output.message("no route could be measured")
    sys.exit(0 if done else 1)


def _line(result: Evaluated | NotEvaluated) -> str:
    from pipeline.run.evaluate import Evaluated
    from pipeline.translate.routes.finder import route_name

    if isinstance(result, Evaluated):
        return f"chrF {result.chrf.value:5.1f}  BLEU {result.bleu.value:5.1f}  {route_name(result.route)}"
    return f"fails                   {route_name(result.route)}: {result.reason}"


def _print_terms(done: Sequence[Evaluated], test_set: ParallelText) -> None:
    """Print what the figures were made from and with."""
    output.line(f"on {test_set.segments} sentences of {test_set.name}, sha256 {test_set.sha256}")
    for signature in done[0].measurement.signatures if done else ():
        output.line(signature)


def _table(results: Sequence[Evaluated | NotEvaluated], test_set: ParallelText) -> dict[str, Any]:
    from dataclasses import asdict

    from pipeline.run.evaluate import Evaluated

    return {
        "test_set": {"name": test_set.name, "sha256": test_set.sha256, "segments": test_set.segments},
        "routes": [
            {
                "hops": [asdict(hop) for hop in result.route.hops],
                "chrf": asdict(result.chrf),
                "bleu": asdict(result.bleu),
                "packages": list(result.measurement.packages),
            }
            if isinstance(result, Evaluated)
            else {"hops": [asdict(hop) for hop in result.route.hops], "error": result.reason}
            for result in results
        ],
    }
