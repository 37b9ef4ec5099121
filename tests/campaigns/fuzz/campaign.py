"""Fuzz all targets, and say what came of it.

    make fuzz
    .venv/bin/python -m tests.campaigns.fuzz.campaign [--cases 1000000] [--seconds 3600] [--target NAME]...
                                            [--seed 1] [--way chance|hypothesis|atheris]... [--out FOLDER]
    .venv/bin/python -m tests.campaigns.fuzz.campaign --replay FILE...

Each target runs in a process of its own, in each of the ways (``ways``) that are installed (``uv sync --group
fuzz``); each gets its part of the time, and what one does not need the others have. A case that raises
anything, takes 5 s of processor time or grows by 256 MiB is kept in FOLDER, as the input and the traceback,
and the exit code is 1; ``--replay`` runs such files again (their names begin with the target's).
"""

from __future__ import annotations

import argparse
import importlib
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

from tests.campaigns.fuzz import targets
from tests.campaigns.fuzz.limits import confine, guarded
from tests.campaigns.fuzz.targets import TARGETS
from tests.campaigns.fuzz.ways import WAYS, installed
from tests.campaigns.fuzz.worker import CURRENT, ROOT, STATUS, current

_ATTEMPTS = 20
"""Times that a target's process may die before the campaign gives it up."""
_BEGINNING = 180.0
"""Seconds that a process may take until it says anything: it imports much."""


@dataclass(kw_only=True)
class Tally:
    """What came of one target, in one way."""

    cases: int = 0
    seconds: float = 0.0
    findings: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Tally) -> Tally:
        """Return what came of both together."""
        return Tally(
            cases=self.cases + other.cases,
            seconds=self.seconds + other.seconds,
            findings=self.findings + other.findings,
        )


def main() -> int:
    """Run a campaign, or files again, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=1_000_000, help="of all targets together")
    parser.add_argument("--seconds", type=float, default=3600, help="for all targets together")
    parser.add_argument("--target", action="append", choices=sorted(TARGETS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--way", action="append", choices=[*WAYS], help="all that are installed, if none")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--replay", nargs="+", type=Path)
    options = parser.parse_args()
    if options.replay:
        return replay(options.replay)
    out = options.out or Path(tempfile.mkdtemp(prefix="depeche-findings-"))
    return campaign(
        options.target or [*TARGETS],
        options.way or installed(),
        cases=options.cases,
        seconds=options.seconds,
        seed=options.seed,
        out=out,
    )


def campaign(
    names: Sequence[str], ways: Sequence[str], *, cases: int, seconds: float, seed: int, out: Path
) -> int:
    """Fuzz targets in ways, and return the exit code; a target's share of the cases is shared by the ways."""
    print(f"findings go to {out}; seed: {seed}\n", file=sys.stderr)
    print(f"| target | {' | '.join(ways)} | s | findings |\n|---|{'---:|' * (len(ways) + 2)}", flush=True)
    whole = sum(TARGETS[name].share for name in names)
    end = time.monotonic() + seconds
    tallies: dict[str, list[Tally]] = {}
    # Half of the time goes by shares, half evenly: slow targets have small shares, and models to load first.
    weights = {name: TARGETS[name].share + whole / len(names) for name in names}
    left = sum(weights.values()) * len(ways)
    for name in names:
        tallies[name] = []
        for way in ways:
            made = fuzz(
                name,
                cases=max(1, round(cases * TARGETS[name].share / whole / len(ways))),
                seconds=max(1.0, (end - time.monotonic()) * weights[name] / left),
                seed=seed,
                out=out,
                way=way,
            )
            tallies[name].append(made)
            left -= weights[name]
        print(_row(name, tallies[name]), flush=True)
    everything = [sum(column, Tally()) for column in zip(*tallies.values(), strict=True)]
    print(f"{_row('all', everything)}\n")
    for name, made_of_it in tallies.items():
        for kind, times in sum(made_of_it, Tally()).findings.most_common():
            print(f"{name}: {kind} ({times} times)")
    return 1 if any(tally.findings for tally in everything) else 0


def _row(name: str, tallies: Sequence[Tally]) -> str:
    whole = sum(tallies, Tally())
    cells = [f"{tally.cases:,}" for tally in tallies]
    return f"| {name} | {' | '.join(cells)} | {whole.seconds:.0f} | {whole.findings.total()} |"


def replay(files: Sequence[Path]) -> int:
    """Run inputs again; what is found comes as it is raised."""
    confine()
    for path in files:
        target = TARGETS[path.name.partition("-")[0]]
        guarded(target.run, path.read_bytes(), target.limits)
        print(f"{path}: nothing found")
    return 0


def fuzz(
    name: str,
    *,
    cases: int,
    seconds: float,
    seed: int,
    out: Path,
    way: str,
    module: str = targets.__name__,
) -> Tally:
    """Fuzz one target of ``module`` in one way, in processes of its own: one that dies is replaced."""
    tally = Tally()
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    limits = importlib.import_module(module).TARGETS[name].limits
    begun = time.monotonic()
    for attempt in range(_ATTEMPTS):
        left, time_left = cases - tally.cases, seconds - (time.monotonic() - begun)
        if attempt and (left <= 0 or time_left < 1):
            break
        (folder / STATUS).unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.campaigns.fuzz.worker", name, str(left), str(time_left)]
        command += [str(seed + attempt), str(folder), way, module]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        ended = _wait(process, folder, patience=3 * limits.wall_seconds)
        status = json.loads((folder / STATUS).read_text()) if (folder / STATUS).exists() else {}
        tally.cases += status.get("cases", 0)
        tally.findings.update(status.get("findings", {}))
        if status.get("finished"):
            break
        if (folder / CURRENT).exists():
            (folder / f"{name}-death-{way}-{attempt}").write_bytes(current(folder))
        tally.findings[ended] += 1
    tally.seconds = time.monotonic() - begun
    for path in (folder / CURRENT, folder / STATUS):
        path.unlink(missing_ok=True)
    return tally


def _wait(process: subprocess.Popen[bytes], folder: Path, *, patience: float) -> str:
    """Wait for a worker; one that says nothing any more, as in a library in C, is ended."""
    begun = time.time()
    while True:
        try:
            code = process.wait(min(5, patience / 2))
        except subprocess.TimeoutExpired:
            path = folder / STATUS
            told = path.stat().st_mtime + patience if path.exists() else begun + _BEGINNING
            if time.time() > told:
                process.kill()
                process.wait()
                return "hangs"
            continue
        return f"ended by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"


if __name__ == "__main__":
    sys.exit(main())
