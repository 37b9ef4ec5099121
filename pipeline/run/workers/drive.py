"""The core of every run: it sends batches out, yields their values in order, and retries lost ones.

If a worker dies, any item of its batch may be the cause. So each item is tried alone. Only an item whose
worker dies every time is given up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic

from pipeline.core.dataclass import dataclass
from pipeline.core.ports import BatchItem, Executor, Handle, Spec, Value, WorkerLost

IN_FLIGHT = 2
"""Batches per slot that are submitted at a time: one in work, and one more so that no worker waits."""
AHEAD = 16
"""Most batches per slot that are in work or wait for an earlier one, because values are yielded in order."""
TRIES = 2
"""How often an item is tried alone, because something else may have killed its worker once."""


@dataclass(slots=True, eq=False)
class _Place(Generic[BatchItem, Value]):
    """The place of a batch in the queue, until its value is yielded."""

    items: Sequence[BatchItem]
    handle: Handle[Value] | None = None
    values: tuple[Value, ...] = ()
    """The batch's value, alone in a tuple, once it has ended."""
    losses: int = 0

    @property
    def is_waiting(self) -> bool:
        return self.handle is None and not self.values


class Supervisor(Generic[BatchItem, Value]):
    """Takes batches through an executor. It is an iterable of their values."""

    def __init__(
        self,
        executor: Executor,
        spec: Spec[BatchItem, Value],
        batches: Iterable[Sequence[BatchItem]],
        *,
        give_up: Callable[[BatchItem, str], Value],
        seconds: Callable[[Sequence[BatchItem]], float],
    ) -> None:
        """Work on ``batches`` as ``spec`` says.

        ``give_up`` makes the value of an item that is lost for good, from the item and the reason.
        ``seconds`` returns how long a batch may take.
        """
        self._executor = executor
        self._spec = spec
        self._batches = iter(batches)
        self._more = True
        self._give_up = give_up
        self._seconds = seconds
        self._line: deque[_Place[BatchItem, Value]] = deque()

    def __iter__(self) -> Iterator[Value]:
        """Yield the values in the order of the items: one per batch, or one per item if a batch was lost.

        Raises what ``Executor.wait`` raises.
        """
        while True:
            self._supply()
            while self._line and self._line[0].values:
                yield self._line.popleft().values[0]
                self._supply()
            under_way = {place.handle: place for place in self._line if place.handle is not None}
            if not under_way:
                return
            for handle in self._executor.wait(tuple(under_way)):
                self._settle(under_way[handle])

    def _supply(self) -> None:
        """Submit batches as far as there is room: first those to try again, then the next ones."""
        room = IN_FLIGHT * self._executor.slots - sum(place.handle is not None for place in self._line)
        for place in [place for place in self._line if place.is_waiting][: max(room, 0)]:
            self._submit(place)
            room -= 1
        while room > 0 and self._more and len(self._line) < AHEAD * self._executor.slots:
            batch = next(self._batches, None)
            if batch is None:
                self._more = False
                return
            place = _Place[BatchItem, Value](items=batch)
            self._line.append(place)
            self._submit(place)
            room -= 1

    def _submit(self, place: _Place[BatchItem, Value]) -> None:
        place.handle = self._executor.submit(self._spec, place.items, seconds=self._seconds(place.items))

    def _settle(self, place: _Place[BatchItem, Value]) -> None:
        if place.handle is None:
            return
        result = self._executor.result(place.handle)
        place.handle = None
        if not isinstance(result, WorkerLost):
            place.values = (result,)
        elif len(place.items) > 1:
            at = self._line.index(place)
            del self._line[at]
            for offset, item in enumerate(place.items):
                self._line.insert(at + offset, _Place[BatchItem, Value](items=(item,)))
        else:
            place.losses += 1
            if not result.again or place.losses >= TRIES:
                place.values = tuple(self._give_up(item, result.reason) for item in place.items)
