"""The values that flow through the pipeline, one stage to the next.

Takes nothing of ours; gives frozen dataclasses that hold tuples, so they pickle, hash and can be shared
between workers. They check nothing: ``core/codec.py`` does, at the edge of the disk.
Open ``document.py`` first. Spans are half-open and count Unicode code points of ``Document.text``.

    document      a source as it is read
    translation   what becomes of a sentence
    outcomes      what becomes of a document
    progress      how far documents under way are
    delivery      what is delivered of a run
    prepared      a document up to where translation begins; imported by name
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.core.records.document import (
    Block,
    BlockKind,
    ContentCredentials,
    Detected,
    Detection,
    Document,
    Fetched,
    LanguageCode,
    LanguagePair,
    Mark,
    MarkRole,
    Parsed,
    Published,
    Recognised,
    RemovedSign,
    Repair,
    RepairKind,
    Segment,
    SegmentId,
    Side,
    SourceMetadata,
    Spoken,
    Syntax,
    Undetermined,
)
from pipeline.core.records.outcomes import (
    Check,
    CheckCount,
    Done,
    Failed,
    FileDigest,
    Hints,
    Length,
    MissingLanguage,
    Outcome,
    Skipped,
    StageTime,
    Summary,
)

if TYPE_CHECKING:
    from pipeline.core.records.delivery import Parcel
    from pipeline.core.records.progress import EngineNote, ProgressNote, RunStage, StageNote
    from pipeline.core.records.translation import (
        EngineIdentity,
        FoundKind,
        Hop,
        Item,
        ItemKind,
        Kept,
        LoadedModel,
        MarkupKind,
        Option,
        Origin,
        PlaceholderForm,
        Retried,
        Route,
        Setting,
        StandIn,
        Tidied,
        Translated,
        WordKind,
        WordReading,
    )

__all__ = [
    "Block",
    "BlockKind",
    "Check",
    "CheckCount",
    "ContentCredentials",
    "Detected",
    "Detection",
    "Document",
    "Done",
    "EngineIdentity",
    "EngineNote",
    "Failed",
    "Fetched",
    "FileDigest",
    "FoundKind",
    "Hints",
    "Hop",
    "Item",
    "ItemKind",
    "Kept",
    "LanguageCode",
    "LanguagePair",
    "Length",
    "LoadedModel",
    "Mark",
    "MarkRole",
    "MarkupKind",
    "MissingLanguage",
    "Option",
    "Origin",
    "Outcome",
    "Parcel",
    "Parsed",
    "PlaceholderForm",
    "ProgressNote",
    "Published",
    "Recognised",
    "RemovedSign",
    "Repair",
    "RepairKind",
    "Retried",
    "Route",
    "RunStage",
    "Segment",
    "SegmentId",
    "Setting",
    "Side",
    "Skipped",
    "SourceMetadata",
    "Spoken",
    "StageNote",
    "StageTime",
    "StandIn",
    "Summary",
    "Syntax",
    "Tidied",
    "Translated",
    "Undetermined",
    "WordKind",
    "WordReading",
]

_LATER = (
    "translation",
    "progress",
    "delivery",
)
"""Modules that are loaded when a name of theirs is asked for. To detect or summarise takes none of them."""


def __getattr__(name: str) -> Any:
    if name in __all__:
        for module in _LATER:
            home = import_module(f"{__name__}.{module}")
            if name in vars(home):
                return globals().setdefault(name, vars(home)[name])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
