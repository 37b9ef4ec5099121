"""``depeche schedule``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli import options, output
from pipeline.cli.completion import job_names
from pipeline.cli.jobs.commands import (
    AtOption,
    CalendarOption,
    EveryOption,
    ZoneOption,
    read_here,
    wanted_calendar,
)

if TYPE_CHECKING:
    from pipeline.jobs.schedule.plan import Schedule
    from pipeline.jobs.schedule.table import ScheduleChoice


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("schedule")(schedule)


def _flag(name: str, words: str) -> Any:
    return typer.Option(name, help=words)


def schedule(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of a job.", autocompletion=job_names)],
    config: options.ConfigOption = None,
    at: AtOption = "",
    every: EveryOption = "",
    calendar: CalendarOption = "",
    time_zone: ZoneOption = "",
    systemd: Annotated[bool, _flag("--systemd", "A service and a timer of systemd.  [default]")] = False,
    cron: Annotated[bool, _flag("--cron", "Lines for a crontab.")] = False,
    kubernetes: Annotated[bool, _flag("--kubernetes", "A CronJob of Kubernetes.")] = False,
    user: Annotated[bool, _flag("--user", "Units of this user's systemd.  [default]")] = False,
    system: Annotated[bool, _flag("--system", "Units of the system's systemd.")] = False,
    run_as: Annotated[
        str,
        typer.Option(
            "--run-as",
            metavar="USER",
            help="The user of a system unit.  [default: whom the file's folder belongs to]",
        ),
    ] = "",
    image: Annotated[
        str,
        typer.Option(
            "--image", metavar="NAME", help="The image for Kubernetes.  [default: depeche with its version]"
        ),
    ] = "",
    print_only: Annotated[bool, _flag("--print", "Print it, and change nothing.  [default]")] = False,
    install: Annotated[bool, _flag("--install", "Put it into its place, and start it.")] = False,
    remove: Annotated[bool, _flag("--remove", "Take away what was installed.")] = False,
) -> None:
    """Let a scheduler start a job: systemd, cron or Kubernetes.

    Give its times with --at, --every or --calendar. The text for the scheduler is printed on standard output.
    --install puts it into its place. --remove takes away all that was installed of the job; with --systemd or
    --cron, that alone.
    """
    from pipeline.core.errors import UsageError
    from pipeline.jobs.schedule.table import SCHEDULE_KINDS, ScheduleChoice

    kind = _one_of({"--systemd": systemd, "--cron": cron, "--kubernetes": kubernetes})
    action = _one_of({"--print": print_only, "--install": install, "--remove": remove})
    whose = _one_of({"--user": user, "--system": system})
    if whose and kind not in ("", "--systemd"):
        raise UsageError(f"{whose} is for --systemd; {kind} has no such choice")
    if run_as and whose != "--system":
        raise UsageError("--run-as is for --system: other units are run by whom they belong to")
    if image and kind != "--kubernetes":
        raise UsageError("--image is for --kubernetes")
    choice = ScheduleChoice(is_system=system, run_as=run_as or None, image=image or _own_image())
    kinds = SCHEDULE_KINDS if not kind else {kind[2:]: SCHEDULE_KINDS[kind[2:]]}
    if action == "--remove":
        _remove(name, config, tuple(kinds), choice, whose)
        return
    made = _planned(name, config, at, every, calendar, time_zone)
    wanted = next(iter(kinds.values()))
    if action == "--install":
        wanted.install(made, choice, output.message)
        return
    output.text(wanted.show(made, choice))


def _planned(name: str, config: Path | None, at: str, every: str, calendar: str, time_zone: str) -> Schedule:
    from pipeline.core.errors import UsageError
    from pipeline.jobs.configuration.opening import open_job
    from pipeline.jobs.schedule.plan import options_from_here, plan_schedule

    file = read_here(config, quiet=True)
    times = wanted_calendar(at, every, calendar, time_zone)
    if times is None:
        raise UsageError("give its times: --at 06:30, --every 1h, or --calendar 'Mon..Fri 06:30'")
    job, _ = open_job(file, name)
    given = {"--at": at, "--every": every, "--calendar": calendar, "--time-zone": time_zone}
    due = tuple(word for flag, value in given.items() if value for word in (flag, value))
    for variable in options_from_here():
        output.message(f"warning  {variable} is set here, and will not be in a schedule; see depeche.toml")
    return plan_schedule(job, file, times, due)


def _remove(
    name: str, config: Path | None, kinds: tuple[str, ...], choice: ScheduleChoice, whose: str
) -> None:
    """Take away what is installed of a job. A job that is no more in the file can be removed as well."""
    from dataclasses import replace

    from pipeline.jobs.schedule.table import SCHEDULE_KINDS, installed_schedules

    path = read_here(config, quiet=True).path.absolute()
    removed = False
    for found in installed_schedules(name):
        kind = found.kind.partition(" ")[0]
        is_system = found.kind.endswith("--system")
        if kind in kinds and whose in ("", "--system" if is_system else "--user"):
            at = replace(choice, is_system=is_system)
            removed |= SCHEDULE_KINDS[kind].remove(name, path, at, output.message)
    if not removed:
        if kinds == ("kubernetes",):
            SCHEDULE_KINDS["kubernetes"].remove(name, path, choice, output.message)
        output.message(f"{name}: nothing is installed")
        sys.exit(1)


def _one_of(flags: dict[str, bool]) -> str:
    """Return the flag that is given; empty if none is. Raises ``UsageError`` for two."""
    from pipeline.core.errors import UsageError

    given = [flag for flag, is_given in flags.items() if is_given]
    if len(given) > 1:
        raise UsageError(f"{given[0]} and {given[1]} cannot be used together")
    return given[0] if given else ""


def _own_image() -> str:
    from pipeline.core.extras import installed_version

    return f"depeche:{installed_version('depeche')}"
