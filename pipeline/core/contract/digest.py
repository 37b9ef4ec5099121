"""``digest.json``: what a digest tells, and of every sentence in it, where it comes from.

Made of what the other three hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.core.contract.document import SCHEMA_VERSION, Software
from pipeline.core.records import FileDigest, LanguageCode, Origin, SegmentId, Setting

Method: TypeAlias = Literal["neural", "rule-based", "mixed"]
"""What translated; ``mixed`` is a route with hops of both kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When a report was published, as far as that is known."""

    time: str
    """ISO 8601 in UTC, to the second."""
    day_only: bool
    """True where only the day is known; ``time`` is then its beginning."""
    source: Literal["document", "file"]
    """Whether the document says so itself, or its file was last changed then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldText:
    """A quoted segment in one language of the digest."""

    digest: LanguageCode
    """The digest that it stands in."""
    language: LanguageCode
    """The language it is in: another one where it could not be translated."""
    text: str
    origin: Origin
    method: Method | None
    """How it was translated by machine; None where it was not, or where nobody knows (``imported``)."""
    warnings: tuple[str, ...]
    """Names of the checks that the translation did not pass; ``numbers`` are others than in the original."""
    record: str
    """The file that has it, from the run's folder: a ``variant.json``, or ``document.json`` for the source's
    own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A segment that the digest quotes: the same in every language."""

    document: str
    """The document's id."""
    segment: SegmentId
    language: LanguageCode
    """Of the original."""
    texts: tuple[ToldText, ...]
    """One for each language of the digest, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryReport:
    """A document that tells the story."""

    document: str
    origin: str
    sha256: str
    """Of the source."""
    outlet: str
    """Who published it: the credit without its label, or the file's name where there is none."""
    language: LanguageCode
    moment: Moment | None
    copies: int
    """Inputs of the run with the very same bytes, this one included."""
    near: str | None
    """The document that this one is a near-duplicate of, if it is; that one is told in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story, told in sentences of its reports."""

    id: str
    """A URN that stays the same as long as the story's oldest report does."""
    moment: Moment | None
    """Of its newest report."""
    outlets: tuple[str, ...]
    """All that have it, sorted; the story's coverage."""
    reports: tuple[StoryReport, ...]
    """The main one first."""
    title: tuple[Quote, ...]
    """Of the main report, or where none of the reports has one, its first told sentence."""
    sentences: tuple[Quote, ...]
    """In the order of reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many documents ended where."""

    documents: int
    """In the run."""
    outside: int
    """Left out because of their date."""
    undated: int
    """Without a known date; they are in the digest."""
    unpivoted: int
    """Not to be had in the pivot language: compared in their own, and by names and numbers."""
    near_duplicates: int
    stories: int
    """Found."""
    told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRecord:
    """``digest.json``. Holds no times but those asked for and those of the reports."""

    schema: Literal["depeche/digest"] = "depeche/digest"
    schema_version: Literal[1] = SCHEMA_VERSION
    run_id: str
    languages: tuple[LanguageCode, ...]
    pivot: LanguageCode
    """The language that stories were found in."""
    since: str | None
    """Reports before were left out; ISO 8601 in UTC."""
    until: str
    """Reports after were left out; the time that ``since`` was counted from, and where it was not given, the
    time when the digest was made."""
    top: int
    """How many stories were asked for."""
    length: int
    """Sentences that a story has at most."""
    options: tuple[Setting, ...]
    """What near-duplicates and stories were found by."""
    counts: Counts
    stories: tuple[Story, ...]
    """The newest and most covered first."""
    software: tuple[Software, ...]
    files: tuple[FileDigest, ...]
    """The files beside this one."""
