"""The kinds of schedules: how each is shown, installed, removed and found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import UsageError
from pipeline.jobs.schedule.cron import cron_lines
from pipeline.jobs.schedule.crontab import install_lines, installed_lines, remove_lines
from pipeline.jobs.schedule.found import InstalledSchedule
from pipeline.jobs.schedule.kubernetes import cron_job
from pipeline.jobs.schedule.plan import Schedule
from pipeline.jobs.schedule.units import install_units, installed_units, remove_units, run_as, unit_texts

Say: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleChoice:
    """What only some kinds ask about."""

    is_system: bool = False
    """Whether units are the system's, not the user's own."""
    run_as: str | None = None
    """Who runs a system unit."""
    image: str = ""
    """The image of the container."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleKind:
    """A kind of schedules."""

    show: Callable[[Schedule, ScheduleChoice], str]
    """Returns the text for the scheduler."""
    install: Callable[[Schedule, ScheduleChoice, Say], None]
    remove: Callable[[str, Path, ScheduleChoice, Say], bool]
    """Takes a job and its file; returns whether there was anything."""
    find: Callable[[str], Iterator[InstalledSchedule]]


def installed_schedules(job: str) -> tuple[InstalledSchedule, ...]:
    """Return what the schedulers of this machine have been told of a job, of whichever file."""
    return tuple(found for kind in SCHEDULE_KINDS.values() for found in kind.find(job))


def _user(schedule: Schedule, choice: ScheduleChoice) -> str | None:
    return run_as(schedule, choice.run_as) if choice.is_system else None


def _show_units(schedule: Schedule, choice: ScheduleChoice) -> str:
    made = unit_texts(schedule, user=_user(schedule, choice))
    return "\n".join(f"# --- {name} ---\n{text}" for name, text in made.items())


def _install_units(schedule: Schedule, choice: ScheduleChoice, say: Say) -> None:
    install_units(schedule, user=_user(schedule, choice), say=say)


def _remove_units(job: str, config: Path, choice: ScheduleChoice, say: Say) -> bool:
    return remove_units(job, config, is_user=not choice.is_system, say=say)


def _show_cron(schedule: Schedule, _: ScheduleChoice) -> str:
    return "".join(f"{line}\n" for line in cron_lines(schedule))


def _install_cron(schedule: Schedule, _: ScheduleChoice, say: Say) -> None:
    if schedule.reach.variables:
        raise UsageError(
            f"cron gives a job no variables of the environment ({' '.join(schedule.reach.variables)}); name"
            " files in depeche.toml (password_file, secret_file), or use --systemd"
        )
    block = cron_lines(schedule)
    install_lines(schedule.job, schedule.config, block, say=say)


def _remove_cron(job: str, config: Path, _: ScheduleChoice, say: Say) -> bool:
    return remove_lines(job, config, say=say)


def _show_kubernetes(schedule: Schedule, choice: ScheduleChoice) -> str:
    return cron_job(schedule, image=choice.image)


def _install_kubernetes(schedule: Schedule, choice: ScheduleChoice, say: Say) -> None:
    raise UsageError("depeche talks to no cluster; pipe the text: depeche schedule ... | kubectl apply -f -")


def _remove_kubernetes(job: str, config: Path, choice: ScheduleChoice, say: Say) -> bool:
    raise UsageError("depeche talks to no cluster; use kubectl delete cronjob")


SCHEDULE_KINDS: Mapping[str, ScheduleKind] = {
    "systemd": ScheduleKind(
        show=_show_units, install=_install_units, remove=_remove_units, find=installed_units
    ),
    "cron": ScheduleKind(show=_show_cron, install=_install_cron, remove=_remove_cron, find=installed_lines),
    "kubernetes": ScheduleKind(
        show=_show_kubernetes,
        install=_install_kubernetes,
        remove=_remove_kubernetes,
        find=lambda _: iter(()),
    ),
}
"""The kinds by their names; the first is the one where none is named."""
