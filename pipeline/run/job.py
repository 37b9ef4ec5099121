"""The main job: every input through all stages, window by window, into a run's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from pipeline.core import address_space
from pipeline.core.contract import RunRecord
from pipeline.core.errors import SourceError
from pipeline.core.files import tree
from pipeline.core.ports import Executor, Spec
from pipeline.core.records import EngineIdentity, LoadedModel, Outcome
from pipeline.read import deduplicate
from pipeline.read.find import Reference, find_inputs
from pipeline.run import batch
from pipeline.run.components import open_run
from pipeline.run.configuration.config import RunConfig
from pipeline.run.journal import Journal
from pipeline.run.workers.drive import Supervisor
from pipeline.run.workers.serial import Serial
from pipeline.translate.service import Components
from pipeline.write import run_folder
from pipeline.write.paths import SUMS_FILE
from pipeline.write.run_record import RunRecordWriter
from pipeline.write.signing.keys import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLimits:
    """What goes through the stages together, at most. A larger document is a window by itself."""

    documents: int
    bytes: int


WINDOW = BatchLimits(documents=128, bytes=256 * 2**10)
"""Some 2,000 sentences: enough for full batches of equal length, few enough for flat memory."""
SHARED_WINDOW = BatchLimits(documents=16, bytes=32 * 2**10)
"""With several workers: less, so that all have something to do, and end at about the same time."""

OutcomeCallback: TypeAlias = Callable[[Outcome], None]


def run(
    config: RunConfig,
    stages: Components | batch.ComponentFactory = open_run,
    *,
    found: Iterable[Reference | SourceError] | None = None,
    executor: Executor | None = None,
    report: OutcomeCallback = lambda _: None,
    warn: Callable[[str], None] = lambda _: None,
) -> RunRecord:
    """Do the main job, and return what ``run.json`` says of it.

    ``stages`` are the parts, or make them of the configuration, once a worker: for several workers it must be
    a function that can be imported. ``found`` are the inputs where they have been found already; otherwise
    ``config.inputs`` are looked for. ``executor`` stands in for ``config.workers`` workers, and is closed.
    ``report`` is called with the outcome of each input, in order, ``warn`` with a line where the translation
    memory cannot be used, an input of an earlier run has disappeared, or a signature goes. An input that
    fails costs the others nothing. Raises ``BusyError`` where another run holds the folder, ``WriteError``
    where it cannot be written, ``WorkerError`` where no worker starts, ``UsageError`` where the key to sign
    with cannot be used.
    """
    signer = Signer(config.sign) if config.sign is not None else None
    parts = stages if isinstance(stages, Components) else stages(config)
    engines: set[EngineIdentity] = set()
    models: set[LoadedModel] = set()
    told: set[str] = set()
    with run_folder.hold_run(config.folder) as lock:
        ledger = RunRecordWriter(
            config.folder,
            run_id=config.run_id,
            settings=config.settings,
            profile=config.profile,
            hardware=config.hardware,
        )
        if signer is None and run_folder.is_signed(config.folder):
            warn(f"{config.folder}: was signed; the signature is removed, for this run has no --sign")
        ledger.write("running")
        journal = Journal(config.folder)
        journal.begin()
        with closing(executor or _executor(config.workers, lock, stages)) as workers:
            if found is None:
                found = find_inputs(config.inputs, outside=config.out)
            taken = deduplicate.unique_inputs(found, parts.detector)
            for worked in Supervisor(
                workers,
                Spec(
                    factory=batch.BatchRunner,
                    arguments=(config, parts if isinstance(workers, Serial) else stages),
                ),
                windows(ledger.with_files(taken), WINDOW if workers.slots == 1 else SHARED_WINDOW),
                give_up=batch.give_up,
                seconds=partial(batch.seconds, languages=len(config.settings.targets)),
            ):
                for line in worked.warnings:
                    consequence = line.rpartition("; ")[2]  # workers may come to it in different ways
                    if consequence not in told:
                        told.add(consequence)
                        warn(line)
                for outcome in worked.outcomes:
                    ledger.add(outcome)
                    report(outcome)
                engines.update(worked.engines)
                models.update(worked.models)
        for origin in ledger.gone():
            warn(f"{origin}: is no longer there; what was made of it is kept")
        by = signer.name if signer is not None else None
        record = ledger.write("finished", engines, models, signed_by=by)
        journal.end()
        if signer is not None:
            sums = tree.digest_below(config.folder, SUMS_FILE).sha256
            run_folder.write_signature(config.folder, signer.sign(record, sums))
        return record


def _executor(workers: int, lock: int, stages: Components | batch.ComponentFactory) -> Executor:
    """Return who works. Workers hold the folder too, so that no other run begins before the last is gone.

    One worker is this process; but where address space is limited, libraries may well crash for want of it,
    and a process of its own tells which document that was.
    """
    if workers == 1 and (address_space.limit() is None or isinstance(stages, Components)):
        return Serial()
    from pipeline.run.workers.pool import Pool

    return Pool(workers, holding=(lock,))


def windows(
    items: Iterable[deduplicate.Input], most: BatchLimits = WINDOW
) -> Iterator[tuple[deduplicate.Input, ...]]:
    """Yield inputs together as they go through the stages."""
    window: list[deduplicate.Input] = []
    total = 0
    for item in items:
        size = deduplicate.input_bytes(item)
        if window and (len(window) == most.documents or total + size > most.bytes):
            yield tuple(window)
            window, total = [], 0
        window.append(item)
        total += size
    if window:
        yield tuple(window)
