"""depeche: news text in, translated and summarised variants with their provenance out.

``read_run`` reads what a run wrote; it is loaded when first asked for, so that the command line starts fast.
"""

# No ``from __future__`` here: that is an import too, and Python may still look into the working folder first.
import os
import sys


def _leave_working_folder() -> None:
    """Take the working folder off the import path, where ``python -m pipeline`` has Python put it first.

    Python names the program ``-m`` until it has found the module that it is to run.
    """
    if sys.argv[:1] != ["-m"] or not sys.orig_argv[-len(sys.argv)].endswith("pipeline"):
        return
    try:
        here = os.getcwd()  # noqa: PTH109 - pathlib is not loaded yet
    except OSError:  # it was deleted, and Python has left it out
        return
    if sys.path[:1] != [here] or sys.flags.safe_path:
        return
    del sys.path[0]
    from pipeline.python_child import take_ours

    take_ours()


_leave_working_folder()

from typing import TYPE_CHECKING, Any  # noqa: E402 - not before the working folder is left

if TYPE_CHECKING:
    from pipeline.folder import ReadDocument, ReadRun, ReadVariant, read_run

__all__ = ["ReadDocument", "ReadRun", "ReadVariant", "read_run"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from pipeline import folder

        return getattr(folder, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
