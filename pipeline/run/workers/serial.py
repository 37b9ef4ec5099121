"""The executor that works in this process, one batch after the other."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from typing import Any

from pipeline.core.errors import NO_MEMORY, lacks_memory
from pipeline.core.ports import BatchItem, Handle, Spec, Value, WorkerLost


def error_words(error: Exception) -> str:
    """Return the words for an unexpected error."""
    if lacks_memory(error):
        return NO_MEMORY
    return f"unexpected {type(error).__name__}: {error}; please report it"


class Serial:
    """The executor without other processes. A crash or hang of its work is one of the whole run."""

    slots = 1

    def __init__(self) -> None:
        self._waiting: dict[int, tuple[Spec[Any, Any], Sequence[Any]]] = {}
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
            number = min(handle.number for handle in handles)
            self._ended[number] = self._work(*self._waiting.pop(number))
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

    def _work(self, spec: Spec[BatchItem, Value], batch: Sequence[BatchItem]) -> Value | WorkerLost:
        if self._made is None or self._made[0] is not spec:
            self.close()
            self._made = spec, spec.factory(*spec.arguments)
        try:
            found: Value = self._made[1](batch)
        except Exception as error:  # noqa: BLE001 - a defect must not cost the other batches
            return WorkerLost(reason=error_words(error), again=False)
        return found
