"""``digest.json``: the stories that a digest tells, and where each of its sentences comes from.

It is made from what the other three records hold.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pipeline.core.contract.document import SCHEMA_VERSION, Software
from pipeline.core.contract.omission import WHEN_EMPTY, WHEN_NONE
from pipeline.core.dataclass import dataclass
from pipeline.core.records import FileDigest, LanguageCode, Origin, SegmentId, Setting

Method: TypeAlias = Literal["neural", "rule-based", "mixed"]
"""How a text was translated; ``mixed`` is a route with hops of both kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When a report was published, as far as that is known."""

    time: str
    """The time of publication, ISO 8601 in UTC, to the second."""
    day_only: bool
    """True where only the day is known; ``time`` is then the beginning of that day."""
    source: Literal["feed", "page", "message", "document", "dateline", "file"]
    """What says so: the feed, the web page or the message that the document came in, the document's own head,
    its dateline, or its file, by the time of its last change as it was when a run saw it first. Of a dateline
    the hour is the file's, where that is of the same day."""
    stated: Annotated[str | None, WHEN_NONE] = None
    """The time that the report states, where it is over a day later than its file and so cannot be right;
    ``time`` is then the file's. The field is not there otherwise."""
    arrived: Annotated[str | None, WHEN_NONE] = None
    """The time of its file, where the report is told only because this is after the last digest's end. The
    field is not there otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldText:
    """A quoted segment in one language of the digest."""

    digest: LanguageCode
    """The digest that the text stands in, by its language."""
    language: LanguageCode
    """The language that the text is in: another one where it could not be translated."""
    text: str
    origin: Origin
    method: Method | None
    """How the text was translated by machine; None where it was not, or where nobody knows (``imported``)."""
    warnings: tuple[str, ...]
    """Names of the checks that the translation did not pass; ``numbers``: numbers differ from the
    original's."""
    record: str
    """The file that the text is from, as a path in the run's folder: a ``variant.json``, or ``document.json``
    for the source's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A segment that the digest quotes, on the pages of some or all of its languages.

    Each page quotes what is best in its language: its own reports before translations. A segment that pages
    quote as parts of different selections is there once for each of these.
    """

    document: str
    """The document's id."""
    segment: SegmentId
    language: LanguageCode
    """The language of the original."""
    texts: tuple[ToldText, ...]
    """The segment in each language of the digest whose page quotes it, in the order of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryReport:
    """A document that tells the story."""

    document: str
    origin: str
    sha256: str
    """SHA-256 of the source."""
    outlet: str
    """Publisher of the report: the credit without its label, or the file's name where there is none."""
    language: LanguageCode
    moment: Moment | None
    copies: int
    """Number of the run's inputs with the very same bytes, this one included."""
    copied: Annotated[tuple[str, ...], WHEN_EMPTY] = ()
    """Other publishers of these bytes, by the names of the other inputs. The field is not there where there
    are none."""
    near: str | None
    """The document that this one is a near-duplicate of, if it is; the digest tells that one instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Why reports are told as one story."""

    likeness: float
    """How much more alike the report that is least like the others is to them than is asked for: the
    logarithm of the odds that they tell one event, over those that are asked for. It may be a little
    below 0 in a story of three reports or more, which are alike on average."""
    names: tuple[str, ...]
    """Names that all of up to three reports have, or most of more, as the main one writes them, the rarest
    first."""
    numbers: tuple[str, ...]
    """Numbers that so many reports have, likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story, told in sentences of its reports."""

    id: str
    """A URN that stays the same as long as the story's oldest report does, and in the next digest as long as
    that tells one of its reports, a correction of one, or reports of the same event."""
    moment: Moment | None
    """When the story's newest report was published."""
    outlets: tuple[str, ...]
    """All outlets that have the story, sorted: its coverage."""
    reports: tuple[StoryReport, ...]
    """The story's reports, the main one first."""
    joined: Annotated[Joined | None, WHEN_EMPTY] = None
    """Why these are one story. The field is not there where all are near-duplicates of one report."""
    title: tuple[Quote, ...]
    """The title of the main report of each page; where no report has a title, its first told sentence."""
    sentences: tuple[Quote, ...]
    """The sentences that tell the story, in the order of reading on each page that has them."""
    known: Annotated[int | None, WHEN_NONE] = None
    """Number of its reports that the last digest told; the story is new if this and the next two are 0. The
    field is not there where there was no digest before this one."""
    corrected: Annotated[int, WHEN_EMPTY] = 0
    """Number of its reports whose input the last digest told with another text. Where there are none, the
    field is not there."""
    earlier: Annotated[int, WHEN_EMPTY] = 0
    """Number of reports with which the last digest told the same event, if none of them is among these; not
    there otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchHit:
    """A sentence that a watch has found."""

    terms: tuple[str, ...]
    """The terms that it has, as the watch words them, in its own words or in a translation."""
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchFindings:
    """What a watch has found. A watch that has found nothing is left out."""

    name: str
    words: tuple[str, ...]
    """What was looked for: words, in any form."""
    names: tuple[str, ...]
    """Names, by their letters and by their sound."""
    phrases: tuple[str, ...]
    """Rows of words."""
    query: str
    """Terms with AND, OR and NOT; empty where there is no query."""
    languages: tuple[LanguageCode, ...]
    """Languages of the texts that were looked through; none are all."""
    found: int
    """Number of different sentences that were found. The first of them are quoted."""
    reports: tuple[StoryReport, ...]
    """The documents that are quoted, in the order of their first hits."""
    hits: tuple[WatchHit, ...]
    """The quoted sentences, those of the newest documents first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many documents ended where."""

    documents: int
    """Number of documents in the run."""
    outside: int
    """Number of documents left out because of their date."""
    undated: int
    """Number of documents without a known date; they are in the digest, and told last."""
    unpivoted: int
    """Number of documents not available in the pivot language. They are compared in their own language, and
    by names and numbers."""
    near_duplicates: int
    stories: int
    """Number of stories found."""
    told: int
    replaced: Annotated[int, WHEN_EMPTY] = 0
    """Number of documents left out because their source has changed since, and the run has its newer text.
    Where there are none, the field is not there."""

    @property
    def used(self) -> int:
        """The number of documents that stories were looked for in."""
        return self.documents - self.outside - self.replaced


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
    """The earliest time of a report, ISO 8601 in UTC; earlier ones were left out. None is no limit. Where it
    is the last digest's end, reports that arrived later are told whatever their date."""
    until: str
    """The latest time of a report; later ones were left out. ``since`` was counted from it. Where it was not
    given, it is the time when the digest was made."""
    top: int
    """Number of stories that was asked for."""
    length: int
    """The most sentences that a story has."""
    options: tuple[Setting, ...]
    """The constants by which near-duplicates and stories were found."""
    counts: Counts
    watches: Annotated[tuple[WatchFindings, ...], WHEN_EMPTY] = ()
    """What the user's watches have found, in the order of the file. Where they have found nothing, the field
    is not there."""
    has_reader: Annotated[bool, WHEN_EMPTY] = False
    """Whether notes lead to the pages that ``depeche site`` makes, which the field is there for alone; they
    lead to the sources otherwise."""
    stories: tuple[Story, ...]
    """The stories, the newest and most covered first."""
    software: tuple[Software, ...]
    files: tuple[FileDigest, ...]
    """The other files of the digest."""
