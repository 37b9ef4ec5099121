"""The way in for ``depeche`` and ``python -m pipeline``: can be stopped before anything slow is loaded."""

from __future__ import annotations

import sys

from pipeline.core.files.standard_streams import settle
from pipeline.core.interrupt import Terminated, stoppable


def main() -> None:
    """Run the command line; Ctrl-C and SIGTERM end it with the exit codes that a shell expects."""
    settle()
    try:
        with stoppable():
            from pipeline.cli.app import main as command

            command()
    except KeyboardInterrupt:
        sys.exit(130)
    except Terminated:
        sys.exit(143)


if __name__ == "__main__":
    main()
