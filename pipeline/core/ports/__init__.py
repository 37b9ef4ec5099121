"""The seams: what each stage expects of its exchangeable parts.

Takes records, gives records; every implementation runs through the conformance test of its seam
(``tests/conformance/``). Open ``sources.py`` for what reads, and ``stages.py`` for what comes after.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.core.ports.sources import (
    NO_FIELDS,
    Archive,
    ArchiveContents,
    ArchivedFile,
    ArchiveLimits,
    Container,
    Detector,
    FetchedContent,
    Fetcher,
    FieldMap,
    LostFile,
    Member,
    Reader,
    Received,
    RecordContainer,
    RecordSource,
    Rewriter,
    Rewritten,
    TranslatedBlock,
)

if TYPE_CHECKING:
    from pipeline.core.ports.stages import (
        BatchItem,
        Deliverer,
        Engine,
        Executor,
        Handle,
        ReadsWords,
        ReportsAnswers,
        Spec,
        Splitter,
        Summariser,
        Value,
        WorkerLost,
    )

__all__ = [
    "NO_FIELDS",
    "Archive",
    "ArchiveContents",
    "ArchiveLimits",
    "ArchivedFile",
    "BatchItem",
    "Container",
    "Deliverer",
    "Detector",
    "Engine",
    "Executor",
    "FetchedContent",
    "Fetcher",
    "FieldMap",
    "Handle",
    "LostFile",
    "Member",
    "Reader",
    "ReadsWords",
    "Received",
    "RecordContainer",
    "RecordSource",
    "ReportsAnswers",
    "Rewriter",
    "Rewritten",
    "Spec",
    "Splitter",
    "Summariser",
    "TranslatedBlock",
    "Value",
    "WorkerLost",
]

_LATER = ("stages",)
"""Modules that are loaded when a name of theirs is asked for. To read takes none of it."""


def __getattr__(name: str) -> Any:
    if name in __all__:
        for module in _LATER:
            home = import_module(f"{__name__}.{module}")
            if name in vars(home):
                return globals().setdefault(name, vars(home)[name])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
