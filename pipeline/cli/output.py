r"""Everything that the command line prints, in one place: nobody's file name steers the user's terminal.

Names of files, titles, packages and messages about them come from anywhere. A control in them could colour,
overwrite or hide what stands on a screen, a line end could pass for a message of ours, an override of
direction can turn a name around. They are shown for what they are (``\x1b``, ``\u202e``) and not obeyed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from pipeline.core.errors import printable
from pipeline.core.files.standard_streams import lead_nowhere
from pipeline.core.text.invisible import HIDING, IN_A_TEXT, IN_JSON


def line(text: str) -> None:
    """Print one line of a result; it may have columns, with tabs between."""
    typer.echo("\t".join(visible(column) for column in text.split("\t")))


def place(folder: Path) -> None:
    """Print the name of a folder: byte for byte where a program reads it, visible where a person does."""
    if sys.stdout.isatty():
        line(str(folder))
    else:
        typer.echo(os.fsencode(folder))


def text(words: str, *, err: bool = False) -> None:
    """Print a text as it is, line ends and all, with no other line end behind it."""
    typer.echo(IN_A_TEXT.sub(lambda sign: printable(sign[0]), words), nl=False, err=err)


def message(words: str) -> None:
    """Print one line on standard error; work goes on where nobody listens, or the log has no room."""
    with _listened_to_or_not():
        typer.echo(visible(words), err=True)


@contextmanager
def _listened_to_or_not() -> Iterator[None]:
    try:
        yield
    except OSError:
        lead_nowhere(2)


def passing(words: str) -> None:
    """Show a line on a terminal's standard error that the next one takes the place of; empty to clear it."""
    typer.echo(f"\r\x1b[K{visible(words)}", nl=False, err=True)


def json(tree: object) -> None:
    """Print plain values as JSON, indented."""
    typer.echo(_json(tree, indent=2))


def json_message(tree: object) -> None:
    """Print plain values on standard error, as JSON on one line; else as ``message``."""
    with _listened_to_or_not():
        typer.echo(_json(tree, indent=None), err=True)


def visible(words: str) -> str:
    r"""Return words on one line, what would steer a terminal or hide shown as an escape.

    >>> visible("a\x1b[2Jb\nc\u202etxt.exe")
    'a\\x1b[2Jb\\nc\\u202etxt.exe'
    """
    return HIDING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", printable(words))


def _json(tree: object, *, indent: int | None) -> str:
    from json import dumps

    # What is escaped here can only stand within strings, where an escape means the same.
    words = dumps(tree, ensure_ascii=False, indent=indent)
    return IN_JSON.sub(lambda sign: f"\\u{ord(sign[0]):04x}", words)


def is_on_terminal() -> bool:
    """Say whether somebody watches standard error."""
    return sys.stderr.isatty()
