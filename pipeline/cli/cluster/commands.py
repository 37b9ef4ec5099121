"""``depeche cluster``: the scheduler and the nodes of a cluster, which runs on other machines join."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import options, output
from pipeline.cli.parameters import Commands, with_options
from pipeline.run.configuration.options import Options

if TYPE_CHECKING:
    from pipeline.run.configuration.cluster import TlsFiles

PORT = 8786
"""The port that Dask's own schedulers have."""

app = typer.Typer(
    cls=Commands,
    help="The scheduler and the nodes of a cluster, for runs with --executor dask (an extra).",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def register(whole: typer.Typer) -> None:
    """Add the group of commands to ``whole``."""
    app.command("scheduler")(with_options(scheduler, "cluster scheduler"))
    app.command("worker")(with_options(worker, "cluster worker"))
    whole.add_typer(app, name="cluster")


def scheduler(
    *,
    given: Options,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="ADDRESS",
            help="Address of this machine to listen on; beyond this machine with TLS only.",
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="Port; 0 is any.")
    ] = PORT,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", help="Write the address to this file, for nodes and runs."),
    ] = None,
    config: options.ConfigOption = None,
) -> None:
    """Hand out the batches of runs to nodes, until Ctrl-C. The address is printed on standard output."""
    from pipeline.core import offline
    from pipeline.run.workers.cluster import scheduler as process
    from pipeline.run.workers.cluster.address import require_tls, write_address
    from pipeline.run.workers.cluster.member import MemberSettings

    tls = _tls(_merged(given, config))
    require_tls(host, tls, what=f"--host {host}")

    def ready(address: str, port: int) -> None:
        if file is not None:
            write_address(file, address)
        output.line(address)
        output.message(f"figures for Prometheus, on this machine alone: http://127.0.0.1:{port}/metrics")

    with offline.lifted():
        process.serve_scheduler(MemberSettings(host=host, tls=tls, port=port), ready)


def worker(
    address: Annotated[
        str,
        typer.Argument(
            metavar="SCHEDULER", help="tcp://HOST:PORT, tls://HOST:PORT, or the file that it wrote."
        ),
    ],
    *,
    given: Options,
    host: Annotated[
        str | None,
        typer.Option(
            "--host",
            metavar="ADDRESS",
            help="Address of this machine that the scheduler reaches it by.  [default: found out]",
        ),
    ] = None,
    config: options.ConfigOption = None,
) -> None:
    """Work for the runs of a cluster, with --workers nodes, until Ctrl-C. A node that dies is replaced.

    While the scheduler is away, it is waited for.
    """
    from pipeline.core import offline
    from pipeline.run.configuration.cluster import ClusterSettings
    from pipeline.run.workers.cluster.address import find_scheduler, own_address
    from pipeline.run.workers.cluster.member import MemberSettings
    from pipeline.run.workers.cluster.nodes import keep_nodes

    merged = _merged(given, config)
    tls = _tls(merged)
    found = find_scheduler(ClusterSettings(scheduler=address, tls=tls))
    with offline.lifted():
        settings = MemberSettings(host=host or own_address(found), scheduler=str(found), tls=tls)
        keep_nodes(merged.workers or 1, settings, output.message)


def _tls(merged: Options) -> TlsFiles | None:
    from pipeline.run.configuration.cluster import tls_files
    from pipeline.run.workers.cluster.dask_settings import configure

    configure()
    return tls_files(merged.tls_ca, merged.tls_cert, merged.tls_key)


def _merged(given: Options, config: Path | None) -> Options:
    from pipeline.run.configuration.config import all_options
    from pipeline.run.configuration.file import read_file

    return all_options(read_file(config, options.say_config()), given)
