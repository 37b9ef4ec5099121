"""The command line: parses, prints, and turns errors into exit codes. No logic of its own.

Exit codes: 0 all done; 1 nothing could be done, or the check failed; 2 usage; 3 some documents failed, the
rest is written; 75 another run holds the folder; 130 and 143 stopped by Ctrl-C and SIGTERM.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from pipeline.cli import output
from pipeline.cli.parameters import Commands
from pipeline.core import offline
from pipeline.core.errors import BusyError, DepecheError, UsageError, lacks_memory, refused
from pipeline.core.files.standard_streams import lead_nowhere
from pipeline.core.option import in_plain_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = {
    "run": ("run",),
    "digest": ("digest",),
    "site": ("site", "read"),
    "filters": ("detect", "translate", "summarise"),
    "verify": ("verify", "schema", "doctor"),
    "evaluate": ("evaluate",),
    "languages.commands": ("languages",),
    "memory": ("memory",),
    "cluster.commands": ("cluster",),
    "jobs.commands": ("job",),
    "jobs.config": ("config",),
    "jobs.schedule": ("schedule",),
}
"""The modules that have the commands, in the order of the help."""


def program(*names: str) -> typer.Typer:
    """Return the command line with the commands ``names`` alone; with all where there is none of these.

    To load the modules of all commands, and to have Typer take apart their parameters, takes as long as to
    tell the language of an article.
    """
    made = typer.Typer(
        name="depeche",
        cls=Commands,
        help="Multilingual news translation and summaries, offline, every sentence traced to its source.",
        no_args_is_help=True,
        rich_markup_mode=None,  # rich doubles the time that --help takes
        pretty_exceptions_enable=False,
    )
    modules = [module for module, own in _COMMANDS.items() if not set(names).isdisjoint(own)]
    for module in modules or _COMMANDS:
        import_module(f"pipeline.cli.{module}").register(made)
    if modules:
        made.registered_commands = [each for each in made.registered_commands if each.name in names]
    made.callback()(_root)
    return made


def _print_version(wanted: bool) -> None:
    if wanted:
        from pipeline.core.extras import installed_version

        output.line(f"depeche {installed_version('depeche')}")
        raise typer.Exit


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
            sys.exit(program(*_named(sys.argv[1:]))(prog_name="depeche", standalone_mode=False) or 0)
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


def _named(words: Sequence[str]) -> Sequence[str]:
    """Return the command that words begin with; none where that is not plain."""
    return [word for word in words if not word.startswith("-")][:1]


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
