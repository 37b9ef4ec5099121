"""What stands in a run's folder, as far as the documents tell themselves."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pipeline import codec, inventory
from pipeline.checks import count
from pipeline.contract import DocumentEntry, DocumentRecord, VariantRecord
from pipeline.errors import RecordError
from pipeline.folder import DOCUMENT_FILE, VARIANT_FILE
from pipeline.records import CheckCount, EngineIdentity, FileDigest
from pipeline.sums import DOCUMENTS, is_plain


def documents(run: Path) -> dict[str, DocumentEntry]:
    """Return entries of the documents that stand in a run's folder, by id, as far as their folders tell."""
    found = {}
    for folder in _folders(run):
        with suppress(RecordError, OSError):
            record = codec.read(DocumentRecord, folder / DOCUMENT_FILE)
            if record.id == folder.name:
                variants = variants_on_disk(folder)
                found[folder.name] = DocumentEntry(
                    origin=record.origin,
                    outcome="skipped",
                    id=folder.name,
                    languages=tuple(sorted(variant.language for variant in variants)),
                    segments=len(record.segments),
                    translated=0,
                    untranslated=0,
                    message="",
                    files=files_on_disk(folder),
                    checks=checks_in(variants),
                )
    return found


def engines(run: Path) -> set[EngineIdentity]:
    """Return all engines and packages that the variants in a run's folder name."""
    found: set[EngineIdentity] = set()
    for folder in _folders(run):
        for variant in variants_on_disk(folder):
            tried = [segment.retry.by for segment in variant.segments if segment.retry]
            found.update(hop.identity for route in (*variant.routes, *tried) for hop in route.hops)
    return found


def files_on_disk(folder: Path) -> tuple[FileDigest, ...]:
    """Return the digests of all files below a folder that can be a run's, sorted by path."""
    found = inventory.walk(folder)
    paths = sorted(item.path for item in found if item.kind == "file" and is_plain(item.path))
    return tuple(inventory.digest(folder, path) for path in paths)


def checks_on_disk(folder: Path) -> tuple[CheckCount, ...]:
    """Count the verdicts that a document's variants hold; one that cannot be read has none."""
    return checks_in(variants_on_disk(folder))


def checks_in(variants: Iterable[VariantRecord]) -> tuple[CheckCount, ...]:
    """Count the verdicts in the variants of a document."""
    return count(segment.checks for variant in variants for segment in variant.segments)


def variants_on_disk(folder: Path) -> list[VariantRecord]:
    """Return the variants of a document, sorted; those that cannot be read are left out."""
    records = []
    for path in sorted(folder.glob(f"*/{VARIANT_FILE}")):
        with suppress(RecordError):
            records.append(codec.read(VariantRecord, path))
    return records


def _folders(run: Path) -> list[Path]:
    """Return the folders of documents, but for links to such."""
    return [
        path for path in sorted((run / DOCUMENTS).glob("[!.]*")) if path.is_dir() and not path.is_symlink()
    ]
