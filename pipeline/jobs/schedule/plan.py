"""A job and its times, before any scheduler is told of them."""

from __future__ import annotations

import os
import sys
from dataclasses import field
from pathlib import Path
from typing import Final

from pipeline.core.dataclass import dataclass
from pipeline.jobs.calendar import Calendar
from pipeline.jobs.configuration.settings import Job
from pipeline.jobs.schedule.reach import JobReach, job_reach, program_places
from pipeline.run.configuration.file import ConfigFile

PLACES: Final = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ARGOS_PACKAGES_DIR")
"""Variables that say where models, packages and settings lie: a scheduler's environment has none of them."""
SEARCHED: Final = "/usr/local/bin:/usr/bin:/bin"
"""Where a schedule looks for programs such as Apertium's."""
_DAY = 24 * 60
_PREFIX = "DEPECHE_"
_NO_OPTIONS = ("DEPECHE_TRACEBACK",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A job, when it is started, and all that this takes."""

    job: str
    config: Path
    """The configuration file, absolute."""
    folder: Path
    """The job's folder, absolute."""
    calendar: Calendar
    due: tuple[str, ...]
    """The options that tell the job which time was due: ``--at 06:30``."""
    program: tuple[str, ...]
    """The program and what stands before its command."""
    reach: JobReach
    timeout: float | None
    """The seconds that a run may take; None is no limit."""
    places: tuple[tuple[str, str], ...] = ()
    """Variables of the environment that say where things lie."""
    program_places: tuple[Path, ...] = field(default=())

    @property
    def command(self) -> tuple[str, ...]:
        """What is run, and its arguments."""
        return (*self.program, *self.arguments)

    @property
    def arguments(self) -> tuple[str, ...]:
        """The arguments of ``depeche``."""
        return ("job", "run", self.job, "--config", str(self.config), *self.due)

    @property
    def shortest_gap(self) -> int:
        """The least number of minutes between two times."""
        times = sorted(hour * 60 + minute for hour in self.calendar.hours for minute in self.calendar.minutes)
        return min(after - before for before, after in zip(times, (*times[1:], times[0] + _DAY), strict=True))


def plan_schedule(job: Job, file: ConfigFile, calendar: Calendar, due: tuple[str, ...]) -> Schedule:
    """Return the schedule of a job with the times of ``calendar``, which the options ``due`` name.

    Raises ``UsageError`` if a delivery is wrong, or a path can be told to no scheduler.
    """
    config = file.path.absolute()
    return Schedule(
        job=job.name,
        config=config,
        folder=Path(os.path.normpath(config.parent / job.folder)),
        calendar=calendar,
        due=due,
        program=installed_program(),
        reach=job_reach(job, file),
        timeout=job.timeout,
        places=tuple((name, os.environ[name]) for name in PLACES if os.environ.get(name)),
        program_places=program_places(),
    )


def installed_program() -> tuple[str, ...]:
    """Return the words that start this program from anywhere: its own path, or Python's with the module.

    A link is kept as it is: it leads to the newer version after an upgrade.
    """
    path = Path(sys.argv[0]).absolute()
    if path.name == "depeche" and os.access(path, os.X_OK) and path.is_file():
        return (str(path),)
    return (sys.executable, "-P", "-m", "pipeline")


def options_from_here() -> tuple[str, ...]:
    """Return the variables that give options here, and will not in a schedule."""
    return tuple(sorted(name for name in os.environ if name.startswith(_PREFIX) and name not in _NO_OPTIONS))
