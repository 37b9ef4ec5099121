"""The seams: what each stage expects of its exchangeable parts.

Takes records, gives records; every implementation runs through the conformance test of its seam
(``tests/conformance/``). Open ``sources.py`` for what reads, and ``stages.py`` for what comes after.
"""

from pipeline.core.ports.sources import (
    Container,
    Detector,
    FetchedContent,
    Fetcher,
    Member,
    Reader,
    Received,
    Rewriter,
    Rewritten,
    TranslatedBlock,
)
from pipeline.core.ports.stages import (
    BatchItem,
    Deliverer,
    Engine,
    Executor,
    Handle,
    ReportsAnswers,
    Spec,
    Splitter,
    Summariser,
    Value,
    WorkerLost,
)

__all__ = [
    "BatchItem",
    "Container",
    "Deliverer",
    "Detector",
    "Engine",
    "Executor",
    "FetchedContent",
    "Fetcher",
    "Handle",
    "Member",
    "Reader",
    "Received",
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
