"""What a run needs of a cluster: an executor, and its work in a form that other machines understand."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from pipeline.core.errors import UsageError
from pipeline.core.ports import Spec
from pipeline.core.records import ProgressNote
from pipeline.read.deduplicate import Input
from pipeline.run.batch import BatchResult, ComponentFactory
from pipeline.run.configuration.cluster import ClusterSettings
from pipeline.run.configuration.config import RunConfig
from pipeline.run.workers.cluster.batch_runner import NodeBatchRunner, portable_batches, portable_config
from pipeline.run.workers.cluster.executor import ClusterExecutor
from pipeline.run.workers.cluster.open_cluster import connected, own_cluster
from pipeline.run.workers.cluster.signature import machine_signature
from pipeline.translate.service import Components


@contextmanager
def open_executor(
    settings: ClusterSettings,
    workers: int,
    tell: Callable[[ProgressNote], None],
    warn: Callable[[str], None],
) -> Iterator[ClusterExecutor]:
    """Yield an executor on the cluster that settings name, or on one of ``workers`` nodes of this machine.

    Raises as ``connected`` and ``own_cluster`` do.
    """
    with ExitStack() as stack:
        own = None if settings.scheduler else stack.enter_context(own_cluster(workers))
        client = stack.enter_context(connected(replace(settings, scheduler=own.address) if own else settings))
        look = own.look if own else lambda: None
        executor = ClusterExecutor(client, look=look, tell=tell, warn=warn)
        stack.callback(executor.close)
        yield executor


def for_nodes(
    config: RunConfig,
    factory: Components | ComponentFactory,
    parts: Components,
    batches: Iterable[Sequence[Input]],
) -> tuple[Spec[Input, BatchResult], Iterator[tuple[Input, ...]]]:
    """Return a run's work for nodes, and its batches. ``parts`` are what ``factory`` makes here.

    Raises ``UsageError`` if nodes cannot make the components.
    """
    if isinstance(factory, Components) or config.cluster is None:
        raise UsageError("a cluster needs components that each node can make by itself")
    expected = None if config.cluster.mixed else machine_signature(parts)
    arguments = (portable_config(config), factory, socket.gethostname(), expected)
    return Spec(factory=NodeBatchRunner, arguments=arguments), portable_batches(batches)
