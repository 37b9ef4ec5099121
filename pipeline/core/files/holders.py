"""Who holds locks on files and folders, as the kernel says it. Nothing is locked, opened or written for it.

The files of the processes that we may look at are compared by device and number, so a folder that another
process sees at another place counts too. Of processes of other users, the kernel's list names the number.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from pipeline.core.dataclass import dataclass

_PROC = Path("/proc")
_LOCK = re.compile(
    r"^(?:lock:\s*)?\d+: (?:FLOCK|POSIX|OFDLCK)\s+\w+\s+(READ|WRITE)\s+(-?\d+) ([\da-f:]+):(\d+) "
)
_WORDS = 80
"""Characters of a command line that are kept."""

_Place = tuple[int, int]
"""A file by its device and its number there."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class LockHolder:
    """A process that holds a lock."""

    pid: int
    """Its number; 0 where it is of another container."""
    is_shared: bool = False
    """Whether others may hold it too: it only reads."""
    command: str = ""
    """Its command line, shortened; empty where that cannot be seen."""
    seconds: float | None = None
    """How long the process has been running."""
    is_stopped: bool = False
    """Whether it was stopped, as by Ctrl-Z, and does nothing until it is let go on or ended."""


def lock_holders(paths: Iterable[Path]) -> Mapping[Path, tuple[LockHolder, ...]]:
    """Return who holds each of these files and folders, of those that somebody holds. Raises nothing."""
    wanted: dict[_Place, list[Path]] = {}
    for path in paths:
        with suppress(OSError):
            found = path.stat()
            wanted.setdefault((found.st_dev, found.st_ino), []).append(path)
    held: dict[_Place, set[tuple[int, bool]]] = {}
    for place, pid, is_shared in (*_listed(), *_open(wanted)):
        if place in wanted:
            held.setdefault(place, set()).add((pid, is_shared))
    return {
        path: tuple(sorted(_holder(pid, is_shared) for pid, is_shared in held[place]))
        for place, named in wanted.items()
        if place in held
        for path in named
    }


def _listed() -> Iterator[tuple[_Place, int, bool]]:
    """Yield all locks of the kernel's list. What waits for one is not in it."""
    with suppress(OSError):
        for line in (_PROC / "locks").read_text().splitlines():
            if found := _LOCK.match(line):
                major, minor = (int(part, 16) for part in found[3].split(":"))
                yield (os.makedev(major, minor), int(found[4])), max(0, int(found[2])), found[1] == "READ"


def _open(wanted: Iterable[_Place]) -> Iterator[tuple[_Place, int, bool]]:
    """Yield the locks on wanted files that processes have open: the list's devices may be others."""
    places = set(wanted)
    for folder in _PROC.glob("[0-9]*/fd") if places else ():
        with suppress(OSError):
            for name in os.listdir(folder):  # noqa: PTH208 - the names alone
                with suppress(OSError):
                    found = os.stat(folder / name)  # noqa: PTH116 - of what it leads to
                    if (found.st_dev, found.st_ino) in places:
                        for line in (folder.parent / "fdinfo" / name).read_text().splitlines():
                            if lock := _LOCK.match(line):
                                yield (found.st_dev, found.st_ino), int(folder.parent.name), lock[1] == "READ"


def _holder(pid: int, is_shared: bool) -> LockHolder:
    folder = _PROC / str(pid)
    try:
        words = (folder / "cmdline").read_bytes().decode("utf-8", "replace").rstrip("\0").split("\0")
        state, *rest = (folder / "stat").read_text().rpartition(")")[2].split()
        up = float((_PROC / "uptime").read_text().split()[0])
        seconds = max(0.0, up - int(rest[18]) / os.sysconf("SC_CLK_TCK"))
    except (OSError, ValueError, IndexError):
        return LockHolder(pid=pid, is_shared=is_shared)
    return LockHolder(
        pid=pid, is_shared=is_shared, command=_named(words), seconds=seconds, is_stopped=state in "Tt"
    )


def _named(words: list[str]) -> str:
    """Return a command line without the interpreter and the folder of the program."""
    if len(words) > 1 and os.path.basename(words[0]).startswith("python") and not words[1].startswith("-"):  # noqa: PTH119
        words = words[1:]
    line = " ".join((os.path.basename(words[0]), *words[1:]))  # noqa: PTH119
    return line if len(line) <= _WORDS else f"{line[: _WORDS - 1]}…"
