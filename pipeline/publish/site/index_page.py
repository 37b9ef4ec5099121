"""The pages that list a run: what was asked, what the checks say, every document and what became of it.

Times are left out, and so is the information which documents were already done, so that a run that changes
nothing leaves the pages true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.contract import DocumentEntry, RunRecord
from pipeline.core.dataclass import dataclass
from pipeline.core.html.words import english
from pipeline.core.records import CheckCount, EngineIdentity, LanguageCode
from pipeline.core.records.outcomes import missing_words
from pipeline.publish.site.document_page import title_in
from pipeline.publish.site.page import LanguageLink, site_page
from pipeline.publish.site.paths import index_file, index_pages, link, page_file, shown_languages
from pipeline.write.paths import DIGEST_FOLDER
from pipeline.write.read_run import ReadDocument
from pipeline.write.stored_run import StoredRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The data of a document that the index lists."""

    entry: DocumentEntry
    title: str
    """The document's title; empty where there is nothing to read."""
    title_language: LanguageCode
    own: LanguageCode
    """The language of the source; empty where there is nothing to read."""
    languages: tuple[LanguageCode, ...]
    """Languages that the document can be read in, the run's targets first."""
    problem: str = ""
    """The reason why the document cannot be read, where it should be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """A document as a page of the index shows it."""

    origin: str
    title: str
    title_language: LanguageCode
    own: LanguageCode
    links: tuple[LanguageLink, ...]
    """Links to the document's pages; none where there is nothing to read."""
    segments: int
    failed: int
    """Number of translated sentences that failed a check."""
    warned: int
    is_checked: bool
    problem: str
    """What went wrong, in words; empty where nothing did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedLink:
    """A link to a page of the index."""

    href: str
    number: int
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """A page of the index."""

    run: str
    is_first: bool
    """Whether the page says what is said of the run as a whole."""
    facts: tuple[tuple[str, str], ...]
    digests: tuple[LanguageLink, ...]
    rows: tuple[IndexRow, ...]
    pages: tuple[NumberedLink, ...]
    checks: tuple[CheckCount, ...]
    engines: tuple[EngineIdentity, ...]


def row(entry: DocumentEntry, document: ReadDocument | None, run: RunRecord, *, problem: str = "") -> Row:
    """Return how a document is listed; ``document`` is None where none is there."""
    if document is None:
        return Row(entry=entry, title="", title_language="", own="", languages=(), problem=problem)
    there = shown_languages(document)
    first = [code for code in run.settings.targets if code in there]
    ordered = (*first, *(code for code in there if code not in first))
    own = document.record.detection.language
    return Row(
        entry=entry,
        title=title_in(document, ordered[0]) if ordered else document.record.id,
        title_language=ordered[0] if ordered else own,
        own=own,
        languages=ordered,
    )


def index_page(
    stored: StoredRun, rows: Sequence[Row], number: int, *, digests: Sequence[LanguageCode]
) -> bytes:
    """Return a page of the index: its documents, and on the first page what is said of the run; in UTF-8.

    ``digests`` are the languages of the run's digest, if it has one.
    """
    run, here = stored.record, index_file(number)
    shown = IndexView(
        run=run.run_id,
        is_first=number == 1,
        facts=tuple(_told(stored)),
        digests=tuple(
            LanguageLink(href=link(f"{DIGEST_FOLDER}/{code}.html", frm=here), language=code)
            for code in digests
        ),
        rows=tuple(_listed(item, here) for item in rows),
        pages=tuple(
            NumberedLink(href=link(index_file(other), frm=here), number=other, is_current=other == number)
            for other in range(1, index_pages(len(stored.documents)) + 1)
        ),
        checks=run.checks,
        engines=run.engines,
    )
    suffix = f", page {number}" if number > 1 else ""
    return site_page("index", title=f"{run.run_id}{suffix}", index=shown)


def _told(stored: StoredRun) -> Iterator[tuple[str, str]]:
    run, settings = stored.record, stored.record.settings
    yield "Documents", str(stored.entries_with_files)
    if stored.failed:
        yield "Failed", str(stored.failed)
    if run.state != "finished":
        yield "State", "not finished"
    yield "Into", ", ".join(map(english, settings.targets))
    if stored.entries_with_files:  # otherwise nothing was translated, whatever was asked for
        yield "Engine", settings.engine
        yield "Summaries", f"{settings.method}, {settings.length.value:g} {settings.length.unit}"
    if settings.query:
        yield "Asked for", settings.query
    if settings.strict:
        yield "Strict about", ", ".join(settings.strict)
    yield "Software", ", ".join(f"{item.name} {item.version}" for item in run.software[:1])


def _listed(item: Row, here: str) -> IndexRow:
    entry = item.entry
    links = tuple(
        LanguageLink(href=link(page_file(entry.id, code), frm=here), language=code)
        for code in item.languages
        if entry.id is not None
    )
    failure = entry.message if entry.outcome == "failed" else missing_words(entry.missing)
    return IndexRow(
        origin=entry.origin,
        title=item.title,
        title_language=item.title_language,
        own=item.own,
        links=links,
        segments=entry.segments,
        failed=sum(count.failed for count in entry.checks),
        warned=sum(count.warned for count in entry.checks),
        is_checked=bool(entry.checks),
        problem=failure if links else item.problem or entry.message,
    )
