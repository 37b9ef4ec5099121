"""Fuzz all targets, and say what came of it.

    make fuzz
    .venv/bin/python -m tests.fuzz.campaign [--cases 1000000] [--seconds 3600] [--target NAME]... [--seed 1]
                                            [--way auto|atheris|chance] [--out FOLDER]
    .venv/bin/python -m tests.fuzz.campaign --replay FILE...

Each target runs in a process of its own, guided by coverage where atheris is installed (``uv sync --group
fuzz``), by chance alone otherwise. A case that raises anything, takes 5 s of processor time or grows by
256 MiB is kept in FOLDER, as the input and the traceback, and the exit code is 1; ``--replay`` runs such
files again (their names begin with the target's).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.limits import WALL_SECONDS, confine, guarded
from tests.fuzz.targets import TARGETS
from tests.fuzz.worker import CURRENT, STATUS, current

_ATTEMPTS = 20
"""Times that a target's process may die before the campaign gives it up."""


@dataclass(kw_only=True)
class Tally:
    """What came of one target."""

    cases: int = 0
    seconds: float = 0.0
    findings: Counter[str] = field(default_factory=Counter)


def main() -> int:
    """Run a campaign, or files again, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=1_000_000, help="of all targets together")
    parser.add_argument("--seconds", type=float, default=3600, help="for all targets together")
    parser.add_argument("--target", action="append", choices=sorted(TARGETS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--way", choices=["auto", "atheris", "chance"], default="auto")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--replay", nargs="+", type=Path)
    options = parser.parse_args()
    if options.replay:
        return replay(options.replay)
    way = options.way
    if way == "auto":
        way = "atheris" if importlib.util.find_spec("atheris") else "chance"
    out = options.out or Path(tempfile.mkdtemp(prefix="depeche-findings-"))
    names = options.target or [*TARGETS]
    whole = sum(TARGETS[name].share for name in names)
    tallies = {}
    print(f"findings go to {out}; way: {way}; seed: {options.seed}\n", file=sys.stderr)
    print("| target | cases | s | findings |\n|---|---:|---:|---:|", flush=True)
    end = time.monotonic() + options.seconds
    left = whole
    for name in names:
        share = TARGETS[name].share
        seconds = (end - time.monotonic()) * share / left if len(names) > 1 else options.seconds
        left -= share
        tallies[name] = _fuzz(
            name,
            cases=max(1, round(options.cases * share / whole)),
            # What one target does not need, the others may have.
            seconds=max(1.0, 4 * seconds if left else seconds),
            seed=options.seed,
            out=out,
            way=way,
        )
        tally = tallies[name]
        print(f"| {name} | {tally.cases:,} | {tally.seconds:.0f} | {tally.findings.total()} |", flush=True)
    return _sum_up(tallies)


def replay(files: Sequence[Path]) -> int:
    """Run inputs again; what is found comes as it is raised."""
    confine()
    for path in files:
        guarded(TARGETS[path.name.partition("-")[0]].run, path.read_bytes())
        print(f"{path}: nothing found")
    return 0


def _fuzz(name: str, *, cases: int, seconds: float, seed: int, out: Path, way: str) -> Tally:
    tally = Tally()
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    for attempt in range(_ATTEMPTS):
        left = cases - tally.cases
        if left <= 0 or seconds - tally.seconds < 1:
            break
        (folder / STATUS).unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.fuzz.worker", name, str(left), str(seconds - tally.seconds)]
        command += [str(seed + attempt), str(folder), way]
        ended = _wait(subprocess.Popen(command, stdout=subprocess.DEVNULL), folder)
        status = json.loads((folder / STATUS).read_text()) if (folder / STATUS).exists() else {}
        tally.cases += status.get("cases", 0)
        tally.seconds += status.get("seconds", 0.0)
        tally.findings.update(status.get("findings", {}))
        if status.get("finished"):
            break
        if (folder / CURRENT).exists():
            (folder / f"{name}-death-{attempt}").write_bytes(current(folder))
        tally.findings[ended] += 1
    for path in (folder / CURRENT, folder / STATUS):
        path.unlink(missing_ok=True)
    return tally


def _wait(process: subprocess.Popen[bytes], folder: Path) -> str:
    """Wait for a worker; one that says nothing any more, as in a library in C, is ended."""
    begun = time.time()
    while True:
        try:
            code = process.wait(5)
        except subprocess.TimeoutExpired:
            path = folder / STATUS
            told = path.stat().st_mtime if path.exists() else begun
            if time.time() - max(told, begun) > 3 * WALL_SECONDS:
                process.kill()
                process.wait()
                return "hangs"
            continue
        return f"ended by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"


def _sum_up(tallies: dict[str, Tally]) -> int:
    cases = sum(tally.cases for tally in tallies.values())
    seconds = sum(tally.seconds for tally in tallies.values())
    found = sum(tally.findings.total() for tally in tallies.values())
    print(f"| all | {cases:,} | {seconds:.0f} | {found} |\n")
    for name, tally in tallies.items():
        for kind, times in tally.findings.most_common():
            print(f"{name}: {kind} ({times} times)")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
