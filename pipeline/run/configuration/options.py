"""The options of ``depeche run``, each declared once: flag, key in the file, help, default and commands.

The command line (``cli/parameters.py``), the file (``file.py``) and the reference (``reference.py``) are made
from ``Options``. ``settings.py`` checks the values. This module loads nothing heavy, so that
``depeche --help`` stays fast.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from pipeline.core.option import OptionSpec, default_values, given_values, with_values
from pipeline.summarise.methods.table import METHODS

LENGTHS = ("sentences", "ratio", "words", "characters")
"""Options for the length of a summary. At most one of them can be given."""

_RUNS = ("run", "digest")
_TRANSLATES = (*_RUNS, "translate")
_ASKS_ENGINES = (*_TRANSLATES, "evaluate")
_SUMMARISES = ("run", "summarise")
_FETCHES = (*_TRANSLATES, "detect", "summarise")


def switch(help_text: str, commands: tuple[str, ...]) -> OptionSpec:
    """Return the declaration of an option that is on or off, and off by default."""
    return OptionSpec(help=help_text, metavar="", default=False, commands=commands)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options as the user gives them, on the command line or in the file's ``[run]``.

    None, or an empty tuple, is "not given". The help pages have the order of the fields.
    """

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
            commands=(*_TRANSLATES, "summarise"),
        ),
    ] = None
    out: Annotated[
        str | None,
        OptionSpec(help="Where runs are written.", metavar="FOLDER", default="outputs", commands=_RUNS),
    ] = None
    run_id: Annotated[
        str | None,
        OptionSpec(
            help="Name of the run's folder.",
            metavar="NAME",
            default_words="made from the options",
            commands=_RUNS,
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
            commands=(*_RUNS, "detect"),
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
    workers: Annotated[
        int | None,
        OptionSpec(help="Processes that share the work.", metavar="N", minimum=1, default=1, commands=_RUNS),
    ] = None
    memory: Annotated[
        str | None,
        OptionSpec(
            help="File of the translation memory; off is none.",
            metavar="FILE|off",
            default_words=".memory.sqlite, beside the runs",
            commands=(*_RUNS, "memory"),
        ),
    ] = None
    glossary: Annotated[
        tuple[str, ...],
        OptionSpec(help="Terms as CSV or TOML; may be repeated.", metavar="FILE", commands=_TRANSLATES),
    ] = ()
    """Glossary files. Later ones outrank earlier ones."""
    quotes: Annotated[
        str | None,
        OptionSpec(
            help="Quotation marks: the target's in translations by rules, the source's, or the target's.",
            metavar="rules|keep|target",
            default="rules",
            commands=_TRANSLATES,
        ),
    ] = None
    tidy: Annotated[
        str | None,
        OptionSpec(
            help="Mend capitals and spaces in translations: in those made by rules, in all, or in none.",
            metavar="rules|all|none",
            default="rules",
            commands=_TRANSLATES,
        ),
    ] = None
    locale_numbers: Annotated[
        str | None,
        OptionSpec(
            help="Write figures as the target does, such as 14.000: in translations by rules, all or none.",
            metavar="rules|all|none",
            default="rules",
            commands=_TRANSLATES,
        ),
    ] = None
    strict: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="Do not write a translation that fails one of these checks, such as numbers,urls."
            " all names every check.",
            metavar="CHECKS",
            commands=_RUNS,
        ),
    ] = ()
    all_text: Annotated[
        bool | None,
        switch(
            "Read all the words of web pages, not those of the article alone.", (*_TRANSLATES, "summarise")
        ),
    ] = None
    ocr: Annotated[
        bool | None,
        switch("Recognise the text of scanned PDF files, with Tesseract.", (*_TRANSLATES, "summarise")),
    ] = None
    strict_inputs: Annotated[
        bool | None,
        switch("Fail where a file in a folder is passed over, as it is none of the formats.", _RUNS),
    ] = None
    keep_format: Annotated[
        bool | None,
        switch("Write each translation in the format of its source too, such as .docx.", ("run",)),
    ] = None
    sign: Annotated[
        str | None,
        OptionSpec(
            help="Sign the run with this private key, Ed25519 in PEM (an extra).",
            metavar="KEY",
            commands=("run",),
        ),
    ] = None
    """File of the private key to sign with."""
    follow: Annotated[
        bool | None,
        switch("Fetch the page of each item of a feed, and read it in place of the item.", _RUNS),
    ] = None
    allow_host: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="Fetch from this host even if it is on this machine or a private network; may be repeated.",
            metavar="HOST",
            commands=_FETCHES,
        ),
    ] = ()
    contact: Annotated[
        str | None,
        OptionSpec(
            help="Address of mail or a page that servers are told when something is fetched.",
            metavar="TEXT",
            commands=_FETCHES,
        ),
    ] = None
    pace: Annotated[
        float | None,
        OptionSpec(
            help="Seconds between two requests to a host, at least.",
            metavar="SECONDS",
            minimum=0,
            default=1.0,
            commands=_RUNS,
        ),
    ] = None


def merge_options(below: Options, above: Options) -> Options:
    """Return the options given in ``above``, and those of ``below`` for options not given there."""
    given = given_values(above)
    if not given.keys().isdisjoint(LENGTHS):
        below = replace(below, sentences=None, ratio=None, words=None, characters=None)  # they are one choice
    return with_values(below, given)


def with_defaults(options: Options) -> Options:
    """Return the options, with the declared defaults for those that are not given or empty."""
    empty = {name: None for name, value in given_values(options).items() if value == ""}
    return merge_options(with_values(Options(), default_values(Options)), with_values(options, empty))
