"""Where batches of work run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from pipeline.records import Outcome

Item = TypeVar("Item")


class Serial:
    """One batch after the other, in this process."""

    def run(
        self, work: Callable[[Sequence[Item]], Iterable[Outcome]], batches: Iterable[Sequence[Item]]
    ) -> Iterator[Outcome]:
        """Yield the outcomes of ``work`` over every batch, in order."""
        for batch in batches:
            yield from work(batch)
