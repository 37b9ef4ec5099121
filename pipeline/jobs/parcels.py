"""What a job delivers of a run: the hits of each watch at once, and the digest when all is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import field

from pipeline.core.contract.digest import DigestRecord
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import WriteError
from pipeline.core.ports import Deliverer
from pipeline.core.records import Parcel
from pipeline.jobs.configuration.opening import delivery_names
from pipeline.jobs.configuration.settings import Job
from pipeline.jobs.outbox import DeliveryAttempt, Outbox
from pipeline.jobs.state import JobRun, WatchDelivery
from pipeline.jobs.tell import JobTelling
from pipeline.write.paths import DIGEST_FILE, DIGEST_FOLDER

_MOST_WAITING = 20
"""So many runs are kept for what is still to be delivered of them."""


def is_deliverable(job: Job, run: JobRun) -> bool:
    """Say whether a run is good and its digest is still there."""
    digest = job.folder / run.slot / DIGEST_FOLDER / DIGEST_FILE
    return run.is_good and bool(run.languages) and digest.is_file()


def parcel(job: Job, run: JobRun, watch: str = "") -> Parcel:
    """Return the digest of a run, or the hits of one watch in it, to be delivered."""
    return Parcel(
        job=job.name,
        slot=run.slot,
        run=job.folder / run.slot,
        languages=run.languages,
        made=run.started,
        marks=(f"[{watch}]",) if watch else (),
        watch=watch,
    )


def watch_deliveries(job: Job, record: DigestRecord) -> tuple[WatchDelivery, ...]:
    """Return which watches have found something, and who gets it."""
    found = {findings.name for findings in record.watches}
    return tuple(
        WatchDelivery(watch=one.watch.name, deliver=one.deliver)
        for one in job.watches
        if one.deliver and one.watch.name in found
    )


def undelivered(job: Job) -> tuple[DeliveryAttempt, ...]:
    """Return what was tried and not sent, of runs that are still there and deliveries that the job still has.

    Raises ``WriteError`` if the journal cannot be read.
    """
    names = delivery_names(job)
    return tuple(
        attempt
        for attempt in Outbox.read(job.folder).open_failures()
        if attempt.deliverer in names and (job.folder / _slot(attempt)).is_dir()
    )


def waiting_slots(job: Job) -> tuple[str, ...]:
    """Return the runs of which something is to be tried again, the newest ones. Raises as ``undelivered``."""
    if not delivery_names(job):
        return ()
    box = Outbox.read(job.folder)
    slots = {_slot(one) for one in undelivered(job) if not box.is_given_up(one)}
    return tuple(sorted(slots)[-_MOST_WAITING:])


def _slot(attempt: DeliveryAttempt) -> str:
    """Return the run that an attempt is of: what a watch sends names itself, too."""
    return attempt.slot.partition("/")[0]


@dataclass(slots=True)
class Sender:
    """Sends what is still to be sent of a job's runs, and tells it. The job must be held."""

    job: Job
    deliverers: Sequence[Deliverer]
    telling: JobTelling
    failed: list[DeliveryAttempt] = field(default_factory=list)
    """What was not sent."""
    tried: set[str] = field(default_factory=set)
    """Occasions that were tried at once; if they fail, the next start tries them again."""

    def send_hits(self, run: JobRun) -> None:
        """Send what the watches of a run have found, as soon as its digest is made.

        Nothing is sent if it could not be noted, which ``send_all`` will say.
        """
        if not run.watches:
            return
        with suppress(WriteError):
            box = Outbox.read(self.job.folder)
            for hits, due in self._hits(run):
                self._send(box, hits, due)
                self.tried.add(hits.occasion)

    def send_all(self, runs: Sequence[JobRun]) -> None:
        """Send what is still to be sent of good runs that are still there, the newest first.

        What has failed before comes last of each, so that a server that is down holds up nobody else.
        """
        if not self.deliverers:
            return
        box = Outbox.read(self.job.folder)
        known = {attempt.deliverer for attempt in box.open_failures()}
        self.deliverers = sorted(self.deliverers, key=lambda deliverer: deliverer.name in known)
        for run in reversed(runs):
            if not is_deliverable(self.job, run):
                continue
            for hits, due in self._hits(run):
                if hits.occasion not in self.tried:
                    self._send(box, hits, due)
            self._send(box, parcel(self.job, run), self._due(run.deliver))

    def _hits(self, run: JobRun) -> Iterator[tuple[Parcel, list[Deliverer]]]:
        for watch in run.watches:
            yield parcel(self.job, run, watch.watch), self._due(watch.deliver)

    def _due(self, names: Sequence[str]) -> list[Deliverer]:
        return [deliverer for deliverer in self.deliverers if deliverer.name in names]

    def _send(self, box: Outbox, wanted: Parcel, due: Sequence[Deliverer]) -> None:
        for attempt in box.send(wanted, due, lambda thing: self.telling.wait("delivering", thing)):
            if attempt.is_sent:
                self.telling.say("sent", attempt.message)
            else:
                self.failed.append(attempt)
                words = f"{self.job.name}: {attempt.slot}: not delivered: {attempt.words}"
                self.telling.miss("delivery", words)
