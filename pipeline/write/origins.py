"""The inputs behind the names in a run's record: are they there, the same, and of when."""

from __future__ import annotations

import os
import re

from pipeline.core import clock
from pipeline.core.text.file_names import real_name
from pipeline.read.receive import is_read_once
from pipeline.read.reference import Reference

_NUMBERED = re.compile(r"#\d+(?:~\d+)?\Z")
"""The end of the name of a document in a file of several that gives it no name."""


def is_gone(origin: str) -> bool:
    """Say whether an input was a file that no longer exists, judged by its name."""
    if _is_pipe(origin):
        return False
    try:
        os.lstat(real_name(origin))
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        pass
    return False


def file_time(item: Reference) -> str | None:
    """Return when an input's file was last changed, at first sight where that is known.

    For one of several documents in a file it is that file's. It is None for what has no file.
    """
    if item.path is None or is_read_once(item):
        return None
    return item.filed or clock.last_change(item.path)


def _is_pipe(origin: str) -> bool:
    """Say whether a name is that of a pipe, which a shell gives to another one the next time."""
    return origin == "-" or origin.startswith(("/dev/", "/proc/"))


def is_same_source(origin: str) -> bool:
    """Say whether what has this name next time is the same source, changed.

    A number in a feed or a mailbox is a place there, which the next item may have.
    """
    return not _is_pipe(origin) and not _NUMBERED.search(origin)
