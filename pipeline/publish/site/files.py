"""The pages as files in the run's folder: writing them, and comparing them with what the folder holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import UsageError
from pipeline.core.files import beneath, tree
from pipeline.core.html.page import generator
from pipeline.digest.pages.files import link_to_reader
from pipeline.publish.site.pages import site_pages
from pipeline.publish.site.paths import index_pages
from pipeline.write import run_folder, stored_run
from pipeline.write.checksums import is_plain
from pipeline.write.paths import INDEX_FILE, READER_FOLDER
from pipeline.write.stored_run import StoredRun

_GENERATOR = re.compile(rb'name="generator" content="(depeche [0-9a-z.+-]{1,40})"')
_AGAIN = "make the pages again: depeche site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The result of writing the pages."""

    pages: int
    documents: int
    """Number of pages that show documents; the others are the index."""
    failed: int
    """Number of documents that could not be shown."""


def make_site(run: Path, *, note: Callable[[str], None] = lambda _: None) -> Made:
    """Write the pages of the run in ``run``, in place of older ones.

    ``note`` is told of documents that cannot be read. Raises ``RecordError`` where the folder holds no run,
    ``UsageError`` where it is signed, ``BusyError`` where a run holds it, ``WriteError``.
    """
    before = stored_run.read_stored(run)  # first, so that a mistyped folder gets no lock
    count = failed = 0

    def noted(problem: str) -> None:
        nonlocal failed
        failed += 1
        note(problem)

    def counted() -> Iterator[tuple[str, bytes]]:
        nonlocal count
        for path, content in site_pages(run, record, note=noted, is_held=True):
            count += 1
            yield path, content
            del content  # it may be large, and so may the next

    with run_folder.hold_run(run):
        record = stored_run.again(run, before)
        if record.record.signed_by is not None:
            raise UsageError(
                f"{run}: is signed, and new files would undo the signature; depeche read shows it as it is, "
                "or run again without --sign, and sign last"
            )
        run_folder.write_reader(run, counted())
        link_to_reader(run)
    return Made(pages=count, documents=count - index_pages(len(record.documents)), failed=failed)


def check_site(run: Path, record: StoredRun) -> Iterator[str]:
    """Yield one line for each page that is not what the run's folder says; none where it has no pages.

    Pages that another version made are not compared: they may look otherwise.
    """
    present = {INDEX_FILE} if beneath.is_file(run, INDEX_FILE) else set()
    if beneath.is_folder(run, READER_FOLDER):
        walked = tree.walk(run, READER_FOLDER, into=is_plain)
        present |= {f"{READER_FOLDER}/{item.path}" for item in walked if item.kind == "file"}
    if not present or not _is_of_this_version(run):
        return
    made = set()
    for path, content in site_pages(run, record, note=lambda _: None):
        made.add(path)
        if path not in present:
            yield f"{run / path}: is missing; {_AGAIN} {run}"
        elif tree.digest_below(run, path).sha256 != hashlib.sha256(content).hexdigest():
            yield f"{run / path}: is not made of what the run holds; {_AGAIN} {run}"
        del content  # it may be large, and so may the next
    for path in sorted(present - made):
        yield f"{run / path}: is a page of nothing; {_AGAIN} {run}"


def _is_of_this_version(run: Path) -> bool:
    """Say whether pages are compared: they also are if the index names no version or is missing."""
    try:
        found = beneath.read_below(run, INDEX_FILE)
    except OSError:
        return True
    named = _GENERATOR.search(found)
    return named is None or named[1] == generator().encode()
