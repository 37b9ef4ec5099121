"""``depeche job run | list | status | prune``."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import options, output
from pipeline.cli.completion import job_names
from pipeline.cli.jobs.telling import JobTeller
from pipeline.cli.progress.carry_out import LogFormat
from pipeline.cli.progress.shown import progress_shown

if TYPE_CHECKING:
    from pipeline.jobs.calendar import Calendar
    from pipeline.jobs.configuration.settings import Job
    from pipeline.run.configuration.file import ConfigFile

app = typer.Typer(no_args_is_help=True, help="Named jobs of depeche.toml, such as a digest every morning.")


def register(whole: typer.Typer) -> None:
    """Add the group of commands to ``whole``."""
    whole.add_typer(app, name="job")


NamesArgument = Annotated[
    list[str] | None, typer.Argument(metavar="NAME...", help="Names of jobs.", autocompletion=job_names)
]
AtOption = Annotated[
    str, typer.Option("--at", metavar="TIME", help="The time of the day that is due, such as 06:30.")
]
EveryOption = Annotated[
    str, typer.Option("--every", metavar="SPAN", help="The span after which it is due, such as 1h.")
]
CalendarOption = Annotated[
    str, typer.Option("--calendar", metavar="TEXT", help='When it is due, such as "Mon..Fri 06:30".')
]
ZoneOption = Annotated[
    str,
    typer.Option("--time-zone", metavar="ZONE", help="The zone of these times.  [default: the machine's]"),
]


@app.command("run")
def run(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Names of jobs.", autocompletion=job_names)
    ],
    config: options.ConfigOption = None,
    at: AtOption = "",
    every: EveryOption = "",
    calendar: CalendarOption = "",
    time_zone: ZoneOption = "",
    log_format: options.LogFormatOption = LogFormat.text,
    quiet: options.QuietOption = False,
) -> None:
    """Do what is due of each job: run, digest, pages, signature, delivery.

    A job that was killed goes on when the command is repeated, and ends as one that was not. What was done is
    not done again. Without a time, a job is due now. All names of files count from the folder of the file.
    The folder of each good run is printed on standard output.
    """
    from pipeline.cli.progress.meter import Meter
    from pipeline.core import clock
    from pipeline.core.errors import BusyError, DepecheError
    from pipeline.core.interrupt import Terminated, last_words
    from pipeline.jobs.configuration.opening import open_job
    from pipeline.jobs.job import run_job

    file = read_here(config, quiet=quiet, log_format=log_format)
    due = wanted_calendar(at, every, calendar, time_zone)
    as_json, codes = log_format is LogFormat.json, []
    opened = [open_job(file, name) for name in names]  # all, before any is begun
    for job, deliverers in opened:
        meter = Meter(is_told=True)
        teller = JobTeller(job.name, meter, as_json=as_json, quiet=quiet)
        telling = teller.telling()
        try:
            with (
                last_words(teller.stopped),
                progress_shown(meter, as_json=as_json, quiet=quiet),
            ):
                result = run_job(job, file, deliverers, now=clock.now(), calendar=due, telling=telling)
        except (KeyboardInterrupt, Terminated):
            teller.close()
            output.message(teller.stopped())
            raise
        except DepecheError as error:
            if len(names) == 1:
                raise
            telling.fail(error.message)
            codes.append(75 if isinstance(error, BusyError) else 1)
            continue
        finally:
            teller.close()
        codes.append(result.exit_code)
        if result.run.is_good:
            output.place(job.folder / result.run.slot)
        teller.end(result)
    sys.exit(codes[0] if len(set(codes)) == 1 else 3)


@app.command("list")
def list_jobs(config: options.ConfigOption = None, json: options.JsonOption = False) -> None:
    """Print the jobs of the file: name, languages, inputs, deliveries."""
    from pipeline.jobs.configuration.settings import read_jobs

    jobs = read_jobs(read_here(config, quiet=True))
    if json:
        output.json([_plain(job) for job in jobs.values()])
        return
    for job in jobs.values():
        inputs = ", ".join(item if isinstance(item, str) else " ".join(item.command) for item in job.inputs)
        output.line("\t".join((job.name, " ".join(job.options.to), inputs, " ".join(job.deliver) or "-")))


def _plain(job: Job) -> dict[str, object]:
    """Return a job's values as JSON can have them."""
    from pathlib import Path

    return {key: str(value) if isinstance(value, Path) else value for key, value in asdict(job).items()}


@app.command("status")
def status(
    names: NamesArgument = None,
    config: options.ConfigOption = None,
    at: AtOption = "",
    every: EveryOption = "",
    calendar: CalendarOption = "",
    time_zone: ZoneOption = "",
    json: options.JsonOption = False,
) -> None:
    """Print how jobs stand: the last good run and its age, failures since, what is undelivered, what is next.

    The exit code is 1 if the newest run of a job failed, or it has never had a good one; otherwise 3 if
    something is undelivered.
    """
    from pipeline.core import clock
    from pipeline.jobs.configuration.opening import open_job
    from pipeline.jobs.configuration.settings import read_jobs
    from pipeline.jobs.status import job_status, status_lines

    file = read_here(config, quiet=True)
    due = wanted_calendar(at, every, calendar, time_zone)
    now = clock.now()
    opened = [open_job(file, name) for name in names or read_jobs(file)]
    found = [job_status(job, deliverers, now, due) for job, deliverers in opened]
    if json:
        output.json([asdict(one) for one in found])
    else:
        for one in found:
            for line in status_lines(one):
                output.line(line)
    codes = {one.exit_code for one in found}
    sys.exit(next((code for code in (1, 3) if code in codes), 0))


@app.command("prune")
def prune(
    names: NamesArgument = None,
    config: options.ConfigOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be removed.")] = False,
) -> None:
    """Remove runs that are older than a job keeps them.

    The newest good one always stays, and so does one that is read or of which something is to be delivered.
    """
    from pipeline.core import clock
    from pipeline.jobs.configuration.settings import job_named, read_jobs
    from pipeline.jobs.parcels import waiting_slots
    from pipeline.jobs.prune import prune as remove
    from pipeline.jobs.state import hold_job, read_state

    file = read_here(config, quiet=True)
    jobs = [job_named(file, name) for name in names] if names else list(read_jobs(file).values())
    kept = 0
    for job in jobs:
        if not job.folder.is_dir():
            continue
        with hold_job(job.folder):
            state = read_state(job.folder, job.name)
            waiting = waiting_slots(job)
            for one in remove(job.folder, state, job.keep, clock.now(), waiting=waiting, dry_run=dry_run):
                kept += bool(one.why_kept)
                output.line(f"{one.folder}{f': stays, {one.why_kept}' if one.why_kept else ''}")
    sys.exit(3 if kept else 0)


def read_here(config: Path | None, *, quiet: bool, log_format: LogFormat = LogFormat.text) -> ConfigFile:
    """Read the configuration file, and go to its folder, from which all its names count.

    Raises ``UsageError``.
    """
    from pipeline.core.errors import UsageError
    from pipeline.run.configuration.file import CONFIG_FILE, read_file

    if config is None:
        file = read_file(None, options.say_config(quiet=quiet, as_json=log_format is LogFormat.json))
        if not file.text:
            raise UsageError(f"{CONFIG_FILE}: is not here; go to its folder, or name it with --config FILE")
        return file
    try:
        os.chdir(config.absolute().parent)
    except OSError as error:
        raise UsageError(f"--config {config}: cannot be read: {error.strerror}") from error
    return read_file(Path(config.name), lambda _: None)


def wanted_calendar(at: str, every: str, calendar: str, zone: str) -> Calendar | None:
    """Return the calendar that the options name; None if there is none. Raises ``UsageError``."""
    from pipeline.core.errors import UsageError
    from pipeline.jobs.calendar import at_times, every_span, parse_calendar, require_zone

    if zone:
        require_zone(zone)
    given = [name for name, value in (("--at", at), ("--every", every), ("--calendar", calendar)) if value]
    if len(given) > 1:
        raise UsageError(f"{given[0]} and {given[1]} cannot be used together")
    if not given:
        return None
    if at:
        return at_times(at, zone)
    return every_span(every, zone) if every else parse_calendar(f"{calendar} {zone}".strip())
