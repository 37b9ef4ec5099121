"""What works on a run's batches, in this process or another, and how long it may take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.core.failure import failed_outcome
from pipeline.core.records import EngineIdentity, Failed, LoadedModel, Outcome
from pipeline.read import document
from pipeline.read.deduplicate import Input, input_bytes
from pipeline.run.batch import BatchRunner
from pipeline.run.configuration.config import RunConfig
from pipeline.translate.memory.run_memory import RunMemory
from pipeline.translate.service import Components

ComponentFactory: TypeAlias = Callable[[RunConfig], Components]
"""A function that can be imported and makes the parts of a run."""

STALL_SECONDS = 600.0
"""A batch may take so long whatever is in it: models are loaded in it, and large ones slowly."""
SECONDS_A_BYTE = 0.05
"""And so much longer for each byte of the sources and each language asked for. That is 20 bytes a second,
where Argos's models translate hundreds on one core: larger models, slower machines and pivots are no hang."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """What came of a batch."""

    outcomes: tuple[Outcome, ...]
    """In the order of the inputs."""
    engines: tuple[EngineIdentity, ...] = ()
    """Who this worker has had to do with so far."""
    models: tuple[LoadedModel, ...] = ()
    """The neural models that it has loaded so far."""
    warnings: tuple[str, ...] = ()
    """What the user should know, each a line."""


class BatchWorker:
    """Works on batches of a run."""

    def __init__(self, config: RunConfig, stages: Components | ComponentFactory) -> None:
        """Work for ``config`` with ``stages``, or those that they make."""
        self._warnings: list[str] = []
        self._memory = RunMemory(config.memory, run=config.folder, warn=self._warnings.append)
        parts = stages if isinstance(stages, Components) else stages(config)
        self._worker = BatchRunner(config, parts, memory=self._memory)

    def __call__(self, batch: Sequence[Input]) -> BatchResult:
        """Take a batch through all stages."""
        outcomes = tuple(self._worker.window(batch))
        warnings = tuple(self._warnings)
        self._warnings.clear()
        return BatchResult(
            outcomes=outcomes,
            engines=self._worker.asked,
            models=self._worker.models,
            warnings=warnings,
        )

    def close(self) -> None:
        """Close the memory."""
        self._memory.close()


def give_up(item: Input, reason: str) -> BatchResult:
    """Return what came of an input whose worker never answered."""
    if isinstance(item, document.Reference):
        message = f"{item.origin}: {reason}"
        return BatchResult(outcomes=(Failed(origin=item.origin, error="WorkerError", message=message),))
    if isinstance(item, Outcome):
        return BatchResult(outcomes=(item,))
    return BatchResult(outcomes=(failed_outcome(item.origin, item),))


def seconds(batch: Sequence[Input], *, languages: int) -> float:
    """Return how long a batch may take, in so many languages, until its worker is held to hang."""
    return STALL_SECONDS + SECONDS_A_BYTE * languages * sum(map(input_bytes, batch))
