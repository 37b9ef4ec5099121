"""The pages that list a run: what was asked, what the checks say, every document and what became of it.

Times are left out, and so is which documents a run found done already: a run that changes nothing leaves the
pages true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.contract import DocumentEntry, RunRecord
from pipeline.core.html.page import english, escape, html_page, language_name, marked
from pipeline.core.records import EngineIdentity, LanguageCode
from pipeline.publish.site.document_page import title_in
from pipeline.publish.site.fragments import facts
from pipeline.publish.site.paths import index_file, index_pages, link, page_file, shown_variants
from pipeline.publish.site.style import STYLE
from pipeline.write.paths import DIGEST_FOLDER
from pipeline.write.read_run import ReadDocument
from pipeline.write.stored_run import StoredRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A document as the index shows it."""

    entry: DocumentEntry
    title: str
    """Empty where there is nothing to read."""
    title_language: LanguageCode
    own: LanguageCode
    """The language of the source; empty where there is nothing to read."""
    languages: tuple[LanguageCode, ...]
    """Those that it can be read in, the run's targets first."""
    problem: str = ""
    """Why it cannot be read, where it should be there."""


def row(entry: DocumentEntry, document: ReadDocument | None, run: RunRecord, *, problem: str = "") -> Row:
    """Return how a document is listed; ``document`` is None where none is there."""
    if document is None:
        return Row(entry=entry, title="", title_language="", own="", languages=(), problem=problem)
    there = shown_variants(document)
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
) -> str:
    """Return a page of the index: these documents, and on the first page what is said of the run as a whole.

    ``digests`` are the languages of the run's digest, if it has one.
    """
    run, here = stored.record, index_file(number)
    listed = "\n".join(_listed(item, here) for item in rows)
    parts = [
        f"<header>\n<h1>{escape(run.run_id)}</h1>",
        f"<dl>{facts(_told(stored))}</dl>\n{_digests(digests, here)}</header>",
        f"""<main>
<h2>Documents</h2>
<table class="documents">
<thead><tr><th scope="col">Title</th><th scope="col">From</th><th scope="col">Read it in</th>\
<th scope="col">Sentences</th><th scope="col">Checks</th></tr></thead>
<tbody>
{listed}
</tbody>
</table>
{_pages(number, len(stored.documents))}
</main>""",
    ]
    if number == 1:
        parts.append(f"<footer>\n{_checks(run)}\n{_engines(run.engines)}\n</footer>")
    suffix = f", page {number}" if number > 1 else ""
    return html_page(title=f"{run.run_id}{suffix}", language="en", style=STYLE, body="\n".join(parts))


def _told(stored: StoredRun) -> Iterator[tuple[str, str]]:
    run, settings = stored.record, stored.record.settings
    yield "Documents", str(stored.entries_with_files)
    if stored.failed:
        yield "Failed", str(stored.failed)
    if run.state != "finished":
        yield "State", "not finished"
    yield "Into", ", ".join(map(english, settings.targets))
    yield "Engine", settings.engine
    yield "Summaries", f"{settings.method}, {settings.length.value:g} {settings.length.unit}"
    if settings.query:
        yield "Asked for", settings.query
    if settings.strict:
        yield "Strict about", ", ".join(settings.strict)
    yield "Software", ", ".join(f"{item.name} {item.version}" for item in run.software[:1])


def _digests(codes: Sequence[LanguageCode], here: str) -> str:
    if not codes:
        return ""
    links = " ".join(
        f'<a href="{escape(link(f"{DIGEST_FOLDER}/{code}.html", frm=here))}"{marked(code)}>'
        f"{escape(language_name(code))}</a>"
        for code in codes
    )
    return f'<nav aria-label="Digests">Digest: {links}</nav>\n'


def _listed(item: Row, here: str) -> str:
    entry = item.entry
    origin = f"<td><bdi>{escape(entry.origin)}</bdi></td>"
    if not item.languages or entry.id is None:
        why = escape(item.problem or entry.message)
        return f'<tr><td></td>{origin}<td colspan="3" class="fail">{why}</td></tr>'
    first = page_file(entry.id, item.languages[0])
    title = f'<a href="{escape(link(first, frm=here))}"{marked(item.title_language)}>{escape(item.title)}</a>'
    links = " ".join(
        f'<a href="{escape(link(page_file(entry.id, code), frm=here))}"{marked(code)}>'
        f"{escape(language_name(code))}</a>" + (" (source)" if code == item.own else "")
        for code in item.languages
    )
    why = entry.message if entry.outcome == "failed" else ""
    failed = f'<p class="fail">{escape(why)}</p>' if why else ""
    return (
        f"<tr><td>{title}{failed}</td>{origin}<td>{links}</td>"
        f"<td>{entry.segments}</td><td>{_verdicts(entry)}</td></tr>"
    )


def _verdicts(entry: DocumentEntry) -> str:
    failed = sum(count.failed for count in entry.checks)
    warned = sum(count.warned for count in entry.checks)
    said = [
        *([f'<span class="fail">{failed} failed</span>'] if failed else []),
        *([f'<span class="warn">{warned} to look at</span>'] if warned else []),
    ]
    return ", ".join(said) or ("all passed" if entry.checks else "none made")


def _pages(number: int, documents: int) -> str:
    count = index_pages(documents)
    if count == 1:
        return ""
    here = index_file(number)
    links = " ".join(
        f'<a href="{link(index_file(other), frm=here)}"{_current(other == number)}>{other}</a>'
        for other in range(1, count + 1)
    )
    return f'<nav aria-label="Pages">Page {links}</nav>'


def _current(is_current: bool) -> str:
    return ' aria-current="page"' if is_current else ""


def _checks(run: RunRecord) -> str:
    if not run.checks:
        return ""
    rows = "\n".join(
        f'<tr><th scope="row">{escape(count.name)}</th><td>{count.passed}</td><td>{count.warned}</td>'
        f"<td>{count.failed}</td></tr>"
        for count in run.checks
    )
    return f"""<h2>Checks</h2>
<table>
<caption>Translated sentences by verdict, over all documents and languages</caption>
<thead><tr><th scope="col">Check</th><th scope="col">Passed</th><th scope="col">To look at</th>\
<th scope="col">Failed</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>"""


def _engines(engines: Sequence[EngineIdentity]) -> str:
    if not engines:
        return ""
    rows = "\n".join(
        f"<tr><td>{escape(engine.engine)}, {escape(engine.engine_version)}</td>"
        f"<td>{escape(engine.package)} {escape(engine.version)}</td><td>{escape(engine.method)}</td>"
        f"<td>{escape(engine.licence)}</td><td><code>{escape(engine.sha256)}</code></td></tr>"
        for engine in engines
    )
    return f"""<h2>Translated by</h2>
<table>
<thead><tr><th scope="col">Engine</th><th scope="col">Package</th><th scope="col">Method</th>\
<th scope="col">Licence</th><th scope="col">sha256</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>"""
