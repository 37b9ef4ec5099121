"""The records of the output folder: what ``document.json``, ``variant.json``, ``run.json`` hold.

``outputs/README.md`` describes the folder for its readers; ``outputs/schema/`` has these types as JSON
Schema. Open ``document.py`` first. Field order here is the order in the files. Times are ISO 8601 in UTC, to
the second.

    document    the source and its parts
    variant     a document in one language
    run         all documents of a folder
    digest      what ``digest.json`` holds; imported by name, for few need it
"""

from pipeline.core.contract.document import SCHEMA_VERSION, DocumentRecord, Software
from pipeline.core.contract.run import (
    Counts,
    DocumentEntry,
    GlossaryFile,
    NeuralModels,
    RunRecord,
    RunSettings,
)
from pipeline.core.contract.variant import (
    AlignedSegment,
    DigitalSourceType,
    ProtectedItem,
    Retry,
    SourceReference,
    UsedHop,
    UsedRoute,
    VariantKind,
    VariantRecord,
)

__all__ = [
    "SCHEMA_VERSION",
    "AlignedSegment",
    "Counts",
    "DigitalSourceType",
    "DocumentEntry",
    "DocumentRecord",
    "GlossaryFile",
    "NeuralModels",
    "ProtectedItem",
    "Retry",
    "RunRecord",
    "RunSettings",
    "Software",
    "SourceReference",
    "UsedHop",
    "UsedRoute",
    "VariantKind",
    "VariantRecord",
]
