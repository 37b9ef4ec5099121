"""The page of one document in one language: what it says, its summary, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.core.contract import AlignedSegment, VariantRecord
from pipeline.core.html.page import english, escape, html_page, language_name, marked, seen
from pipeline.core.records import LanguageCode, Undetermined
from pipeline.publish.site.fragments import anchor, facts, marked_target
from pipeline.publish.site.paths import index_file, link, page_file, shown_variants
from pipeline.publish.site.provenance import provenance
from pipeline.publish.site.sentence_table import table
from pipeline.publish.site.style import STYLE
from pipeline.write.read_run import ReadDocument

_TITLE = 200
"""Characters of the longest title that is shown whole."""


def document_page(run: str, document: ReadDocument, language: LanguageCode) -> str:
    """Return the page; ``run`` is the run's name. Raises ``KeyError`` for a language it is not written in."""
    variant = shown_variants(document)[language].record
    aligned = {segment.id: segment for segment in variant.segments}
    title = title_in(document, language)
    parts = (
        _head(run, document, language, title),
        _summary(variant, aligned),
        f"<main>\n<h2>Text</h2>\n{table(document.record, variant)}\n</main>",
        provenance(document.record, variant),
    )
    return html_page(
        title=f"{title} ({language})", language="en", style=STYLE, body="\n".join(filter(None, parts))
    )


def title_in(document: ReadDocument, language: LanguageCode) -> str:
    """Return a document's title in a language; in its own words where it is not to be had in that one.

    Where it has none, the beginning of its first sentence stands for it.
    """
    record = document.record
    variant = shown_variants(document).get(language)
    first = [segment for segment in record.segments if record.blocks[segment.block].kind == "title"]
    first = first or list(record.segments[:1])
    targets = {segment.id: segment.target for segment in variant.record.segments} if variant else {}
    words = " ".join(targets.get(segment.id, segment.text) for segment in first)
    return _shortened(seen(words)) if first else seen(record.title or record.id)


def _shortened(words: str) -> str:
    if len(words) <= _TITLE:
        return words
    cut = words[:_TITLE]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut} …"


def _head(run: str, document: ReadDocument, language: LanguageCode, title: str) -> str:
    record, here = document.record, page_file(document.record.id, language)
    variant = shown_variants(document)[language].record
    others = " ".join(
        f'<a href="{escape(link(page_file(record.id, other), frm=here))}"{_current(other == language)}'
        f"{marked(other)}>{escape(language_name(other))}</a>"
        for other in shown_variants(document)
    )
    own = record.detection.language
    original = f"<p{marked(own)}>{escape(record.title)}</p>" if record.title and record.title != title else ""
    return f"""<header>
<nav aria-label="Run"><a href="{escape(link(index_file(1), frm=here))}">{escape(run)}</a></nav>
<h1{marked(language)}>{escape(title)}</h1>
{original}
<nav aria-label="Languages">{others}</nav>
<dl>{facts(_told(document, variant))}</dl>
</header>"""


def _current(is_current: bool) -> str:
    return ' aria-current="page"' if is_current else ""


def _told(document: ReadDocument, variant: VariantRecord) -> Iterator[tuple[str, str]]:
    record = document.record
    yield "From", record.origin
    if record.credit:
        yield "Credit", record.credit
    detection = record.detection
    if isinstance(detection, Undetermined):
        yield "Language", f"cannot be told: {detection.reason}"
    else:
        yield "Language", f"{english(detection.language)}, confidence {detection.confidence:.2f}"
    yield "Made", how_made(variant)
    counts = [
        f"{number} {word}"
        for verdict, word in (("fail", "failed"), ("warn", "to look at"))
        if (number := _verdicts(variant, verdict))
    ]
    if variant.routes:
        yield "Checks", ", ".join(counts) or "all passed"
    if variant.reviewed_by:
        yield "Reviewed", f"by {variant.reviewed_by}, {variant.reviewed_at or 'no date'}"
    elif variant.routes:
        yield "Reviewed", "by nobody"


def how_made(variant: VariantRecord) -> str:
    """Return in words who translated a variant."""
    origins = {segment.origin for segment in variant.segments}
    methods = {hop.identity.method for route in variant.routes for hop in route.hops}
    said = []
    if "machine" in origins:
        said.append(
            {
                frozenset({"neural"}): "machine-translated by a neural model",
                frozenset({"rule-based"}): "machine-translated by rules, for the gist only",
            }.get(frozenset(methods), "machine-translated")
        )
    if "imported" in origins:
        said.append("imported as machine-translated elsewhere")
    if "human" in origins:
        said.append("translated by people")
    return " and ".join(said) or "the source's own words"


def _verdicts(variant: VariantRecord, verdict: str) -> int:
    return sum(any(check.verdict == verdict for check in segment.checks) for segment in variant.segments)


def _summary(variant: VariantRecord, aligned: Mapping[str, AlignedSegment]) -> str:
    chosen = variant.summary
    if chosen is None or not chosen.segments:
        return ""
    sentences = "\n".join(
        f"<li{marked_target(aligned[name], variant)}>{escape(aligned[name].target)} {anchor(name)}</li>"
        for name in chosen.segments
        if name in aligned
    )
    asked = f", asked for “{escape(chosen.query)}”" if chosen.query else ""
    return f"""<section aria-labelledby="summary">
<h2 id="summary">Summary</h2>
<ol>
{sentences}
</ol>
<p class="quiet">Sentences of the text, chosen on the source by the method {escape(chosen.method)}{asked}.</p>
</section>"""
