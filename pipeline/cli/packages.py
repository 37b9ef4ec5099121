"""``depeche languages``: which languages and routes there are, and getting more."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import models, options

if TYPE_CHECKING:
    from pipeline.records import Route

app = typer.Typer(
    help="Languages, routes and translation packages.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list")
def list_languages(packages: options.Packages = None, as_json: options.Json = False) -> None:
    """List the languages that depeche knows, and into which each can be translated now."""
    import languages

    targets: dict[str, list[str]] = {}
    for route in _routes(packages):
        targets.setdefault(route.source, []).append(route.target)
    rows = [(item, targets.get(item.code, [])) for item in languages.everyone()]
    if as_json:
        table = [
            {"code": item.code, "name": item.name, "native_name": item.native_name, "targets": reached}
            for item, reached in rows
        ]
        typer.echo(json.dumps(table, ensure_ascii=False, indent=2))
        return
    for item, reached in rows:
        typer.echo(f"{item.code}  {item.name} ({item.native_name}): {' '.join(reached) or '-'}")


@app.command("routes")
def list_routes(packages: options.Packages = None, as_json: options.Json = False) -> None:
    """List the best route of every pair of languages, with its hops and its quality on news."""
    from pipeline.plan import describe

    routes = list(_routes(packages))
    if as_json:
        typer.echo(json.dumps([asdict(route) for route in routes], ensure_ascii=False, indent=2))
        return
    for route in routes:
        typer.echo(describe(route))
    if not routes:
        typer.echo("no routes; run: depeche languages install CODE...", err=True)
        sys.exit(1)


@app.command("install")
def install(
    wanted: Annotated[
        list[str] | None,
        typer.Argument(metavar="CODE|FILE...", help="Languages to connect, or .argosmodel files."),
    ] = None,
    packages: options.Packages = None,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", help="How long a silent server is waited for.")
    ] = 30.0,
    source: models.From = None,
    kind: models.Kind = None,
    pair: models.Pair = None,
    only: models.Only = None,
    name: models.Name = None,
    licence: models.Licence = None,
    release: models.Release = None,
    quality: models.Quality = None,
) -> None:
    """Install Argos packages, from Argos's index or from files, or a CTranslate2 model with --from.

    Only this command uses the network, and only for languages that are named by their codes.
    """
    from pipeline import config
    from pipeline import packages as manager
    from pipeline.errors import UsageError

    if (source is None) == (not wanted):
        raise UsageError("name languages or .argosmodel files to install, or a model's folder with --from")
    if source is not None:
        models.install_model(
            source,
            kind=kind,
            pairs=pair,
            only=only,
            name=name,
            licence=licence,
            release=release,
            quality=quality,
        )
        return
    wanted = wanted or []
    folder = Path(packages) if packages else config.packages_folder()
    files = [Path(name) for name in wanted if name.endswith(".argosmodel")]
    codes = [config.language(name, option="install") for name in wanted if not name.endswith(".argosmodel")]
    for path in files:
        done = manager.install_file(path, folder)
        typer.echo(f"installed {done.name} {done.version} in {done.folder}")
    if not codes:
        return
    for item in manager.choose(manager.fetch_index(timeout=timeout), codes):
        done = manager.download(item, folder, timeout=timeout, report=_progress(item.name))
        typer.echo(f"installed {done.name} {done.version} in {done.folder}")


def _progress(name: str) -> Callable[[int], None]:
    """Return a function that shows on a terminal how many bytes have come."""

    def show(count: int) -> None:
        if sys.stderr.isatty():
            typer.echo(f"\r{name}: {count / 2**20:.0f} MiB", nl=False, err=True)

    return show


def _routes(packages: str | None) -> list[Route]:
    from pipeline import config
    from pipeline.routes import Routes

    folder = Path(packages) if packages else config.packages_folder()
    return list(Routes(options.open_all(packages=folder), stored=options.stored()).all())
