"""A document's outcomes: what a summary chooses, what checks find, and how the document ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Literal, TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.records.document import LanguageCode, SegmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How long a summary is to be."""

    unit: Literal["sentences", "ratio", "words", "characters"]
    value: float
    """The length as a number: a count of at least 1, or for ``ratio`` a share of the sentences, above 0 and
    at most 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a summariser may know of a document beside the sentences to choose from."""

    query: str = ""
    """The reader's question, in the document's language; empty where nothing was asked."""
    headings: tuple[str, ...] = ()
    """The title and the headings."""
    quoted: tuple[SegmentId, ...] = ()
    """Ids of sentences in paragraphs that are quotations as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Which segments make the summary, and how they were chosen."""

    method: str
    """The method: ``lexrank``, ``textrank`` ..."""
    summariser: str
    """Name and version of the summariser: ``sumy 0.13.0``."""
    length: Length
    segments: tuple[SegmentId, ...]
    """Ids of the chosen segments, in the order of the source."""
    query: str = ""
    """The query that the summary was steered by; empty where nothing was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A verdict on one translated segment."""

    name: str
    verdict: Literal["pass", "warn", "fail"]
    note: str = ""
    """Details of a verdict that is not ``pass``: ``lost 277; new 27``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCount:
    """How often one check came to which verdict."""

    name: str
    passed: int
    warned: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDigest:
    """One file of the folder, relative to the folder of the record that lists it."""

    path: str
    sha256: str
    size: int
    """Size in bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTime:
    """The time that a stage took."""

    name: str
    """Of a document: ``read``, ``translated`` or ``written``."""
    seconds: float
    """Wall time, with the time for which others were waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLanguage:
    """A language that was asked for, and that a document is not written in."""

    language: LanguageCode
    reason: str
    """What failed, and what to do, in one line: ``no installed engine ...; run: ...``"""


def missing_words(missing: Iterable[MissingLanguage]) -> str:
    """Return in words what is missing and why: ``not in gl: no installed ...``; empty where nothing is."""
    return "; ".join(f"not in {item.language}: {item.reason}" for item in missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A document whose folder stands whole."""

    origin: str
    id: str
    languages: tuple[LanguageCode, ...]
    segments: int
    translated: int
    """Number of segments that an engine translated in this run, over all languages; those from the memory are
    not counted."""
    files: tuple[FileDigest, ...]
    """Every file of the document's folder."""
    checks: tuple[CheckCount, ...] = ()
    """Verdicts over all translated segments of the document, sorted by name."""
    recalled: int = 0
    """Number of segments whose translation the memory had, over all languages."""
    untranslated: int = 0
    """Number of segments that no engine could translate, over all languages; they stand in the source's
    words."""
    anew: str = ""
    """What was wrong with the folder that stood in its place; empty where nothing was, or none stood."""
    stages: tuple[StageTime, ...] = field(default=(), compare=False)
    """What its stages took, in their order; no record has it."""
    kept: tuple[str, ...] = field(default=(), compare=False)
    """What is to be said of the translations in the source's format; ``variant.json`` has it in full."""
    noted: tuple[str, ...] = field(default=(), compare=False)
    """What is to be said of how the source was read; ``document.json`` has it in full."""
    unkept: str = field(default="", compare=False)
    """The source's format, where it was to be kept and cannot be; no record has it."""
    missing: tuple[MissingLanguage, ...] = ()
    """The languages that could not be written. The others are."""

    @property
    def amiss(self) -> str:
        """Message for the user about what is amiss; empty where nothing is."""
        if not self.untranslated:
            return ""
        count = "1 segment" if self.untranslated == 1 else f"{self.untranslated} segments"
        return f"{count} could not be translated: left in the source's words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A document that needed no work."""

    origin: str
    id: str
    languages: tuple[LanguageCode, ...]
    segments: int
    reason: str
    files: tuple[FileDigest, ...]
    missing: tuple[MissingLanguage, ...] = ()
    """The languages that it is not written in, as nothing has come that could."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A document of which nothing was written."""

    origin: str
    error: str
    """Name of the error's class."""
    message: str


Outcome: TypeAlias = Done | Skipped | Failed
