"""The executor that works on a cluster: it hands batches to a scheduler, and takes what comes back."""

from __future__ import annotations

import itertools
import math
import pickle
import queue
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import WorkerError
from pipeline.core.interrupt import postponed
from pipeline.core.ports import BatchItem, Handle, Spec, Value, WorkerLost
from pipeline.run.workers.child import pack
from pipeline.run.workers.cluster import dask_settings
from pipeline.run.workers.cluster.errand import NodeAnswer, errand, leave, spec_key
from pipeline.run.workers.cluster.open_cluster import JOIN_SECONDS
from pipeline.run.workers.serial import Tell, ignore

if TYPE_CHECKING:
    from distributed import Client, Future

NODE_LOSSES = 5
"""How many nodes may be lost over one batch. What is wrong with a batch costs a worker process, not a node,
so a lost node says nothing of it; but what takes node after node along must end."""
_LOOK_SECONDS = 1.0
"""Seconds between two looks at the nodes."""


@dataclass(slots=True, eq=False)
class _Task:
    """A batch under way."""

    spec: bytes
    batch: bytes
    seconds: float
    future: Future
    losses: int = 0


class ClusterExecutor:
    """An executor over the nodes of a cluster, however many have joined."""

    def __init__(
        self,
        client: Client,
        *,
        look: Callable[[], None] = lambda: None,
        tell: Tell = ignore,
        warn: Callable[[str], None] = ignore,
    ) -> None:
        """Work with Dask's ``client``, which is left open.

        ``look`` is called now and then, to look after the cluster; what it raises ends the work. ``tell`` is
        called with what work functions tell, batch by batch, and ``warn`` with a line about a node that is
        not used.
        """
        self._client, self._look, self._tell, self._warn = client, look, tell, warn
        self._numbers = itertools.count(1)
        self._tasks: dict[int, _Task] = {}
        self._news: queue.SimpleQueue[tuple[int, Future, NodeAnswer | BaseException]] = queue.SimpleQueue()
        self._ended: dict[int, Any] = {}
        self._packed: tuple[Spec[Any, Any], bytes] | None = None
        self._proven: set[str] = set()
        """The addresses of nodes that can work for the present spec."""
        self._slots, self._counted = 0, 0.0

    @property
    def slots(self) -> int:
        """The number of nodes, which may join and leave at any time."""
        now = time.monotonic()
        if not self._slots or now - self._counted > _LOOK_SECONDS:
            self._slots = len(self._addresses()) or self._slots
            self._counted = now
        return max(1, self._slots)

    def submit(
        self, spec: Spec[BatchItem, Value], batch: Sequence[BatchItem], *, seconds: float = math.inf
    ) -> Handle[Value]:
        """Accept a batch. Its worker process is ended if it has not answered after ``seconds``.

        The first batch of a spec waits until every node has begun to work for it. Raises ``WorkerError`` if
        one cannot, and if there is none.
        """
        if self._packed is None or self._packed[0] is not spec:
            self._leave()
            self._packed = spec, pack(spec)
            self._prove(self._packed[1])
        number = next(self._numbers)
        packed, content = self._packed[1], pickle.dumps(batch)
        self._tasks[number] = _Task(
            spec=packed, batch=content, seconds=seconds, future=self._sent(number, packed, content, seconds)
        )
        return Handle(number)

    def wait(
        self, handles: Collection[Handle[Value]], timeout: float | None = None
    ) -> tuple[Handle[Value], ...]:
        """Return those of ``handles`` that have ended. Raises ``WorkerError``."""
        until = math.inf if timeout is None else time.monotonic() + timeout
        while True:
            found = tuple(handle for handle in handles if handle.number in self._ended)
            left = until - time.monotonic()
            if found or not handles or left <= 0:
                return found
            self._look()
            with suppress(queue.Empty):
                self._settle(*self._news.get(timeout=min(left, _LOOK_SECONDS)))

    def result(self, handle: Handle[Value]) -> Value | WorkerLost:
        """Return the value of a batch, or why it was lost."""
        found: Value | WorkerLost = self._ended.pop(handle.number)
        return found

    def close(self) -> None:
        """End what is under way, and the worker processes that worked for it."""
        self._leave()
        self._packed = None

    def _leave(self) -> None:
        tasks, self._tasks = list(self._tasks.values()), {}
        if self._packed is not None and self._client.status == "running":
            with suppress(Exception):  # nodes that cannot be reached end what nobody wants by themselves
                self._client.cancel([task.future for task in tasks], force=True)
                self._client.run(leave, spec_key(self._packed[1]), on_error="ignore")
        self._proven.clear()

    def _sent(self, number: int, spec: bytes, batch: bytes, seconds: float, **where: Any) -> Future:
        """Send a batch to the scheduler. What comes of it is put among the news."""
        if self._client.status not in ("running", "connecting"):
            raise _scheduler_lost()
        key = f"depeche-{id(self):x}-{number}-{time.monotonic_ns():x}"
        with postponed():  # threads of the client use its locks too
            future = self._client.submit(errand, spec, batch, seconds, key=key, pure=False, **where)
            future.add_done_callback(lambda done: self._news.put((number, done, _outcome(done))))
        return future

    def _prove(self, spec: bytes) -> None:
        """Have every node begin to work for a spec: it gets a batch without items."""
        nothing = pickle.dumps(())
        waiting: dict[int, Future] = {}
        while not self._proven:  # all that were asked may have been lost, with their scheduler or without
            waiting = {
                -at: self._sent(-at, spec, nothing, math.inf, workers=[address])
                for at, address in enumerate(self._await_nodes(), start=1)
            }
            while waiting:
                self._look()
                with suppress(queue.Empty):
                    number, future, outcome = self._news.get(timeout=_LOOK_SECONDS)
                    if waiting.get(number) is future:
                        del waiting[number]
                        self._note_proof(future, outcome)

    def _note_proof(self, future: Future, outcome: NodeAnswer | BaseException) -> None:
        if isinstance(outcome, NodeAnswer):
            if outcome.refusal:
                raise WorkerError(f"{outcome.address}: {outcome.refusal}")
            self._proven.add(outcome.address)
        elif not _is_lost_node(outcome) and not _is_lost_scheduler(future, outcome):
            raise _unexpected(outcome)

    def _addresses(self) -> tuple[str, ...]:
        """Return the nodes that there are; none while the scheduler is away."""
        try:
            return tuple(self._client.nthreads())
        except (OSError, ValueError):
            return ()

    def _await_nodes(self) -> tuple[str, ...]:
        """Return the addresses of nodes, as soon as there are any."""
        until = time.monotonic() + JOIN_SECONDS
        while not (found := self._addresses()):
            self._look()
            if time.monotonic() > until:
                raise WorkerError(
                    f"no node has joined the cluster within {JOIN_SECONDS:.0f} s; "
                    "start some with: depeche cluster worker"
                )
            time.sleep(0.05)
        return found

    def _settle(self, number: int, future: Future, outcome: NodeAnswer | BaseException) -> None:
        """Handle what came of a batch: a node that was lost costs nothing but time."""
        task = self._tasks.get(number)
        if task is None or task.future is not future:
            return
        if isinstance(outcome, NodeAnswer) and not outcome.refusal:
            del self._tasks[number]
            self._ended[number] = outcome.value
            for note in outcome.notes:
                self._tell(note)
            return
        if isinstance(outcome, NodeAnswer):
            self._dismiss(outcome)
        elif _is_lost_node(outcome):
            task.losses += 1
        elif not _is_lost_scheduler(future, outcome):
            raise _unexpected(outcome)
        if task.losses >= NODE_LOSSES:
            del self._tasks[number]
            self._ended[number] = WorkerLost(reason=f"{NODE_LOSSES} nodes were lost over it", again=True)
        else:
            task.future = self._sent(number, task.spec, task.batch, task.seconds)

    def _dismiss(self, answer: NodeAnswer) -> None:
        """Let a node go that has joined since, and cannot work for this run."""
        if answer.address in self._proven:
            raise WorkerError(f"{answer.address}: {answer.refusal}")
        self._warn(f"{answer.address}: {answer.refusal}; this node is not used")
        with suppress(OSError, ValueError):  # the scheduler is away, and the node with it
            self._client.retire_workers([answer.address])


def _outcome(future: Future) -> NodeAnswer | BaseException:
    try:
        found: NodeAnswer = future.result()
    except Exception as error:  # noqa: BLE001 - told apart by who waits
        return error
    return found


def _is_lost_node(error: BaseException) -> bool:
    from distributed import KilledWorker

    return isinstance(error, KilledWorker)


def _is_lost_scheduler(future: Future, error: BaseException) -> bool:
    """Say whether a batch has no outcome because its scheduler went away; an error of a node is another."""
    if type(error).__name__ in ("FutureCancelledError", "CancelledError"):
        return True
    return isinstance(error, OSError) and future.status != "error"


def _scheduler_lost() -> WorkerError:
    return WorkerError(
        f"the cluster's scheduler was lost, and has not come back within {JOIN_SECONDS:.0f} s; start it, and "
        "repeat the command to continue"
    )


def _unexpected(error: BaseException) -> WorkerError:
    if type(error).__name__ in ("NoValidWorkerError", "NoWorkerError"):
        return WorkerError(
            f"no node has been there for {dask_settings.NO_NODES_SECONDS} s; start some with: depeche cluster"
            " worker, and repeat the command to continue"
        )
    return WorkerError(f"the cluster fails: {type(error).__name__}: {error}")
