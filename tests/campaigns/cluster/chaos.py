"""Kill, freeze and restart parts of a cluster at random while it does run after run, and compare what comes.

    make chaos MINUTES=20
    .venv/bin/python -m tests.campaigns.cluster.chaos [--minutes 20] [--documents 120] [--seed 1]

Each run is repeated until it ends by itself. It counts as survived where every document is there once, as an
undisturbed run wrote it (times aside), and ``verify`` finds nothing. Otherwise the exit code is 1.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.verify.run import verify_run
from pipeline.write.paths import DOCUMENTS
from pipeline.write.read_run import read_run
from tests.campaigns.cluster.setting import MACHINES, Setting
from tests.campaigns.crash.processes import Process, strike
from tests.run.test_job import tree

PATIENCE = 600.0
"""Seconds after which a run is held to hang."""
_PAUSES = (0.3, 8.0)
"""Least and most seconds between two faults."""
_STOPPED = (-signal.SIGKILL, -signal.SIGTERM, 143)
_MOST_COMMANDS = 50
"""How often the command of a run is given."""
_FROZEN_SECONDS = 3.0


@dataclass(slots=True, kw_only=True)
class _Tally:
    faults: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    commands: int = 0
    documents: int = 0
    lost: int = 0
    doubled: int = 0
    changed: int = 0
    problems: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


class Chaos:
    """A cluster that is disturbed while runs are done on it."""

    def __init__(self, setting: Setting) -> None:
        """Disturb what ``setting`` starts."""
        self._setting = setting
        self._client: subprocess.Popen[bytes] | None = None
        self.tally = _Tally()
        self._faults: dict[str, Callable[[], bool]] = {
            "SIGKILL to a worker process": lambda: self._struck(setting.worker_processes(), signal.SIGKILL),
            "SIGKILL to a node": lambda: self._struck(setting.nodes(), signal.SIGKILL),
            "SIGKILL to a machine's nodes, started again": self._machine,
            "SIGKILL to the run, given again": self._run,
            "SIGTERM to the run, given again": lambda: self._run(signal.SIGTERM),
            "SIGKILL to the scheduler, started again": self._scheduler,
            "a node frozen for 3 s": lambda: self._frozen(setting.nodes()),
            "a worker process frozen for 3 s": lambda: self._frozen(setting.worker_processes()),
        }

    def one_run(self, name: str, until: float) -> bool:
        """Do a run while faults happen, the last at ``until``; give its command again until it ends well.

        Returns whether it did.
        """
        began, repeated = time.monotonic(), 0
        while True:
            self._client = self._setting.run(name, *self._setting.on_cluster)
            self.tally.commands += 1
            code = self._disturbed(self._client, until)
            if code == 0:
                break
            repeated += 1
            if code not in _STOPPED:
                self.tally.problems.append(f"{name}: exit {code}")
            if repeated > _MOST_COMMANDS:
                break
        self.tally.runs += 1
        self.tally.seconds.append(time.monotonic() - began)
        return code == 0

    def compare(self, name: str, expected: dict[str, object]) -> None:
        """Compare a run with the undisturbed one."""
        folder = self._setting.folder / "runs" / name
        record = read_run(folder).record
        ids = Counter(entry.id for entry in record.documents if entry.id is not None)
        self.tally.documents += self._setting.documents
        self.tally.lost += self._setting.documents - len(ids)
        self.tally.doubled += sum(count - 1 for count in ids.values())
        made = tree(folder / DOCUMENTS)
        self.tally.changed += sum(made.get(path) != expected.get(path) for path in {**made, **expected})
        self.tally.problems += [f"{name}: {problem}" for problem in verify_run(folder)]
        left = [path.name for path in folder.rglob(".writing-*")]
        self.tally.problems += [f"{name}: left {path}" for path in left]
        shutil.rmtree(folder)

    def _disturbed(self, client: subprocess.Popen[bytes], until: float) -> int:
        """Return the exit code of a run that is disturbed until ``until``."""
        latest = time.monotonic() + PATIENCE
        while True:
            with suppress(subprocess.TimeoutExpired):
                return client.wait(self._setting.choice.uniform(*_PAUSES))
            if time.monotonic() > latest:
                client.kill()
                self.tally.problems.append("a run hangs")
                return client.wait()
            if time.monotonic() < until:
                name = self._setting.choice.choice(list(self._faults))
                self.tally.faults[name] += self._faults[name]()

    def _struck(self, processes: list[Process], how: signal.Signals) -> bool:
        if processes:
            strike([self._setting.choice.choice(processes)], how)
        return bool(processes)

    def _frozen(self, processes: list[Process]) -> bool:
        chosen = [self._setting.choice.choice(processes)] if processes else []
        strike(chosen, signal.SIGSTOP)
        time.sleep(_FROZEN_SECONDS)
        strike(chosen, signal.SIGCONT)
        return bool(chosen)

    def _machine(self) -> bool:
        name = self._setting.choice.choice(MACHINES)
        self._setting.machines[name].kill()
        self._setting.machines[name].wait()
        self._setting.start_machine(name)
        return True

    def _run(self, how: signal.Signals = signal.SIGKILL) -> bool:
        if self._client is not None:
            with suppress(ProcessLookupError):
                os.kill(self._client.pid, how)
        return self._client is not None

    def _scheduler(self) -> bool:
        if self._setting.scheduler is not None:
            self._setting.scheduler.kill()
            self._setting.scheduler.wait()
            time.sleep(self._setting.choice.uniform(0, 2))
        self._setting.start_scheduler()
        return True


def main() -> int:
    """Do runs until the time is over, print what came, and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--documents", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        setting = Setting(Path(folder), documents=asked.documents, seed=asked.seed)
        if setting.run("undisturbed").wait():
            raise RuntimeError("the undisturbed run failed")
        expected = tree(setting.folder / "runs" / "undisturbed" / DOCUMENTS)
        setting.start_scheduler()
        for name in MACHINES:
            setting.start_machine(name)
        chaos = Chaos(setting)
        until = time.monotonic() + 60 * asked.minutes
        try:
            while time.monotonic() < until:
                name = f"run-{chaos.tally.runs}"
                if chaos.one_run(name, until):
                    chaos.compare(name, expected)
        finally:
            setting.close()
        if chaos.tally.problems:
            print((setting.folder / "here.log").read_text(errors="replace")[-3000:])
    return _told(chaos.tally)


def _told(tally: _Tally) -> int:
    for name, count in tally.faults.most_common():
        print(f"{count:5} {name}")
    print(f"{tally.runs} runs by {tally.commands} commands, {tally.documents} documents")
    print(f"lost {tally.lost}, doubled {tally.doubled}, files that differ {tally.changed}")
    print(f"seconds a run: {' '.join(f'{seconds:.0f}' for seconds in tally.seconds)}")
    print(f"problems {len(tally.problems)}")
    print("\n".join(tally.problems))
    return 1 if tally.lost or tally.doubled or tally.changed or tally.problems else 0


if __name__ == "__main__":
    sys.exit(main())
