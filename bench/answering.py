"""What nodes do in ``scale.py --flat``: nothing, and answer. It stands apart, for nodes import it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from pipeline.core.records import Done, FileDigest
from pipeline.read.reference import Reference
from pipeline.run.batch import BatchResult

_FILES = ("document.json", "source.txt", "translation.txt", "summary.txt", "variant.json")


class Answering:
    """Answers as the steps of a run do, for documents of five files."""

    def __call__(self, batch: Sequence[Reference]) -> BatchResult:
        """Answer."""
        return BatchResult(outcomes=tuple(map(_done, batch)))


def _done(item: Reference) -> Done:
    files = tuple(
        FileDigest(
            path=f"es/{name}", sha256=hashlib.sha256((item.origin + name).encode()).hexdigest(), size=1000
        )
        for name in _FILES
    )
    return Done(
        origin=item.origin,
        id=f"{item.stem}-0123abcd",
        languages=("es",),
        segments=3,
        translated=3,
        files=files,
    )
