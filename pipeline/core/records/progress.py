"""What a run says of itself while documents are under way. No record has it, and no result depends on it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.records.translation import Hop

RunStage: TypeAlias = Literal["read", "translated", "written"]
"""The stages of a document, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageNote:
    """A document has gone through a stage, or does not need it; so it has gone through all earlier ones."""

    stage: RunStage
    origin: str
    sentences: int = 0
    """Its sentences, once for each language that they are to be translated into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineNote:
    """A change of the texts that an engine is at work on, and of how many of these it has answered."""

    hop: Hop
    asked: int = 0
    answered: int = 0


ProgressNote: TypeAlias = StageNote | EngineNote
