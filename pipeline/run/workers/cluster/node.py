"""A node: a process that takes batches from a scheduler, one at a time, and ends when it has lost it."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import nullcontext, suppress
from typing import Any

from pipeline.core import offline
from pipeline.run.workers.cluster import dask_settings
from pipeline.run.workers.cluster.address import is_local
from pipeline.run.workers.cluster.member import MemberSettings, end_with_parent, told_settings


def main(parent: int) -> None:
    """Be a node, as standard input says, until the scheduler or the process ``parent`` is lost."""
    end_with_parent(parent)
    settings = told_settings()
    dask_settings.configure()
    # The work itself is done in a process of its own, to which the network stays forbidden in any case.
    closed = offline.enforced() if is_local(settings.host) else nullcontext()
    with closed, offline.loopback():
        asyncio.run(_serve(settings))


async def _serve(settings: MemberSettings) -> None:
    from distributed import Worker

    node = Worker(
        settings.scheduler,
        nthreads=1,
        host=settings.host,
        dashboard_address=dask_settings.NO_PAGES,
        memory_limit=0,  # what needs memory is the worker process, and Dask does not see it
        security=dask_settings.security(settings.tls),
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: os._exit(0))
    async with node:
        print(node.address, flush=True)  # noqa: T201 - the parent waits for it
        lease = asyncio.create_task(_keep_lease(node))
        await node.finished()
        lease.cancel()


async def _keep_lease(node: Any) -> None:
    """End this process, and with it the worker process, once the scheduler has not answered for too long.

    The scheduler may have given its batch to another node by then, and two must not write one document.
    """
    heard = time.monotonic()
    pause = dask_settings.LEASE_SECONDS / 6
    while True:
        with suppress(OSError, TimeoutError):
            await asyncio.wait_for(node.scheduler.echo(data=b""), pause)
            heard = time.monotonic()
        if time.monotonic() - heard > dask_settings.LEASE_SECONDS:
            os._exit(1)
        await asyncio.sleep(pause)
