"""All findings in a row."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.core.errors import UsageError
from pipeline.core.ports import Engine
from pipeline.jobs.doctor.engines import engine_findings
from pipeline.jobs.doctor.findings import Finding
from pipeline.jobs.doctor.jobs import job_findings
from pipeline.jobs.doctor.machine import machine_findings
from pipeline.run.configuration.config import all_options
from pipeline.run.configuration.file import ConfigFile
from pipeline.run.configuration.options import Options, with_defaults
from pipeline.run.configuration.places import models_folder
from pipeline.run.configuration.settings import filled
from pipeline.translate.engines.ct2.find import ModelPlaces


def all_findings(file: ConfigFile, given: Options, engines: Sequence[Engine]) -> Iterator[Finding]:
    """Yield what is found of engines, machine, file and jobs. ``engines`` are those that ``given`` names.

    Raises ``UsageError`` if ``given`` or the file's models cannot be used.
    """
    models = ModelPlaces(folder=models_folder(), declared=file.declared_models())
    yield from engine_findings(engines, models)
    with contextlib.chdir(file.path.absolute().parent):  # from which names in the file count
        yield from machine_findings(_outputs(file, given))
        yield from job_findings(file, models)


def _outputs(file: ConfigFile, given: Options) -> Path:
    try:
        return Path(filled(with_defaults(all_options(file, given)).out))
    except UsageError:  # which is a finding of its own
        return Path(filled(with_defaults(given).out))
