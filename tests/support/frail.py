"""Parts of a run that die on purpose; importable, so that worker processes can make them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.core.records import Document, LanguageCode, Segment
from pipeline.run.components import open_run
from pipeline.run.configuration.config import RunConfig
from pipeline.split.splitter import RuleSplitter
from pipeline.translate.service import Components
from pipeline.write import run_folder

POISON = "Ce mot empoisonne"


class Choking(RuleSplitter):
    """Takes its process down at the sight of a document with ``POISON`` in it."""

    def split(self, document: Document, languages: Sequence[LanguageCode]) -> tuple[Segment, ...]:
        """Split, or die."""
        if POISON in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().split(document, languages)


def choking(config: RunConfig) -> Components:
    """Open the real parts, with a splitter that chokes."""
    return replace(open_run(config), splitter=Choking())


def dying_once(config: RunConfig) -> Components:
    """Open the real parts, in a worker process that dies once, after it has written three documents."""
    if "pytest" in sys.modules:
        return open_run(config)  # the parent opens them too
    real = run_folder.write_document
    mark = config.out / "died"
    written = 0

    def write_document(run: Path, name: str, files: dict[str, bytes]) -> None:
        nonlocal written
        real(run, name, files)
        written += 1
        if written == 3 and not mark.exists():
            mark.touch()
            (run / "documents" / f".writing-{name}" / "new").mkdir(parents=True)
            os.kill(os.getpid(), signal.SIGKILL)

    run_folder.write_document = write_document  # type: ignore[assignment]
    return open_run(config)
