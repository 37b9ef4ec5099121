"""Processes as the system lists them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Process:
    """One process."""

    number: int
    parent: int
    session: int
    name: str


def look() -> list[Process]:
    """Return all processes that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            head, _, tail = path.read_text().rpartition(")")
            number, _, name = head.partition(" (")
            fields = tail.split()
            if fields[0] not in "ZX":
                parent, _, session = map(int, fields[1:4])
                found.append(Process(number=int(number), parent=parent, session=session, name=name))
    return found


def below(number: int) -> list[Process]:
    """Return the children of a process, their children, and so on."""
    everyone, found, parents = look(), [], {number}
    while parents:
        children = [one for one in everyone if one.parent in parents]
        found += children
        parents = {one.number for one in children}
    return found


def strike(processes: Iterable[Process], how: signal.Signals = signal.SIGKILL) -> None:
    """Send all a signal; those that have ended meanwhile do not mind."""
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process.number, how)


def survivors(session: int, *, patience: float = 300) -> list[Process]:
    """Return who of a session is still there ``patience`` seconds later, or nobody as soon as none is."""
    until = time.monotonic() + patience
    while True:
        left = [one for one in look() if one.session == session]
        if not left or time.monotonic() > until:
            return left
        time.sleep(0.02)
