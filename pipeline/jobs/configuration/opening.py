"""What a job needs of the file: its settings, and its deliveries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pipeline.core.errors import UsageError
from pipeline.core.option import declared_options
from pipeline.core.ports import Deliverer
from pipeline.digest.make import bounds
from pipeline.digest.request import DigestOptions
from pipeline.jobs.configuration.settings import Job, job_named
from pipeline.publish.deliver.settings import DELIVERY_KINDS, DeliverySettings, with_paths_from
from pipeline.publish.deliver.table import open_deliverer
from pipeline.run.configuration.config import WITHOUT_MEMORY, make_config
from pipeline.run.configuration.file import ConfigFile, near
from pipeline.run.configuration.input_sources import sources_of
from pipeline.run.configuration.options import Options
from pipeline.run.configuration.sources import placed_errors
from pipeline.run.digest import LAST, request_from
from pipeline.translate.memory import FILE_NAME

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def open_job(file: ConfigFile, name: str) -> tuple[Job, tuple[Deliverer, ...]]:
    """Return a job and its deliveries, those of its watches too. Raises ``UsageError`` if either is wrong."""
    job = checked_job(file, name)
    return job, open_deliveries(file, delivery_names(job))


def delivery_names(job: Job) -> tuple[str, ...]:
    """Return the names of a job's deliveries, and of those of its watches."""
    at_once = (name for watch in job.watches for name in watch.deliver)
    return tuple(dict.fromkeys((*job.deliver, *at_once)))


def job_memory_file(job: Job) -> Path | None:
    """Return the file of a job's memory, which all jobs in the same place share; None if it has none."""
    if job.options.memory == WITHOUT_MEMORY:
        return None
    return Path(job.options.memory) if job.options.memory else job.outputs / FILE_NAME


def checked_job(file: ConfigFile, name: str) -> Job:
    """Return a job whose options and digest can be used. Raises ``UsageError``."""
    job = job_named(file, name)
    given = Options()
    with (
        placed_errors(file, ("cluster",), given),
        placed_errors(file, ("run",), given),
        placed_errors(file, ("job", name), given),
    ):
        targets = job.options.to or (job.digest.languages if job.digest else ())
        config = make_config((), replace(job.options, to=targets), file.declared_models())
        sources_of(file, (item for item in job.inputs if isinstance(item, str)), job.options)
        if config.sign is not None and not config.sign.is_file():
            raise UsageError(f"--sign {config.sign}: no such file; name the private key")
    if job.digest is not None:
        asked = DigestOptions()
        with placed_errors(file, ("digest",), asked), placed_errors(file, ("job", name, "digest"), asked):
            bounds(request_from(replace(job.digest, since=_span(job.digest.since))))
    return job


def _span(since: str | None) -> str | None:
    """Return a start of time that can be looked at before there is a digest."""
    return None if since == LAST else since


def open_deliveries(file: ConfigFile, names: Sequence[str]) -> tuple[Deliverer, ...]:
    """Return the deliveries of these names. Nothing is sent. Raises ``UsageError``."""
    return tuple(_opened(file, name) for name in names)


def delivery_settings(file: ConfigFile, name: str) -> DeliverySettings:
    """Return the settings in ``[deliver.NAME]``. Raises ``UsageError``."""
    at = ("deliver", name)
    table = dict(file.table(*at))
    kind = table.pop("kind", None)
    if kind not in DELIVERY_KINDS:
        known: Mapping[str, str] = dict.fromkeys(DELIVERY_KINDS, "")
        hint = near(kind, known) if isinstance(kind, str) else f"known: {' '.join(known)}"
        what = "is missing" if kind is None else f"{kind}: no such kind"
        raise file.error((*at, "kind"), f"{what}; {hint}")
    wanted: type[DataclassInstance] = DELIVERY_KINDS[kind]
    names = {option.key: option.name for option in declared_options(wanted)}
    return cast("DeliverySettings", file.read(wanted, table, names=names, at=at))


def _opened(file: ConfigFile, name: str) -> Deliverer:
    settings = delivery_settings(file, name)
    try:
        return open_deliverer(name, with_paths_from(settings, Path.cwd()))
    except RuntimeError as error:
        raise file.error(("deliver", name), f"{error}; write the path in full") from error
    except UsageError as error:
        key, _, reason = error.message.removeprefix(f"deliver.{name}: ").partition(": ")
        raise file.error(("deliver", name, key), reason) from error
