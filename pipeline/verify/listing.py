"""What lies in a run's folder, compared with what is listed of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.core import limits
from pipeline.core.contract import RunRecord
from pipeline.core.files import beneath, tree
from pipeline.core.records import FileDigest
from pipeline.write.checksums import DOCUMENTS, RUN_FILE, SUMS_FILE, is_plain, listed_files
from pipeline.write.signing.envelope import SIGNATURE_FILE


def read_list(folder: Path) -> bytes | str:
    """Return the list of digests, or what is wrong with it."""
    path = folder / SUMS_FILE
    try:
        return beneath.read_below(folder, SUMS_FILE, limit=limits.SUMS)
    except FileNotFoundError:
        return f"{path}: is missing"
    except OSError as error:
        return f"{path}: cannot be read: {error.strerror}"


def unlike(folder: Path, found: bytes, expected: bytes) -> str:
    """Say whether it is the list or ``run.json`` that is not as it should be."""
    own = next(entry for entry in expected.splitlines() if entry.endswith(f"  {RUN_FILE}".encode()))
    if found.startswith(own + b"\n") or b"\n%b\n" % own in found:
        return f"{folder / SUMS_FILE}: is not the list of the files that {RUN_FILE} names"
    return f"{folder / RUN_FILE}: is not the one that {SUMS_FILE} lists"


def listing_differences(
    folder: Path, record: RunRecord, others: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the paths of what is off, and how: changed, listed and not there, or there and not listed.

    ``others`` has the sha256 of files that the list of digests alone names.
    """
    files = listed_files(record)
    places = {DOCUMENTS, *(parent for path in (*files, *others) for parent in _parents(path))}
    present = set()
    try:
        for item in tree.walk(folder, into=places.__contains__):
            if item.kind in ("link", "special"):
                present.add(item.path)
                yield item.path, "is a link, or no file at all: no run writes such"
            elif item.kind == "file" and (item.path in files or item.path in others):
                present.add(item.path)
                by = RUN_FILE if item.path in files else SUMS_FILE
                if not _is_as_listed(folder, item, files.get(item.path), others.get(item.path)):
                    yield item.path, f"differs from its digest in {by}"
            elif not _belongs(item, places):
                yield item.path, f"is not in {RUN_FILE}"
    except OSError as error:
        yield _below(folder, error.filename), f"cannot be read: {error.strerror}"
    for path in (files.keys() | others.keys()) - present:
        yield path, "is missing" if is_plain(path) else "is no name that a run writes"


def _below(folder: Path, name: object) -> str:
    """Return the path below ``folder`` of what an error is about."""
    place = Path(os.fsdecode(name)) if isinstance(name, str | bytes) else folder
    return place.relative_to(folder).as_posix() if place.is_relative_to(folder) else str(place)


def _is_as_listed(folder: Path, item: tree.TreeEntry, file: FileDigest | None, sha256: str | None) -> bool:
    """Compare a file with what is listed of it: its digest and size, or its sha256 alone."""
    if file is not None and item.size != file.size:
        return False
    return tree.digest_below(folder, item.path).sha256 == (sha256 if file is None else file.sha256)


def _belongs(item: tree.TreeEntry, places: set[str]) -> bool:
    """Say whether a run writes what it does not list: its folders, its lock, the list and the signature."""
    if item.kind == "folder":
        return item.path in places
    return item.path in (RUN_FILE, SUMS_FILE, SIGNATURE_FILE) or (item.path == ".lock" and item.size == 0)


def _parents(path: str) -> Iterator[str]:
    """Yield the folders that a path leads through; none for one that no run writes."""
    while "/" in path and is_plain(path):
        path = path.rpartition("/")[0]
        yield path
