"""A worker process as the pool sees it: started, spoken to, and ended with all that it started."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipeline.core.errors import WorkerError
from pipeline.core.processes import python_child
from pipeline.run.workers import child

_LEAVE_SECONDS = 5.0
"""How long an idle worker may take to end of itself."""


class WorkerProcess:
    """One worker process."""

    def __init__(self, *, holding: Sequence[int] = ()) -> None:
        """Start it; it inherits the descriptors ``holding``. Raises ``WorkerError``.

        It is a new interpreter: a fork would copy the locks, but not the threads, of the libraries that
        translate.
        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = subprocess.Popen(
                    python_child.module_command(child.__name__, os.getpid(), theirs.fileno()),
                    env=python_child.environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,  # what users are told comes over the line
                    pass_fds=(theirs.fileno(), *holding),
                    process_group=0,  # so that Ctrl-C reaches the parent alone, which ends the others
                )
        except OSError as error:
            ours.close()
            raise WorkerError(
                f"a worker process cannot be started: {error.strerror}; use fewer --workers, or free memory"
            ) from error
        self.line = Connection(ours.detach())

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def send(self, *parts: bytes) -> None:
        """Say something. Raises ``OSError`` where nobody listens any more."""
        for part in parts:
            self.line.send_bytes(part)

    def receive(self) -> Any:
        """Return the next thing that it says. Raises ``EOFError`` or ``OSError`` where it has died."""
        return self.line.recv()

    def dismiss(self) -> None:
        """Tell it to leave; ``end`` makes sure."""
        self.line.close()

    def end(self, *, patience: float = 0) -> str:
        """Wait ``patience`` seconds for its end, then kill it and its children; say how it ended.

        The children's children are not looked for: engines start programs, and those start none.
        """
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGSTOP)  # so that it neither starts nor reaps any meanwhile
            for number in _children(self._process.pid):
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            self._process.kill()
            self._process.wait()
        self.line.close()
        return _ending(self._process.returncode)

    def leave(self) -> None:
        """Wait for it to end of itself once it is dismissed."""
        self.end(patience=_LEAVE_SECONDS)


def _children(pid: int) -> list[int]:
    """Return the processes that a process, any thread of it, has started."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found.extend(map(int, path.read_text().split()))
    return found


def _ending(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
