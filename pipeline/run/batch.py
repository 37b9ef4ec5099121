"""Takes inputs through the steps of a run, in this process or another. Each gets an outcome.

Many documents are under way at a time, each in a thread of its own, so that an engine always has work. Each
is written as soon as it is translated, while others are still being read.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from pipeline.core import address_space, clock
from pipeline.core.dataclass import dataclass
from pipeline.core.failure import failed_outcome
from pipeline.core.interrupt import ending, postponed
from pipeline.core.records import (
    Done,
    EngineIdentity,
    Failed,
    LoadedModel,
    Outcome,
    ProgressNote,
    RunStage,
    StageNote,
    StageTime,
)
from pipeline.core.records.prepared import Prepared
from pipeline.read.deduplicate import Input, input_bytes
from pipeline.read.reference import Reference
from pipeline.run.configuration.config import RunConfig
from pipeline.run.journal import Journal
from pipeline.run.steps.keys import Dependencies
from pipeline.run.steps.take import Taking
from pipeline.run.turns import BatchLimits, Turns, Window
from pipeline.translate.memory.run_memory import RunMemory
from pipeline.translate.service import Components, TranslationService
from pipeline.translate.typesetting.typesetter import typesetter_of

if TYPE_CHECKING:
    from pipeline.run.steps.finish import RequestAnswer

ComponentFactory: TypeAlias = Callable[[RunConfig], Components]
"""A function that can be imported and makes the parts of a run."""

STALL_SECONDS = 600.0
"""Seconds that any batch may take. They include the loading of models, and large ones load slowly."""
SECONDS_A_BYTE = 0.05
"""Seconds that a batch may take in addition, for each byte of the sources and each target language.

That is 20 bytes a second. Argos's models translate hundreds on one core, so larger models, slower machines
and pivots do not count as a hang.
"""

WINDOW = BatchLimits(documents=128, bytes=256 * 2**10)
"""What is under way at a time in one process, some 2,000 sentences: enough for full batches of equal length,
and few enough for constant use of memory."""

_CRAMPED = BatchLimits(documents=1, bytes=32 * 2**10)
"""The same where address space is limited: a thread takes 8 MiB of it for its stack and 64 for its memory."""

_REFRESH_DOCUMENTS = 64
"""How many documents take what engines said of their packages, until these are asked again."""


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
    """Takes documents through the steps of a run: read or skip, translate, write.

    What is set as its ``tell`` is called from its threads, by several at a time, when a document has gone
    through a stage and when an engine is asked or answers.
    """

    def __init__(self, config: RunConfig, stages: Components | ComponentFactory) -> None:
        """Work for ``config`` with ``stages``: components, or a function that makes them."""
        self.tell: Callable[[ProgressNote], None] = lambda _: None
        self._config = config
        self._warnings: list[str] = []
        self._memory = RunMemory(config.memory, run=config.folder, warn=self._warnings.append)
        self._parts = stages if isinstance(stages, Components) else stages(config)
        limits = WINDOW if address_space.limit() is None else _CRAMPED
        self._turns, self._window = Turns(), Window(limits)
        self._translation = TranslationService(
            self._parts,
            glossary=config.glossary,
            memory=self._memory,
            typesetter=typesetter_of(config.settings),
            waiting=self._turns.given_away,
            tell=lambda note: self.tell(note),
        )
        self._journal = Journal(config.folder)
        self._numbers = itertools.count()
        self._threads = ThreadPoolExecutor(limits.documents)
        self._under_way: list[Future[list[Outcome]]] = []

    @property
    def is_exact(self) -> bool:
        """Whether no translation depends on what is translated beside it."""
        return all(engine.is_exact for engine in self._parts.engines)

    def __call__(self, batch: Sequence[Input]) -> BatchResult:
        """Take a batch through all steps."""
        return self.begin(batch)()

    def begin(self, batch: Sequence[Input]) -> Pending:
        """Begin with a batch, in the order in which batches are begun.

        Returns what waits for its result. If a translation depends on what is translated beside it, the
        documents of the batch are translated together; otherwise each is by itself.
        """
        groups = [[item] for item in batch] if self.is_exact else [batch]
        with postponed():
            futures = [self._threads.submit(self._group, next(self._numbers), group) for group in groups]
            self._under_way = [future for future in self._under_way if not future.done()] + futures
        return Pending(futures, self._result)

    def close(self) -> None:
        """Stop what is under way, and close the memory."""
        with postponed():
            self._turns.close()
            self._window.close()
            self._threads.shutdown(wait=False, cancel_futures=True)
            if all(future.done() for future in self._under_way):
                self._threads.shutdown()
            else:
                with ending():
                    self._threads.shutdown()
        self._memory.close()

    def _result(self, outcomes: Iterable[Sequence[Outcome]]) -> BatchResult:
        warnings = tuple(self._warnings)
        del self._warnings[: len(warnings)]
        return BatchResult(
            outcomes=tuple(outcome for group in outcomes for outcome in group),
            engines=self._translation.asked,
            models=self._translation.models,
            warnings=warnings,
        )

    def _group(self, number: int, items: Sequence[Input]) -> list[Outcome]:
        """Take inputs, which are translated together, through all steps."""
        size = sum(map(input_bytes, items))
        with self._window.entered(number, len(items), size), self._turns.taken(number):
            if number % _REFRESH_DOCUMENTS == 0:
                self._translation.refresh()
            return self._outcomes(items)

    def _outcomes(self, items: Sequence[Input]) -> list[Outcome]:
        started = clock.utc_now()
        translation = self._translation.for_document()
        dependencies = Dependencies(self._config.settings, self._parts, translation, self._memory)
        taking = Taking(self._config, self._parts, translation, dependencies, self._journal)
        spent = _Spent()
        taken = [self._taken(taking, item) for item in items]
        prepared = [item for item in taken if isinstance(item, Prepared)]
        if not prepared:
            return [item for item in taken if not isinstance(item, Prepared)]
        from pipeline.run.steps.finish import Finishing  # 20 ms, which runs without a change do without
        from pipeline.run.steps.requests import requests

        finishing = Finishing(self._config, translation, dependencies, self._journal)
        people = dependencies.people(part for item in prepared for part in item.segments) or {}
        asked = [
            (item.document.id, request)
            for item in prepared
            for request in requests(item, self._config.settings, people)
        ]
        spent.ended("read")
        renderings = translation.translate([request for _, request in asked])
        spent.ended("translated")
        for each in prepared:
            self._note("translated", each)
        answers: dict[str, list[RequestAnswer]] = {}
        for (name, request), rendering in zip(asked, renderings, strict=True):
            answers.setdefault(name, []).append((request, rendering))
        outcomes: list[Outcome] = []
        for item in taken:
            if isinstance(item, Prepared):
                name = item.document.id
                write = finishing.assemble(
                    item, answers.get(name, []), people, started=started, anew=taking.why_anew(name)
                )
                with self._turns.given_away():
                    outcome = write()
                self._note("written", item)
                outcomes.append(spent.told(outcome))
            else:
                outcomes.append(item)
        return outcomes

    def _taken(self, taking: Taking, item: Input) -> Prepared | Outcome:
        """Read an input. What has an outcome already needs no other stage."""
        taken = taking.take(item)
        self._note("read" if isinstance(taken, Prepared) else "written", taken)
        return taken

    def _note(self, stage: RunStage, item: Prepared | Outcome) -> None:
        if isinstance(item, Prepared):
            settings = self._config.settings
            sentences = item.segments if "full" in settings.kinds else item.chosen
            count = len(sentences) * len(settings.targets)
            self.tell(StageNote(stage=stage, origin=item.document.origin, sentences=count))
        else:
            self.tell(StageNote(stage=stage, origin=item.origin))


class _Spent:
    """What the stages of a document take. Documents that are translated together share the first ones."""

    def __init__(self) -> None:
        self._stages: list[StageTime] = []
        self._began = time.monotonic()

    def ended(self, name: str) -> None:
        """Note that a stage has ended, and another begins."""
        now = time.monotonic()
        self._stages.append(StageTime(name=name, seconds=round(now - self._began, 4)))
        self._began = now

    def told(self, outcome: Outcome) -> Outcome:
        """Return the outcome of what was written just now, with its stages."""
        if not isinstance(outcome, Done):
            return outcome
        seconds = round(time.monotonic() - self._began, 4)
        self._began = time.monotonic()
        return replace(outcome, stages=(*self._stages, StageTime(name="written", seconds=seconds)))


class Pending:
    """The result of a batch that was begun."""

    def __init__(
        self,
        futures: Sequence[Future[list[Outcome]]],
        result: Callable[[Iterable[Sequence[Outcome]]], BatchResult],
    ) -> None:
        """Make the result of what ``futures`` return."""
        self.futures = tuple(futures)
        self._result = result

    def is_done(self) -> bool:
        """Return whether the result is there."""
        return all(future.done() for future in self.futures)

    def __call__(self) -> BatchResult:
        """Wait for the result, and return it."""
        return self._result([future.result() for future in self.futures])


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
