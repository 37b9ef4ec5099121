"""Time a run in one process on one core, and on two cores in two processes and on a cluster of two nodes.

    .venv/bin/python bench/scale.py [--apertium 400] [--neural 48] [--repeat 3] [--flat 20000]

Whole runs, each a process of its own as a user would start it, in turn; the best of the repetitions counts,
because what disturbs a run only slows it down. One process is confined to one core (``taskset``), the others
have two; models have one thread in each worker. So two workers can be twice as fast at most. Seconds are of
the whole command, with the start of the cluster and the loading of models in every worker; CPU seconds are
those of all its processes. The neural model is that of ``copying_model.py``.

``--flat`` sends so many short documents through a cluster whose nodes do nothing with them but answer as
the steps of a run do, and a tenth as many before it. The memory of the run's process and of the scheduler
must not grow by more than .3, and few batches may be under way at a time.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import copying_model
from answering import Answering
from machine import this_machine
from soak import PHRASES

from pipeline.core.ports import Spec
from pipeline.packages import install_file
from pipeline.read.reference import Reference
from pipeline.run.configuration.cluster import ClusterSettings
from pipeline.run.workers.cluster.executor import ClusterExecutor
from pipeline.run.workers.cluster.open_cluster import connected, own_cluster
from pipeline.run.workers.drive import AHEAD, Supervisor

SENTENCES = 20
"""Sentences in a document."""
GOAL, GOAL_OF_POOL = 1.85, 0.92
"""What two workers must give of one, and a cluster of the pool."""
WAYS = {
    "one process, one core": ((), "0"),
    "two processes": (("--workers", "2"), "0,1"),
    "two nodes": (("--workers", "2", "--executor", "dask"), "0,1"),
}


@dataclass(frozen=True, slots=True)
class Timed:
    """What a run took, in seconds."""

    wall: float
    cpu: float


def main() -> None:
    """Print a table for each engine, and one for memory."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--apertium", type=int, default=400, metavar="DOCUMENTS")
    parser.add_argument("--neural", type=int, default=48, metavar="DOCUMENTS")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--flat", type=int, default=20_000, metavar="DOCUMENTS")
    parser.add_argument("--answer", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.answer:
        measure_memory(asked.answer)
        return
    print(this_machine())
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if asked.apertium:
            write(place / "apertium", asked.apertium, phrases())
            compare(place, "apertium", ("--engine", "apertium", "--to", "es"), asked.repeat)
        if asked.neural:
            write(place / "argos", asked.neural, copying_model.sentences(1))
            copying_model.write_package(place / "copying.argosmodel")
            install_file(place / "copying.argosmodel", place / "packages")
            words = ("--engine", "argos", "--to", "fr", "--packages", str(place / "packages"))
            compare(place, "argos", words, asked.repeat)
    if asked.flat:
        for documents in (asked.flat // 10, asked.flat):
            subprocess.run([sys.executable, __file__, "--answer", str(documents)], check=True)


def phrases() -> Iterator[str]:
    """Yield sentences without end; a number makes each another one."""
    number = 1000
    while True:
        number += 1
        yield PHRASES["en"].format(number)


def write(folder: Path, documents: int, sentences: Iterator[str]) -> None:
    """Write so many documents, without titles: the copying model ends at a full stop."""
    folder.mkdir()
    for number in range(documents):
        text = " ".join(islice(sentences, SENTENCES))
        (folder / f"{number:04}.txt").write_text(f"{text}\n")


def compare(place: Path, name: str, words: Sequence[str], repeat: int) -> None:
    """Time the run in each way, and print how they compare."""
    best = {way: Timed(math.inf, math.inf) for way in WAYS}
    for number in range(repeat):
        for way, (more, cores) in WAYS.items():
            given = (*words, *more, "--run-id", f"{name}-{number}-{len(more)}")
            timed = run(place, name, given, cores)
            best[way] = Timed(min(best[way].wall, timed.wall), min(best[way].cpu, timed.cpu))
    one, pool, nodes = best.values()
    documents = len(list((place / name).iterdir()))
    print(f"\n{name}, {documents} documents of {SENTENCES} sentences, best of {repeat}")
    for way, timed in best.items():
        print(
            f"{way:24} {timed.wall:7.1f} s {timed.cpu:7.1f} CPU-s "
            f"{one.wall / timed.wall:5.2f} times {one.cpu / timed.cpu:5.2f} of the CPU"
        )
    for what, ratio, goal in (
        ("two nodes, times one process on one core", one.wall / nodes.wall, GOAL),
        ("two processes, times one on one core", one.wall / pool.wall, GOAL),
        ("two nodes, of two processes", pool.wall / nodes.wall, GOAL_OF_POOL),
    ):
        print(f"{what}: {ratio:.2f}, goal {goal}: {'met' if ratio >= goal else 'missed'}")


def run(place: Path, name: str, words: Sequence[str], cores: str) -> Timed:
    """Return what a run took. Raises ``CalledProcessError`` if it failed."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    fixed = ("--from", "en", "--variants", "full", "--threads", "1", "--memory", "off", "--quiet")
    command = [sys.executable, "-m", "pipeline", "run", str(place / name), "--out", str(place / "runs")]
    confined = ["/usr/bin/taskset", "-c", cores, *command, *fixed, *words]
    subprocess.run(confined, check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Timed(wall, cpu)


def measure_memory(documents: int) -> None:
    """Print what the processes took for so many documents, one a batch: memory, and CPU time."""
    taken = 0

    def batches() -> Iterator[list[Reference]]:
        nonlocal taken
        for number in range(documents):
            taken += 1
            name = f"news/{number // 1000:03}/{number:06}.txt"
            yield [Reference(origin=name, path=Path("/shared", name))]

    began = time.perf_counter()
    with (
        own_cluster(2) as own,
        connected(ClusterSettings(scheduler=own.address)) as client,
    ):
        executor = ClusterExecutor(client, look=own.look)
        values = Supervisor(
            executor,
            Spec(factory=Answering),
            batches(),
            give_up=lambda _, reason: sys.exit(reason),
            seconds=lambda _: math.inf,
        )
        ahead = done = 0
        processes = {"run": [os.getpid()], "scheduler": [own.scheduler.pid], "nodes": [*own.nodes.pids]}
        before = {name: sum(map(_cpu, pids)) for name, pids in processes.items()}
        for value in values:
            done += len(value.outcomes)
            ahead = max(ahead, taken - done)
        here, there = _peak(os.getpid()), _peak(own.scheduler.pid)
        nodes = max(map(_peak, own.nodes.pids))
        costs = {name: sum(map(_cpu, pids)) - before[name] for name, pids in processes.items()}
        executor.close()
    seconds = time.perf_counter() - began
    print(
        f"{done:7,} documents, {1000 * seconds / done:.1f} ms each; most MiB: run {here:.0f}, "
        f"scheduler {there:.0f}, node {nodes:.0f}; {ahead} taken ahead, of {AHEAD * 2} allowed"
    )
    print(
        "        CPU ms a batch: "
        + ", ".join(f"{name} {1000 * cost / done:.1f}" for name, cost in costs.items())
        + " (without their worker processes)"
    )


def _cpu(pid: int) -> float:
    """Return the CPU seconds that a process has taken, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    main()
