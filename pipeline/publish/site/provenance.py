"""Where a variant comes from, at the foot of its page: the source, the route hop by hop, the files."""

from __future__ import annotations

from pipeline.core.contract import DocumentRecord, UsedRoute, VariantRecord
from pipeline.core.html.page import escape, language_name
from pipeline.publish.site.fragments import facts
from pipeline.publish.site.paths import link, page_file
from pipeline.write.paths import SUMMARY_FILE, TRANSLATION_FILE, VARIANT_FILE


def provenance(record: DocumentRecord, variant: VariantRecord) -> str:
    """Return the page's foot."""
    here = page_file(record.id, variant.language)
    place = f"documents/{record.id}"
    files = [(f"{place}/{record.source_file}", "as received"), (f"{place}/document.json", "what was read")]
    names = {file.path for file in variant.files}
    for file, what in (
        (TRANSLATION_FILE, "translation"),
        (SUMMARY_FILE, "summary"),
        (VARIANT_FILE, "where every sentence comes from"),
    ):
        if file in names or file == VARIANT_FILE:
            files.append((f"{place}/{variant.language}/{file}", what))
    links = "\n".join(
        f'<li><a href="{escape(link(path, frm=here))}">{escape(path.rpartition("/")[2])}</a>: {what}</li>'
        for path, what in files
    )
    told = [
        ("Source, sha256", record.sha256),
        ("Bytes", f"{record.size}, {record.encoding}"),
        ("Tag", variant.tag),
        ("Detected by", record.detection.detector),
        ("Digital source type", variant.digital_source_type or "none: the source's own words"),
        ("Made", f"{variant.started} to {variant.finished}"),
        ("Software", ", ".join(f"{item.name} {item.version}" for item in variant.software)),
    ]
    routes = "\n".join(_route(route) for route in variant.routes)
    return f"""<footer aria-labelledby="provenance">
<h2 id="provenance">Provenance</h2>
<dl class="lines">{facts(told)}</dl>
{routes}
<h3>Files</h3>
<ul>
{links}
</ul>
</footer>"""


def _route(route: UsedRoute) -> str:
    rows = "\n".join(
        f"<tr><td>{escape(hop.source)} to {escape(hop.target)}</td><td>{escape(hop.identity.engine)},"
        f" {escape(hop.identity.engine_version)}</td><td>{escape(hop.identity.package)}"
        f" {escape(hop.identity.version)}</td><td>{escape(hop.identity.method)}</td>"
        f"<td>{escape(hop.identity.licence)}</td><td><code>{escape(hop.identity.sha256)}</code></td></tr>"
        for hop in route.hops
    )
    measured = "measured" if route.quality_measured else "estimated"
    return f"""<table>
<caption>From {escape(language_name(route.source))}: chrF {route.quality:.1f} on news, {measured}</caption>
<thead><tr><th scope="col">Step</th><th scope="col">Engine</th><th scope="col">Package</th>\
<th scope="col">Method</th><th scope="col">Licence</th><th scope="col">sha256</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>"""
