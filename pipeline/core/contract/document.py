"""``document.json``: the source as it was received, and its parts."""

from __future__ import annotations

from typing import Literal

from pipeline.core.dataclass import dataclass
from pipeline.core.records import (
    Block,
    ContentCredentials,
    Detection,
    Fetched,
    Mark,
    Published,
    Recognised,
    RemovedSign,
    Repair,
    Segment,
)

SCHEMA_VERSION: Literal[1] = 1
"""Version of the records' form, raised by one when a reader of older files would misread newer ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Software:
    """A program or library that had a part in the result."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """``document.json``: the source, its parts and their languages. Holds no times but those of the
    source.
    """

    schema: Literal["depeche/document"] = "depeche/document"
    schema_version: Literal[1] = SCHEMA_VERSION
    id: str
    key: str
    """Digest of everything that the folder depends on.

    The same key gives the same bytes, except for times and ``from_memory``. The processor's family is part of
    the key, see ``docs/measurements/performance.md``.

    Where people's translations were taken from the memory, a plus sign and their digest follow. The key
    begins with an exclamation mark where a segment could not be translated, or a language not written for
    another reason than a missing route: such a document is always made anew.
    """
    origin: str
    source_file: str
    sha256: str
    """SHA-256 of the source file."""
    size: int
    """Size of the source file in bytes."""
    encoding: str
    normalised: bool = False
    """Whether the source was not in NFC. ``text`` is."""
    removed: tuple[RemovedSign, ...] = ()
    """Invisible signs that were in the source and are not in ``text``, sorted."""
    repairs: tuple[Repair, ...] = ()
    """Bytes of the source that are not valid in ``encoding``, by what was done to them; ``source_file`` has
    them unchanged."""
    credentials: tuple[ContentCredentials, ...] = ()
    """Manifests of content credentials (C2PA) that the source's text has in invisible signs. ``text`` is
    without them, ``source_file`` has them unchanged. They are neither opened nor proven."""
    reader: str = ""
    """Names and versions of the libraries that found the text in the source; empty where the source is the
    text."""
    url: str | None = None
    """The address of the original, as the source states it."""
    outlet: str | None = None
    """Who published it, as the source states: a newspaper, a site, a feed."""
    authors: tuple[str, ...] = ()
    """The authors, as the source states them."""
    published: Published | None = None
    """When it was published, where the source states it."""
    declared_language: str | None = None
    """The language that the source declares, as a BCP-47 tag; ``detection`` says what was found."""
    fetched: Fetched | None = None
    """How the source came over the network; none where it lay in a file."""
    recognised: Recognised | None = None
    """How the text was recognised in pictures; none where the source has it as text."""
    title: str | None
    credit: str | None
    detection: Detection
    block_detections: tuple[Detection, ...]
    """The detected language of each block, in order."""
    text: str
    """The document's text. Spans count its Unicode code points."""
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]
    """Inline markup that is not in ``text``."""
    segments: tuple[Segment, ...]
    software: tuple[Software, ...]
