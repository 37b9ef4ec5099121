"""The jobs of ``depeche.toml``: what ``[job.NAME]`` may say, each key declared once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Annotated, Any, Final

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import UsageError
from pipeline.core.option import OptionSpec, declared_options, merge_given
from pipeline.digest.request import DigestOptions
from pipeline.jobs.configuration.watches import JobWatch, deliveries_named, job_watches
from pipeline.run.configuration.file import ConfigFile, near
from pipeline.run.configuration.options import Options, merge_options
from pipeline.run.configuration.positions import KeyPath
from pipeline.run.configuration.sources import environment_options

EMPTY: Final = ("digest", "skip")
"""What a quiet night gives: a digest that says so, or none."""
OWN_PLACE = ("out", "run_id")
"""Options of runs that a job has no say in: its runs lie in its own folder, and are named by their time."""
_MOST_DAYS = 36_500
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_SPAN = re.compile(r"(\d{1,5})\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandInput:
    """An input that a command prints: ``{ command = ["fetch", "today"], name = "wire.md" }``."""

    command: tuple[str, ...]
    """The program and its arguments. No shell is started."""
    name: str
    """The name of the file that the output is kept in. Its ending says the format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOptions:
    """The keys of ``[job.NAME]`` beside those of ``[run]``. None, or an empty tuple, is "not given"."""

    inputs: Annotated[
        tuple[str | CommandInput, ...],
        OptionSpec(
            help="Files, folders, patterns, addresses and source:NAME; and commands,"
            ' as { command = ["fetch"], name = "wire.md" }.',
            metavar="INPUTS",
            commands=(),
        ),
    ] = ()
    outputs: Annotated[
        str | None,
        OptionSpec(
            help="Where the job's folder is made; its runs are written in there.",
            metavar="FOLDER",
            default="outputs",
            commands=(),
        ),
    ] = None
    site: Annotated[
        bool | None,
        OptionSpec(
            help="Whether pages are made of each run.", metavar="BOOL", default_words="false", commands=()
        ),
    ] = None
    timeout: Annotated[
        str | None,
        OptionSpec(
            help="The longest that a run may take, such as 90m or 2h.",
            metavar="SPAN",
            default_words="none",
            commands=(),
        ),
    ] = None
    deliver: Annotated[
        tuple[str, ...],
        OptionSpec(help="Names of [deliver.NAME] that get the digest.", metavar="NAMES", commands=()),
    ] = ()
    watches: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="Names of [watch.NAME] whose hits stand first in the digest; none is no watch.",
            metavar="NAMES",
            default_words="those of its digest",
            commands=(),
        ),
    ] = ()
    empty: Annotated[
        str | None,
        OptionSpec(
            help="What a night without reports gives: digest, which says so, or skip.",
            metavar="NAME",
            default="digest",
            commands=(),
        ),
    ] = None
    on_success: Annotated[
        tuple[str, ...],
        OptionSpec(help="A command to run after a good run, as a list.", metavar="COMMAND", commands=()),
    ] = ()
    on_failure: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="A command to run when the job fails, or a delivery does, as a list.",
            metavar="COMMAND",
            commands=(),
        ),
    ] = ()
    metrics: Annotated[
        str | None,
        OptionSpec(
            help="File for Prometheus; an empty text is none.",
            metavar="FILE",
            default_words="metrics.prom in the job's folder",
            commands=(),
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepOptions:
    """The keys of ``[job.NAME.keep]``: which runs ``job prune`` leaves. The newest good one always stays."""

    runs: Annotated[
        int | None,
        OptionSpec(
            help="So many runs, the newest ones.",
            metavar="N",
            minimum=1,
            default_words="all",
            commands=(),
        ),
    ] = None
    days: Annotated[
        int | None,
        OptionSpec(help="Runs of so many days.", metavar="N", minimum=1, default_words="all", commands=()),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job, its values checked and with defaults."""

    name: str
    inputs: tuple[str | CommandInput, ...]
    options: Options
    """Those of its runs, merged from ``[run]``, the environment and the job."""
    digest: DigestOptions | None
    """None is a job without a digest."""
    outputs: Path
    site: bool = False
    timeout: float | None = None
    """Seconds; None is no limit."""
    deliver: tuple[str, ...] = ()
    watches: tuple[JobWatch, ...] = ()
    empty: str = EMPTY[0]
    on_success: tuple[str, ...] = ()
    on_failure: tuple[str, ...] = ()
    metrics: Path | None = None
    keep: KeepOptions = field(default_factory=KeepOptions)

    @property
    def folder(self) -> Path:
        """The folder that its runs are written in."""
        return self.outputs / self.name


def read_jobs(file: ConfigFile) -> Mapping[str, Job]:
    """Return all jobs of the file, in its order. Raises ``UsageError`` for the first that is wrong."""
    return {name: _read_job(file, name) for name in file.table("job")}


def job_named(file: ConfigFile, name: str) -> Job:
    """Return one job. Raises ``UsageError`` if there is none of this name, or it is wrong."""
    known = file.table("job")
    if name not in known:
        hint = near(name, dict.fromkeys(known, "")) if known else "it has no [job.NAME] at all"
        raise UsageError(f"{name}: no such job in {file.path}; {hint}")
    return _read_job(file, name)


def seconds_of(text: str) -> float:
    """Return the seconds of a span such as ``90m``. Raises ``ValueError``."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None or not int(found[1]):
        raise ValueError("must be a span such as 45s, 90m, 2h or 1d")
    return float(int(found[1]) * _SECONDS[found[2]])


def _read_job(file: ConfigFile, name: str) -> Job:
    at = ("job", name)
    if not _NAME.fullmatch(name):
        raise file.error(at, "a job's name has letters, digits, - and _, at most 40, for it names a folder")
    table = dict(file.table(*at))
    digest = table.pop("digest", True)
    keep = table.pop("keep", {})
    run_keys = {item.key for item in declared_options(Options) if item.name not in OWN_PLACE}
    _require_known(file, at, table, run_keys)
    of_run = {key: value for key, value in table.items() if key in run_keys}
    raw = table.pop("inputs", [])
    own = file.options(JobOptions, {key: value for key, value in table.items() if key not in run_keys}, at=at)
    below = merge_options(file.run_options(), file.options(Options, of_run, at=at))
    options = merge_options(below, environment_options(Options))
    made = Job(
        name=name,
        inputs=_inputs(file, at, raw),
        options=replace(options, out=None, run_id=None),
        digest=_digest(file, at, digest),
        outputs=Path(own.outputs or "outputs"),
        site=bool(own.site),
        timeout=_timeout(file, at, own.timeout),
        deliver=deliveries_named(file, (*at, "deliver"), own.deliver),
        empty=_empty(file, at, own.empty),
        on_success=own.on_success,
        on_failure=own.on_failure,
        keep=_keep(file, at, keep),
    )
    made = replace(made, watches=job_watches(file, at, own.watches, made.digest))
    if not made.options.to and not (made.digest and made.digest.languages):
        raise file.error(at, 'to is missing; name the languages to write, such as to = ["es", "ca"]')
    metrics = own.metrics if own.metrics is not None else str(made.folder / "metrics.prom")
    return replace(made, metrics=Path(metrics) if metrics else None)


def _require_known(
    file: ConfigFile, at: tuple[str, ...], table: Mapping[str, Any], run_keys: set[str]
) -> None:
    known = {*run_keys, *(item.key for item in declared_options(JobOptions)), "digest", "keep"}
    for key in table:
        if key in OWN_PLACE:
            raise file.error((*at, key), "a job's runs lie in its own folder, by their time; see outputs")
        if key not in known:
            raise file.error((*at, key), f"is not known; {near(key, dict.fromkeys(sorted(known), ''))}")


def _inputs(file: ConfigFile, at: tuple[str, ...], raw: object) -> tuple[str | CommandInput, ...]:
    if not isinstance(raw, list):
        raise file.error((*at, "inputs"), 'must be a list, such as ["a", "b"]')
    if not raw:
        raise file.error((*at, "inputs"), 'is missing; name at least one: inputs = ["drop/"]')
    found = tuple(_input(file, (*at, "inputs", number), item) for number, item in enumerate(raw))
    names = [item.name for item in found if isinstance(item, CommandInput)]
    for number, item in enumerate(found):
        if isinstance(item, CommandInput) and names.count(item.name) > 1:
            raise file.error((*at, "inputs", number), f"two commands have the name {item.name}")
    return found


def _input(file: ConfigFile, at: KeyPath, item: object) -> str | CommandInput:
    if isinstance(item, str):
        if item in ("", "-"):
            raise file.error(at, "a job reads no standard input; name files, folders or a command")
        return item
    if not isinstance(item, dict):
        raise file.error(at, 'must be a name, or a table such as { command = ["fetch"], name = "wire.md" }')
    found = file.read(CommandInput, item, names={"command": "command", "name": "name"}, at=at)
    if not found.command:
        raise file.error(at, "the command is empty; name a program and its arguments")
    if found.name != Path(found.name).name or found.name.startswith("."):
        raise file.error(at, f"name {found.name!r}: must be the name of a file, such as wire.md")
    return found


def _digest(file: ConfigFile, at: tuple[str, ...], table: object) -> DigestOptions | None:
    if table is False:
        return None
    below = file.options(DigestOptions, file.table("digest"), at=("digest",))
    if isinstance(table, dict):
        below = merge_given(below, file.options(DigestOptions, table, at=(*at, "digest")))
    elif table is not True:
        raise file.error((*at, "digest"), "must be a table of a digest's options, or false")
    return merge_given(below, environment_options(DigestOptions, ("digest",)))


def _keep(file: ConfigFile, at: tuple[str, ...], table: object) -> KeepOptions:
    if not isinstance(table, dict):
        raise file.error((*at, "keep"), "must be a table, such as keep = { runs = 14 }")
    found = file.options(KeepOptions, table, at=(*at, "keep"))
    if found.days is not None and found.days > _MOST_DAYS:
        raise file.error((*at, "keep", "days"), f"{found.days}: must be {_MOST_DAYS:,} or less")
    return found


def _timeout(file: ConfigFile, at: tuple[str, ...], text: str | None) -> float | None:
    try:
        return None if text is None else seconds_of(text)
    except ValueError as error:
        raise file.error((*at, "timeout"), f"{text}: {error}") from error


def _empty(file: ConfigFile, at: tuple[str, ...], name: str | None) -> str:
    if name not in (None, *EMPTY):
        raise file.error((*at, "empty"), f"{name}: no such choice; known: {' '.join(EMPTY)}")
    return name or EMPTY[0]
