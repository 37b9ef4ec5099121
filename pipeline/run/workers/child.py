"""The code of a worker process: it builds its work function once, and answers batch after batch.

A worker never outlives its parent: the kernel kills it when the parent dies, for any reason. An idle worker
also finds its line closed.
"""

from __future__ import annotations

import ctypes
import io
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from pipeline.core.dataclass import dataclass
from pipeline.core.offline import enforced
from pipeline.core.ports import Spec
from pipeline.core.processes import python_child
from pipeline.run.workers.serial import Tell, error_words, let_tell

_PR_SET_PDEATHSIG = 1
"""The constant ``PR_SET_PDEATHSIG`` in ``linux/prctl.h``."""


@dataclass(frozen=True, slots=True)
class Began:
    """The message that the work function is built, and works on the batch."""


@dataclass(frozen=True, slots=True)
class Noted:
    """The message with what the work function tells while it works on the batch."""

    note: Any


@dataclass(frozen=True, slots=True)
class BatchValue:
    """The message with the batch's value."""

    value: Any


@dataclass(frozen=True, slots=True)
class Raised:
    """The message that the work function raised an unexpected error."""

    reason: str


@dataclass(frozen=True, slots=True)
class BuildFailed:
    """The message that the work function cannot be built, for this batch or any other."""

    reason: str


class _Pickler(pickle.Pickler):
    """A pickler that notes the packages of the classes and functions it meets."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file)
        self.packages: set[str] = set()

    def reducer_override(self, obj: Any) -> Any:
        self.packages.add(str(getattr(obj, "__module__", "")).partition(".")[0])
        return NotImplemented


def pack(spec: Spec[Any, Any]) -> bytes:
    """Return a spec as ``serve`` takes it: with the folders of the packages that it names.

    A child's import path is not its parent's, and a package may be on the parent's path without being
    installed.
    """
    content = io.BytesIO()
    pickler = _Pickler(content)
    pickler.dump(spec)
    packages = pickler.packages - sys.stdlib_module_names
    return pickle.dumps(([(name, python_child.home(name)) for name in sorted(packages)], content.getvalue()))


def main(parent: int, descriptor: int) -> None:
    """Serve the process ``parent`` over the line with this descriptor."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # the parent died before the call above
        sys.exit(1)
    os.set_inheritable(descriptor, False)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with enforced(), Connection(descriptor) as line, suppress(BrokenPipeError, ConnectionResetError):
        serve(line)


def serve(line: Connection) -> None:
    """Answer batches until the line is closed."""
    maker = _Maker(_Telling(line))
    try:
        while True:
            try:
                packed, batch = line.recv_bytes(), line.recv_bytes()
            except EOFError:
                return
            try:
                work = maker.make(packed)
            except Exception as error:  # noqa: BLE001 - the parent reports it
                line.send(BuildFailed(str(error)))
                continue
            line.send(Began())
            line.send_bytes(_answer(work, batch))
    finally:
        maker.close()


def _answer(work: Callable[[Any], Any], batch: bytes) -> bytes:
    try:
        return pickle.dumps(BatchValue(work(pickle.loads(batch))))  # noqa: S301 - the parent's own bytes
    except Exception as error:  # noqa: BLE001 - a defect must not cost the other batches
        return pickle.dumps(Raised(error_words(error)))


class _Telling:
    """Sends what a work function tells, from any of its threads. A batch's value comes after all of it."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._lock = threading.Lock()

    def __call__(self, note: object) -> None:
        with self._lock, suppress(OSError):  # nobody listens any more, as the next batch will show
            self._line.send(Noted(note))


class _Maker:
    """Keeps the work function that was built last, because a run has one spec, and models are large."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._packed = b""
        self._work: Any = None

    def make(self, packed: bytes) -> Callable[[Any], Any]:
        if packed != self._packed:
            self.close()
            packages, content = pickle.loads(packed)  # noqa: S301 - the parent's own bytes
            for name, folder in packages:
                if folder is not None:
                    python_child.take(name, folder)
            spec = pickle.loads(content)  # noqa: S301 - as above
            self._work, self._packed = spec.factory(*spec.arguments), packed
            let_tell(self._work, self._tell)
        work: Callable[[Any], Any] = self._work
        return work

    def close(self) -> None:
        close = getattr(self._work, "close", None)
        self._work, self._packed = None, b""
        if close is not None:
            close()
