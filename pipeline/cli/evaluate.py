"""``depeche evaluate``: measures chrF and BLEU of the routes between two languages on a parallel test set."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli import options, output
from pipeline.cli.engines import open_all, stored
from pipeline.cli.parameters import with_options
from pipeline.run.configuration.options import Options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.run.evaluate import Evaluated, NotEvaluated, ParallelText


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("evaluate")(with_options(evaluate, "evaluate"))


def evaluate(
    *,
    pair: Annotated[str, typer.Option(metavar="PAIR", help="The languages, such as fr-es.")],
    test_set: Annotated[
        tuple[Path, Path],
        typer.Option(
            "--set",
            metavar="SOURCE REFERENCE",
            help="Two files with a sentence a line, or two folders of such files.",
        ),
    ],
    route: Annotated[
        str,
        typer.Option(
            metavar="TEXT", help="Measure only routes that have this in their name, such as argos:fr>en."
        ),
    ] = "",
    best: Annotated[int, typer.Option(metavar="N", min=1, help="Routes to measure, at most.")] = 5,
    store: Annotated[
        bool, typer.Option("--store", help="Keep the result. Routes are chosen by it from now on.")
    ] = False,
    given: Options,
    file: options.ConfigOption = None,
    as_json: options.JsonOption = False,
) -> None:
    """Measure the routes between two languages on sentences that people have translated."""
    from pipeline.core.errors import UsageError
    from pipeline.run import evaluate
    from pipeline.run.configuration import places, settings
    from pipeline.translate.routes import quality
    from pipeline.translate.routes.finder import Routes

    source, target = settings.pair(pair, option="--pair")
    engines = open_all(given, file=file)
    routes = Routes(engines, stored=stored())
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
        quality.store(places.quality_file(), [result.measurement for result in done])
        output.message(f"stored in {places.quality_file()}")
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
    """Print the test set of the scores, and their signatures."""
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
