"""One target in a process of its own: runs cases, and keeps what shows a defect.

Started by ``campaign``; whatever ends the process, the input that did it is in ``current``, and what was
counted so far in ``status.json``.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import mmap
import os
import shutil
import sys
import time
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType

from tests.campaigns.fuzz.limits import confine, guarded
from tests.campaigns.fuzz.target import Target, place
from tests.campaigns.fuzz.ways import WAYS, importing

CURRENT = "current"
STATUS = "status.json"
ROOT = Path(__file__).parents[3]
_SIZE = 2**20


@dataclass(kw_only=True)
class Status:
    """What one process has done so far."""

    cases: int = 0
    seconds: float = 0.0
    finished: bool = False
    findings: dict[str, int] = field(default_factory=dict)
    """How often each defect was met, by its kind."""


class Worker:
    """Runs cases of one target until there are enough."""

    def __init__(self, name: str, target: Target, *, cases: int, seconds: float, out: Path) -> None:
        """Write findings and what is counted below ``out``."""
        self._name, self._target, self._out = name, target, out
        self._cases, self._seconds = cases, seconds
        self._status = Status()
        self._started = self._told = time.monotonic()
        with (out / CURRENT).open("wb+") as file:
            file.truncate(_SIZE)
            self._current = mmap.mmap(file.fileno(), _SIZE)
        self._tell(self._started)

    def case(self, data: bytes) -> None:
        """Run one input; ends the process when there were enough."""
        self._current[: 4 + len(data)] = len(data).to_bytes(4, "big") + data
        try:
            guarded(self._target.run, data, self._target.limits)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            self._keep(data, error)
        self._status.cases += 1
        now = time.monotonic()
        if now - self._told > 1:
            self._tell(now)
        if self._status.cases >= self._cases or now - self._started > self._seconds:
            self._status.finished = True
            self._tell(now)
            shutil.rmtree(place(), ignore_errors=True)
            sys.stdout.flush()
            os._exit(0)

    def _tell(self, now: float) -> None:
        self._told = now
        self._status.seconds = round(now - self._started, 1)
        beside = self._out / f"{STATUS}.new"
        beside.write_text(json.dumps(asdict(self._status)))
        beside.rename(self._out / STATUS)

    def _keep(self, data: bytes, error: Exception) -> None:
        kind = kind_of(error)
        seen = self._status.findings
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] > 3:
            return
        name = f"{self._name}-{hashlib.sha256(data).hexdigest()[:12]}"
        (self._out / name).write_bytes(data)
        report = "".join(traceback.format_exception(error, limit=-12))
        (self._out / f"{name}.txt").write_text(report, errors="backslashreplace")


def kind_of(error: BaseException) -> str:
    """Name a defect by its exception and the last places of ours and of the targets in its traceback."""
    places = []
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if (
            path.is_relative_to(ROOT)
            and ".venv" not in path.parts
            and path.name not in ("limits.py", "worker.py")
        ):
            places.append(f"{path.relative_to(ROOT)}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} {' '.join(places[-2:])}"


def current(out: Path) -> bytes:
    """Return the input that a process was at work on when it ended."""
    content = (out / CURRENT).read_bytes()
    return content[4 : 4 + int.from_bytes(content[:4], "big")]


def main(name: str, cases: str, seconds: str, seed: str, out: str, way: str, module: str) -> None:
    """Work as ``campaign`` asks."""
    with importing(way):
        found = importlib.import_module(module)
    confine()
    target: Target = found.TARGETS[name]
    target.prepare()
    worker = Worker(name, target, cases=int(cases), seconds=float(seconds), out=Path(out))
    WAYS[way](target, found.SHAPES[name], int(seed), worker.case)


if __name__ == "__main__":
    main(*sys.argv[1:])
