"""Takes a batch of inputs through the steps of a run, in this process or another. Each gets an outcome."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from pipeline.core import clock
from pipeline.core.failure import failed_outcome
from pipeline.core.records import EngineIdentity, Failed, LoadedModel, Outcome
from pipeline.core.records.prepared import Prepared
from pipeline.read.deduplicate import Input, input_bytes
from pipeline.read.find import Reference
from pipeline.run.configuration.config import RunConfig
from pipeline.run.journal import Journal
from pipeline.run.steps.finish import Finishing, RequestAnswer
from pipeline.run.steps.keys import Dependencies
from pipeline.run.steps.requests import requests
from pipeline.run.steps.take import Taking
from pipeline.translate.memory.run_memory import RunMemory
from pipeline.translate.service import Components, TranslationService

ComponentFactory: TypeAlias = Callable[[RunConfig], Components]
"""A function that can be imported and makes the parts of a run."""

STALL_SECONDS = 600.0
"""Seconds that any batch may take. They include the loading of models, and large ones load slowly."""
SECONDS_A_BYTE = 0.05
"""Seconds that a batch may take in addition, for each byte of the sources and each target language.

That is 20 bytes a second. Argos's models translate hundreds on one core, so larger models, slower machines
and pivots do not count as a hang.
"""

_WRITERS = 8
"""Folders that are written at a time, while the next is assembled. A disk can confirm several at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """The result of one batch."""

    outcomes: tuple[Outcome, ...]
    """The outcomes, in the order of the inputs."""
    engines: tuple[EngineIdentity, ...] = ()
    """The identities of all engines that have translated a hop so far, in this process."""
    models: tuple[LoadedModel, ...] = ()
    """The neural models that this process has loaded so far."""
    warnings: tuple[str, ...] = ()
    """Warnings for the user, one line each."""


class BatchRunner:
    """Takes batches of a run through its steps: read or skip, translate, write."""

    def __init__(self, config: RunConfig, stages: Components | ComponentFactory) -> None:
        """Work for ``config`` with ``stages``: components, or a function that makes them."""
        self._config = config
        self._warnings: list[str] = []
        self._memory = RunMemory(config.memory, run=config.folder, warn=self._warnings.append)
        parts = stages if isinstance(stages, Components) else stages(config)
        self._translation = TranslationService(
            parts,
            glossary=config.glossary,
            memory=self._memory,
            target_quotes=config.settings.quotes == "target",
        )
        journal = Journal(config.folder)
        self._dependencies = Dependencies(config.settings, parts, self._translation, self._memory)
        self._taking = Taking(config, parts, self._translation, self._dependencies, journal)
        self._finishing = Finishing(config, self._translation, self._dependencies, journal)

    def __call__(self, batch: Sequence[Input]) -> BatchResult:
        """Take a batch through all steps."""
        outcomes = tuple(self.outcomes(batch))
        warnings = tuple(self._warnings)
        self._warnings.clear()
        return BatchResult(
            outcomes=outcomes,
            engines=self._translation.asked,
            models=self._translation.models,
            warnings=warnings,
        )

    def close(self) -> None:
        """Close the memory."""
        self._memory.close()

    def outcomes(self, batch: Sequence[Input]) -> Iterator[Outcome]:
        """Yield the outcome of each input, in order."""
        started = clock.utc_now()
        self._translation.refresh()
        taken = [self._taking.take(item) for item in batch]
        prepared = [item for item in taken if isinstance(item, Prepared)]
        people = self._dependencies.people(part for item in prepared for part in item.segments) or {}
        asked = [
            (item.document.id, request)
            for item in prepared
            for request in requests(item, self._config.settings, people)
        ]
        renderings = self._translation.translate([request for _, request in asked])
        answers: dict[str, list[RequestAnswer]] = {}
        for (name, request), rendering in zip(asked, renderings, strict=True):
            answers.setdefault(name, []).append((request, rendering))
        with ThreadPoolExecutor(_WRITERS) as writers:
            underway: deque[Callable[[], Outcome]] = deque()
            for item in taken:
                if isinstance(item, Prepared):
                    name = item.document.id
                    written = self._finishing.assemble(
                        item,
                        answers.get(name, []),
                        people,
                        started=started,
                        anew=self._taking.why_anew(name),
                    )
                    underway.append(writers.submit(written).result)
                else:
                    underway.append(partial(_itself, item))
                if len(underway) > _WRITERS:
                    yield underway.popleft()()
            while underway:
                yield underway.popleft()()


def _itself(outcome: Outcome) -> Outcome:
    return outcome


def give_up(item: Input, reason: str) -> BatchResult:
    """Return the result of an input whose worker never answered."""
    if isinstance(item, Reference):
        message = f"{item.origin}: {reason}"
        return BatchResult(outcomes=(Failed(origin=item.origin, error="WorkerError", message=message),))
    if isinstance(item, Outcome):
        return BatchResult(outcomes=(item,))
    return BatchResult(outcomes=(failed_outcome(item.origin, item),))


def seconds(batch: Sequence[Input], *, languages: int) -> float:
    """Return how many seconds a batch may take before its worker counts as hanging."""
    return STALL_SECONDS + SECONDS_A_BYTE * languages * sum(map(input_bytes, batch))
