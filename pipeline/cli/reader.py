"""``depeche site | read``: a run's folder as pages, written into it or shown from it."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import say


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("site")(site)
    app.command("read")(read)


def site(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Folders of runs.")],
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only what failed.")] = False,
) -> None:
    """Write the reader into runs' folders: index.html, and a page for each document and language.

    They are plain files that load nothing, to be opened with any browser. Each index is printed on standard
    output.
    """
    from pipeline.errors import DepecheError
    from pipeline.folder import INDEX_FILE
    from pipeline.reader.site import make

    failed = 0
    for run in runs:
        try:
            count = make(run, note=say.message)
        except DepecheError as error:
            if len(runs) == 1:
                raise
            failed += 1
            say.message(f"failed   {error.message}")
            continue
        if not quiet:
            say.message(f"site     {run}: {count} pages")
        say.place(run / INDEX_FILE)
    sys.exit(0 if not failed else 1 if failed == len(runs) else 3)


def read(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")],
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="Port to listen on; 0 is any that is free.")
    ] = 0,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Show a run in the browser of this machine, until Ctrl-C: nothing is written, nobody else can ask.

    The address is printed on standard output.
    """
    from pipeline.reader.serve import serving

    with suppress(KeyboardInterrupt), serving(run, port=port) as (address, server):
        say.line(address)
        sys.stdout.flush()
        if open_browser:
            typer.launch(address)
        server.serve_forever()
