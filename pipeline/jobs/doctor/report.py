"""All findings in a row."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.core.errors import UsageError
from pipeline.core.ports import Engine
from pipeline.jobs.configuration.file_check import problems
from pipeline.jobs.configuration.settings import Job, read_jobs
from pipeline.jobs.doctor.engines import engine_findings
from pipeline.jobs.doctor.findings import Finding
from pipeline.jobs.doctor.jobs import job_findings
from pipeline.jobs.doctor.locks import lock_findings
from pipeline.jobs.doctor.machine import machine_findings
from pipeline.run.configuration.config import all_options
from pipeline.run.configuration.file import ConfigFile
from pipeline.run.configuration.options import Options, with_defaults
from pipeline.run.configuration.places import models_folder, packages_folder
from pipeline.run.configuration.settings import filled
from pipeline.translate.engines.ct2.find import ModelPlaces


def all_findings(file: ConfigFile, given: Options, engines: Sequence[Engine]) -> Iterator[Finding]:
    """Yield what is found of engines, machine, file and jobs. ``engines`` are those that ``given`` names.

    Raises ``UsageError`` if ``given`` or the file's models cannot be used.
    """
    models = ModelPlaces(folder=models_folder(), declared=file.declared_models())
    yield from engine_findings(engines, models)
    with contextlib.chdir(file.path.absolute().parent):  # from which names in the file count
        outputs, jobs = _outputs(file, given), _jobs(file)
        yield from machine_findings((outputs, *(job.outputs for job in jobs)))
        yield from job_findings(file, models)
        yield from lock_findings(outputs, _packages(given, models), jobs, file)


def _packages(given: Options, models: ModelPlaces) -> tuple[Path, ...]:
    packages = Path(given.packages) if given.packages else packages_folder()
    return (packages,) if models.folder is None else (packages, models.folder)


def _jobs(file: ConfigFile) -> tuple[Job, ...]:
    """Return the jobs; none if the file is wrong, which is a finding of its own."""
    return () if any(problems(file)) else tuple(read_jobs(file).values())


def _outputs(file: ConfigFile, given: Options) -> Path:
    try:
        return Path(filled(with_defaults(all_options(file, given)).out))
    except UsageError:  # which is a finding of its own
        return Path(filled(with_defaults(given).out))
