"""The seams: what each stage expects of its exchangeable parts.

Takes records, gives records; every implementation runs through the conformance test of its seam
(``tests/conformance/``). Open ``sources.py`` for what reads, and ``stages.py`` for what comes after.
"""

from pipeline.core.ports.sources import (
    NO_FIELDS,
    Container,
    Detector,
    FetchedContent,
    Fetcher,
    FieldMap,
    Member,
    Reader,
    Received,
    RecordContainer,
    RecordSource,
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
    "NO_FIELDS",
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
    "Member",
    "Reader",
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
