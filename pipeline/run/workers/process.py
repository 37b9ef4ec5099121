"""A worker process as the pool sees it. It is started, gets messages, and is ended with its children."""

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
"""Seconds that an idle worker may take to end by itself."""


class WorkerProcess:
    """One worker process."""

    def __init__(self, *, holding: Sequence[int] = ()) -> None:
        """Start the process, which inherits the descriptors ``holding``. Raises ``WorkerError``.

        The process is a new interpreter: a fork would copy the locks, but not the threads, of the libraries
        that translate.
        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = subprocess.Popen(
                    python_child.module_command(child.__name__, os.getpid(), theirs.fileno()),
                    env=python_child.environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,  # messages for users come over the line
                    pass_fds=(theirs.fileno(), *holding),
                    process_group=0,  # Ctrl-C then reaches the parent alone, which ends the workers
                )
        except OSError as error:
            ours.close()
            raise WorkerError(
                f"a worker process cannot be started: {error.strerror}; use fewer --workers, or free memory"
            ) from error
        self.line = Connection(ours.detach())

    @property
    def pid(self) -> int:
        """The process number."""
        return self._process.pid

    def send(self, *parts: bytes) -> None:
        """Send a message. Raises ``OSError`` if the process no longer listens."""
        for part in parts:
            self.line.send_bytes(part)

    def receive(self) -> Any:
        """Return the next message of the process. Raises ``EOFError`` or ``OSError`` if it has died."""
        return self.line.recv()

    def dismiss(self) -> None:
        """Tell the process to end. ``end`` makes sure that it does."""
        self.line.close()

    def end(self, *, patience: float = 0) -> str:
        """Wait ``patience`` seconds for the process to end, then kill it and its children.

        Returns how it ended.

        Children of its children are not searched: engines start programs, and those start none.
        """
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGSTOP)  # it must not start or reap children meanwhile
            for number in _children(self._process.pid):
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            self._process.kill()
            self._process.wait()
        self.line.close()
        return _ending(self._process.returncode)

    def leave(self) -> None:
        """Wait for the process to end by itself after ``dismiss``."""
        self.end(patience=_LEAVE_SECONDS)


def _children(pid: int) -> list[int]:
    """Return the child processes that any thread of a process has started."""
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
