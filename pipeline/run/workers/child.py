"""What runs in a worker process: it makes what works once, and answers batch after batch.

A worker never outlives who started it: the kernel kills it when its parent dies, however that dies, and an
idle one also finds its line closed.
"""

from __future__ import annotations

import ctypes
import io
import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from pipeline.core.offline import enforced
from pipeline.core.ports import Spec
from pipeline.core.processes import python_child
from pipeline.run.workers.serial import error_words

_PR_SET_PDEATHSIG = 1
"""From ``linux/prctl.h``."""


@dataclass(frozen=True, slots=True)
class Began:
    """What works is made, and is at work on the batch."""


@dataclass(frozen=True, slots=True)
class BatchValue:
    """The batch's value."""

    value: Any


@dataclass(frozen=True, slots=True)
class Raised:
    """Work raised an error that nobody foresaw."""

    reason: str


@dataclass(frozen=True, slots=True)
class BuildFailed:
    """What works cannot be made, for this batch or any other."""

    reason: str


class _Pickler(pickle.Pickler):
    """Notes the packages whose classes and functions it meets."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file)
        self.packages: set[str] = set()

    def reducer_override(self, obj: Any) -> Any:
        self.packages.add(str(getattr(obj, "__module__", "")).partition(".")[0])
        return NotImplemented


def pack(spec: Spec[Any, Any]) -> bytes:
    """Return a spec as ``serve`` takes it: with the folders of the packages that it speaks of.

    A child's import path is not its parent's, where one of them may stand that is not installed.
    """
    content = io.BytesIO()
    pickler = _Pickler(content)
    pickler.dump(spec)
    packages = pickler.packages - sys.stdlib_module_names
    return pickle.dumps(([(name, python_child.home(name)) for name in sorted(packages)], content.getvalue()))


def main(parent: int, descriptor: int) -> None:
    """Serve the parent, whose process number is given, over the line with this descriptor."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before that
        sys.exit(1)
    os.set_inheritable(descriptor, False)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with enforced(), Connection(descriptor) as line, suppress(BrokenPipeError, ConnectionResetError):
        serve(line)


def serve(line: Connection) -> None:
    """Answer batches until the line is closed."""
    maker = _Maker()
    try:
        while True:
            try:
                packed, batch = line.recv_bytes(), line.recv_bytes()
            except EOFError:
                return
            try:
                work = maker.make(packed)
            except Exception as error:  # noqa: BLE001 - the parent tells it
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


class _Maker:
    """Keeps what was made last: a run has one spec, and models are large."""

    def __init__(self) -> None:
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
        work: Callable[[Any], Any] = self._work
        return work

    def close(self) -> None:
        close = getattr(self._work, "close", None)
        self._work, self._packed = None, b""
        if close is not None:
            close()
