"""``depeche site | read``: writes pages into a run's folder, or shows them from it."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import output


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("site")(site)
    app.command("read")(read)


def site(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Folders of runs.")],
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only what failed.")] = False,
) -> None:
    """Write pages into runs' folders: index.html, and a page for each document and language.

    The pages are plain files that load nothing; any browser opens them. The name of each index.html is
    printed on standard output. The index names documents that cannot be shown.
    """
    from pipeline.core.errors import DepecheError
    from pipeline.publish.site.files import make_site
    from pipeline.write.paths import INDEX_FILE

    codes = []
    for run in runs:
        try:
            made = make_site(run, note=_failed)
        except DepecheError as error:
            if len(runs) == 1:
                raise
            _failed(error.message)
            codes.append(1)
            continue
        if not quiet:
            output.message(f"site     {run}: {made.pages} pages")
        output.place(run / INDEX_FILE)
        codes.append(0 if not made.failed else 3 if made.documents else 1)
    sys.exit(codes[0] if len(set(codes)) == 1 else 3)


def _failed(problem: str) -> None:
    output.message(f"failed   {problem}")


def read(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")],
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="Port to listen on; 0 is any that is free.")
    ] = 0,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the address in the browser.")] = False,
) -> None:
    """Show a run in the browser of this machine, until Ctrl-C.

    The address is printed on standard output. The command writes nothing, and listens on this machine only.
    """
    from pipeline.publish.site.server import serving

    with suppress(KeyboardInterrupt), serving(run, port=port) as (address, server):
        output.line(address)
        sys.stdout.flush()
        if open_browser:
            typer.launch(address)
        server.serve_forever()
