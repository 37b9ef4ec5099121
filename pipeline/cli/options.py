"""Options that several commands share, and the parts that they stand for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import output

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.core.ports import Engine
    from pipeline.translate.engines.neural.hardware import Hardware
    from pipeline.translate.routes.quality import Measurement

Source = Annotated[
    str | None, typer.Option("--from", metavar="CODE", help="Language of the sources.  [default: auto]")
]
EngineName = Annotated[
    str | None,
    typer.Option("--engine", metavar="NAME", help="auto, argos, ct2 or apertium.  [default: auto]"),
]
Method = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="How sentences are ranked: see the README.  [default: news]"),
]
Detector = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="langdetect, or lingua for short texts (an extra).  [default: langdetect]"
    ),
]
Sentences = Annotated[
    int | None, typer.Option(metavar="N", help="Summary length in sentences.  [default: 5]")
]
Ratio = Annotated[float | None, typer.Option(metavar="R", help="Summary length as a share of the sentences.")]
Words = Annotated[int | None, typer.Option(metavar="N", help="Summary length in words, at most.")]
Characters = Annotated[int | None, typer.Option(metavar="N", help="Summary length in characters, at most.")]
Query = Annotated[
    str | None, typer.Option(metavar="TEXT", help="What summaries are to be about, in the source's words.")
]
Form = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="NAME", help="Read as txt or md.  [default: by the file's name; txt from -]"
    ),
]
Check = Annotated[
    bool,
    typer.Option(
        "--check", help="Compare files with their digests before a document is skipped, not by size alone."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Glossary = Annotated[
    list[str] | None,
    typer.Option(metavar="FILE", help="Terms and their translations, as CSV or TOML; may be repeated."),
]
Quotes = Annotated[
    str | None,
    typer.Option(metavar="keep|target", help="Whose quotation marks to write.  [default: keep]"),
]
Packages = Annotated[
    str | None,
    typer.Option(metavar="FOLDER", help="Folder of the Argos packages.  [default: argostranslate's own]"),
]
Profile = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="How neural models search: default, fast or best.  [default: default]"),
]
Device = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="What neural models run on: auto, cpu or cuda.  [default: auto]"),
]
ComputeType = Annotated[
    str | None,
    typer.Option(
        metavar="TYPE", help="Numbers that neural models compute with, such as int8.  [default: the model's]"
    ),
]
Threads = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        help="Threads for neural models, in each worker.  [default: the cores, shared out]",
    ),
]
Workers = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Processes that share the work.  [default: 1]")
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="Options as TOML.  [default: depeche.toml, where there is one]"
    ),
]
"""Of every command that reads ``depeche.toml``: one that is found but not trusted must be named."""
Memory = Annotated[
    str | None,
    typer.Option(metavar="FILE|off", help="Translation memory.  [default: .memory.sqlite, beside the runs]"),
]


def packages_folder(given: str | None) -> Path:
    """Return the folder that ``--packages`` names, or argostranslate's own."""
    from pipeline.run import config

    return Path(given) if given else config.packages_folder()


def open_all(
    *,
    packages: Path,
    file: Path | None,
    engine: str = "auto",
    profile: str = "default",
    hardware: Hardware | None = None,
) -> tuple[Engine, ...]:
    """Return the engines, with the models that the configuration knows: ``file``, or a found one."""
    from pipeline.run import config
    from pipeline.translate.engines.neural.decoding import PROFILES
    from pipeline.translate.engines.table import open_engines

    return open_engines(
        engine,
        packages=packages,
        models=config.model_places(file, note=say_config()),
        decoding=PROFILES[profile],
        hardware=hardware,
    )


def say_config(*, quiet: bool = False, as_json: bool = False) -> Callable[[Path], None]:
    """Return what says on standard error which configuration file was found and is used."""

    def note(path: Path) -> None:
        if as_json:
            output.json_message({"outcome": "config", "path": str(path)})
        else:
            output.message(f"config   {path}: found here, and used; --config FILE names another")

    return (lambda _: None) if quiet else note


def stored() -> tuple[Measurement, ...]:
    """Return what ``depeche evaluate --store`` has measured here."""
    from pipeline.run import config
    from pipeline.translate.routes import quality

    return quality.read_measurements(config.quality_file())


Out = Annotated[
    str | None, typer.Option("--out", metavar="FOLDER", help="Where runs are written.  [default: outputs]")
]
RunId = Annotated[
    str | None,
    typer.Option("--run-id", metavar="NAME", help="The run's folder.  [default: made from the options]"),
]
Strict = Annotated[
    str | None,
    typer.Option(
        "--strict",
        metavar="CHECKS",
        help="Fail documents that fail these checks: all, or numbers,urls ...",
    ),
]
