"""Looks through a whole ``depeche.toml``: every table that it may have, and where each value comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.core.errors import DepecheError
from pipeline.core.option import declared_options, given_values
from pipeline.digest.request import DigestOptions
from pipeline.jobs.configuration.opening import checked_job, open_deliveries
from pipeline.jobs.configuration.settings import job_named
from pipeline.jobs.configuration.watches import deliveries_named
from pipeline.run.configuration.config import loaded_config
from pipeline.run.configuration.file import ConfigFile
from pipeline.run.configuration.options import Options
from pipeline.run.configuration.sources import (
    OptionSource,
    environment_options,
    option_sources,
)
from pipeline.run.configuration.watches import WatchOptions, read_watch, watch_options
from pipeline.run.digest import checked_request


def problems(file: ConfigFile) -> Iterator[str]:
    """Yield what is wrong in the file and in the environment, a line for each table that has something."""
    told = set()
    for look in _looks(file):
        try:
            look()
        except DepecheError as error:
            if error.message not in told:  # what is wrong in [run] is so for every job
                yield error.message
            told.add(error.message)


def sources(file: ConfigFile) -> Iterator[tuple[str, OptionSource]]:
    """Yield every option with its table, its value and its source. Raises ``UsageError``."""
    for at, kind in ((("run",), Options), (("digest",), DigestOptions)):
        layers = {
            "environment": environment_options(kind, at),
            "file": file.options(kind, file.table(*at), at=at),
        }
        for row in option_sources(kind, layers, file, at):
            yield at[0], row
    for name in file.table("watch"):
        own = {"file": watch_options(file, name)}
        for row in option_sources(WatchOptions, own, file, ("watch", name)):
            yield f"watch.{name}", row
    for name in file.table("job"):
        job = job_named(file, name)
        of_job = file.table("job", name)
        keys = {item.name: item.key for item in declared_options(Options)}
        for field, value in given_values(job.options).items():
            if keys[field] in of_job:
                at_key = ("job", name, keys[field])
                yield (
                    f"job.{name}",
                    OptionSource(
                        key=keys[field],
                        value=value,
                        source="file",
                        place=file.place(at_key).rpartition(": ")[0],
                    ),
                )
        for key, value in of_job.items():
            if key not in keys.values():
                place = file.place(("job", name, key)).rpartition(": ")[0]
                yield f"job.{name}", OptionSource(key=key, value=value, source="file", place=place)


def _looks(file: ConfigFile) -> Iterator[Callable[[], object]]:
    """Yield the functions that raise what is wrong, one a table."""
    yield lambda: loaded_config((), Options(to=() if _has_targets(file) else ("en",)), file)
    yield lambda: checked_request(DigestOptions(), file)
    for table in ("deliver", "job"):
        yield lambda table=table: file.table(table)  # type: ignore[misc]
    for name in _names(file, "deliver"):
        yield lambda name=name: open_deliveries(file, (name,))  # type: ignore[misc]
    for name in _names(file, "watch"):
        yield lambda name=name: read_watch(file, name)  # type: ignore[misc]
        yield lambda name=name: deliveries_named(  # type: ignore[misc]
            file, ("watch", name, "deliver"), watch_options(file, name).deliver
        )
    for name in _names(file, "job"):
        yield lambda name=name: checked_job(file, name)  # type: ignore[misc]


def _has_targets(file: ConfigFile) -> bool:
    """Say whether languages to write are named; jobs may name their own."""
    return bool(file.run_options().to or environment_options(Options).to)


def _names(file: ConfigFile, table: str) -> tuple[str, ...]:
    try:
        return tuple(file.table(table))
    except DepecheError:
        return ()
