"""What Dask is told: nothing is kept, nothing is repeated, and nobody listens who need not."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from pipeline.core.errors import UsageError
from pipeline.core.extras import install_command
from pipeline.run.configuration.cluster import TlsFiles

if TYPE_CHECKING:
    from distributed import Security

NO_PAGES = "127.0.0.1:0"
"""Where the pages of a member are served that needs none: on this machine alone. None would be 8787 on all
interfaces."""
LEASE_SECONDS = 30.0
"""Seconds without an answer of the scheduler after which a node ends itself, with what it works on."""
_GIVEN_UP_SECONDS = 60
"""Seconds without a sign of a node until the scheduler gives its batch to another. The node has ended itself
by then, so the same document is never written twice at a time."""
NO_NODES_SECONDS = 120
"""Seconds that a batch waits for a node, if there is none."""

CONFIG: Mapping[str, object] = {
    # Its lists of events would keep every batch and every result: 669 MB over 20,000 documents.
    "distributed.admin.low-level-log-length": 10,
    # One batch a node; what waits stays with the scheduler, and does not die with a node.
    "distributed.scheduler.worker-saturation": 1.0,
    # What is tried again, and how often, is decided by the executor and by run/workers/drive.py.
    "distributed.scheduler.allowed-failures": 0,
    "distributed.scheduler.no-workers-timeout": f"{NO_NODES_SECONDS}s",
    "distributed.scheduler.worker-ttl": f"{_GIVEN_UP_SECONDS}s",
    "distributed.scheduler.work-stealing": False,
    "distributed.scheduler.active-memory-manager.start": False,
    # A node waits for its worker process, so there is nothing to profile; this takes 5 % of a core.
    "distributed.worker.profile.enabled": False,
    "distributed.comm.timeouts.connect": "10s",
    # What users need to know is said in our own words.
    "logging": dict.fromkeys(("distributed", "distributed.client", "tornado", "asyncio"), "critical"),
}


def configure() -> None:
    """Set Dask's configuration for this process. Raises ``UsageError`` if Dask is not installed."""
    if find_spec("distributed") is None:
        raise UsageError(
            f"--executor dask: needs the library distributed, which is not installed; run: "
            f"{install_command('cluster')}"
        )
    os.environ.setdefault("DASK_CONFIG", os.devnull)  # a user's own settings could open what is closed here
    import dask

    dask.config.set(CONFIG)
    dask.config.set({"temporary-directory": tempfile.gettempdir()})


def security(tls: TlsFiles | None) -> Security:
    """Return what members of a cluster connect with: TLS with certificates on both sides, or nothing."""
    from distributed import Security

    if tls is None:
        return Security()
    files = {
        f"tls_{role}_{what}": str(path)
        for role in ("scheduler", "worker", "client")
        for what, path in (("cert", tls.cert), ("key", tls.key))
    }
    return Security(tls_ca_file=str(tls.ca), require_encryption=True, **files)
