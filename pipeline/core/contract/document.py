"""``document.json``: what was received, and its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.core.records import Block, Detection, Mark, RemovedSign, Segment

SCHEMA_VERSION: Literal[1] = 1
"""Raised by one when a reader of the older files would misread the newer ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Software:
    """A program or library that had a part in the result."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """``document.json``: the source, its parts and their languages. Holds no times."""

    schema: Literal["depeche/document"] = "depeche/document"
    schema_version: Literal[1] = SCHEMA_VERSION
    id: str
    key: str
    """Digest of everything the folder depends on: same key, same bytes (times and ``from_memory`` aside).

    The processor's family is a part of it, see ``docs/measurements/performance.md``.

    Where people's translations were taken from the memory, their digest follows, behind a plus sign. An
    exclamation mark begins it where a segment could not be translated: such a document is always made anew.
    """
    origin: str
    source_file: str
    sha256: str
    """Of the source file."""
    size: int
    """Bytes of the source file."""
    encoding: str
    normalised: bool = False
    """Whether the source was in another form than NFC, which ``text`` is in."""
    removed: tuple[RemovedSign, ...] = ()
    """Invisible signs that the source has and ``text`` has not, sorted."""
    title: str | None
    credit: str | None
    detection: Detection
    block_detections: tuple[Detection, ...]
    """One a block, in order."""
    text: str
    """What the spans count in, in Unicode code points."""
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]
    """Inline markup that is not in ``text``."""
    segments: tuple[Segment, ...]
    software: tuple[Software, ...]
