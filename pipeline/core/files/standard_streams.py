"""Standard input, output and error as depeche finds them: closed, full, or in any encoding.

If a descriptor is closed, the next file that is opened gets its number, and what is printed ends up in that
file. So something takes its place before anything else is opened.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import Any

from pipeline.core.errors import WriteError

_REMEDIES = {
    errno.ENOSPC: "; free some room, and run again",
    errno.EDQUOT: "; free some room, and run again",
}


def settle() -> None:
    """Put the three standard streams in order; call this before any file is opened.

    Reading from a closed standard input, and writing to a closed standard output, are errors when they are
    tried. Messages to a closed standard error are lost. Results are in UTF-8, as files are, whatever the
    locale says; messages are in the locale's encoding, what that lacks as escapes.
    """
    _fill(0, os.O_WRONLY)
    _fill(1, os.O_RDONLY)
    _fill(2, os.O_RDWR)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it is open already
    if sys.stderr is None:
        sys.stderr = open(2, "w", errors="backslashreplace", closefd=False)  # noqa: SIM115 - likewise
    # Names of folders come out byte for byte, even if they are not UTF-8.
    results = io.BufferedWriter(_Results(1, "w", closefd=False))
    sys.stdout = io.TextIOWrapper(
        results, encoding="utf-8", errors="surrogateescape", line_buffering=results.isatty()
    )


def _fill(number: int, mode: int) -> None:
    """Open nothing in the place of a closed descriptor; the lower ones are open."""
    try:
        os.fstat(number)
    except OSError:
        os.set_inheritable(os.open(os.devnull, mode), True)


def lead_nowhere(number: int) -> None:
    """Discard what is still to be written to a standard stream: writing it would fail at the end too."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_RDWR), number)


class _Results(io.FileIO):
    """Standard output, whose errors name it as their source."""

    def write(self, content: Any, /) -> int:
        try:
            return super().write(content)
        except BrokenPipeError:
            raise
        except OSError as error:
            lead_nowhere(1)
            if error.errno == errno.EBADF:
                problem = "is closed; lead it to a file, a pipe or /dev/null"
            else:
                problem = f"{error.strerror}{_REMEDIES.get(error.errno or 0, '')}"
            raise WriteError(f"standard output: {problem}") from error
