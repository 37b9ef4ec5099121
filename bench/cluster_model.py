"""What a run costs on many machines: a model, held against a simulated cluster and against measurements.

    .venv/bin/python bench/cluster_model.py [--costs FILE.json] [--documents 10000000] [--seed 1]

A run is a row of queues. The client sends batches and takes what comes back, one at a time; the scheduler
handles each batch twice, one at a time; each node takes one batch after another; the storage that all share
takes bytes at its own pace. The model says that the slowest of these sets the time, and that a node's start
and its last batch come on top. The simulation lets the same costs happen one by one, with batches of uneven
length and two a node in flight, as ``run/workers/cluster`` sends them. ``--costs`` has what ``scale.py``
measured on a machine; without it, the costs in docs/measurements/performance.md are taken.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
import json
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

NODES = (1, 2, 10, 100, 1_000)
SIMULATED_DOCUMENTS_A_NODE = 400
"""Documents a node in a simulation: so many that starting and ending are a few per cent."""
IN_FLIGHT = 2
"""Batches a node that are sent ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What each step takes, in seconds of one core; measured by ``scale.py``."""

    document: float
    """A document on a node: reading, translation, checks, writing."""
    spread: float
    """Standard deviation of a batch's time, as a share of it."""
    load: float
    """A node's start: its processes, and the models."""
    scheduler_batch: float
    """The scheduler's work on a batch, from being sent to being forgotten."""
    client_batch: float
    """The client's work on a batch: to send it, and to take what comes back."""
    client_document: float
    """The client's work on a document: its outcome in the run's records, its line of progress."""
    message: float
    """The time that a message takes from one machine to another."""
    document_bytes: float
    """What a document writes to the shared storage."""
    storage_rate: float
    """Bytes a second that the shared storage takes from all nodes together."""
    document_files: float
    """Files that a document makes on the shared storage."""
    storage_files: float
    """Files a second that the shared storage can make for all nodes together."""

    def demands(self, documents: int, batch: int) -> dict[str, float]:
        """Return the seconds that each single place is busy with a run, whatever the number of nodes."""
        batches = math.ceil(documents / batch)
        return {
            "scheduler": batches * self.scheduler_batch,
            "client": batches * self.client_batch + documents * self.client_document,
            "storage": documents * self.storage(),
        }

    def storage(self) -> float:
        """Return the seconds that the shared storage is busy with a document."""
        return max(self.document_bytes / self.storage_rate, self.document_files / self.storage_files)


DEFAULT = Costs(
    document=0.08,
    spread=0.4,
    load=3.0,
    scheduler_batch=0.0021,
    client_batch=0.0017,
    client_document=0.0005,
    message=0.0005,
    document_bytes=68_000,
    storage_rate=1e9,
    document_files=7,
    storage_files=20_000,
)
"""A document of 20 sentences by Apertium; what ``scale.py`` saw of the scheduler and the run; and, assumed,
a network of a gigabyte a second and a file server that makes 20,000 files a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What the model says of a run."""

    seconds: float
    slowest: str
    """What sets the time: ``nodes`` or a single place."""
    efficiency: float
    """Seconds of work on documents, of all that the nodes have."""


def forecast(costs: Costs, documents: int, nodes: int, batch: int) -> Forecast:
    """Return the time that a run takes on so many nodes, in batches of so many documents."""
    work = documents * costs.document
    busy = {"nodes": work / nodes, **costs.demands(documents, batch)}
    slowest = max(busy, key=lambda place: busy[place])
    # On average the last batch of a node ends half a batch after the first node has nothing left, and of
    # many nodes the slowest counts.
    last = batch * costs.document * (1 + costs.spread * math.sqrt(2 * math.log(max(nodes, 1)))) / 2
    ends = last if slowest == "nodes" else batch * costs.document
    seconds = (
        costs.load + busy[slowest] + (ends if nodes > 1 or slowest != "nodes" else 0) + 4 * costs.message
    )
    return Forecast(seconds=seconds, slowest=slowest, efficiency=work / (nodes * seconds))


class _Place:
    """A place that does one thing after another."""

    def __init__(self) -> None:
        self._free = 0.0

    def done(self, now: float, seconds: float) -> float:
        """Return when something that comes now is done."""
        self._free = max(now, self._free) + seconds
        return self._free


class _Simulation:
    """A cluster in which each cost happens by itself."""

    def __init__(self, costs: Costs, batches: list[int], nodes: int, seed: int) -> None:
        self._costs, self._left = costs, batches
        self._chance = random.Random(seed)  # noqa: S311 - lengths of batches
        self._client, self._scheduler, self._storage = _Place(), _Place(), _Place()
        self._nodes = [costs.load] * nodes
        self._events: list[tuple[float, int, Callable[[float, int], None], int]] = []
        self._numbers = itertools.count()
        self._ended = 0.0

    def run(self) -> float:
        """Return when the last batch is back."""
        for _ in range(IN_FLIGHT * len(self._nodes)):
            self._send(0.0)
        while self._events:
            now, _, act, size = heapq.heappop(self._events)
            act(now, size)
        return self._ended

    def _at(self, moment: float, act: Callable[[float, int], None], size: int) -> None:
        heapq.heappush(self._events, (moment, next(self._numbers), act, size))

    def _send(self, now: float) -> None:
        if self._left:
            sent = self._client.done(now, self._costs.client_batch / 2)
            self._at(sent + self._costs.message, self._schedule, self._left.pop())

    def _schedule(self, now: float, size: int) -> None:
        sent = self._scheduler.done(now, self._costs.scheduler_batch / 2)
        self._at(sent + self._costs.message, self._work, size)

    def _work(self, now: float, size: int) -> None:
        sigma = math.sqrt(math.log(1 + self._costs.spread**2))
        took = size * self._costs.document * math.exp(self._chance.gauss(-(sigma**2) / 2, sigma))
        done = max(now, heapq.heappop(self._nodes)) + took
        heapq.heappush(self._nodes, done)
        self._at(done, self._write, size)

    def _write(self, now: float, size: int) -> None:
        written = self._storage.done(now, size * self._costs.storage())
        self._at(written + self._costs.message, self._forget, size)

    def _forget(self, now: float, size: int) -> None:
        sent = self._scheduler.done(now, self._costs.scheduler_batch / 2)
        self._at(sent + self._costs.message, self._take, size)

    def _take(self, now: float, size: int) -> None:
        self._ended = self._client.done(
            now, self._costs.client_batch / 2 + size * self._costs.client_document
        )
        self._at(self._ended, lambda then, _: self._send(then), size)


def simulate(costs: Costs, documents: int, nodes: int, batch: int, *, seed: int) -> float:
    """Return the seconds that a run takes on a simulated cluster."""
    batches = [size for start in range(0, documents, batch) if (size := min(batch, documents - start))]
    return _Simulation(costs, batches[::-1], nodes, seed).run()


def most_nodes(costs: Costs, batch: int) -> tuple[int, str]:
    """Return the number of nodes from which more of them gain nothing, and what sets that limit."""
    documents = batch * 10**6
    busy = costs.demands(documents, batch)
    slowest = max(busy, key=lambda place: busy[place])
    return max(1, int(documents * costs.document / busy[slowest])), slowest


def table(rows: Sequence[Sequence[object]]) -> str:
    """Return rows as a Markdown table; the first has the heads of the columns."""
    head, *rest = [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join([head, "|---|" + "---:|" * (len(rows[0]) - 1), *rest])


def shown(seconds: float) -> str:
    """Return a duration in the unit that suits it."""
    for name, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.1f} {name}"
    return f"{seconds:.1f} s"


def read(path: Path | None) -> Costs:
    """Return the costs of a file of JSON, or those that were measured for the docs."""
    given: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path else {}
    return replace(DEFAULT, **given)


def main() -> None:
    """Print the model beside the simulation, and what it says of a large run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--costs", type=Path)
    parser.add_argument("--documents", type=int, default=10_000_000)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    costs = read(given.costs)
    rows: list[Sequence[object]] = [
        ["nodes", "documents", "model", "simulated", "difference", "sets the time"]
    ]
    for nodes in NODES:
        documents = nodes * SIMULATED_DOCUMENTS_A_NODE
        told = forecast(costs, documents, nodes, given.batch)
        seen = simulate(costs, documents, nodes, given.batch, seed=given.seed)
        rows.append(
            [
                nodes,
                f"{documents:,}",
                shown(told.seconds),
                shown(seen),
                f"{told.seconds / seen - 1:+.1%}",
                told.slowest,
            ]
        )
    print(table(rows), end="\n\n")
    rows = [["nodes", f"{given.documents:,} documents", "efficiency", "sets the time"]]
    for nodes in NODES:
        told = forecast(costs, given.documents, nodes, given.batch)
        rows.append([nodes, shown(told.seconds), f"{told.efficiency:.2f}", told.slowest])
    print(table(rows), end="\n\n")
    rows = [["documents a batch", "most nodes that gain", "for the sake of"]]
    rows += [[size, *map(str, most_nodes(costs, size))] for size in (1, 8, 32, 128)]
    print(table(rows))


if __name__ == "__main__":
    main()
