"""A corpus, packages, and a cluster of two machines that are folders of this one."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.packages import install_file
from tests.campaigns.crash.processes import Process, below
from tests.conftest import MODELS, ROOT
from tests.support.corpus import write_corpus

MACHINES = ("one", "two")


class Setting:
    """Documents in two languages, the test models, and what is started for them."""

    def __init__(self, folder: Path, *, documents: int, seed: int) -> None:
        """Write the documents and install the models in ``folder``."""
        self.folder = folder
        self.choice = random.Random(seed)
        self.documents = documents
        write_corpus(folder / "news", documents=documents, sentences=6, seed=seed)
        for model in sorted(MODELS.glob("*.argosmodel")):
            install_file(model, folder / "packages")
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.machines: dict[str, subprocess.Popen[bytes]] = {}
        self._port = 0

    def depeche(self, *words: str, place: str = "") -> subprocess.Popen[bytes]:
        """Start depeche in a working folder of its own."""
        cwd = self.folder / (place or "here")
        cwd.mkdir(exist_ok=True)
        log = (self.folder / f"{place or 'here'}.log").open("ab")
        with log:
            return subprocess.Popen(
                [sys.executable, "-m", "pipeline", *words],
                cwd=cwd,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def run(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        """Start a run of all documents into ``runs/name``."""
        given = ("--to", "es", "--memory", "off", "--run-id", name, "--out", str(self.folder / "runs"))
        packages = ("--packages", str(self.folder / "packages"), "--quiet")
        return self.depeche("run", str(self.folder / "news"), *given, *packages, *words)

    def start_scheduler(self) -> None:
        """Start the scheduler; again at the same port if there was one."""
        file = self.folder / "scheduler.json"
        file.unlink(missing_ok=True)
        words = ("--port", str(self._port), "--file", str(file))
        self.scheduler = self.depeche("cluster", "scheduler", *words, place="scheduler")
        until = time.monotonic() + 60
        while not file.exists():
            if time.monotonic() > until:
                raise TimeoutError("the scheduler does not start")
            time.sleep(0.02)
        self._port = int(file.read_text().rpartition(":")[2].strip('"}\n '))

    def start_machine(self, name: str, nodes: int = 1) -> None:
        """Start a machine's nodes."""
        address = f"tcp://127.0.0.1:{self._port}"
        self.machines[name] = self.depeche("cluster", "worker", address, "--workers", str(nodes), place=name)

    @property
    def on_cluster(self) -> Sequence[str]:
        """The options of a run on the cluster."""
        return ("--executor", "dask", "--scheduler", f"tcp://127.0.0.1:{self._port}")

    def nodes(self) -> list[Process]:
        """Return the nodes that run now."""
        own = {machine.pid for machine in self.machines.values()}
        return [one for number in own for one in below(number) if one.parent == number]

    def worker_processes(self) -> list[Process]:
        """Return the worker processes of all nodes."""
        return [one for node in self.nodes() for one in below(node.number) if one.parent == node.number]

    def close(self) -> None:
        """End everything."""
        for process in (*self.machines.values(), self.scheduler):
            if process is not None:
                with suppress(ProcessLookupError):
                    process.kill()
                process.wait()
