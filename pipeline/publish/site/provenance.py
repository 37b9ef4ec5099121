"""The provenance of a variant, at the foot of its page: the source, the route hop by hop, the files."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.contract import DocumentRecord, UsedRoute, VariantRecord
from pipeline.core.contract.variant import UsedHop
from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode
from pipeline.publish.site.paths import link, page_file
from pipeline.write.paths import DOCUMENT_FILE, SUMMARY_FILE, TRANSLATION_FILE, VARIANT_FILE, document_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteView:
    """A route as pages show it."""

    source: LanguageCode
    quality: str
    measured: str
    """Whether the route's quality was measured, in words."""
    hops: tuple[UsedHop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLink:
    """A link to a file of the run, with a description of the file."""

    href: str
    name: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceView:
    """The foot of a document's page."""

    facts: tuple[tuple[str, str], ...]
    routes: tuple[RouteView, ...]
    files: tuple[FileLink, ...]


def provenance(record: DocumentRecord, variant: VariantRecord) -> ProvenanceView:
    """Return the view that the page's foot shows."""
    return ProvenanceView(
        facts=(
            ("Source, sha256", record.sha256),
            ("Bytes", f"{record.size}, {record.encoding}"),
            ("Tag", variant.tag),
            ("Detected by", record.detection.detector),
            ("Digital source type", variant.digital_source_type or "none: the source's own words"),
            *_ways(record),
            ("Made", f"{variant.started} to {variant.finished}"),
            ("Software", ", ".join(f"{item.name} {item.version}" for item in variant.software)),
        ),
        routes=tuple(map(_route, variant.routes)),
        files=_files(record, variant),
    )


def _ways(record: DocumentRecord) -> Iterator[tuple[str, str]]:
    """Yield how the source came, and how its text was found, where there is something to say."""
    if record.fetched is not None:
        yield "Fetched", f"{record.fetched.final_url}, {record.fetched.time}"
    if record.reader:
        yield "Read by", record.reader
    if record.recognised is not None:
        yield "Recognised with", f"{record.recognised.confidence:.0%} confidence"


def _files(record: DocumentRecord, variant: VariantRecord) -> tuple[FileLink, ...]:
    here = page_file(record.id, variant.language)
    place = document_folder(record.id)
    files = [(f"{place}/{record.source_file}", "as received"), (f"{place}/{DOCUMENT_FILE}", "what was read")]
    names = {file.path for file in variant.files}
    kept = variant.kept.file if variant.kept is not None else None
    for file, what in (
        (TRANSLATION_FILE, "translation"),
        *([(kept, "the same in the format of the source")] if kept is not None else []),
        (SUMMARY_FILE, "summary"),
        (VARIANT_FILE, "where every sentence comes from"),
    ):
        if file in names or file == VARIANT_FILE:
            files.append((f"{place}/{variant.language}/{file}", what))
    return tuple(
        FileLink(href=link(path, frm=here), name=path.rpartition("/")[2], what=what) for path, what in files
    )


def _route(route: UsedRoute) -> RouteView:
    return RouteView(
        source=route.source,
        quality=f"{route.quality:.1f}",
        measured="measured" if route.quality_measured else "estimated",
        hops=route.hops,
    )
