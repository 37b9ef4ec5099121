"""The command line: parses, prints, and turns errors into exit codes. No logic of its own.

Exit codes: 0 all done; 1 nothing could be done, or the check failed; 2 usage; 3 some documents failed, the
rest is written; 75 another run holds the folder; 130 and 143 stopped by Ctrl-C and SIGTERM.
"""

from __future__ import annotations

import copy
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from pipeline.cli import digest, evaluate, filters, memory, output, run, site, verify
from pipeline.cli.jobs import commands as jobs
from pipeline.cli.jobs import config, schedule
from pipeline.cli.languages import commands
from pipeline.cli.parameters import Commands
from pipeline.core import offline
from pipeline.core.errors import BusyError, DepecheError, UsageError, lacks_memory, refused
from pipeline.core.files.standard_streams import lead_nowhere
from pipeline.core.option import in_plain_words

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    name="depeche",
    cls=Commands,
    help="Multilingual news translation and summaries, offline, every sentence traced to its source.",
    no_args_is_help=True,
    rich_markup_mode=None,  # rich doubles the time that --help takes
    pretty_exceptions_enable=False,
)
run.register(app)
digest.register(app)
site.register(app)
filters.register(app)
verify.register(app)
evaluate.register(app)
app.add_typer(commands.app, name="languages")
app.add_typer(memory.app, name="memory")
app.add_typer(jobs.app, name="job")
app.add_typer(config.app, name="config")
schedule.register(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        from pipeline.core.extras import installed_version

        output.line(f"depeche {installed_version('depeche')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    no_network: Annotated[
        bool,
        typer.Option(
            "--offline",
            help="Forbid the network to every command: to installing, to addresses and to deliveries.",
        ),
    ] = False,
) -> None:
    """Multilingual news translation and summaries, offline, every sentence traced to its source."""
    if no_network:
        offline.insist()


def main() -> None:
    """Run the command line. Every error becomes one line on stderr and an exit code."""
    try:
        with offline.enforced():
            sys.exit(_narrowed(app, sys.argv[1:])(prog_name="depeche", standalone_mode=False) or 0)
    except TyperException as error:
        sys.exit(_misused(error))
    except DepecheError as error:
        sys.exit(_complain(error.message, _code(error)))
    except BrokenPipeError:
        lead_nowhere(1)  # the reader has left, and so does depeche
        sys.exit(1)
    except Exception as error:
        if lacks_memory(error):
            sys.exit(_complain("there is not enough memory; free some, or use fewer --workers", 1))
        if os.environ.get("DEPECHE_TRACEBACK"):
            raise
        if (refusal := refused(error)) is not None:
            sys.exit(_complain(refusal, 1))
        message = (
            f"unexpected {type(error).__name__}: {error}; DEPECHE_TRACEBACK=1 shows where; please report it"
        )
        sys.exit(_complain(message, 1))


def _narrowed(whole: typer.Typer, words: Sequence[str]) -> typer.Typer:
    """Return the program with the command alone that the words begin with; whole where that is not plain.

    Typer takes apart the parameters of every command that there is, before it looks which one is meant.
    """
    name = next((word for word in words if not word.startswith("-")), None)
    one = copy.copy(whole)
    one.registered_commands = [each for each in whole.registered_commands if each.name == name]
    one.registered_groups = [each for each in whole.registered_groups if each.name == name]
    return one if len(one.registered_commands) + len(one.registered_groups) == 1 else whole


def _misused(error: TyperException) -> int:
    """Say in one line which option cannot be used. A bare ``depeche`` prints the help instead."""
    message = getattr(error, "format_message", lambda: str(error))()
    if type(error).__name__ == "NoArgsIsHelpError":  # Typer does not export it
        output.text(f"{message}\n", err=True)
        return 2
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "depeche"
    return _complain(
        f"{in_plain_words(message).rstrip('.')}; see {command} --help", getattr(error, "exit_code", 2)
    )


def _complain(message: str, code: int) -> int:
    output.message(f"depeche: {' '.join(message.split())}")
    return code


def _code(error: DepecheError) -> int:
    match error:
        case UsageError():
            return 2
        case BusyError():
            return 75
        case _:
            return 1
