"""A process of a cluster as the process sees it that started it: told what to be, and ended with it."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import WorkerError
from pipeline.core.processes import python_child
from pipeline.run.configuration.cluster import TlsFiles

_PR_SET_PDEATHSIG = 1
"""The constant ``PR_SET_PDEATHSIG`` in ``linux/prctl.h``."""
_LEAVE_SECONDS = 3.0
"""Seconds that a member may take to end by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSettings:
    """What a scheduler or a node is told when it starts."""

    host: str
    """The address of this machine that it listens on."""
    scheduler: str = ""
    """The address of the scheduler, for a node."""
    tls: TlsFiles | None = None
    port: int = 0
    """The port that a scheduler listens on; 0 is any."""

    def encoded(self) -> bytes:
        """Return the settings as one line."""
        tls = None if self.tls is None else [str(self.tls.ca), str(self.tls.cert), str(self.tls.key)]
        row = {"host": self.host, "scheduler": self.scheduler, "tls": tls, "port": self.port}
        return json.dumps(row).encode() + b"\n"


def told_settings() -> MemberSettings:
    """Return the settings that this process is told on its standard input."""
    row: Mapping[str, Any] = json.loads(sys.stdin.buffer.readline())
    tls = row["tls"] and TlsFiles(**dict(zip(("ca", "cert", "key"), map(Path, row["tls"]), strict=True)))
    return MemberSettings(host=row["host"], scheduler=row["scheduler"], tls=tls or None, port=row["port"])


def end_with_parent(parent: int) -> None:
    """Have the kernel end this process when the thread ends that started it, for whatever reason."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the call above
        sys.exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which ends this process


class ClusterMember:
    """A process that runs ``main`` of a module of this folder, and ends with the thread that started it."""

    def __init__(self, module: ModuleType, settings: MemberSettings, *, log: bool = False) -> None:
        """Start it. ``log`` says whether its messages go to standard error. Raises ``WorkerError``."""
        try:
            self._process = subprocess.Popen(
                python_child.module_command(module.__name__, os.getpid()),
                env=python_child.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=None if log else subprocess.DEVNULL,
                process_group=0,  # Ctrl-C then reaches the parent alone, which ends its members
            )
            stdin, self._stdout = self._process.stdin, self._process.stdout
            if stdin is not None:
                with suppress(BrokenPipeError), stdin:
                    stdin.write(settings.encoded())
        except OSError as error:
            raise WorkerError(
                f"a process of the cluster cannot be started: {error.strerror}; use fewer --workers, or free"
                " memory"
            ) from error

    @property
    def pid(self) -> int:
        """The process number."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    @property
    def output(self) -> IO[bytes]:
        """What it writes to standard output: a line when it is ready."""
        if self._stdout is None:
            raise ValueError("a member's standard output is a pipe")
        return self._stdout

    def end(self) -> None:
        """Ask it to end, and kill it if it does not."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LEAVE_SECONDS)
        self._process.kill()
        self._process.wait()
        self.output.close()
