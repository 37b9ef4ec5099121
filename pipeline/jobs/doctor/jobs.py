"""The jobs of a configuration file: whether each can be done, and what waits."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import languages
from pipeline.core import clock
from pipeline.core.errors import DepecheError
from pipeline.core.ports import Engine
from pipeline.core.text.comma_lists import names_in
from pipeline.jobs.configuration.file_check import problems
from pipeline.jobs.configuration.opening import delivery_names, open_deliveries
from pipeline.jobs.configuration.settings import CommandInput, Job, read_jobs
from pipeline.jobs.doctor.findings import Finding, problem
from pipeline.jobs.outbox import GIVEN_UP
from pipeline.jobs.schedule.table import installed_schedules
from pipeline.jobs.state import LATEST, is_at_work, read_state
from pipeline.jobs.status import job_status
from pipeline.publish.site.files import check_site
from pipeline.read.fetch.address import is_address
from pipeline.run.configuration import settings
from pipeline.run.configuration.file import ConfigFile
from pipeline.run.configuration.input_sources import named_places
from pipeline.run.configuration.places import packages_folder
from pipeline.translate.engines.ct2.find import ModelPlaces
from pipeline.translate.engines.neural.decoding import PROFILES
from pipeline.translate.engines.table import open_engines
from pipeline.translate.routes.finder import Routes
from pipeline.write.stored_run import read_stored

_TOLD = 3
"""The most pages, deliveries and gaps that are told one by one."""


def job_findings(file: ConfigFile, models: ModelPlaces) -> Iterator[Finding]:
    """Yield what is found of the file and its jobs, whose names count from the working folder."""
    if not file.text:
        return
    wrong = list(problems(file))
    for words in wrong:
        yield problem("configuration", words, "see depeche config check")
    if wrong:
        return
    for job in read_jobs(file).values():
        yield from _routes(job, Routes(_engines(job, models)))
        yield from _inputs(job, file)
        yield from _schedules(job)
        if job.folder.is_dir():
            yield from _state(job, file)
            yield from _pages(job)


def _engines(job: Job, models: ModelPlaces) -> tuple[Engine, ...]:
    """Open the engines that a job translates with."""
    options = job.options
    return open_engines(
        settings.engine(options),
        packages=Path(options.packages) if options.packages else packages_folder(),
        models=models,
        decoding=PROFILES[settings.profile(options)],
        hardware=settings.hardware(options),
    )


def _routes(job: Job, routes: Routes) -> Iterator[Finding]:
    """Yield the languages that nothing translates into: from the job's own language, or from any."""
    named = job.options.source
    source = None if named in (None, "auto") else settings.language(named or "", option="from")
    wanted = [*names_in(job.options.to), *names_in(job.digest.languages if job.digest else ())]
    for target in dict.fromkeys(settings.language(name, option="to") for name in wanted):
        if source is None:
            if not any(routes.leads(other, target) for other in languages.codes() if other != target):
                words = f"nothing translates into {languages.get(target).name} ({target})"
                yield _problem(job, words, f"run: {', or: '.join(routes.would_bring(None, target))}")
        elif source != target and not routes.leads(source, target):
            message, _, remedy = routes.why_none(source, target).rpartition("; ")
            yield _problem(job, message, remedy)


def _problem(job: Job, message: str, mend: str) -> Finding:
    return problem(f"job {job.name}", f"job {job.name}: {message}", mend)


def _again(job: Job) -> str:
    return f"run again: depeche job run {job.name}"


def _inputs(job: Job, file: ConfigFile) -> Iterator[Finding]:
    for command in (item.command for item in job.inputs if isinstance(item, CommandInput)):
        if shutil.which(command[0]) is None:
            yield problem(f"job {job.name}", f"job {job.name}: {command[0]}: is no program", "install it")
    for item in named_places(file, (item for item in job.inputs if isinstance(item, str))):
        if not is_address(item) and not any(sign in item for sign in "*?[") and not Path(item).exists():
            yield _problem(job, f"{item}: no such file or folder", f"run: mkdir -p {item}")


def _schedules(job: Job) -> Iterator[Finding]:
    found = installed_schedules(job.name)
    for schedule in found:
        words = f"started by {schedule.kind} at {schedule.times} ({schedule.place})"
        if schedule.is_whole:
            yield Finding(topic=f"job {job.name}", message=f"job {job.name}: {words}")
        else:
            yield _problem(job, f"{words}, but its service is missing", "install it again: depeche schedule")
    if not found:
        words = f"job {job.name}: nothing starts it by itself; see depeche schedule --help"
        yield Finding(topic=f"job {job.name}", message=words)


def _state(job: Job, file: ConfigFile) -> Iterator[Finding]:
    topic = f"job {job.name}"
    if is_at_work(job.folder):
        yield Finding(topic=topic, message=f"job {job.name}: is at work")
    if not os.access(job.folder, os.W_OK):
        yield _problem(job, f"{job.folder}: cannot be written", "change its mode, or who runs the job")
    try:
        state = read_state(job.folder, job.name)
        standing = job_status(job, open_deliveries(file, delivery_names(job)), clock.now())
    except DepecheError as error:
        yield _problem(job, error.message, "put back a copy of the file")
        return
    last = state.runs[-1] if state.runs else None
    if last is not None and last.state == "running" and not standing.is_at_work:
        yield _problem(job, f"{last.slot} was cut off", _again(job))
    if last is not None and last.state == "failed":
        yield _problem(job, f"{last.slot} failed: {last.message}", _again(job))
    good = state.newest_good
    if good is not None:
        if clock.parsed(good.finished) > clock.now():
            yield problem(
                "clock", f"job {job.name}: its last run ends in the future, {good.finished}", "set the clock"
            )
        yield Finding(topic=topic, message=f"job {job.name}: last good run {good.slot}")
    waiting = [*(f"not delivered: {one}" for one in standing.undelivered)]
    waiting += [f"still to be delivered: {one}" for one in standing.waiting]
    for words in waiting[:_TOLD]:
        by_hand = f"send it by hand; it lies in {job.folder}"
        yield _problem(job, words, by_hand if words.endswith(GIVEN_UP) else _again(job))
    if len(waiting) > _TOLD:
        yield _problem(job, f"{len(waiting) - _TOLD} more to be delivered", "see depeche job status")


def _pages(job: Job) -> Iterator[Finding]:
    """Yield the first pages of the newest run that are not what the run says."""
    newest = job.folder / LATEST
    if not job.site or not newest.is_dir():
        return
    try:
        stale = check_site(newest, read_stored(newest))
        for _, words in zip(range(_TOLD), stale, strict=False):
            yield problem(
                f"job {job.name}", f"job {job.name}: {words.rpartition('; ')[0]}", words.rpartition("; ")[2]
            )
    except DepecheError as error:
        yield problem(
            f"job {job.name}", f"job {job.name}: {error.message}", f"run again: depeche job run {job.name}"
        )
