"""``SHA256SUMS``: the digests of all files of a run in one list, ``run.json`` among them.

The list is written last, when a run has ended. ``sha256sum --check SHA256SUMS`` reads it, and a signature is
over it. Whoever has the list, or knows its digest, can tell whether any byte of the run has changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from heapq import merge

from pipeline.core.contract import DocumentEntry
from pipeline.write.paths import DOCUMENTS, INDEX_FILE, PARTS, RUN_FILE

_IN_PARTS = tuple(f"{name}/" for name in PARTS)

_LINE = re.compile(r"([0-9a-f]{64})  ([a-z0-9][a-z0-9./-]*)\Z")
_PLAIN = re.compile(r"[a-z0-9][a-z0-9.-]{0,254}(?:/[a-z0-9][a-z0-9.-]{0,254}){0,7}\Z")


def is_plain(path: str) -> bool:
    """Say whether a run can write a path. Such a path stays in the folder, and hides nothing."""
    return bool(_PLAIN.match(path))


def written_entries(documents: Iterable[DocumentEntry]) -> dict[str, DocumentEntry]:
    """Return the entries of documents that have files, by id. If an id has several, the last is taken."""
    return {entry.id: entry for entry in documents if entry.id is not None and entry.files}


def checksum_line(path: str, sha256: str) -> str:
    """Return the line of a file in the list."""
    return f"{sha256}  {path}\n"


def part(entry: bytes) -> tuple[str, str] | None:
    """Return the path and the digest in a line of a list, which may come from anybody.

    Returns None if it is no line of a file that is made from the documents.
    """
    match = _LINE.match(entry.decode("ascii", "replace").rstrip("\n"))
    return (match[2], match[1]) if match and is_part(match[2]) else None


def is_part(path: str) -> bool:
    """Say whether a file is made from the documents, as the digest's are."""
    return path == INDEX_FILE or path.startswith(_IN_PARTS)


def in_order(entries: Iterable[str]) -> list[str]:
    """Return the ids of documents in the order of their files' paths."""
    return sorted(entries, key=lambda name: f"{name}/")


def sums(entries: Mapping[str, DocumentEntry], run_sha256: str, others: Mapping[str, str]) -> Iterator[bytes]:
    """Yield the lines of the list for a run, sorted by path.

    ``entries`` are those of written documents, by id. ``run_sha256`` is the digest of ``run.json``.
    ``others`` has the digests of the files made from the documents, by path.
    """
    lines = (
        (f"{DOCUMENTS}/{name}/{file.path}", file.sha256)
        for name in in_order(entries)
        for file in sorted(entries[name].files, key=lambda file: file.path)
    )
    rest = sorted([*others.items(), (RUN_FILE, run_sha256)])
    for path, sha256 in merge(lines, rest):
        yield checksum_line(path, sha256).encode()
