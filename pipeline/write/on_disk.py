"""Reads what a run's folder holds from the documents' own folders, without ``run.json``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pipeline.check.checker import add_counts, count_verdicts
from pipeline.core import codec
from pipeline.core.contract import DocumentEntry, DocumentRecord, VariantRecord
from pipeline.core.errors import RecordError
from pipeline.core.files import tree
from pipeline.core.records import CheckCount, EngineIdentity, FileDigest, LanguageCode
from pipeline.write.checksums import is_plain
from pipeline.write.paths import DOCUMENT_FILE, DOCUMENTS, VARIANT_FILE


def documents(run: Path) -> dict[str, DocumentEntry]:
    """Return the entries of the documents in a run's folder, by id, from their own folders."""
    found = {}
    for name in folders(run):
        place = f"{DOCUMENTS}/{name}"
        with suppress(RecordError, OSError):
            record = codec.read_record_below(DocumentRecord, run, f"{place}/{DOCUMENT_FILE}")
            if record.id == name:
                languages, checks = _languages_and_checks(run, place)
                found[name] = DocumentEntry(
                    origin=record.origin,
                    outcome="skipped",
                    id=name,
                    languages=languages,
                    segments=len(record.segments),
                    translated=0,
                    untranslated=0,
                    message="",
                    files=files_on_disk(run, place),
                    checks=checks,
                )
    return found


def _languages_and_checks(run: Path, place: str) -> tuple[tuple[LanguageCode, ...], tuple[CheckCount, ...]]:
    languages, counts = [], []
    for variant in variants_on_disk(run, place):
        languages.append(variant.language)
        counts.append(checks_in([variant]))
    return tuple(sorted(languages)), add_counts(counts)


def engines(run: Path) -> set[EngineIdentity]:
    """Return all engines and packages that the variants in a run's folder name."""
    found: set[EngineIdentity] = set()
    for name in folders(run):
        for variant in variants_on_disk(run, f"{DOCUMENTS}/{name}"):
            tried = [segment.retry.by for segment in variant.segments if segment.retry]
            found.update(hop.identity for route in (*variant.routes, *tried) for hop in route.hops)
    return found


def files_on_disk(run: Path, place: str = "") -> tuple[FileDigest, ...]:
    """Return the digests of all files below ``place`` in a run that a run can have written.

    They are sorted by their paths from ``place``. Raises ``OSError``.
    """
    found = tree.walk(run, place, into=is_plain)
    paths = sorted(item.path for item in found if item.kind == "file" and is_plain(item.path))
    above = f"{place}/" if place else ""
    return tuple(replace(tree.digest_below(run, f"{above}{path}"), path=path) for path in paths)


def checks_on_disk(run: Path, place: str) -> tuple[CheckCount, ...]:
    """Count the verdicts in a document's variants. A variant that cannot be read counts as none."""
    return checks_in(variants_on_disk(run, place))


def checks_in(variants: Iterable[VariantRecord]) -> tuple[CheckCount, ...]:
    """Count the verdicts in the variants of a document."""
    return count_verdicts(segment.checks for variant in variants for segment in variant.segments)


def variants_on_disk(run: Path, place: str) -> Iterator[VariantRecord]:
    """Yield the variants in a document's folder, sorted, each read when it is needed: it may be large.

    Those that cannot be read are left out.
    """
    try:
        found = tree.tree_entries(run, place)
    except OSError:
        return
    for item in found:
        if item.kind == "folder":
            with suppress(RecordError):
                path = f"{place}/{item.path}/{VARIANT_FILE}"
                yield codec.read_record_below(VariantRecord, run, path)


def folders(run: Path) -> list[str]:
    """Return the names of the documents' folders, sorted, without links; none if they cannot be read."""
    try:
        found = tree.tree_entries(run, DOCUMENTS)
    except OSError:
        return []
    return [item.path for item in found if item.kind == "folder" and not item.path.startswith(".")]
