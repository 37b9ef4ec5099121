"""The options that say what a run makes and what translates it. ``options.py`` has those that follow.

They stand in a module of their own because all of them in one would be too long to read.
"""

from __future__ import annotations

from typing import Annotated

from pipeline.core.dataclass import dataclass
from pipeline.core.option import OptionSpec
from pipeline.summarise.methods.table import METHODS

RUNS = ("run", "digest")
TRANSLATES = (*RUNS, "translate")
_ASKS_ENGINES = (*TRANSLATES, "evaluate")
_SUMMARISES = ("run", "summarise")


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationOptions:
    """The first part of ``Options``, in the order of the help pages."""

    to: Annotated[
        tuple[str, ...],
        OptionSpec(help="Languages to write, such as es,ca.", metavar="CODES", commands=("run",)),
    ] = ()
    source: Annotated[
        str | None,
        OptionSpec(
            help="Language of the sources.",
            metavar="CODE",
            flag="--from",
            default="auto",
            commands=(*TRANSLATES, "summarise"),
        ),
    ] = None
    out: Annotated[
        str | None,
        OptionSpec(help="Where runs are written.", metavar="FOLDER", default="outputs", commands=RUNS),
    ] = None
    run_id: Annotated[
        str | None,
        OptionSpec(
            help="Name of the run's folder.",
            metavar="NAME",
            default_words="made from the options",
            commands=RUNS,
        ),
    ] = None
    engine: Annotated[
        str | None,
        OptionSpec(
            help="What translates: auto, argos, ct2 or apertium.",
            metavar="NAME",
            default="auto",
            commands=_ASKS_ENGINES,
        ),
    ] = None
    variants: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="What is written: full, summary or both.",
            metavar="KINDS",
            default=("full", "summary"),
            commands=("run",),
        ),
    ] = ()
    sentences: Annotated[
        int | None,
        OptionSpec(help="Summary length in sentences.", metavar="N", default=5, commands=_SUMMARISES),
    ] = None
    ratio: Annotated[
        float | None,
        OptionSpec(
            help="Summary length as a share of the sentences, such as 0.2.", metavar="R", commands=_SUMMARISES
        ),
    ] = None
    words: Annotated[
        int | None,
        OptionSpec(help="Summary length in words, at most.", metavar="N", commands=_SUMMARISES),
    ] = None
    characters: Annotated[
        int | None,
        OptionSpec(help="Summary length in characters, at most.", metavar="N", commands=_SUMMARISES),
    ] = None
    query: Annotated[
        str | None,
        OptionSpec(
            help="What summaries should be about. Write it in the language of the sources.",
            metavar="TEXT",
            default="",
            commands=_SUMMARISES,
        ),
    ] = None
    method: Annotated[
        str | None,
        OptionSpec(
            help=f"How a summary's sentences are chosen: {', '.join(METHODS)}.",
            metavar="NAME",
            default="news",
            commands=_SUMMARISES,
        ),
    ] = None
    detector: Annotated[
        str | None,
        OptionSpec(
            help="Language detector: langdetect, or lingua for short texts (an extra).",
            metavar="NAME",
            default="langdetect",
            commands=(*RUNS, "detect"),
        ),
    ] = None
    packages: Annotated[
        str | None,
        OptionSpec(
            help="Folder of the Argos packages.",
            metavar="FOLDER",
            default_words="argostranslate's own",
            commands=(*_ASKS_ENGINES, "languages", "doctor"),
        ),
    ] = None
    profile: Annotated[
        str | None,
        OptionSpec(
            help="How neural models search: default, fast or best.",
            metavar="NAME",
            default="default",
            commands=_ASKS_ENGINES,
        ),
    ] = None
    device: Annotated[
        str | None,
        OptionSpec(
            help="What neural models run on: auto, cpu or cuda.",
            metavar="NAME",
            default="auto",
            commands=_ASKS_ENGINES,
        ),
    ] = None
    compute_type: Annotated[
        str | None,
        OptionSpec(
            help="Numbers that neural models compute with, such as int8.",
            metavar="TYPE",
            default="default",
            default_words="the model's",
            commands=_ASKS_ENGINES,
        ),
    ] = None
    threads: Annotated[
        int | None,
        OptionSpec(
            help="Threads of neural models, in each worker.",
            metavar="N",
            minimum=1,
            default_words="the cores, shared out",
            commands=_ASKS_ENGINES,
        ),
    ] = None
