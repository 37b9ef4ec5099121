"""One run of a job: inputs, run, digest, pages, signature. It can be repeated, and ends the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import field, replace
from pathlib import Path

from pipeline.core import clock
from pipeline.core.contract import RunRecord
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError, SourceError
from pipeline.core.records import Done, Failed, Outcome, StageTime
from pipeline.core.records.outcomes import missing_words
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.jobs.commands import INPUTS, fetch_input
from pipeline.jobs.configuration.opening import job_memory_file
from pipeline.jobs.configuration.settings import CommandInput, Job
from pipeline.jobs.parcels import watch_deliveries
from pipeline.jobs.seen import Seen, at_first_sight, new_inputs, read_seen, write_seen
from pipeline.jobs.state import JobRun, RunState, latest_slot
from pipeline.jobs.tell import JobTelling, digest_words
from pipeline.publish.site.files import make_site
from pipeline.run.configuration.config import WITHOUT_MEMORY, loaded_config
from pipeline.run.configuration.file import ConfigFile
from pipeline.run.configuration.options import Options
from pipeline.run.configuration.sources import placed_errors
from pipeline.run.digest import LAST, DigestJob, FoundInput, prepared, request_from
from pipeline.run.inputs import InputSearch
from pipeline.run.job import run
from pipeline.run.metrics import Tally


@dataclass(slots=True)
class _Counted:
    """What failed, or was not translated wholly, beside what the run's record says."""

    telling: JobTelling
    amiss: int = 0
    first: str = ""
    targets: tuple[str, ...] = ()
    unwritten: int = 0
    """Documents that are in none of the languages."""
    known: int = 0
    """Inputs that an earlier run has told: where there are some, a run without new ones is quiet, not bad."""
    tally: Tally = field(default_factory=Tally)
    stages: list[StageTime] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Note how long the block takes."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.stages.append(StageTime(name=name, seconds=round(time.monotonic() - began, 3)))

    def report(self, outcome: Outcome) -> None:
        """Count an outcome, and tell it."""
        self.tally.add(outcome)
        if isinstance(outcome, Failed):
            self.note(outcome.message)
        else:
            if isinstance(outcome, Done) and outcome.untranslated:
                self.note(f"{outcome.origin}: not translated wholly")
            missing = [item for item in outcome.missing if item.language in self.targets]
            if missing:
                words = f"{outcome.origin}: {missing_words(missing)}"
                self.note(words)
                self.telling.miss("language", words)
            self.unwritten += bool(missing) and len(missing) == len(self.targets)
        self.telling.report(outcome)

    def note(self, words: str) -> None:
        """Count something that failed."""
        self.amiss += 1
        self.first = self.first or words


def do_run(
    job: Job,
    file: ConfigFile,
    at: JobRun,
    telling: JobTelling,
    *,
    at_once: Callable[[JobRun], None] = lambda _: None,
) -> JobRun:
    """Do the run ``at``, or go on with it, and return it as it has ended.

    ``at_once`` is called with the run as soon as its digest is made, to send what watches have found.
    Raises ``DepecheError`` where it cannot be done, and whatever stops it.
    """
    began = time.monotonic()
    counted = _Counted(telling)
    with counted.stage("inputs"), placed_errors(file, ("job", job.name), Options()):
        prepared_job, seen = _prepared(job, file, at, counted)
    counted.targets = prepared_job.digest.languages or prepared_job.run.settings.targets
    config = replace(prepared_job.run, sign=None)
    with counted.stage("run"):
        record = run(
            config,
            found=prepared_job.found,
            report=counted.report,
            progress=telling.progress,
            warn=telling.warn,
        )
    counts = record.counts
    telling.say("run", counts.words())
    is_empty = not record.documents or (counted.known > 0 and not counts.written)
    ended = replace(
        at,
        done=counts.done + counts.partial,
        skipped=counts.skipped,
        failed=counts.failed,
        is_empty=is_empty,
    )
    if not (is_empty and job.empty == "skip"):
        ended = _published(job, config.folder, prepared_job.digest, ended, counted, at_once)
    if job.options.sign:
        telling.wait("signing", "")
        with counted.stage("signed"):
            _sign(prepared_job, job.options.sign, telling)
    outcome = _state(record, counted)
    if seen is not None and outcome != "failed":
        write_seen(job.folder, seen)
    return replace(
        ended,
        finished=clock.utc_now(),
        seconds=round(time.monotonic() - began, 1),
        stages=tuple(counted.stages),
        tally=counted.tally,
        state=outcome,
        message=counted.first,
    )


def _state(record: RunRecord, counted: _Counted) -> RunState:
    stand = record.counts.written
    is_quiet = counted.known > 0 and not stand
    if counted.amiss and counted.unwritten >= stand and not is_quiet:
        return "failed"
    return "partial" if counted.amiss else "good"


def _prepared(job: Job, file: ConfigFile, at: JobRun, counted: _Counted) -> tuple[DigestJob, Seen | None]:
    """Return the run, its inputs and the digest's request; and what was taken after it, if that counts."""
    inputs = tuple(_input_names(job, at, counted))
    given = replace(
        job.options, out=str(job.folder), run_id=at.slot, memory=str(job_memory_file(job) or WITHOUT_MEMORY)
    )
    seen = None
    if job.digest is None:
        config = loaded_config(inputs, given, file)
        search = InputSearch(config)
        made = DigestJob(
            run=replace(config, lenient=True),
            search=search,
            found=tuple(search.found(counted.telling.warn)),
            digest=DigestRequest(),
        )
    else:
        is_last = job.digest.since == LAST
        has_start = bool(job.digest.since)
        known = read_seen(job.folder) if has_start else {}

        def sighted(found: Iterable[FoundInput]) -> Iterable[FoundInput]:
            nonlocal seen
            if is_last or not has_start:
                return found
            items, seen = at_first_sight(found, known)
            return items

        wanted = request_from(replace(job.digest, since=None if is_last else job.digest.since))
        wanted = replace(wanted, watches=tuple(watch.watch for watch in job.watches))
        made = prepared(
            inputs,
            replace(given, to=(*given.to, *wanted.languages)),
            wanted,
            clock.parsed(at.started),
            file=file,
            sighted=sighted,
            warn=counted.telling.warn,
        )
        made = replace(made, digest=replace(made.digest, languages=wanted.languages or made.digest.languages))
        if is_last:
            new, seen = new_inputs(made.found, known, at.slot)
            counted.known = len(made.found) - len(new)
            made = replace(made, found=tuple(new))
    made = replace(made, found=tuple(made.search.followed(made.found, counted.telling.warn)))
    counted.telling.found([item.origin for item in made.found])
    counted.telling.say("inputs", f"{len(made.found)} of {', '.join(inputs) or 'none'}")
    return made, seen


def _input_names(job: Job, at: JobRun, counted: _Counted) -> Iterator[str]:
    for item in job.inputs:
        if not isinstance(item, CommandInput):
            yield item
            continue
        counted.telling.wait("finding inputs", f"the command of {item.name}")
        try:
            yield str(fetch_input(item, job.folder / INPUTS / at.slot))
        except SourceError as error:
            words = f"{item.name}: {error.message}"
            counted.note(words)
            counted.telling.miss("input", words)


def _published(
    job: Job,
    folder: Path,
    wanted: DigestRequest,
    at: JobRun,
    counted: _Counted,
    at_once: Callable[[JobRun], None],
) -> JobRun:
    """Make the digest and the pages of a run."""
    if job.digest is not None:
        told = _digested(job, folder, wanted, at, counted)
        if told is None:
            return at
        at = told
        if at.watches:
            with counted.stage("hits"):
                at_once(at)
    if job.site:
        counted.telling.wait("making pages", "")
        with counted.stage("pages"):
            made = make_site(folder, note=counted.note)
        counted.telling.say("pages", f"{made.pages}")
    return at


def _digested(job: Job, folder: Path, wanted: DigestRequest, at: JobRun, counted: _Counted) -> JobRun | None:
    """Make the digest of a run; return None where that cannot be done."""
    counted.telling.wait("telling", "the digest")
    try:
        with counted.stage("digest"):
            record = make_digest(
                folder,
                wanted,
                clock.parsed(at.started),
                is_quiet=at.is_empty,
                last=job.folder / (latest_slot(job.folder) or at.slot),
                has_reader=job.site,
            )
    except RecordError as error:
        counted.note(error.message)
        counted.telling.miss("other", error.message)
        return None
    counted.telling.say("digest", digest_words(record))
    return replace(
        at,
        stories=record.counts.told,
        until=record.until,
        languages=record.languages,
        watches=watch_deliveries(job, record),
    )


def _sign(job: DigestJob, key: str, telling: JobTelling) -> None:
    """Sign the run with all that was made of it: a run that finds everything done signs last."""
    record = run(replace(job.run, sign=Path(key)), found=job.found)
    telling.say("signed", f"by {record.signed_by}")
