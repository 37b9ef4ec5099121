"""The executor that works in this process, one batch after the other."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeAlias

from pipeline.core.errors import NO_MEMORY, lacks_memory, refused
from pipeline.core.interrupt import LOOK_SECONDS, postponed, wait_for
from pipeline.core.ports import BatchItem, Handle, Spec, Value, WorkerLost

BATCHES_AT_ONCE = 128
"""Batches that are under way at a time, if the work function can begin several."""

Tell: TypeAlias = Callable[[Any], None]


def ignore(note: object) -> None:
    """Do nothing with what a work function tells."""


def let_tell(work: object, tell: Tell) -> None:
    """Have a work function say how far it is, if it has an attribute ``tell`` for that."""
    if hasattr(work, "tell"):
        work.tell = tell


def error_words(error: Exception) -> str:
    """Return the words for an unexpected error."""
    if lacks_memory(error):
        return NO_MEMORY
    if (refusal := refused(error)) is not None:
        return refusal
    return f"unexpected {type(error).__name__}: {error}; please report it"


class Serial:
    """The executor without other processes. A crash or hang of its work is one of the whole run.

    A work function with a method ``begin`` is given many batches at a time: the method returns at once, with
    an object that has ``futures`` and ``is_done``, and returns the batch's value when it is called. One with
    an attribute ``tell`` gets ``tell`` there, to say how far it is.
    """

    slots = BATCHES_AT_ONCE

    def __init__(self, *, tell: Tell = ignore) -> None:
        self._tell = tell
        self._waiting: dict[int, tuple[Spec[Any, Any], Sequence[Any]]] = {}
        self._begun: dict[int, Any] = {}
        self._ended: dict[int, Any] = {}
        self._made: tuple[Spec[Any, Any], Callable[[Sequence[Any]], Any]] | None = None
        self._submitted = 0

    def submit(
        self,
        spec: Spec[BatchItem, Value],
        batch: Sequence[BatchItem],
        *,
        seconds: float = math.inf,
    ) -> Handle[Value]:
        """Accept a batch. ``wait`` works on it."""
        self._submitted += 1
        self._waiting[self._submitted] = (spec, batch)
        return Handle(self._submitted)

    def wait(
        self,
        handles: Collection[Handle[Value]],
        timeout: float | None = None,
    ) -> tuple[Handle[Value], ...]:
        """Work on the first of ``handles``, if none has ended yet. Raises what the factory raises."""
        if handles and not any(handle.number in self._ended for handle in handles):
            for number in sorted(self._waiting):
                self._begin(number)
                if number in self._ended:
                    break
            self._await({handle.number for handle in handles}, timeout)
        return tuple(handle for handle in handles if handle.number in self._ended)

    def result(self, handle: Handle[Value]) -> Value | WorkerLost:
        """Return the value of a batch, or why it was lost."""
        found: Value | WorkerLost = self._ended.pop(handle.number)
        return found

    def close(self) -> None:
        """Close the work function that the factory made."""
        made, self._made = self._made, None
        close = getattr(made[1], "close", None) if made else None
        if close is not None:
            close()

    def _begin(self, number: int) -> None:
        """Begin with a batch, or work on it to its end if the work function knows no other way."""
        spec, batch = self._waiting.pop(number)
        if self._made is None or self._made[0] is not spec:
            self.close()
            self._made = spec, spec.factory(*spec.arguments)
            let_tell(self._made[1], self._tell)
        work = self._made[1]
        begin = getattr(work, "begin", None)
        if begin is None:
            self._end(number, lambda: work(batch))
        else:
            self._begun[number] = begin(batch)

    def _await(self, numbers: Collection[int], timeout: float | None) -> None:
        """Wait until one of the batches has ended: for the first, and now and then a look at the others."""
        pending = {number: self._begun[number] for number in sorted(numbers) if number in self._begun}
        until = math.inf if timeout is None else time.monotonic() + timeout
        while pending and not any(number in self._ended for number in numbers):
            first = next(iter(pending.values()))
            wait_for(first.futures, min(LOOK_SECONDS, until - time.monotonic()))
            with postponed():  # all at once for each that ends would take longer
                done = [number for number, one in pending.items() if one.is_done()]
            for number in done:
                self._end(number, self._begun.pop(number))
            if time.monotonic() >= until:
                return

    def _end(self, number: int, value: Callable[[], Any]) -> None:
        try:
            self._ended[number] = value()
        except Exception as error:  # noqa: BLE001 - a defect must not cost the other batches
            self._ended[number] = WorkerLost(reason=error_words(error), again=False)
