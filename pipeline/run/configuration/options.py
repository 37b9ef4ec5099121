"""The options of ``depeche run``, each declared once: flag, key in the file, help, default and commands.

The command line (``cli/parameters.py``), the file (``file.py``) and the reference (``reference.py``) are made
from ``Options``. ``settings.py`` checks the values. This module loads nothing heavy, so that
``depeche --help`` stays fast.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pipeline.core.dataclass import dataclass
from pipeline.core.option import OptionSpec, default_values, given_values, with_values
from pipeline.run.configuration.translation_options import RUNS, TRANSLATES, TranslationOptions

LENGTHS = ("sentences", "ratio", "words", "characters")
"""Options for the length of a summary. At most one of them can be given."""

_CONNECTS = (*RUNS, "cluster scheduler", "cluster worker")
_FETCHES = (*TRANSLATES, "detect", "summarise")


def switch(help_text: str, commands: tuple[str, ...]) -> OptionSpec:
    """Return the declaration of an option that is on or off, and off by default."""
    return OptionSpec(help=help_text, metavar="", default=False, commands=commands)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(TranslationOptions):
    """Options as the user gives them, on the command line or in the file's ``[run]``.

    None, or an empty tuple, is "not given". The help pages have the order of the fields, and first those of
    ``translation_options.py``.
    """

    workers: Annotated[
        int | None,
        OptionSpec(
            help="Processes that share the work.",
            metavar="N",
            minimum=1,
            default=1,
            commands=(*RUNS, "cluster worker"),
        ),
    ] = None
    executor: Annotated[
        str | None,
        OptionSpec(
            help="Where the work is done: local, or dask for a cluster (an extra).",
            metavar="local|dask",
            default_words="dask if a scheduler is named, else local",
            commands=RUNS,
        ),
    ] = None
    scheduler: Annotated[
        str | None,
        OptionSpec(
            help="Scheduler of the cluster: tcp://HOST:PORT, tls://HOST:PORT, or the file that it wrote.",
            metavar="ADDRESS|FILE",
            default_words="one is started here, with --workers nodes",
            commands=RUNS,
        ),
    ] = None
    tls_ca: Annotated[
        str | None,
        OptionSpec(
            help="Certificate, in PEM, of the authority that signed those of the cluster.",
            metavar="FILE",
            commands=_CONNECTS,
        ),
    ] = None
    tls_cert: Annotated[
        str | None,
        OptionSpec(
            help="Certificate by which this machine proves itself to the cluster.",
            metavar="FILE",
            commands=_CONNECTS,
        ),
    ] = None
    tls_key: Annotated[
        str | None,
        OptionSpec(help="Private key of that certificate.", metavar="FILE", commands=_CONNECTS),
    ] = None
    mixed: Annotated[
        bool | None,
        switch("Use nodes whose software, models or processors differ from those here.", RUNS),
    ] = None
    memory: Annotated[
        str | None,
        OptionSpec(
            help="File of the translation memory; off is none.",
            metavar="FILE|off",
            default_words=".memory.sqlite, beside the runs",
            commands=(*RUNS, "memory"),
        ),
    ] = None
    glossary: Annotated[
        tuple[str, ...],
        OptionSpec(help="Terms as CSV or TOML; may be repeated.", metavar="FILE", commands=TRANSLATES),
    ] = ()
    """Glossary files. Later ones outrank earlier ones."""
    quotes: Annotated[
        str | None,
        OptionSpec(
            help="Quotation marks: the target's in translations by rules, the source's, or the target's.",
            metavar="rules|keep|target",
            default="rules",
            commands=TRANSLATES,
        ),
    ] = None
    tidy: Annotated[
        str | None,
        OptionSpec(
            help="Mend capitals and spaces in translations: in those made by rules, in all, or in none.",
            metavar="rules|all|none",
            default="rules",
            commands=TRANSLATES,
        ),
    ] = None
    locale_numbers: Annotated[
        str | None,
        OptionSpec(
            help="Write figures as the target does, such as 14.000: in translations by rules, all or none.",
            metavar="rules|all|none",
            default="rules",
            commands=TRANSLATES,
        ),
    ] = None
    strict: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="Do not write a translation that fails one of these checks, such as numbers,urls."
            " all names every check.",
            metavar="CHECKS",
            commands=RUNS,
        ),
    ] = ()
    all_text: Annotated[
        bool | None,
        switch(
            "Read all the words of web pages, not those of the article alone.", (*TRANSLATES, "summarise")
        ),
    ] = None
    ocr: Annotated[
        bool | None,
        switch("Recognise the text of scanned PDF files, with Tesseract.", (*TRANSLATES, "summarise")),
    ] = None
    strict_inputs: Annotated[
        bool | None,
        switch("Fail where a file in a folder is passed over, as it is none of the formats.", RUNS),
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
        switch("Fetch the page of each item of a feed, and read it in place of the item.", RUNS),
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
            commands=RUNS,
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
