"""Opens the cluster of a run: joins the one that is named, or starts one on this machine."""

from __future__ import annotations

import select
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from pipeline.core import offline
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import OfflineError, WorkerError
from pipeline.run.configuration.cluster import ClusterSettings, TlsFiles
from pipeline.run.workers.cluster import dask_settings, scheduler
from pipeline.run.workers.cluster.address import find_scheduler
from pipeline.run.workers.cluster.member import ClusterMember, MemberSettings
from pipeline.run.workers.cluster.nodes import Nodes

if TYPE_CHECKING:
    from distributed import Client

JOIN_SECONDS = 60.0
"""Seconds that a scheduler may take to answer, also when it is away for a while, and nodes to join it."""
_ANSWER_SECONDS = 10.0
"""Seconds for which a scheduler is asked that does not listen when a run begins."""
_LOOK_SECONDS = 0.5
_START_SECONDS = 60.0
"""Seconds that a scheduler of one's own may take to start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCluster:
    """A scheduler and nodes of this machine, which only it can reach."""

    address: str
    scheduler: ClusterMember
    nodes: Nodes

    def look(self) -> None:
        """Replace nodes that have ended. Raises ``WorkerError`` if that is of no use."""
        if not self.scheduler.is_running:
            raise WorkerError("the cluster's scheduler was ended; repeat the command to continue")
        self.nodes.look()
        if self.nodes.is_hopeless:
            raise WorkerError(
                "the cluster's nodes end before they begin to work; free memory, or use fewer --workers"
            )


@contextmanager
def own_cluster(workers: int) -> Iterator[OwnCluster]:
    """Start a cluster of ``workers`` nodes on this machine, and end it with the block.

    Raises ``UsageError`` if Dask is not installed, and ``WorkerError`` if a process does not start.
    """
    dask_settings.configure()
    settings = MemberSettings(host=offline.LOOPBACK)
    with ExitStack() as stack:
        member = ClusterMember(scheduler, settings)
        stack.callback(member.end)
        address = _ready(member)
        nodes = Nodes(workers, MemberSettings(host=offline.LOOPBACK, scheduler=address))
        stack.callback(nodes.close)
        yield OwnCluster(address=address, scheduler=member, nodes=nodes)


def _ready(member: ClusterMember) -> str:
    if select.select([member.output], [], [], _START_SECONDS)[0]:
        line = member.output.readline()
        if line:
            return line.decode().strip()
    raise WorkerError("the cluster's scheduler ends, or hangs, as it starts; free memory, and run again")


@contextmanager
def connected(settings: ClusterSettings) -> Iterator[Client]:
    """Yield Dask's client for the scheduler that settings name; nothing else is reached meanwhile.

    Raises ``UsageError`` if the address or files are of no use, or Dask is not installed, and ``WorkerError``
    if nobody answers.
    """
    dask_settings.configure()
    address = find_scheduler(settings)
    host = offline.LOOPBACK if address.is_local and ":" not in address.host else address.host
    with ExitStack() as stack:
        try:
            stack.enter_context(offline.reaching(host, address.port))
        except OfflineError:
            raise
        except OSError as error:
            raise WorkerError(f"--scheduler {settings.scheduler}: {host}: {error.strerror}") from error
        named = f"{address.scheme}://{host}:{address.port}"
        _await_scheduler(named, host, address.port)
        yield stack.enter_context(_client(named, settings.tls))


@contextmanager
def _client(address: str, tls: TlsFiles | None) -> Iterator[Client]:
    client = _joined(address, tls)
    try:
        yield client
    finally:
        client.close(timeout=5)


def _await_scheduler(address: str, host: str, port: int) -> None:
    """Wait until a scheduler listens, as one that is being restarted soon does. Raises ``WorkerError``."""
    until = time.monotonic() + _ANSWER_SECONDS
    while True:
        try:
            socket.create_connection((host, port), timeout=_ANSWER_SECONDS).close()
        except OSError as error:
            if time.monotonic() > until:
                raise WorkerError(
                    f"the cluster's scheduler {address} cannot be reached: {error.strerror or error}; "
                    "start it, or name another by --scheduler"
                ) from error
            time.sleep(_LOOK_SECONDS)
        else:
            return


def _joined(address: str, tls: TlsFiles | None) -> Client:
    """Return a client; a scheduler that goes away meanwhile is waited for. Raises ``WorkerError``."""
    from distributed import Client

    until = time.monotonic() + JOIN_SECONDS
    while True:
        try:
            return Client(
                address,
                set_as_default=False,
                timeout=JOIN_SECONDS,
                security=dask_settings.security(tls),
                direct_to_workers=False,  # nodes are for the scheduler alone to reach
            )
        except (OSError, ValueError) as error:
            root = _root(error)
            if isinstance(root, ssl.SSLError | ValueError) or time.monotonic() > until:
                why = getattr(root, "strerror", None) or str(root) or type(root).__name__
                raise WorkerError(
                    f"the cluster's scheduler {address} does not answer as it should: {why}; is it running, "
                    "and are the TLS files those of its cluster?"
                ) from error


def _root(error: BaseException) -> BaseException:
    """Return the error at the bottom of Dask's, which quote each other."""
    while error.__cause__ is not None or error.__context__ is not None:
        error = error.__cause__ or error.__context__ or error
    return error
