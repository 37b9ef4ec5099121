"""``depeche languages``: lists languages, routes and packages. ``install.py`` adds packages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import engines, options, output
from pipeline.cli.languages import install
from pipeline.cli.parameters import Commands, with_options
from pipeline.run.configuration.options import Options

if TYPE_CHECKING:
    from pipeline.packages import InstalledPackage
    from pipeline.translate.routes.finder import Routes

WANTED = "Pairs such as fr-en, languages, folders of packages, or models such as ct2/nllb."

app = typer.Typer(
    cls=Commands,
    help="Languages, routes and translation packages.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
install.register(app)


def register(whole: typer.Typer) -> None:
    """Add the group of commands to ``whole``."""
    whole.add_typer(app, name="languages")


def list_languages(
    *, given: Options, file: options.ConfigOption = None, as_json: options.JsonOption = False
) -> None:
    """List languages, what each can be translated into now, what fills its gaps, and the Argos packages.

    Of two packages for a pair, only the newer one is used.
    """
    import languages
    from pipeline import packages as manager

    folder = engines.packages_folder(given)
    installed = manager.list_installed(folder)

    targets: dict[str, list[str]] = {}
    routes = _routes(given, file)
    for route in routes.all():
        targets.setdefault(route.source, []).append(route.target)
    rows = [(item, targets.get(item.code, []), routes.fills(item.code)) for item in languages.everyone()]
    if as_json:
        here = _packages_by_source(installed)
        table = [
            {
                "code": item.code,
                "name": item.name,
                "native_name": item.native_name,
                "targets": reached,
                "fills": fills,
                "packages": here.get(item.code, []),
            }
            for item, reached, fills in rows
        ]
        output.json(table)
        return
    for item, reached, fills in rows:
        gap = f"; run: {', or: '.join(fills)}" if fills else ""
        output.line(f"{item.code}  {item.name} ({item.native_name}): {' '.join(reached) or '-'}{gap}")
    if installed:
        output.line("")
        output.line(f"Argos packages in {folder}:")
    for package in installed:
        output.line(_line(package))


def list_routes(
    *, given: Options, file: options.ConfigOption = None, as_json: options.JsonOption = False
) -> None:
    """List the best route of every pair of languages, with its hops and its quality on news."""
    from pipeline.translate.routes.finder import describe_route

    routes = list(_routes(given, file).all())
    if as_json:
        output.json([asdict(route) for route in routes])
        return
    for route in routes:
        output.line(describe_route(route))
    if not routes:
        output.message("no routes; run: depeche languages install CODE...")
        sys.exit(1)


def remove(
    wanted: Annotated[list[str], typer.Argument(metavar="PAIR|CODE|NAME", help=WANTED)],
    *,
    given: Options,
) -> None:
    """Remove Argos packages, named by pair, language or folder, and CTranslate2 models."""
    from pipeline import packages as manager
    from pipeline.packages import ct2_models
    from pipeline.run.configuration import places

    names, rest = _parted(wanted)
    removed = [*manager.remove_packages(engines.packages_folder(given), rest)] if rest else []
    removed += ct2_models.remove_model(places.models_folder(), names) if names else []
    for folder in removed:
        output.line(f"removed {folder}")


def verify(
    wanted: Annotated[
        list[str] | None,
        typer.Argument(metavar="PAIR|CODE|NAME", help=f"{WANTED}  [default: all]"),
    ] = None,
    *,
    record: Annotated[
        bool, typer.Option("--record", help="First record packages that have no record, as they are now.")
    ] = False,
    given: Options,
    as_json: options.JsonOption = False,
) -> None:
    """Compare the files of packages and models with the digests that were recorded at their install.

    The exit code is 1 if a file differs. A package that argostranslate itself installed has no record. The
    command says so, and does not count it as a failure.
    """
    from pipeline import packages as manager
    from pipeline.packages import ct2_models
    from pipeline.run.configuration import places

    folder = engines.packages_folder(given)
    names, rest = _parted(wanted or ())
    verdicts = ct2_models.verify_model(places.models_folder(), names) if names or not wanted else ()
    if rest or not verdicts or (not wanted and manager.list_installed(folder)):
        if record:
            manager.adopt(folder, rest)
        verdicts = (*manager.verify_packages(folder, rest), *verdicts)
    if as_json:
        table = [
            {"folder": str(item.folder), "recorded": item.recorded, "problems": item.problems}
            for item in verdicts
        ]
        output.json(table)
    else:
        for item in verdicts:
            state = "as recorded" if item.recorded else "has no record; --record makes one"
            for line in item.problems or (f"{item.folder}: {state}",):
                output.line(line)
    sys.exit(1 if any(item.problems for item in verdicts) else 0)


def _parted(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words that name models, and those that name packages."""
    from pipeline.packages import ct2_models

    return [word for word in words if ct2_models.is_named(word)], [
        word for word in words if not ct2_models.is_named(word)
    ]


def _packages_by_source(installed: Sequence[InstalledPackage]) -> dict[str, list[dict[str, object]]]:
    table: dict[str, list[dict[str, object]]] = {}
    for item in installed:
        if item.package is not None and item.pair is not None:
            row = {
                "target": item.pair[1],
                "name": item.package.name,
                "version": item.package.version,
                "folder": str(item.folder),
                "size": item.size,
                "recorded": item.recorded,
                "shadowed_by": item.shadowed_by,
            }
            table.setdefault(item.pair[0], []).append(row)
    return table


def _line(item: InstalledPackage) -> str:
    """Return a line that describes a package."""
    if item.package is None:
        return f"{item.folder.name}: broken; remove it or install it again"
    facts = [f"{item.size / 2**20:.1f} MiB"]
    if item.pair is None:
        facts.append("not used: depeche does not know the language")
    if item.shadowed_by:
        facts.append(f"not used: shadowed by {item.shadowed_by}")
    if not item.recorded:
        facts.append("no record")
    pair = "-".join(item.pair or (item.package.from_code, item.package.to_code))
    return f"{pair}  {item.package.name} {item.package.version} in {item.folder.name}: {', '.join(facts)}"


def _routes(given: Options, file: Path | None) -> Routes:
    from pipeline.translate.routes.finder import Routes

    return Routes(engines.open_all(given, file=file), stored=engines.stored())


for _name, _command in (
    ("list", list_languages),
    ("routes", list_routes),
    ("remove", remove),
    ("verify", verify),
):
    app.command(_name)(with_options(_command, "languages"))
