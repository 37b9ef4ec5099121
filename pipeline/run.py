"""The main job: every input through all stages, window by window, into a run's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeAlias, TypeVar

from pipeline import sources, write
from pipeline.config import RunConfig
from pipeline.contract import RunRecord
from pipeline.execute import Serial
from pipeline.ledger import Ledger
from pipeline.memory.recall import Memory
from pipeline.ports import Executor
from pipeline.records import Outcome
from pipeline.window import Stages, Worker

WINDOW = 16
"""Documents that go through the stages together: enough for full batches, few enough for flat memory."""

Item = TypeVar("Item")
Report: TypeAlias = Callable[[Outcome], None]


def run(
    config: RunConfig,
    stages: Stages,
    *,
    executor: Executor | None = None,
    report: Report = lambda _: None,
    warn: Callable[[str], None] = lambda _: None,
) -> RunRecord:
    """Do the main job, and return what ``run.json`` says of it.

    ``report`` is called with the outcome of each input as it comes, ``warn`` with a line where the
    translation memory cannot be used. An input that fails costs the others nothing. Raises ``BusyError``
    where another run holds the folder, ``WriteError`` where the folder cannot be written.
    """
    with write.held(config.folder), Memory(config.memory, run=config.folder, warn=warn) as memory:
        ledger = Ledger(config)
        worker = Worker(config, stages, written=ledger.files_of, memory=memory)
        ledger.write("running")
        windows = _windows(sources.find(config.inputs, outside=config.out), WINDOW)
        for outcome in (executor or Serial()).run(worker.window, windows):
            ledger.add(outcome)
            report(outcome)
        return ledger.write("finished", worker.identities.asked)


def _windows(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    rest = iter(items)
    while window := tuple(islice(rest, size)):
        yield window
