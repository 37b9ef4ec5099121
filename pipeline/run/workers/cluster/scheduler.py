"""The scheduler: a process that hands the batches of runs to nodes. It reads none of them."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import nullcontext

from pipeline.core import offline
from pipeline.core.errors import UsageError
from pipeline.run.workers.cluster import dask_settings
from pipeline.run.workers.cluster.address import is_local
from pipeline.run.workers.cluster.member import MemberSettings, end_with_parent, told_settings


def main(parent: int) -> None:
    """Be a scheduler, as standard input says; its address is written to standard output."""
    end_with_parent(parent)

    serve_scheduler(told_settings(), lambda address, _: print(address, flush=True))  # noqa: T201 - the parent waits


def serve_scheduler(settings: MemberSettings, ready: Callable[[str, int], None]) -> None:
    """Serve until the process is told to end.

    ``ready`` is called with the address, and with the port of the figures for Prometheus. Raises
    ``UsageError`` if the address cannot be listened on.
    """
    dask_settings.configure()
    closed = offline.enforced() if is_local(settings.host) else nullcontext()
    with closed, offline.loopback():
        asyncio.run(_serve(settings, ready))


async def _serve(settings: MemberSettings, ready: Callable[[str, int], None]) -> None:
    from distributed import Scheduler

    try:
        scheduler = Scheduler(
            host=settings.host,
            port=settings.port,
            protocol="tls" if settings.tls else "tcp",
            dashboard_address=dask_settings.NO_PAGES,
            security=dask_settings.security(settings.tls),
        )
        loop = asyncio.get_running_loop()
        ended = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            if signal.getsignal(number) is not signal.SIG_IGN:
                loop.add_signal_handler(number, ended.set)
        async with scheduler:
            ready(scheduler.address, scheduler.http_server.port)
            await ended.wait()
    except OSError as error:
        place = f"{settings.host}:{settings.port}"
        raise UsageError(f"{place}: cannot be listened on: {error.strerror or error}") from error
