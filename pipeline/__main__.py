"""The way in for ``depeche`` and ``python -m pipeline``: can be stopped before anything slow is loaded."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading

from pipeline.core.files.standard_streams import settle
from pipeline.core.interrupt import Terminated, stoppable

_NEW_OBJECTS = 100_000
"""Objects that are made before Python looks for unused circles among them. Its own 700 cost a tenth of a
short command, for what is loaded stays: a run makes 60,000 until its first document."""
_NO_PLUGINS = "PYDANTIC_DISABLE_PLUGINS"
"""Pydantic looks into every installed package for plugins, which could change how records are checked."""
_BLAS_THREADS = "OPENBLAS_NUM_THREADS"
"""Threads of the library that numpy multiplies large matrices with. By default it starts one a core, and each
spins for .1 s for nothing: what is multiplied here is small. CTranslate2 has no such library on this
architecture, and its threads are set by themselves."""


def program() -> None:
    """Run the command line as a process of its own, and end it."""
    try:
        main()
    except SystemExit as leaving:
        _leave(leaving.code)
        raise


def _leave(code: object) -> None:
    """End the process as Python does, but do not take apart all that is loaded: that takes 11 ms.

    Returns where there is more to be done than usual, so that Python does it.
    """
    others = (thread for thread in threading.enumerate() if thread is not threading.main_thread())
    if not all(thread.daemon for thread in others) or not (code is None or isinstance(code, int)):
        return
    atexit._run_exitfuncs()
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        return  # Python says what could not be written
    os._exit(code or 0)


def main() -> None:
    """Run the command line; Ctrl-C and SIGTERM end it with the exit codes that a shell expects."""
    settle()
    gc.set_threshold(_NEW_OBJECTS)
    atexit.register(gc.freeze)  # at the end Python would look through all that is loaded once more
    os.environ.setdefault(_NO_PLUGINS, "1")
    if os.uname().machine == "x86_64":
        os.environ.setdefault(_BLAS_THREADS, "1")
    try:
        with stoppable():
            from pipeline.cli.app import main as command

            command()
    except KeyboardInterrupt:
        sys.exit(130)
    except Terminated:
        sys.exit(143)


if __name__ == "__main__":
    program()
