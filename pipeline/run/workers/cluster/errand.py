"""What a node does for a batch: it hands it to a worker process of its own, and returns what came of it.

The worker process is that of a pool of one (``run/workers/pool.py``). So what dies, hangs or raises there is
the pool's business, with its time limits and its words, and a cluster sees lost nodes only.
"""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable
from typing import Any

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import WorkerError
from pipeline.core.ports import WorkerLost
from pipeline.run.workers.pool import Pool

_LOOK_SECONDS = 0.2
"""Seconds between two looks at whether a batch is still wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeAnswer:
    """What came of a batch on a node."""

    address: str
    """The address of the node."""
    value: Any = None
    """The batch's value, or ``WorkerLost``."""
    notes: tuple[Any, ...] = ()
    """What the work function told meanwhile."""
    refusal: str = ""
    """The reason why this node cannot work on any batch; empty where it can."""


class _Node:
    """The worker process of this node. It is started with the first batch, and kept."""

    def __init__(self) -> None:
        self._busy = threading.Lock()
        self._pool: Pool | None = None
        self._notes: list[Any] = []
        self._spec = ""
        self._unwanted = ""

    def work(
        self, packed: bytes, batch: bytes, seconds: float, *, address: str, is_wanted: Callable[[], bool]
    ) -> NodeAnswer:
        """Return the answer to a batch; what nobody wants any more is ended."""
        with self._busy:
            self._spec = spec_key(packed)
            pool = self._pool = self._pool or Pool(1, tell=self._notes.append)
            try:
                handle = pool.submit_packed(packed, batch, seconds=seconds)
                while not pool.wait((handle,), timeout=_LOOK_SECONDS):
                    if self._unwanted == self._spec or not is_wanted():
                        self._close()
                        return NodeAnswer(
                            address=address, value=WorkerLost(reason="it was ended", again=True)
                        )
            except WorkerError as error:
                self._close()
                return NodeAnswer(address=address, refusal=error.message)
            notes = tuple(self._notes)
            self._notes.clear()
            return NodeAnswer(address=address, value=pool.result(handle), notes=notes)

    def leave(self, key: str) -> None:
        """End the worker process and what it does, if it works for this spec."""
        if self._spec != key:  # another run has the node now
            return
        self._unwanted = key
        try:
            with self._busy:
                if self._spec == key:
                    self._close()
        finally:
            self._unwanted = ""

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.close()
        self._pool, self._spec = None, ""
        self._notes = []


_node = _Node()


def spec_key(packed: bytes) -> str:
    """Return a short name for a packed spec."""
    return hashlib.sha256(packed).hexdigest()


def errand(packed: bytes, batch: bytes, seconds: float) -> NodeAnswer:
    """Work on a batch in this node's worker process; the arguments are those of ``Pool.submit_packed``."""
    from distributed import get_worker

    node = get_worker()
    task = str(node.get_current_task())

    def is_wanted() -> bool:
        state = node.state.tasks.get(task)
        return state is not None and state.state == "executing"

    return _node.work(packed, batch, seconds, address=node.address, is_wanted=is_wanted)


async def leave(key: str) -> None:
    """End this node's worker process, if it works for the spec of this key."""
    await asyncio.to_thread(_node.leave, key)
