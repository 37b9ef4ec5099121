"""depeche: news text in, translated and summarised variants with their provenance out.

Data flows one way, and a folder imports only those above it (``tests/test_architecture.py``):

    core        what everything stands on: records, seams, files, text, processes
    read        inputs to documents
    detect      which language a document and its blocks are in
    split       documents into sentences
    summarise   which sentences tell the story
    check       whether a translation is one
    translate   sentences to translated sentences: routes, memory, engines
    write       variants and records to a run's folder, and back
    digest      many documents told as stories
    publish     what was written as pages, and digests delivered
    verify      whether a folder is what its records say
    packages    languages to install and remove
    run         all stages in a row, in batches, shared among workers
    jobs        what is done by itself: named jobs of depeche.toml, their times and deliveries
    cli         the command line

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
    from pipeline.core.processes.python_child import take_ours

    take_ours()


_leave_working_folder()

from typing import TYPE_CHECKING, Any  # noqa: E402 - not before the working folder is left

import languages  # noqa: E402

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.write.read_run import ReadDocument, ReadRun, ReadVariant, read_run

__all__ = ["ReadDocument", "ReadRun", "ReadVariant", "read_run"]


def _parse(path: "Path") -> dict[str, Any]:
    from pipeline.core.text import language_files

    return language_files.parse(path)


languages.read_with(_parse)


def __getattr__(name: str) -> Any:
    if name in __all__:
        from pipeline.write import read_run as folder

        return getattr(folder, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
