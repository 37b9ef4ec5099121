"""``SHA256SUMS``: the digests of all files of a run in one list, ``run.json`` among them.

Written last, when a run has ended. ``sha256sum --check SHA256SUMS`` reads it, and a signature is over it: who
has it, or knows its digest, can tell whether any byte of the run has changed.
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
    """Say whether a path is one that runs write: it leads nowhere else, and hides nothing."""
    return bool(_PLAIN.match(path))


def written_entries(documents: Iterable[DocumentEntry]) -> dict[str, DocumentEntry]:
    """Return the entries of documents that have files, by id; of several entries the last."""
    return {entry.id: entry for entry in documents if entry.id is not None and entry.files}


def checksum_line(path: str, sha256: str) -> str:
    """Return a file's line."""
    return f"{sha256}  {path}\n"


def part(entry: bytes) -> tuple[str, str] | None:
    """Return the path and the digest that a line of a list, which may be anybody's, tells.

    None where it is no line of a file that is made of the documents.
    """
    match = _LINE.match(entry.decode("ascii", "replace").rstrip("\n"))
    return (match[2], match[1]) if match and is_part(match[2]) else None


def is_part(path: str) -> bool:
    """Say whether a file is one that is made of the documents, such as the digest's."""
    return path == INDEX_FILE or path.startswith(_IN_PARTS)


def in_order(entries: Iterable[str]) -> list[str]:
    """Return the ids of documents as their files' paths are sorted."""
    return sorted(entries, key=lambda name: f"{name}/")


def sums(entries: Mapping[str, DocumentEntry], run_sha256: str, others: Mapping[str, str]) -> Iterator[bytes]:
    """Yield the lines of the list for a run, sorted by path.

    ``entries`` are those of written documents, by id, ``run_sha256`` is the digest of ``run.json``;
    ``others`` has those of the files made of the documents, by path.
    """
    lines = (
        (f"{DOCUMENTS}/{name}/{file.path}", file.sha256)
        for name in in_order(entries)
        for file in sorted(entries[name].files, key=lambda file: file.path)
    )
    rest = sorted([*others.items(), (RUN_FILE, run_sha256)])
    for path, sha256 in merge(lines, rest):
        yield checksum_line(path, sha256).encode()
