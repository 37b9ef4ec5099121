"""The records of the output folder: what ``document.json``, ``variant.json``, ``run.json`` hold.

Takes the records that flow (``core/records/``); gives what is written of them. ``outputs/schema/`` has it as
JSON Schema, and ``outputs/README.md`` describes it for readers.
Open ``document.py`` first. The order of fields here is that in the files. Times are ISO 8601 in UTC, to the
second.

    document    the source and its parts
    variant     a document in one language
    run         all documents of a folder
    digest      what ``digest.json`` holds; imported by name, for few need it
    published   these four by their names
"""

from pipeline.core.contract.document import SCHEMA_VERSION, DocumentRecord, Software
from pipeline.core.contract.run import (
    Counts,
    DocumentEntry,
    GlossaryFile,
    NeuralModels,
    QuotationMarks,
    RunRecord,
    RunSettings,
    Tidy,
)
from pipeline.core.contract.variant import (
    AlignedSegment,
    DigitalSourceType,
    KeptFormat,
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
    "KeptFormat",
    "NeuralModels",
    "ProtectedItem",
    "QuotationMarks",
    "Retry",
    "RunRecord",
    "RunSettings",
    "Software",
    "SourceReference",
    "Tidy",
    "UsedHop",
    "UsedRoute",
    "VariantKind",
    "VariantRecord",
]
