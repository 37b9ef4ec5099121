"""Writing of a digest's record and pages into its run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.core import codec, limits
from pipeline.core.contract.digest import DigestRecord
from pipeline.core.errors import RecordError
from pipeline.core.files import beneath
from pipeline.core.records import FileDigest
from pipeline.digest.pages import each_page
from pipeline.digest.pages.notes import quote_page
from pipeline.write import run_folder
from pipeline.write.paths import DIGEST_FILE, DIGEST_FOLDER, READER_FOLDER
from pipeline.write.provenance import software


def link_to_reader(folder: Path) -> None:
    """Have the notes of a run's digest, if there is one, lead to the pages that the run has now.

    The caller holds the folder. A digest stays as it is if a document that it quotes has no page, if another
    version made it, if it cannot be read, or if it is too large to be held at once (``limits.AT_ONCE``).
    Raises ``WriteError``.
    """
    path = f"{DIGEST_FOLDER}/{DIGEST_FILE}"
    try:
        if beneath.stat(folder, path).st_size > limits.AT_ONCE:
            return
        record = codec.read_record_below(DigestRecord, folder, path)
        is_own = record.software[:1] == software()[:1]
        if is_own and not record.has_reader and has_pages(folder, record):
            with codec.consistent(folder / path):
                write_pages(folder, replace(record, has_reader=True))
    except (RecordError, OSError):
        return


def has_pages(folder: Path, record: DigestRecord) -> bool:
    """Say whether a run has pages of the site, and with them a page of each document that a digest quotes."""
    quotes = [
        *(hit.quote for found in record.watches for hit in found.hits),
        *(quote for story in record.stories for quote in (*story.title, *story.sentences)),
    ]
    pages = {quote_page(quote, told) for quote in quotes for told in quote.texts} - {""}
    return beneath.is_folder(folder, READER_FOLDER) and all(beneath.is_file(folder, page) for page in pages)


def write_pages(folder: Path, record: DigestRecord) -> DigestRecord:
    """Write a digest, and return its record with its files listed.

    Raises ``RecordError`` where that could not be read back, ``WriteError``.
    """
    # Pages may be large. So one is in memory at a time, though each is made twice.
    listed = {name: _digest_of(name, pieces) for name, pieces in each_page(record)}
    record = replace(record, files=tuple(listed[name] for name in sorted(listed)))
    content = codec.encode_readable(record)

    def files() -> Iterator[tuple[str, bytes]]:
        yield DIGEST_FILE, content
        for name, pieces in each_page(record):
            yield name, "".join(pieces).encode()

    run_folder.write_digest(folder, files())
    return record


def _digest_of(name: str, pieces: Iterable[str]) -> FileDigest:
    whole, size = hashlib.sha256(), 0
    for piece in pieces:
        content = piece.encode()
        whole.update(content)
        size += len(content)
    return FileDigest(path=name, sha256=whole.hexdigest(), size=size)
