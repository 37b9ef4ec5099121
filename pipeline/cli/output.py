r"""Prints everything that the command line prints, so that no file name can control the user's terminal.

Names of files, titles, packages and messages about them come from anywhere. A control character in them could
colour, overwrite or hide text on a screen. A line end could imitate a message of depeche. An override of
direction can reverse a name. Such characters are shown as escapes (``\x1b``, ``\u202e``).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import typer

from pipeline.core.errors import printable
from pipeline.core.files.standard_streams import lead_nowhere
from pipeline.core.text.invisible import HIDING, IN_A_TEXT, IN_JSON


def line(text: str) -> None:
    """Print one line of a result. It may have columns, separated by tabs."""
    typer.echo("\t".join(visible(column) for column in text.split("\t")))


def place(folder: Path) -> None:
    """Print the name of a folder: byte for byte for a program, with escapes for a terminal."""
    if sys.stdout.isatty():
        line(str(folder))
    else:
        typer.echo(os.fsencode(folder))


def text(words: str, *, err: bool = False) -> None:
    """Print a text with its own line ends, and add none."""
    typer.echo(IN_A_TEXT.sub(lambda sign: printable(sign[0]), words), nl=False, err=err)


def message(words: str) -> None:
    """Print one line on standard error. Work continues if nobody reads it, or the log has no room."""
    with _listened_to_or_not():
        _Shown.print_line(visible(words))


class _Shown:
    """How a line is printed on standard error: above what is shown on the terminal, if anything is."""

    @staticmethod
    def echo(words: str) -> None:
        typer.echo(words, err=True)

    print_line: Callable[[str], None] = echo


@contextmanager
def printing_by(print_line: Callable[[str], None]) -> Iterator[None]:
    """Have lines on standard error printed by a function while the block runs."""
    before, _Shown.print_line = _Shown.print_line, staticmethod(print_line)
    try:
        yield
    finally:
        _Shown.print_line = before


@contextmanager
def _listened_to_or_not() -> Iterator[None]:
    try:
        yield
    except OSError:
        lead_nowhere(2)


def warning(words: str, *, as_json: bool) -> None:
    """Print a warning about a run on standard error."""
    if as_json:
        json_message({"outcome": "warning", "message": words})
    else:
        message(f"warning  {words}")


def passing(words: str) -> None:
    """Show a line on standard error's terminal. The next such line replaces it; an empty one clears it."""
    typer.echo(f"\r\x1b[K{visible(words)}", nl=False, err=True)


def json(tree: object) -> None:
    """Print plain values as JSON, indented."""
    typer.echo(_json(tree, indent=2))


def json_message(event: Mapping[str, object]) -> None:
    """Print an event on standard error, as JSON on one line with its time, as ``message`` does.

    Its ``outcome`` says what kind of event it is.
    """
    fields = dict(event)
    with _listened_to_or_not():
        _log().info(fields.pop("outcome"), **fields)


@cache
def _log() -> Any:
    import structlog

    return structlog.wrap_logger(
        _Lines(),
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            structlog.processors.EventRenamer("outcome"),
            structlog.processors.JSONRenderer(serializer=lambda event, **_: _json(event, indent=None)),
        ],
    )


class _Lines:
    """Where structlog writes: standard error as it is now."""

    def info(self, line: str) -> None:
        """Print a line."""
        typer.echo(line, err=True)


def visible(words: str) -> str:
    r"""Return words on one line. Characters that control a terminal, or hide text, become escapes.

    >>> visible("a\x1b[2Jb\nc\u202etxt.exe")
    'a\\x1b[2Jb\\nc\\u202etxt.exe'
    """
    return HIDING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", printable(words))


def _json(tree: object, *, indent: int | None) -> str:
    from json import dumps

    # The characters escaped here can only stand in strings, where an escape means the same.
    words = dumps(tree, ensure_ascii=False, indent=indent)
    return IN_JSON.sub(lambda sign: f"\\u{ord(sign[0]):04x}", words)


def is_on_terminal() -> bool:
    """Say whether standard error is a terminal."""
    return sys.stderr.isatty()
