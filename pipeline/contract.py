"""The records of the output folder: what ``document.json``, ``variant.json`` and ``run.json`` hold.

``outputs/README.md`` describes the folder for its readers; ``outputs/schema/`` has these types as JSON
Schema. Field order here is the order in the files. Times are ISO 8601 in UTC, to the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.records import (
    Block,
    Check,
    CheckCount,
    Detection,
    EngineIdentity,
    FileDigest,
    ItemKind,
    Kept,
    LanguageCode,
    Length,
    LoadedModel,
    Mark,
    Origin,
    RemovedSign,
    Segment,
    SegmentId,
    Summary,
)

SCHEMA_VERSION: Literal[1] = 1
"""Raised by one when a reader of the older files would misread the newer ones."""

VariantKind: TypeAlias = Literal["full", "summary"]

DigitalSourceType: TypeAlias = Literal[
    "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia",
    "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic",
    "http://cv.iptc.org/newscodes/digitalsourcetype/composite",
    "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation",
]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReference:
    """Where a variant comes from."""

    document: str
    """The document's id."""
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
    """As it stands in the target; inline markup as it stands in what is ``written``."""
    kept: Kept
    """``masked``: behind a placeholder; ``remasked``: behind another form of one, after the first was lost;
    ``apart``: the text around it was translated in pieces; ``dropped``: given up (emphasis alone)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """A second translation of a segment, made because the first failed a check."""

    failed: tuple[str, ...]
    """The checks that the first failed."""
    by: UsedRoute
    """How the second was made: the same route with other decoding options, or another."""
    kept: Literal["first", "second"]
    """The one with fewer failures, then less markup lost, then fewer warnings; of equals the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedSegment:
    """A segment and its translation."""

    id: SegmentId
    language: LanguageCode
    source: str
    target: str
    written: str | None
    """As it stands in ``translation.txt``, where that is not ``target`` itself: with its markup, or with the
    source's line ends. None, too, where there is only a summary."""
    score: float | None
    """The last hop's, where its engine has one: log-probability, normalised for length as it does it."""
    checks: tuple[Check, ...]
    protected: tuple[ProtectedItem, ...] = ()
    """In the order of the target."""
    origin: Origin
    """``source``: the source's own words, in this language already or with nothing to translate. ``machine``:
    the route of its language. ``human``: a person's, imported into the translation memory."""
    from_memory: bool
    """True where nothing was translated for it in this run: a person's translation, or engines' answers, over
    every hop of the route, that the memory had from another run. Like a time it says how the words came about
    and not what they are, and is no more reproducible than one: the words are the same either way. What this
    run itself put into the memory does not count, so windows, workers and resumes do not change it."""
    retry: Retry | None = None
    """Where the segment was translated twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantRecord:
    """``variant.json``: one document in one language, and where every sentence of it comes from."""

    schema: Literal["depeche/variant"] = "depeche/variant"
    schema_version: Literal[1] = SCHEMA_VERSION
    language: LanguageCode
    tag: str
    """BCP-47; ``es-t-fr-t0-und`` is Spanish machine-translated from French, wholly or in part; ``es-t-fr`` by
    people alone (RFC 6497)."""
    kinds: tuple[VariantKind, ...]
    source: SourceReference
    routes: tuple[UsedRoute, ...]
    """One for each language that an engine translated from; empty where none did."""
    segments: tuple[AlignedSegment, ...]
    summary: Summary | None
    digital_source_type: DigitalSourceType | None
    """IPTC's term for how the text was made: by a model, by rules, a composite of such and people's
    translations, by people alone; None where it is the source's own words."""
    software: tuple[Software, ...]
    files: tuple[FileDigest, ...]
    """The text files beside this record."""
    started: str
    finished: str
    reviewed_by: str | None = None
    reviewed_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """One input of a run and what became of it."""

    origin: str
    outcome: Literal["done", "skipped", "failed"]
    id: str | None
    languages: tuple[LanguageCode, ...]
    segments: int
    translated: int
    """Segments that an engine translated in this run, over all languages; not those from the memory."""
    untranslated: int
    """Segments that no engine could translate, over all languages; they stand in the source's words, and the
    same command again tries them anew."""
    message: str
    """Why it was skipped or failed, or what is amiss with it; empty where it was done."""
    files: tuple[FileDigest, ...]
    """Every file of the document's folder."""
    checks: tuple[CheckCount, ...] = ()
    """Verdicts over the translated segments of all its variants, sorted by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryFile:
    """A file of terms and their translations."""

    path: str
    """As the user named it."""
    sha256: str
    terms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """What the user asked for, as far as the results depend on it."""

    targets: tuple[LanguageCode, ...]
    source: str
    """``auto`` or a language code."""
    kinds: tuple[VariantKind, ...]
    engine: str
    """``auto`` or an engine's name."""
    method: str
    length: Length
    glossaries: tuple[GlossaryFile, ...] = ()
    """Later ones outrank earlier ones."""
    quotes: Literal["keep", "target"] = "keep"
    """Whether quotation marks stay as they come, or become those of the language written."""
    detector: str = "langdetect"
    """As ``--detector`` names it."""
    query: str = ""
    """What summaries are to be about; empty where nothing was asked."""
    strict: tuple[str, ...] = ()
    """Checks whose failure fails the document, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeuralModels:
    """How neural models were to run, and how they did. Holds what may differ between machines."""

    profile: str
    """``default``, ``fast`` or ``best``; the options it stands for are in each engine's identity."""
    device: str
    """As asked for: ``auto``, ``cpu`` or ``cuda``."""
    compute_type: str
    """As asked for: ``default`` or one of CTranslate2's."""
    loaded: tuple[LoadedModel, ...]
    """Every model that this run loaded, with the device that it really ran on; none where nothing was new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many documents ended how."""

    done: int
    skipped: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """``run.json``: the run's settings, tools and outcomes, and a digest of every file below it."""

    schema: Literal["depeche/run"] = "depeche/run"
    schema_version: Literal[1] = SCHEMA_VERSION
    run_id: str
    state: Literal["running", "finished"]
    settings: RunSettings
    software: tuple[Software, ...]
    engines: tuple[EngineIdentity, ...]
    """Every engine and package that the written variants name."""
    neural: NeuralModels
    counts: Counts
    checks: tuple[CheckCount, ...] = ()
    """Verdicts over all documents in the folder, sorted by name."""
    documents: tuple[DocumentEntry, ...]
    started: str
    finished: str | None
    signed_by: str | None = None
    """The key that the finished run is signed with: the sha256 of the public key in DER; None where none."""
