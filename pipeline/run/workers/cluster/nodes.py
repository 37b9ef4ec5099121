"""The nodes of one machine: they are started, replaced when they end, and ended with who started them."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable

from pipeline.run.workers.cluster import node
from pipeline.run.workers.cluster.member import ClusterMember, MemberSettings
from pipeline.run.workers.pool import FALSE_STARTS

SIBLINGS = "_DEPECHE_NODES"
"""The variable of the environment that tells worker processes how many nodes share their machine."""
_EARLY_SECONDS = 20.0
"""Seconds after its start until which a node that ends has never begun to work."""
_LOOK_SECONDS = 0.5
"""Seconds between two looks at the nodes."""
_PAUSE_SECONDS = 1.0
"""Seconds until a node is replaced that ended early, as all do while their scheduler is away."""


def siblings() -> int:
    """Return how many nodes share this machine, in a worker process of one; 1 elsewhere."""
    return int(os.environ.get(SIBLINGS, "1"))


class Nodes:
    """A number of nodes on this machine. They must be looked after by ``look``, now and then."""

    def __init__(self, count: int, settings: MemberSettings, *, log: bool = False) -> None:
        """Start ``count`` nodes. ``log`` says whether they may write to standard error.

        Raises ``WorkerError``.
        """
        os.environ[SIBLINGS] = str(count)
        self._settings, self._log = settings, log
        self._began: dict[ClusterMember, float] = {}
        self._false_starts = 0
        self._wanted = count
        self.joined = 0
        """How many nodes have joined the cluster, those included that have ended since."""
        self.replaced = 0
        """How many nodes have ended and were replaced."""
        for _ in range(count):
            self._start()

    @property
    def pids(self) -> tuple[int, ...]:
        """The process numbers of the nodes."""
        return tuple(member.pid for member in self._began)

    def look(self) -> None:
        """Replace nodes that have ended."""
        now = time.monotonic()
        for member, began in list(self._began.items()):
            if select.select([member.output], [], [], 0)[0] and member.output.read1(1000):  # type: ignore[attr-defined]
                self._false_starts = 0
                self.joined += 1
            if member.is_running:
                continue
            is_early = now - began < _EARLY_SECONDS
            if is_early and now - began < _PAUSE_SECONDS:
                continue
            self._false_starts += is_early
            del self._began[member]
            member.end()
            self.replaced += 1
            self._start()

    @property
    def is_hopeless(self) -> bool:
        """Whether so many nodes in a row have ended before they joined that none will."""
        return self._false_starts >= FALSE_STARTS * self._wanted

    def close(self) -> None:
        """End all nodes, with what they work on."""
        for member in self._began:
            member.end()
        self._began.clear()

    def _start(self) -> None:
        self._began[ClusterMember(node, self._settings, log=self._log)] = time.monotonic()


def keep_nodes(count: int, settings: MemberSettings, tell: Callable[[str], None]) -> None:
    """Keep ``count`` nodes until the process is told to stop. ``tell`` is called with a line for users."""
    nodes = Nodes(count, settings)
    told = replaced = 0
    tell(f"{count} {'node' if count == 1 else 'nodes'} for {settings.scheduler}")
    try:
        while True:
            time.sleep(_LOOK_SECONDS)
            nodes.look()
            if nodes.joined != told:
                tell(f"{nodes.joined} joined so far")
                told = nodes.joined
            if nodes.replaced != replaced:
                tell(f"{nodes.replaced - replaced} ended, and replaced")
                replaced = nodes.replaced
    finally:
        nodes.close()
