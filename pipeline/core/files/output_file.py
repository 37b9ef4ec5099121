"""A file that the user named to be written: whole or not at all, and never in the place of what is no file.

As with ``cp``, links are followed, and anything that is no regular file, such as ``/dev/stdout`` or a named
pipe, is written to. A regular file is replaced by one that was written beside it.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipeline.core.files.replace import replacing

READER_SECONDS = 30.0
"""How long to wait for a reader of a named pipe, in seconds."""

_POLL_SECONDS = 0.02
_OWN_DESCRIPTOR = re.compile(r"/proc/(?:self|thread-self|(\d+))/fd/(\d+)")


@contextmanager
def open_output(path: Path, *, reader_seconds: float = READER_SECONDS) -> Iterator[BinaryIO]:
    """Open ``path`` for writing. If the block ends in an error, what was there stays.

    Raises ``OSError``: where it is a folder, a link that leads nowhere, a pipe that nobody reads ...
    """
    own = _own_descriptor(path)
    mode = None if own is not None else _mode(path)
    if own is not None:
        with os.fdopen(os.dup(own), "wb") as file:
            yield file
    elif mode is None or stat.S_ISREG(mode):
        with replacing(Path(os.path.realpath(path)), mode=mode) as file:
            yield file
    else:
        with os.fdopen(_through(path, mode, reader_seconds), "wb") as file:
            yield file


def is_standard_output(path: Path) -> bool:
    """Say whether a name leads to standard output, so that a line printed there would end up in the file.

    Ask before the file is written, for a regular file is replaced. Raises nothing.
    """
    try:
        return os.path.samestat(path.stat(), os.fstat(1))
    except (OSError, ValueError):
        return False


def _mode(path: Path) -> int | None:
    """Return the type and mode of what a name leads to; None where nothing is there."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            raise FileNotFoundError(errno.ENOENT, "is a link that leads nowhere", str(path)) from None
        return None


def _own_descriptor(path: Path) -> int | None:
    """Return the descriptor of this process that a name such as ``/dev/stdout`` stands for.

    Opening it anew would begin at the start of a file that others have written to.
    """
    name = os.path.abspath(path)  # noqa: PTH100 - links are looked at one by one
    for _ in range(40):  # as many as Linux follows
        place = os.path.join(os.path.realpath(os.path.dirname(name)), os.path.basename(name))  # noqa: PTH118, PTH119, PTH120
        found = _OWN_DESCRIPTOR.fullmatch(place)
        if found is not None and found[1] in {None, str(os.getpid())}:
            return int(found[2])
        if not os.path.islink(place):  # noqa: PTH114
            return None
        name = os.path.join(os.path.dirname(place), os.readlink(place))  # noqa: PTH115, PTH118, PTH120
    return None


def _through(path: Path, mode: int, seconds: float) -> int:
    """Open a path that is no regular file; wait for a pipe until somebody reads it."""
    flags = os.O_WRONLY | os.O_CLOEXEC | os.O_NOCTTY
    if not stat.S_ISFIFO(mode):
        return os.open(path, flags)
    until = time.monotonic() + seconds
    while True:
        try:
            handle = os.open(path, flags | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() >= until:
                raise OSError(errno.ENXIO, f"is a pipe that nobody has read for {seconds:g} s") from error
            time.sleep(_POLL_SECONDS)
        else:
            os.set_blocking(handle, True)
            return handle
