"""``depeche languages install | mirror``: fetches packages from the network, files and folders."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

from pipeline.cli import engines, output
from pipeline.cli.languages import models
from pipeline.cli.languages.models import ModelOptions
from pipeline.cli.parameters import with_options
from pipeline.core import offline
from pipeline.core.dataclass import dataclass
from pipeline.core.files import durable
from pipeline.run.configuration.options import Options

if TYPE_CHECKING:
    from pipeline.packages import Available
    from pipeline.translate.engines.argos.package import ArgosPackage

SUFFIX = ".argosmodel"

TimeoutOption = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", help="How long to wait for a silent server.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The files, folders and languages that the arguments of ``install`` name."""

    files: tuple[Path, ...]
    folders: tuple[Path, ...]
    codes: tuple[str, ...]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("install")(with_options(install, "languages"))
    app.command("mirror")(mirror)


def install(
    wanted: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CODE|FILE|FOLDER",
            help="Languages to connect with one another, .argosmodel files, or folders of them.",
        ),
    ] = None,
    *,
    source: Annotated[
        list[Path] | None,
        typer.Option(
            "--from", metavar="FOLDER", help="Take the packages, or a CTranslate2 model, from this folder."
        ),
    ] = None,
    given: Options,
    timeout: TimeoutOption = 30.0,
    said: ModelOptions,
) -> None:
    """Install Argos packages: from Argos's index, or from files and folders.

    A folder is a mirror, as the command mirror makes it, or any folder of .argosmodel files. Without a CODE
    all its packages are installed. The network is used only for a CODE without a folder. A package is
    checked before it is unpacked, and its model is loaded once; it is installed whole or not at all. Of
    several packages for a pair the newest is installed; one that is installed already is left alone. A
    CTranslate2 model (OPUS-MT, M2M-100, NLLB) is installed from its folder, with --from and --kind.
    """
    from pipeline.core.errors import UsageError

    if said.anything or any(map(models.is_model, source or ())):
        if wanted or len(source or ()) != 1:
            raise UsageError(
                "install: install a CTranslate2 model by itself: one --from FOLDER, and no CODE or FILE"
            )
        for folder in source or ():
            models.install_model(folder, said)
        return
    named = _sorted_out(wanted or (), source or ())
    if not (named.files or named.folders or named.codes):
        raise UsageError("install: name a language, a file or a folder")
    into = engines.packages_folder(given)
    with offline.lifted() if named.codes and not named.folders else nullcontext():
        items, wrong = _offered(named, timeout=timeout)
        jobs = [
            *(partial(_install_file, path, into) for path in named.files),
            *(partial(_install, item, into, timeout=timeout) for item in items),
        ]
        _each(jobs, complaints=wrong)


def mirror(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Folder to fill. It is made if it does not exist.")
    ],
    wanted: Annotated[
        list[str], typer.Argument(metavar="CODE...", help="Languages to connect with one another.")
    ],
    timeout: TimeoutOption = 30.0,
) -> None:
    """Fetch Argos packages into a folder, to carry to a machine without a network.

    On the other machine, install --from FOLDER finds them. What is in the folder stays. Repeat the command to
    fetch what is missing or newer.
    """
    from pipeline import packages as manager
    from pipeline.run.configuration import settings

    codes = [settings.language(code, option="mirror") for code in wanted]

    def add(item: Available) -> None:
        with _Progress(item.name) as progress:
            path = manager.add_to_mirror(item, folder, timeout=timeout, report=progress.show)
        output.line(f"mirrored {item.name} {item.version} in {path}")

    with offline.lifted():
        items = manager.choose_packages(manager.fetch_index(timeout=timeout), codes)
        _each([partial(add, item) for item in items])


def _sorted_out(wanted: Sequence[str], sources: Sequence[Path]) -> _Wanted:
    """Sort the arguments into files, folders and languages. A code is a language even if a folder has it."""
    import languages
    from pipeline.core.errors import UsageError
    from pipeline.run.configuration import settings

    files, folders, codes = [], [*sources], []
    for word in wanted:
        if word in languages.codes():
            codes.append(word)
        elif stat.S_ISDIR(durable.mode(Path(word))):
            folders.append(Path(word))
        elif word.endswith(SUFFIX):
            files.append(Path(word))
        elif "/" in word:
            raise UsageError(f"install: {word} is neither a folder nor a file that ends in {SUFFIX}")
        else:
            codes.append(settings.language(word, option="install"))
    return _Wanted(files=tuple(files), folders=tuple(folders), codes=tuple(codes))


def _offered(named: _Wanted, *, timeout: float) -> tuple[tuple[Available, ...], list[str]]:
    """Return the packages to install beside the files, and messages about those that cannot be installed."""
    from pipeline import packages as manager

    if not named.folders:
        return (
            manager.choose_packages(manager.fetch_index(timeout=timeout), named.codes) if named.codes else ()
        ), []
    found: list[Available] = []
    wrong: list[str] = []
    for folder in named.folders:
        items, errors = manager.read_folder(folder)
        found.extend(items)
        wrong.extend(error.message for error in errors)
    if named.codes:
        where = " ".join(str(folder) for folder in named.folders)
        return manager.choose_packages(found, named.codes, where=where), []
    return manager.newest_versions(found), wrong


def _install(item: Available, into: Path, *, timeout: float) -> None:
    from pipeline import packages as manager

    if manager.is_current(item, into):
        output.line(f"{item.name} {item.version} is installed in {into} already")
        return
    with _Progress(item.name) as progress:
        done = manager.install_package(item, into, timeout=timeout, report=progress.show)
    _say(done)


def _install_file(path: Path, into: Path) -> None:
    from pipeline import packages as manager

    _say(manager.install_file(path, into))


def _say(done: ArgosPackage) -> None:
    from pipeline import packages as manager

    output.line(f"installed {done.name} {done.version} in {done.folder}")
    shadow = manager.shadow(done)
    if shadow is not None:
        output.message(f"{done.name} {done.version} is not used, because {shadow} is newer")


def _each(jobs: Iterable[Callable[[], None]], *, complaints: Sequence[str] = ()) -> None:
    """Do all jobs. A job that fails does not stop the others. It gets a line, and shows in the exit code."""
    from pipeline.core.errors import PackageError

    messages = list(complaints)
    done = 0
    for job in jobs:
        try:
            job()
            done += 1
        except PackageError as error:
            messages.append(error.message)
    for message in messages:
        output.message(f"depeche: {message}")
    if messages:
        sys.exit(3 if done else 1)


class _Progress:
    """The progress of a download, on one line of a terminal. The line is cleared at the end."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._visible = output.is_on_terminal()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._write("")

    def show(self, count: int, total: int | None) -> None:
        """Show the number of bytes so far, and the total if it is known."""
        there = f"{count / 2**20:.1f}"
        if total:
            there += f" of {total / 2**20:.1f}"
        self._write(f"{self._name}: {there} MiB" + (f" ({100 * count // total} %)" if total else ""))

    def _write(self, line: str) -> None:
        if self._visible:
            output.passing(line)
