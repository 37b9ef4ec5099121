"""Every value of a ``depeche.toml``, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.core.option import declared_options
from pipeline.digest.request import DigestOptions
from pipeline.jobs.configuration.opening import delivery_settings
from pipeline.jobs.configuration.settings import OWN_PLACE, JobOptions, KeepOptions, job_named
from pipeline.run.configuration.file import ConfigFile
from pipeline.run.configuration.input_sources import (
    FieldOptions,
    SourceOptions,
    field_options,
    source_options,
)
from pipeline.run.configuration.options import Options
from pipeline.run.configuration.sources import (
    RUN,
    OptionLayer,
    OptionSource,
    environment_options,
    option_sources,
)
from pipeline.run.configuration.watches import WatchOptions, watch_options

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ShownOption = tuple[str, OptionSource]
"""An option with the name of its table."""
DIGEST = ("digest",)
_OptionGroup = TypeVar("_OptionGroup", bound="DataclassInstance")


def shown_options(file: ConfigFile) -> Iterator[ShownOption]:
    """Yield every option with its table, its value and its source. Raises ``UsageError``.

    Secrets are in no table: they are named by a file or a variable.
    """
    yield from _of_all(Options, file, RUN, _cluster(file))
    yield from _of_all(DigestOptions, file, DIGEST)
    for name in file.table("source"):
        said = OptionLayer(source="file", options=source_options(file, name), at=("source", name))
        yield from _rows(f"source.{name}", option_sources(SourceOptions, (said,), file))
        fields = OptionLayer(source="file", options=field_options(file, name), at=("source", name, "fields"))
        yield from _rows(f"source.{name}.fields", option_sources(FieldOptions, (fields,), file))
    for name in file.table("watch"):
        own = OptionLayer(source="file", options=watch_options(file, name), at=("watch", name))
        yield from _rows(f"watch.{name}", option_sources(WatchOptions, (own,), file))
    for name in file.table("deliver"):
        yield from _delivery(file, name)
    for name in file.table("job"):
        yield from _job(file, name)


def _job(file: ConfigFile, name: str) -> Iterator[ShownOption]:
    """Yield the options of a job: its own, and what it has of ``[run]`` and ``[digest]``."""
    job_named(file, name)  # what is wrong in it is said as everywhere
    at = ("job", name)
    table = file.table(*at)
    own = {item.key for item in declared_options(JobOptions)}
    of_run = {key: value for key, value in table.items() if key not in {*own, "digest", "keep"}}
    layers = (
        _environment(Options, RUN),
        OptionLayer(source="file", options=file.options(Options, of_run, at=at), at=at),
        _table(Options, file, RUN),
        _cluster(file),
    )
    for shown, row in _rows(".".join(at), option_sources(Options, layers, file)):
        if row.key not in {item.key for item in declared_options(Options) if item.name in OWN_PLACE}:
            yield shown, row
    for row in _raw(file, at, JobOptions, table):
        yield ".".join(at), row
    digest = table.get("digest", {})
    if digest is False:
        place = file.place((*at, "digest")).rpartition(": ")[0]
        yield ".".join(at), OptionSource(key="digest", value=False, source="file", place=place)
    else:
        below = (*at, "digest")
        given = digest if isinstance(digest, Mapping) else {}
        digests = (
            _environment(DigestOptions, DIGEST),
            OptionLayer(source="file", options=file.options(DigestOptions, given, at=below), at=below),
            _table(DigestOptions, file, DIGEST),
        )
        yield from _rows(".".join(below), option_sources(DigestOptions, digests, file))
    below = (*at, "keep")
    for row in _raw(file, below, KeepOptions, table.get("keep", {})):
        yield ".".join(below), row


def _delivery(file: ConfigFile, name: str) -> Iterator[ShownOption]:
    at = ("deliver", name)
    settings = delivery_settings(file, name)
    table = file.table(*at)
    yield ".".join(at), _given(file, at, "kind", table["kind"])
    kind: type[DataclassInstance] = type(settings)
    for row in _raw(file, at, kind, table):
        yield ".".join(at), row


def _raw(
    file: ConfigFile, at: tuple[str, ...], kind: type[DataclassInstance], table: Mapping[str, Any]
) -> Iterator[OptionSource]:
    """Yield the options of a table that nothing outranks, as they stand there."""
    for option in declared_options(kind):
        if option.key in table:
            yield _given(file, at, option.key, table[option.key])
        else:
            yield OptionSource(
                key=option.key, value=option.option.default or option.default_words or None, source="default"
            )


def _given(file: ConfigFile, at: tuple[str, ...], key: str, value: object) -> OptionSource:
    place = file.place((*at, key)).rpartition(": ")[0]
    return OptionSource(key=key, value=value, source="file", place=place)


def _of_all(
    kind: type[_OptionGroup],
    file: ConfigFile,
    at: tuple[str, ...],
    *below: OptionLayer[_OptionGroup],
) -> Iterator[ShownOption]:
    """Yield the options of a table for all runs or digests; ``below`` are those that it outranks."""
    layers = (_environment(kind, at), _table(kind, file, at), *below)
    return _rows(".".join(at), option_sources(kind, layers, file))


def _environment(kind: type[_OptionGroup], at: tuple[str, ...]) -> OptionLayer[_OptionGroup]:
    return OptionLayer(source="environment", options=environment_options(kind, at), at=at)


def _cluster(file: ConfigFile) -> OptionLayer[Options]:
    return OptionLayer(source="file", options=file.cluster_options(), at=("cluster",))


def _table(kind: type[_OptionGroup], file: ConfigFile, at: tuple[str, ...]) -> OptionLayer[_OptionGroup]:
    return OptionLayer(source="file", options=file.options(kind, file.table(*at), at=at), at=at)


def _rows(table: str, rows: Iterator[OptionSource]) -> Iterator[ShownOption]:
    return ((table, row) for row in rows)
