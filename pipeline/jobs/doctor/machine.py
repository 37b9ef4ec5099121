"""The machine: Python, disk, main memory, clock, and the places that depeche writes to."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.core import clock
from pipeline.core.files.cache import cache_folder
from pipeline.jobs.doctor.findings import Finding, problem

_LEAST_DISK = 2**30
"""Bytes below which a run of some hundred documents may not fit."""
_LEAST_MEMORY = 2**30
"""Bytes of main memory below which models may not fit."""
_FIRST_YEAR = 2026
"""A clock that says less was never set."""


def machine_findings(outputs: Iterable[Path]) -> Iterator[Finding]:
    """Yield what is found of the machine; ``outputs`` are the places that runs are written to."""
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    yield Finding(
        topic="machine", message=f"Python {platform.python_version()} at {sys.executable}, {system}"
    )
    for place in dict.fromkeys(path.absolute() for path in outputs):
        yield from _disk(place)
    yield from _memory()
    yield from _clock()
    yield from _cache()


def _disk(outputs: Path) -> Iterator[Finding]:
    place = outputs
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        free = shutil.disk_usage(place).free
    except OSError as error:
        yield problem("disk", f"{place}: cannot be looked at: {error.strerror}", "name other outputs")
        return
    if not os.access(place, os.W_OK):
        yield problem("disk", f"{place}: cannot be written", "name other outputs (--out), or change its mode")
    if free < _LEAST_DISK:
        yield problem("disk", f"{place}: {_gib(free)} free", "make room, or prune: depeche job prune")
    else:
        yield Finding(topic="disk", message=f"{place}: {_gib(free)} free")


def _memory() -> Iterator[Finding]:
    try:
        rows = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
        free = int(rows["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return
    if free < _LEAST_MEMORY:
        yield problem("memory", f"{_gib(free)} of main memory free", "free some, or use fewer --workers")
    else:
        yield Finding(topic="memory", message=f"{_gib(free)} of main memory free")


def _clock() -> Iterator[Finding]:
    now = clock.now()
    local = now.astimezone()
    if now.year < _FIRST_YEAR:
        yield problem("clock", f"the clock says {clock.stamp(now)}", "set it: timedatectl set-ntp true")
    else:
        yield Finding(
            topic="clock", message=f"the clock says {local.isoformat(timespec='minutes')} ({local.tzname()})"
        )


def _cache() -> Iterator[Finding]:
    folder = cache_folder("tables")
    if folder is None:
        yield problem(
            "cache", "no folder for compiled tables is known", "set XDG_CACHE_HOME or HOME to a folder"
        )
        return
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    if os.access(place, os.W_OK):
        yield Finding(topic="cache", message=f"compiled tables in {folder}")
    else:
        yield problem(
            "cache",
            f"{folder}: cannot be written, so every command starts slower",
            "set XDG_CACHE_HOME to a folder",
        )


def _gib(size: int) -> str:
    return f"{size / 2**30:.1f} GiB"
