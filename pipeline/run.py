"""The main job: every input through all stages, window by window, into a run's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from pipeline import sources, write
from pipeline.config import RunConfig
from pipeline.contract import RunRecord
from pipeline.errors import SourceError
from pipeline.execute import Serial
from pipeline.ledger import Ledger
from pipeline.memory.recall import Memory
from pipeline.ports import Executor
from pipeline.records import Outcome
from pipeline.window import Input, Stages, Worker

WINDOW_DOCUMENTS = 128
WINDOW_BYTES = 256 * 2**10
"""What goes through the stages together, at most: some 2,000 sentences, enough for full batches of equal
length, few enough for flat memory. A larger document is a window by itself."""

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
        inputs = sources.find(config.inputs, outside=config.out)
        for outcome in (executor or Serial()).run(worker.window, windows(inputs)):
            ledger.add(outcome)
            report(outcome)
        return ledger.write("finished", worker.identities.asked, worker.models)


def windows(items: Iterable[Input]) -> Iterator[tuple[Input, ...]]:
    """Yield inputs together as they go through the stages."""
    window: list[Input] = []
    total = 0
    for item in items:
        size = _size(item)
        if window and (len(window) == WINDOW_DOCUMENTS or total + size > WINDOW_BYTES):
            yield tuple(window)
            window, total = [], 0
        window.append(item)
        total += size
    if window:
        yield tuple(window)


def _size(item: Input) -> int:
    """Return the bytes of an input; 0 where that is not known before it is read."""
    if isinstance(item, SourceError) or item.path is None:
        return 0
    try:
        return item.path.stat().st_size
    except OSError:
        return 0  # reading it will say what is wrong
