"""Counts how far a run is, and how fast."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.core.records import Done, Failed, Outcome

STAGES = ("finding inputs", "starting", "translating", "finishing")
"""What a run does, in this order."""
_FIRST_SECONDS = 5.0
"""Seconds before which no time is foretold: the first documents wait for models and dictionaries."""


@dataclass(slots=True)
class Meter:
    """What a run has done so far. Outcomes come in the order of the inputs."""

    inputs: Sequence[str] = ()
    """The names of the inputs; empty until they are found."""
    stage: str = STAGES[0]
    done: int = 0
    skipped: int = 0
    failed: int = 0
    sentences: int = 0
    """Sentences of documents that were made."""
    started: float = field(default_factory=time.monotonic)
    working: float | None = None
    """When the first document was made or failed; None before."""

    def found(self, inputs: Sequence[str]) -> None:
        """Note the inputs."""
        self.inputs = inputs
        self.stage = STAGES[1]

    def add(self, outcome: Outcome) -> None:
        """Note the next outcome."""
        self.stage = STAGES[2] if self.ended + 1 < len(self.inputs) else STAGES[3]
        match outcome:
            case Done():
                self.done += 1
                self.sentences += outcome.segments
            case Failed():
                self.failed += 1
            case _:
                self.skipped += 1

    @property
    def ended(self) -> int:
        """Number of inputs that have an outcome."""
        return self.done + self.skipped + self.failed

    @property
    def waiting_for(self) -> str:
        """The first input without an outcome; empty if there is none."""
        return self.inputs[self.ended] if self.ended < len(self.inputs) else ""

    def rates(self) -> tuple[float, float]:
        """Return documents and sentences a second. What was skipped took no time."""
        seconds = max(time.monotonic() - self.started, 0.001)
        return (self.done + self.failed) / seconds, self.sentences / seconds

    def seconds_left(self) -> float | None:
        """Return the seconds until the end, as far as the pace so far can tell; None if it cannot."""
        pace, _ = self.rates()
        if not pace or time.monotonic() - self.started < _FIRST_SECONDS:
            return None
        return (len(self.inputs) - self.ended) / pace

    def words(self) -> str:
        """Return how far the run is, in words."""
        if not self.inputs:
            return self.stage
        documents, sentences = self.rates()
        parts = [f"{self.ended} of {len(self.inputs)} documents"]
        if self.failed:
            parts.append(f"{self.failed} failed")
        if self.sentences:
            parts.append(f"{self.sentences} sentences, {documents:.1f} and {sentences:.0f} a second")
        if self.waiting_for and (left := self.seconds_left()) is not None:
            parts.append(f"about {duration(left)} left")
        waiting = f"; waiting for {self.waiting_for}" if self.waiting_for else f"; {self.stage}"
        return ", ".join(parts) + waiting


def duration(seconds: float) -> str:
    """Return a span in words.

    >>> duration(40), duration(150), duration(9000)
    ('40 s', '3 min', '2 h 30 min')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
