"""``SHA256SUMS``: the digests of all files of a run in one list, ``run.json`` among them.

Written last, when a run has ended. ``sha256sum --check SHA256SUMS`` reads it, and a signature is over it: who
has it, or knows its digest, can tell whether any byte of the run has changed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from heapq import merge

from pipeline.core.contract import RunRecord
from pipeline.core.records import FileDigest

SUMS_FILE = "SHA256SUMS"
RUN_FILE = "run.json"
DOCUMENTS = "documents"

INDEX_FILE = "index.html"
PARTS = ("digest", "reader")
"""Folders that a run may have beside its documents, made of these when the run had ended; and a file."""
_IN_PARTS = tuple(f"{name}/" for name in PARTS)

_LINE = re.compile(r"([0-9a-f]{64})  ([a-z0-9][a-z0-9./-]*)\Z")
_PLAIN = re.compile(r"[a-z0-9][a-z0-9.-]{0,254}(?:/[a-z0-9][a-z0-9.-]{0,254}){0,7}\Z")


def is_plain(path: str) -> bool:
    """Say whether a path is one that runs write: it leads nowhere else, and hides nothing."""
    return bool(_PLAIN.match(path))


def listed_files(record: RunRecord) -> dict[str, FileDigest]:
    """Return the digests of all files that a run's record names, by their paths in the run's folder."""
    return {
        f"{DOCUMENTS}/{entry.id}/{file.path}": file
        for entry in record.documents
        if entry.id is not None
        for file in entry.files
    }


def checksum_line(path: str, sha256: str) -> str:
    """Return a file's line."""
    return f"{sha256}  {path}\n"


def parts(content: bytes) -> dict[str, str]:
    """Return what a list, which may be anybody's, says of files made of the documents.

    Their digests by path.
    """
    found = (_LINE.match(entry.decode("ascii", "replace").rstrip("\n")) for entry in io.BytesIO(content))
    return {match[2]: match[1] for match in found if match and is_part(match[2])}


def is_part(path: str) -> bool:
    """Say whether a file is one that is made of the documents, such as the digest's."""
    return path == INDEX_FILE or path.startswith(_IN_PARTS)


def sums(record: RunRecord, run_sha256: str, others: Mapping[str, str]) -> Iterator[bytes]:
    """Yield the lines of the list for a run, sorted by path.

    ``run_sha256`` is the digest of its ``run.json``; ``others`` has those of the files made of the documents,
    by path.
    """
    entries = {entry.id: entry for entry in record.documents if entry.id is not None and entry.files}
    lines = (
        (f"{DOCUMENTS}/{name}/{file.path}", file.sha256)
        for name in sorted(entries, key=lambda name: f"{name}/")
        for file in sorted(entries[name].files, key=lambda file: file.path)
    )
    rest = sorted([*others.items(), (RUN_FILE, run_sha256)])
    for path, sha256 in merge(lines, rest):
        yield checksum_line(path, sha256).encode()
