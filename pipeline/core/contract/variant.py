"""``variant.json``: a document in one language, and where its words come from."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pipeline.core.contract.document import SCHEMA_VERSION, Software
from pipeline.core.dataclass import dataclass
from pipeline.core.records import (
    Check,
    Detection,
    EngineIdentity,
    FileDigest,
    ItemKind,
    Kept,
    LanguageCode,
    Origin,
    SegmentId,
    Summary,
    Tidied,
)

VariantKind: TypeAlias = Literal["full", "summary"]

DigitalSourceType: TypeAlias = Literal[
    "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia",
    "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic",
    "http://cv.iptc.org/newscodes/digitalsourcetype/composite",
    "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReference:
    """Where a variant comes from."""

    document: str
    """The source document's id."""
    origin: str
    sha256: str
    credit: str | None
    detection: Detection


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedHop:
    """One step of a route, with exactly what took it."""

    source: LanguageCode
    target: LanguageCode
    identity: EngineIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedRoute:
    """How segments came from one language to the variant's; ``hops`` in order."""

    source: LanguageCode
    hops: tuple[UsedHop, ...]
    quality: float
    """chrF, 0 to 100."""
    quality_measured: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedItem:
    """Something that no engine was to change: an address, a placeholder, a glossary's term ..."""

    kind: ItemKind
    text: str
    """The item as it stands in the target; inline markup as it stands in what is ``written``."""
    kept: Kept
    """How the item was kept. ``masked``: behind a placeholder. ``remasked``: behind another form of
    placeholder, after the first was lost. ``apart``: the text around it was translated in pieces.
    ``dropped``: it was given up (emphasis alone)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """A second translation of a segment, made because the first failed a check."""

    failed: tuple[str, ...]
    """The checks that the first translation failed."""
    by: UsedRoute
    """How the second translation was made: by the same route with other decoding options, or by another
    route."""
    kept: Literal["first", "second"]
    """The translation that was kept: the one with fewer failures, then less markup lost, then fewer warnings;
    if they are equal, the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedSegment:
    """A segment and its translation."""

    id: SegmentId
    language: LanguageCode
    source: str
    target: str
    written: str | None
    """The translation as it stands in ``translation.txt``, where it differs from ``target``: with its markup,
    or with the source's line ends. None, too, where there is only a summary."""
    score: float | None
    """The last hop's score, where its engine gives one: log-probability, normalised for length as the engine
    does it."""
    checks: tuple[Check, ...]
    protected: tuple[ProtectedItem, ...] = ()
    """The protected items, in the order of the target."""
    origin: Origin
    """Where the words come from. ``source``: the source's own words, which are in this language already or
    have nothing to translate. ``machine``: the route of the segment's language. ``human``: a person's
    translation, imported into the translation memory. ``imported``: a machine's translation, from a file that
    another installation wrote (``memory import --trust``). Only that file says that the engines of the route
    made it, over one hop at least."""
    from_memory: bool
    """True where nothing was translated for the segment in this run: the memory had a person's translation,
    or the engines' answers for every hop of the route, from another run. What this run itself put into the
    memory does not count, so batches, workers and resumes change nothing. Like a time, this field says how
    the words came about, not what they are, and is no more reproducible than a time: the words are the same
    either way."""
    retry: Retry | None = None
    """The second translation, where the segment was translated twice."""
    tidied: tuple[Tidied, ...] = ()
    """What was changed in the engine's answer to write it as its language is written, sorted: ``capitals`` at
    its beginning and of small words inside, ``spaces`` between words and signs. No word was replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFormat:
    """A translation in the format of its source."""

    file: str | None
    """Its name, ``translation.docx``; none where it could not be written, as ``notes`` say."""
    left: tuple[int, ...]
    """The blocks that are in the source's language there, for they could not be written safely. They count
    from 1, as in the ids of segments."""
    notes: tuple[str, ...]
    """What a reader of the file should know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantRecord:
    """``variant.json``: one document in one language, and where every sentence of it comes from."""

    schema: Literal["depeche/variant"] = "depeche/variant"
    schema_version: Literal[1] = SCHEMA_VERSION
    language: LanguageCode
    tag: str
    """BCP-47 tag. ``es-t-fr-t0-und`` is Spanish machine-translated from French, wholly or in part;
    ``es-t-fr`` is Spanish translated by people alone (RFC 6497)."""
    kinds: tuple[VariantKind, ...]
    source: SourceReference
    routes: tuple[UsedRoute, ...]
    """The routes, one for each language that an engine translated from; empty where none did."""
    segments: tuple[AlignedSegment, ...]
    summary: Summary | None
    digital_source_type: DigitalSourceType | None
    """IPTC's term for how the text was made: by a model, by rules, as a composite of these and people's
    translations, or by people alone. None where it is the source's own words. ``imported`` text counts as a
    model's."""
    software: tuple[Software, ...]
    files: tuple[FileDigest, ...]
    """The texts in this record's folder, and the file in the source's format."""
    started: str
    finished: str
    kept: KeptFormat | None = None
    """The translation in the format of its source; none where it was not asked for, or cannot be kept."""
    reviewed_by: str | None = None
    reviewed_at: str | None = None
