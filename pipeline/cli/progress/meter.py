"""Counts how far a run is, and how fast."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import field
from typing import get_args

from pipeline.core.dataclass import dataclass
from pipeline.core.interrupt import postponed
from pipeline.core.records import (
    Done,
    EngineNote,
    Failed,
    Hop,
    Outcome,
    ProgressNote,
    RunStage,
    Skipped,
    StageNote,
)

STAGES: tuple[RunStage, ...] = get_args(RunStage)
"""What a document goes through, in this order."""
PHASES = ("finding inputs", "starting", "translating", "finishing")
"""What a run does, in this order. What follows it has names of its own: ``telling``, ``delivering``."""
_NAMED = 2
"""The most engines that are named."""
_FIRST_SECONDS = 5.0
"""Seconds before which no time is foretold: the first documents wait for models and dictionaries."""


@dataclass(slots=True)
class Meter:
    """What a run has done so far. Outcomes come in the order of the inputs, notes from several threads."""

    is_told: bool = False
    """Whether something is made and told of the documents when all are done: a digest, deliveries."""
    inputs: Sequence[str] = ()
    """The names of the inputs; empty until they are found."""
    phase: str = PHASES[0]
    done: int = 0
    skipped: int = 0
    failed: int = 0
    started: float = field(default_factory=time.monotonic)
    _awaited: str = ""
    _counts: dict[RunStage, int] = field(default_factory=lambda: dict.fromkeys(STAGES, 0))
    _sentences: dict[RunStage, int] = field(default_factory=lambda: dict.fromkeys(STAGES, 0))
    _under_way: dict[str, int] = field(default_factory=dict)
    """How many stages each document without an outcome has gone through."""
    _engines: dict[Hop, tuple[int, int]] = field(default_factory=dict)
    """Texts that engines are at work on, and those of them that are answered."""
    _most: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def found(self, inputs: Sequence[str]) -> None:
        """Note the inputs."""
        self.inputs = inputs
        self.phase, self._awaited = PHASES[1], ""

    def add(self, outcome: Outcome) -> None:
        """Note the next outcome."""
        self.phase = PHASES[2] if self.ended + 1 < len(self.inputs) else PHASES[3]
        with postponed(), self._lock:
            self._pass(STAGES[-1], outcome.origin, 0)
            self._under_way.pop(outcome.origin, None)
            self.done += isinstance(outcome, Done)
            self.skipped += isinstance(outcome, Skipped)
            self.failed += isinstance(outcome, Failed)
            if isinstance(outcome, Failed) and outcome.error == "WorkerError":
                self._engines.clear()  # whoever asked is dead

    def note(self, note: ProgressNote) -> None:
        """Note what is told of documents under way."""
        if self.phase == PHASES[1]:
            self.phase = PHASES[2]
        with postponed(), self._lock:
            if isinstance(note, StageNote):
                self._pass(note.stage, note.origin, note.sentences)
            else:
                self._ask(note)

    def wait(self, phase: str, what: str = "") -> None:
        """Note what is done now before the inputs are found or when they all are done, and waited for."""
        if self.inputs and self.phase != phase:
            self._engines.clear()
        self.phase, self._awaited = phase, what

    def _pass(self, stage: RunStage, origin: str, sentences: int) -> None:
        """Count a document, once, in a stage and in all earlier ones. What is told twice counts once."""
        now = STAGES.index(stage) + 1
        for passed in STAGES[self._under_way.get(origin, 0) : now]:
            self._counts[passed] += 1
            self._sentences[passed] += sentences
        self._under_way[origin] = max(now, self._under_way.get(origin, 0))

    def _ask(self, note: EngineNote) -> None:
        asked, answered = self._engines.get(note.hop, (0, 0))
        asked, answered = asked + note.asked, answered + note.answered
        if asked > 0:
            self._engines[note.hop] = asked, answered
        else:
            self._engines.pop(note.hop, None)

    @property
    def is_found(self) -> bool:
        """Whether the inputs are found."""
        return self.phase != PHASES[0]

    @property
    def is_after(self) -> bool:
        """Whether what follows a run is done now."""
        return self.phase not in PHASES

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return max(time.monotonic() - self.started, 0.001)

    @property
    def ended(self) -> int:
        """Number of inputs that have an outcome."""
        return self.done + self.skipped + self.failed

    @property
    def is_under_way(self) -> bool:
        """Whether there are inputs without an outcome."""
        return self.ended < len(self.inputs)

    def through(self, stage: RunStage) -> int:
        """Return the number of documents that have gone through a stage, or did not need it."""
        return min(self._counts[stage], len(self.inputs))

    @property
    def sentences(self) -> tuple[int, int]:
        """The sentences that are translated, once for each language, and those that were read.

        Of documents that engines are at work on, as many are taken for translated as engines have answered.
        """
        read, translated = self._sentences["read"], self._sentences["translated"]
        texts = list(self._engines.values())
        share = sum(answered for _, answered in texts) / max(1, sum(asked for asked, _ in texts))
        self._most = max(self._most, translated + share * max(0, read - translated))
        return int(self._most), read

    @property
    def waiting_for(self) -> str:
        """What is waited for: what was said, or the first input without an outcome and engines at work."""
        if self._awaited or not self.is_under_way:
            return self._awaited
        at_work = sorted(self._engines.copy().items(), key=lambda one: -one[1][0])
        engines = [
            f"{hop.engine} {hop.source}>{hop.target} {f'{answered} of ' if answered else ''}{asked} sentences"
            for hop, (asked, answered) in at_work[:_NAMED]
        ]
        return "; ".join((self.inputs[self.ended], *engines))

    def rates(self) -> tuple[float, float]:
        """Return documents and sentences a second. What was skipped took no time."""
        worked = max(0, self.through("written") - self.skipped)
        return worked / self.seconds, self.sentences[0] / self.seconds

    def seconds_left(self) -> float | None:
        """Return the seconds until all documents are done, as far as the pace so far can tell; None if not.

        It goes by sentences if there are any. What was not read yet is taken to be like the rest.
        """
        if not self.is_under_way or self.seconds < _FIRST_SECONDS:
            return None
        documents, sentences = self.rates()
        done, read = self.sentences
        if done and (seen := self.through("read")):
            return max(0.0, read * len(self.inputs) / seen - done) / sentences
        return (len(self.inputs) - self.ended) / documents if documents else None

    def pace_words(self) -> str:
        """Return how fast the run goes and how long it still takes; empty before that is known, and after."""
        documents, sentences = self.rates()
        if not self.is_under_way or not sentences + documents:
            return ""
        left = self.seconds_left()
        words = f"{documents:.1f} documents and {sentences:.0f} sentences a second"
        return f"{words}, about {duration(left)} left" if left is not None else words

    def words(self) -> str:
        """Return how far the run is, in words."""
        parts = []
        if self.inputs:
            counts = [f"{len(self.inputs)} found", *(f"{self.through(stage)} {stage}" for stage in STAGES)]
            if self.failed:
                counts.append(f"{self.failed} failed")
            parts = [", ".join(counts), self.pace_words()]
        if not self.is_under_way:
            parts.append(self.phase)
        parts.append(f"waiting for {self.waiting_for}" if self.waiting_for else "")
        return "; ".join(filter(None, parts))

    def standing(self) -> str:
        """Return how far the run came, to be said when it is told to stop. It begins with a space."""
        if not self.inputs:
            return f" while {self.phase}" if self._awaited else ""
        if self.is_under_way:
            return f" after {self.ended} of {len(self.inputs)} documents"
        return f" while {self.phase}, after all {len(self.inputs)} documents"


def duration(seconds: float) -> str:
    """Return a span in words.

    >>> duration(40), duration(150), duration(9000)
    ('40 s', '3 min', '2 h 30 min')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
