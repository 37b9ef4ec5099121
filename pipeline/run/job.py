"""The main job: every input through all stages, batch by batch, into a run's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import TypeAlias

from pipeline.core import address_space
from pipeline.core.contract import RunRecord
from pipeline.core.errors import SourceError
from pipeline.core.files import tree
from pipeline.core.ports import Executor, Spec
from pipeline.core.records import EngineIdentity, LoadedModel, Outcome, ProgressNote
from pipeline.read import deduplicate
from pipeline.read.fetch.address import is_address
from pipeline.read.reference import Reference
from pipeline.run import batch
from pipeline.run.components import open_run
from pipeline.run.configuration.config import RunConfig
from pipeline.run.inputs import InputSearch
from pipeline.run.journal import Journal
from pipeline.run.tables import TableWriter
from pipeline.run.turns import BatchLimits
from pipeline.run.workers.drive import Supervisor
from pipeline.run.workers.serial import Serial
from pipeline.translate.service import Components
from pipeline.write import run_folder
from pipeline.write.paths import SUMS_FILE
from pipeline.write.run_record import RunRecordWriter
from pipeline.write.signing.keys import Signer

BATCH_LIMITS = BatchLimits(documents=1, bytes=256 * 2**10)
"""The batch of one process: a document, which is reported as soon as it is done."""
SHARED_BATCH_LIMITS = BatchLimits(documents=16, bytes=32 * 2**10)
"""The batch of each of several workers: enough that an engine has work, and so few that all end at about the
same time."""

OutcomeCallback: TypeAlias = Callable[[Outcome], None]


def run(
    config: RunConfig,
    stages: Components | batch.ComponentFactory = open_run,
    *,
    found: Iterable[Reference | SourceError] | None = None,
    executor: Executor | None = None,
    report: OutcomeCallback = lambda _: None,
    progress: Callable[[ProgressNote], None] = lambda _: None,
    warn: Callable[[str], None] = lambda _: None,
) -> RunRecord:
    """Do the main job, and return the record in ``run.json``.

    ``stages`` are the components, or a function that makes them from the configuration, once per worker. For
    several workers it must be a function that can be imported. ``found`` are the inputs, if they have been
    found already; otherwise ``config.inputs`` are searched. ``executor`` replaces ``config.workers`` workers,
    and is closed at the end. ``report`` is called with the outcome of each input, in order, and ``progress``
    with notes of what is under way, from several threads at a time. ``warn`` is called with a line if the
    translation memory cannot be used, an input of an earlier run has disappeared, or a signature is removed.
    An input that fails does not affect the others. Raises ``BusyError`` if another run holds the folder,
    ``WriteError`` if it cannot be written, ``WorkerError`` if no worker starts, and ``UsageError`` if the key
    to sign with cannot be used.
    """
    signer = Signer(config.sign) if config.sign is not None else None
    parts = stages if isinstance(stages, Components) else stages(config)
    engines: set[EngineIdentity] = set()
    models: set[LoadedModel] = set()
    told: set[str] = set()
    with run_folder.hold_run(config.folder) as lock:
        record_writer = RunRecordWriter(
            config.folder,
            run_id=config.run_id,
            settings=config.settings,
            profile=config.profile,
            hardware=config.hardware,
        )
        if signer is None and run_folder.is_signed(config.folder):
            warn(f"{config.folder}: was signed; the signature is removed, for this run has no --sign")
        record_writer.write("running")
        journal = Journal(config.folder)
        journal.await_writers()
        journal.begin()
        tables = TableWriter(config, parts.detector)
        with _opened(executor, config, lock, stages, progress, warn) as workers:
            if found is None:
                found = InputSearch(config).all(warn)
            taken = deduplicate.unique_inputs(tables.noted(found), parts.detector, warn)
            batches = input_batches(
                record_writer.with_files(tables.noted(taken)),  # of a pipe, whose rows come here
                _limits(workers, parts),
            )
            spec, batches = _for_workers(workers, config, stages, parts, batches)
            for worked in Supervisor(
                workers,
                spec,
                batches,
                give_up=batch.give_up,
                seconds=partial(batch.seconds, languages=len(config.settings.targets)),
            ):
                for line in worked.warnings:
                    consequence = line.rpartition("; ")[2]  # workers may give different reasons for it
                    if consequence not in told:
                        told.add(consequence)
                        warn(line)
                for outcome in worked.outcomes:
                    record_writer.add(outcome)
                    report(outcome)
                engines.update(worked.engines)
                models.update(worked.models)
        tables.write(record_writer.ids(), warn)
        for origin in record_writer.gone():
            if is_address(origin):  # that older items leave a feed is no news
                continue
            warn(f"{origin}: is no longer there; what was made of it is kept")
        by = signer.name if signer is not None else None
        record = record_writer.write("finished", engines, models, signed_by=by)
        journal.end()
        if signer is not None:
            sums = tree.digest_below(config.folder, SUMS_FILE).sha256
            run_folder.write_signature(config.folder, signer.sign(record, sums))
        return record


def _for_workers(
    workers: Executor,
    config: RunConfig,
    stages: Components | batch.ComponentFactory,
    parts: Components,
    batches: Iterator[tuple[deduplicate.Input, ...]],
) -> tuple[Spec[deduplicate.Input, batch.BatchResult], Iterator[tuple[deduplicate.Input, ...]]]:
    """Return the work of a run, and its batches, as these workers understand them."""
    if config.cluster is not None:
        from pipeline.run.workers.cluster.of_run import for_nodes

        return for_nodes(config, stages, parts, batches)
    own = parts if isinstance(workers, Serial) else stages
    return Spec(factory=batch.BatchRunner, arguments=(config, own)), batches


@contextmanager
def _opened(
    executor: Executor | None,
    config: RunConfig,
    lock: int,
    stages: Components | batch.ComponentFactory,
    progress: Callable[[ProgressNote], None],
    warn: Callable[[str], None],
) -> Iterator[Executor]:
    """Yield the executor, and close it. Workers hold the folder too, so that no run begins before they end.

    A single worker is this process. But if address space is limited, libraries may crash for lack of it. A
    process of its own then shows which document that was.
    """
    if executor is None and config.cluster is not None:
        from pipeline.run.workers.cluster.of_run import open_executor

        with open_executor(config.cluster, config.workers, progress, warn) as nodes:
            yield nodes
        return
    workers = config.workers
    if executor is None and (workers > 1 or _needs_process(stages)):
        from pipeline.run.workers.pool import Pool

        executor = Pool(workers, holding=(lock,), tell=progress)
    with closing(executor or Serial(tell=progress)) as made:
        yield made


def _needs_process(stages: Components | batch.ComponentFactory) -> bool:
    return address_space.limit() is not None and not isinstance(stages, Components)


def _limits(workers: Executor, parts: Components) -> BatchLimits:
    """Return what goes through the stages together."""
    if not all(engine.is_exact for engine in parts.engines):
        return batch.WINDOW
    return BATCH_LIMITS if isinstance(workers, Serial) else SHARED_BATCH_LIMITS


def input_batches(
    items: Iterable[deduplicate.Input], most: BatchLimits = BATCH_LIMITS
) -> Iterator[tuple[deduplicate.Input, ...]]:
    """Yield the inputs in batches, which go through the stages together."""
    together: list[deduplicate.Input] = []
    total = 0
    for item in items:
        size = deduplicate.input_bytes(item)
        if together and (len(together) == most.documents or total + size > most.bytes):
            yield tuple(together)
            together, total = [], 0
        together.append(item)
        total += size
    if together:
        yield tuple(together)
