"""Looks through a whole ``depeche.toml``: every table that it may have."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.core.errors import DepecheError
from pipeline.digest.request import DigestOptions
from pipeline.jobs.configuration.opening import checked_job, open_deliveries
from pipeline.jobs.configuration.watches import deliveries_named
from pipeline.run.configuration.config import all_options, loaded_config
from pipeline.run.configuration.file import ConfigFile
from pipeline.run.configuration.input_sources import read_source
from pipeline.run.configuration.options import Options
from pipeline.run.configuration.sources import (
    environment_options,
)
from pipeline.run.configuration.watches import read_watch, watch_options
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
    for name in _names(file, "source"):
        yield lambda name=name: read_source(file, name, all_options(file, Options()))  # type: ignore[misc]
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
