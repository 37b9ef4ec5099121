"""Several supervised processes of this machine. A process that dies or hangs is replaced."""

from __future__ import annotations

import itertools
import math
import pickle
import time
from collections import deque
from collections.abc import Collection, Sequence
from multiprocessing.connection import wait as wait_for_lines
from typing import Any

from pipeline.core import address_space
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import WorkerError
from pipeline.core.ports import BatchItem, Handle, Spec, Value, WorkerLost
from pipeline.run.workers.child import BatchValue, Began, BuildFailed, Noted, Raised, pack
from pipeline.run.workers.process import WorkerProcess
from pipeline.run.workers.serial import Tell, ignore

FALSE_STARTS = 5
"""Number of workers that die in a row, before they begin to work, until the pool gives up."""

_START_SECONDS = 600.0
"""Seconds that a worker may take to begin, which does not include the loading of models."""
_DYING_SECONDS = 1.0
"""Seconds to wait for the exit code of a process, which closes its line a moment earlier."""


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    number: int
    spec: bytes
    batch: bytes
    seconds: float


@dataclass(slots=True, eq=False)
class _Duty:
    """The batch that a member works on."""

    task: _Task
    deadline: float
    began: bool = False


class Pool:
    """Worker processes, which are started when there is work. A pool must not be shared between threads.

    The kernel ends a worker with the thread that started it, which is the one that calls ``submit`` and
    ``wait``.
    """

    def __init__(self, workers: int, *, holding: Sequence[int] = (), tell: Tell = ignore) -> None:
        """Use at most ``workers`` processes. Each keeps the descriptors ``holding`` open while it lives.

        ``tell`` is called with what work functions tell by their attribute ``tell``, if they have one.
        """
        self._size, self._tell = workers, tell
        self._holding = tuple(holding)
        self._numbers = itertools.count(1)
        self._queue: deque[_Task] = deque()
        self._members: dict[WorkerProcess, _Duty | None] = {}
        self._ended: dict[int, Any] = {}
        self._false_starts = 0
        self._packed: tuple[Spec[Any, Any], bytes] | None = None

    @property
    def slots(self) -> int:
        """The number of workers."""
        return self._size

    @property
    def members(self) -> tuple[int, ...]:
        """The process numbers of the present workers."""
        return tuple(member.pid for member in self._members)

    def submit(
        self, spec: Spec[BatchItem, Value], batch: Sequence[BatchItem], *, seconds: float = math.inf
    ) -> Handle[Value]:
        """Accept a batch. Its worker is killed if it has not answered after ``seconds``."""
        if self._packed is None or self._packed[0] is not spec:
            self._packed = spec, pack(spec)
        return self.submit_packed(self._packed[1], pickle.dumps(batch), seconds=seconds)

    def submit_packed(self, spec: bytes, batch: bytes, *, seconds: float = math.inf) -> Handle[Any]:
        """Accept a batch that was pickled already, and its spec as ``child.pack`` returns it."""
        number = next(self._numbers)
        self._queue.append(_Task(number=number, spec=spec, batch=batch, seconds=seconds))
        self._dispatch()
        return Handle(number)

    def wait(
        self, handles: Collection[Handle[Value]], timeout: float | None = None
    ) -> tuple[Handle[Value], ...]:
        """Return those of ``handles`` that have ended. Raises ``WorkerError``."""
        until = math.inf if timeout is None else time.monotonic() + timeout
        while True:
            found = tuple(handle for handle in handles if handle.number in self._ended)
            if found or not handles or time.monotonic() >= until:
                return found
            self._dispatch()
            self._listen(until)

    def result(self, handle: Handle[Value]) -> Value | WorkerLost:
        """Return the value of a batch, or why it was lost."""
        found: Value | WorkerLost = self._ended.pop(handle.number)
        return found

    def close(self) -> None:
        """Dismiss idle workers, kill the others, and return when none is left."""
        self._queue.clear()
        for member, duty in self._members.items():
            if duty is None:
                member.dismiss()
            else:
                member.end()
        for member in self._members:
            member.leave()
        self._members.clear()

    def _dispatch(self) -> None:
        """Give waiting tasks to idle members, and to new ones as long as there is room."""
        while self._queue:
            member = next((one for one, duty in self._members.items() if duty is None), None)
            if member is None:
                if len(self._members) >= self._size:
                    return
                member = WorkerProcess(holding=self._holding)
            task = self._queue.popleft()
            self._members[member] = _Duty(task=task, deadline=time.monotonic() + _START_SECONDS)
            try:
                member.send(task.spec, task.batch)
            except OSError:  # the member died while it was idle or started
                self._bury(member)

    def _listen(self, until: float) -> None:
        """Receive messages of members, and kill those whose time is over."""
        deadlines = [duty.deadline for duty in self._members.values() if duty is not None]
        left = min([until, *deadlines]) - time.monotonic()
        by_line = {member.line: member for member in self._members}
        for line in wait_for_lines(list(by_line), None if left == math.inf else max(left, 0)):
            self._hear(by_line[line])  # type: ignore[index]  # only lines were waited for
        now = time.monotonic()
        for member, duty in list(self._members.items()):
            if duty is not None and duty.deadline <= now:
                member.end()
                reason = f"no answer for {duty.task.seconds:.0f} s, so its worker process was ended"
                self._strike_off(member, "hung", WorkerLost(reason=reason, again=False))

    def _hear(self, member: WorkerProcess) -> None:
        duty = self._members[member]
        try:
            message = member.receive()
        except (EOFError, OSError):
            self._bury(member)
            return
        if duty is None:
            return
        match message:
            case Noted(note):
                self._tell(note)
                return
            case Began():
                duty.began = True
                duty.deadline = time.monotonic() + duty.task.seconds
                self._false_starts = 0
                return
            case BatchValue(value):
                self._ended[duty.task.number] = value
            case Raised(reason):
                self._ended[duty.task.number] = WorkerLost(reason=reason, again=False)
            case BuildFailed(reason):
                raise WorkerError(f"a worker process cannot begin: {reason}")
        self._members[member] = None

    def _bury(self, member: WorkerProcess) -> None:
        """Handle the death of a member."""
        how = member.end(patience=_DYING_SECONDS)
        more = "free memory" if address_space.limit() is None else "allow more memory (ulimit -v)"
        reason = f"its worker process {how}; leave the document out, or {more}, and run again"
        self._strike_off(member, how, WorkerLost(reason=reason, again=True))

    def _strike_off(self, member: WorkerProcess, how: str, loss: WorkerLost) -> None:
        """Remove a member that has ended. Its batch is lost if it was begun, else another member gets it."""
        duty = self._members.pop(member)
        if duty is None:
            return
        if duty.began:
            self._ended[duty.task.number] = loss
            return
        self._queue.appendleft(duty.task)
        self._false_starts += 1
        if self._false_starts >= FALSE_STARTS:
            raise WorkerError(
                f"worker processes end before they begin to work, {FALSE_STARTS} in a row: "
                f"the last one {how}; free memory, or use fewer --workers"
            )
