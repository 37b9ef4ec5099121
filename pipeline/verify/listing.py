"""Compares the files in a run's folder with those that are listed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container, Iterator, Mapping
from heapq import merge
from pathlib import Path

from pipeline.core import limits
from pipeline.core.contract import DocumentEntry
from pipeline.core.dataclass import dataclass
from pipeline.core.files import beneath, tree
from pipeline.core.records import FileDigest
from pipeline.write.checksums import checksum_line, in_order, is_plain, part
from pipeline.write.paths import (
    DOCUMENTS,
    LOCK_FILE,
    MAIL_FOLDER,
    MAIL_SUFFIX,
    RUN_FILE,
    SIGNATURE_FILE,
    SUMS_FILE,
)

_LONGEST_LINE = 2**12
"""Most bytes of a line of a list. The longest line that a run writes has half as many."""
_SHORTEST_LINE = 68
"""Fewest bytes of a line: a digest, two blanks, a path and the line's end."""
_MOST_SHORT_LINES = 1000
"""Number of shorter lines that a list may have to be read on: endless ones would take minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundList:
    """The list of digests in a run's folder."""

    sha256: str
    parts: Mapping[str, str]
    """The sha256 of files made from the documents, by path. Only this list names them."""
    names_run: bool
    """Whether the list has ``run.json`` with its digest."""


def read_list(folder: Path, run_sha256: str) -> FoundList | str:
    """Return the list of digests, or what is wrong with it. ``run_sha256`` is the digest of ``run.json``."""
    path = folder / SUMS_FILE
    own = checksum_line(RUN_FILE, run_sha256).encode()
    whole, parts, names_run = hashlib.sha256(), dict[str, str](), False
    of_parts = short = 0
    try:
        with beneath.open_below(folder, SUMS_FILE) as file:
            if os.fstat(file.fileno()).st_size > limits.SUMS:
                return _too_large(path, limits.SUMS)
            while entry := file.readline(_LONGEST_LINE):
                whole.update(entry)
                names_run |= entry == own
                if found := part(entry):
                    parts[found[0]] = found[1]
                    of_parts += len(entry)
                short += len(entry) < _SHORTEST_LINE
                if of_parts > limits.SUMS_OF_PARTS:
                    return _too_large(path, limits.SUMS_OF_PARTS)
                if short > _MOST_SHORT_LINES:
                    break  # the rest changes nothing: this is no list of any run
    except FileNotFoundError:
        return f"{path}: is missing"
    except OSError as error:
        return f"{path}: cannot be read: {error.strerror}"
    return FoundList(sha256=whole.hexdigest(), parts=parts, names_run=names_run)


def _too_large(path: Path, limit: int) -> str:
    return f"{path}: cannot be read: is larger than {limits.size_words(limit)}"


def differing(folder: Path, found: FoundList) -> str:
    """Say whether the list or ``run.json`` has changed."""
    if found.names_run:
        return f"{folder / SUMS_FILE}: is not the list of the files that {RUN_FILE} names"
    return f"{folder / RUN_FILE}: is not the one that {SUMS_FILE} lists"


def listing_differences(
    folder: Path, written: Mapping[str, DocumentEntry], others: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the paths that differ, sorted, each with the difference: changed, missing or not listed.

    ``written`` has the entries of the documents by id. ``others`` has the sha256 of files that only the list
    of digests names. The files of one document at a time are in memory.
    """
    yield from merge(
        sorted(_beside(folder, others)),
        sorted(_in_documents(folder, written)),
        _of_documents(folder, written),
        key=lambda item: item[0],
    )


def _beside(folder: Path, others: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Check all files and folders beside the documents."""
    places = {parent for path in others for parent in _parents(path)}
    present = set()
    try:
        for item in tree.walk(folder, into={*places, MAIL_FOLDER}.__contains__):
            if item.kind == "file" and item.path in others:
                present.add(item.path)
                if tree.digest_below(folder, item.path).sha256 != others[item.path]:
                    yield item.path, f"differs from its digest in {SUMS_FILE}"
            elif item.kind in ("link", "special"):
                present.add(item.path)
                yield item.path, _NO_FILE
            elif not _belongs(item, places):
                yield item.path, _NOT_LISTED
    except OSError as error:
        yield _below(folder, error.filename), f"cannot be read: {error.strerror}"
    for path in others.keys() - present:
        yield path, _missing(path)


def _in_documents(folder: Path, written: Container[str]) -> Iterator[tuple[str, str]]:
    """Find entries of the documents' folder that are no document's."""
    try:
        if not beneath.is_folder(folder, DOCUMENTS):
            return  # another kind of file there has been reported already
        for item in tree.tree_entries(folder, DOCUMENTS):
            if item.kind in ("link", "special"):
                yield f"{DOCUMENTS}/{item.path}", _NO_FILE
            elif item.kind == "file" or item.path not in written:
                yield f"{DOCUMENTS}/{item.path}", _NOT_LISTED
    except OSError as error:
        yield _below(folder, error.filename), f"cannot be read: {error.strerror}"


def _of_documents(folder: Path, written: Mapping[str, DocumentEntry]) -> Iterator[tuple[str, str]]:
    for name in in_order(written):
        files = {file.path: file for file in written[name].files}
        place = f"{DOCUMENTS}/{name}"
        if is_plain(name) and "/" not in name:
            found = sorted(_of_document(folder, place, files))
        else:
            found = [(path, _NO_NAME) for path in sorted(files)]
        for path, what in found:
            yield f"{place}/{path}", what


def _of_document(folder: Path, place: str, files: Mapping[str, FileDigest]) -> Iterator[tuple[str, str]]:
    """Check the files of a document. Paths are from its folder."""
    places = {parent for path in files for parent in _parents(path)}
    present = set()
    try:
        found = tree.walk(folder, place, into=places.__contains__)
        for item in found if beneath.is_folder(folder, place) else ():
            if item.kind in ("link", "special"):
                present.add(item.path)
                yield item.path, _NO_FILE
            elif item.kind == "file" and item.path in files:
                present.add(item.path)
                if not _is_as_listed(folder, place, item, files[item.path]):
                    yield item.path, f"differs from its digest in {RUN_FILE}"
            elif item.kind == "file" or item.path not in places:
                yield item.path, _NOT_LISTED
    except OSError as error:
        path = _below(folder, error.filename)
        yield path.removeprefix(f"{place}/"), f"cannot be read: {error.strerror}"
    for path in files.keys() - present:
        yield path, _missing(f"{place}/{path}")


_NO_FILE = "is a link, or no file at all: no run writes such"
_NOT_LISTED = f"is not in {RUN_FILE}"
_NO_NAME = "is no name that a run writes"


def _missing(path: str) -> str:
    return "is missing" if is_plain(path) else _NO_NAME


def _below(folder: Path, name: object) -> str:
    """Return the path below ``folder`` that an error names."""
    place = Path(os.fsdecode(name)) if isinstance(name, str | bytes) else folder
    return place.relative_to(folder).as_posix() if place.is_relative_to(folder) else str(place)


def _is_as_listed(folder: Path, place: str, item: tree.TreeEntry, file: FileDigest) -> bool:
    """Compare a file with its listed digest and size."""
    return item.size == file.size and tree.digest_below(folder, f"{place}/{item.path}").sha256 == file.sha256


def _belongs(item: tree.TreeEntry, places: set[str]) -> bool:
    """Say whether a run writes an entry without listing it: folders, lock, list, signature and mails."""
    if item.kind == "folder":
        return item.path in places or item.path in (DOCUMENTS, MAIL_FOLDER)
    if item.path.startswith(f"{MAIL_FOLDER}/") and item.path.endswith(MAIL_SUFFIX):
        return True
    return item.path in (RUN_FILE, SUMS_FILE, SIGNATURE_FILE) or (item.path == LOCK_FILE and item.size == 0)


def _parents(path: str) -> Iterator[str]:
    """Yield the folders that a path leads through; none for a path that no run writes."""
    while "/" in path and is_plain(path):
        path = path.rpartition("/")[0]
        yield path
