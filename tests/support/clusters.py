"""Clusters for tests: one is started when it is first needed, and joined by all tests of a module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from pipeline.run.configuration.cluster import ClusterSettings
from pipeline.run.workers.cluster.executor import ClusterExecutor
from pipeline.run.workers.cluster.open_cluster import OwnCluster, connected, own_cluster


class SharedCluster:
    """A cluster of two nodes on this machine."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._own: OwnCluster | None = None

    @property
    def own(self) -> OwnCluster:
        """The cluster; it starts now if it has not yet."""
        if self._own is None:
            self._own = self._stack.enter_context(own_cluster(2))
        return self._own

    @contextmanager
    def executor(
        self,
        tell: Callable[[object], None] = lambda _: None,
        warn: Callable[[str], None] = lambda _: None,
    ) -> Iterator[ClusterExecutor]:
        """Join it with an executor."""
        with connected(ClusterSettings(scheduler=self.own.address)) as client:
            made = ClusterExecutor(client, look=self.own.look, tell=tell, warn=warn)
            try:
                yield made
            finally:
                made.close()

    def close(self) -> None:
        """End it."""
        self._stack.close()
        self._own = None
