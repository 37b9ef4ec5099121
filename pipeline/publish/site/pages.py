"""All pages of a run, one after another; only the part of a document that is needed is in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import languages
from pipeline.core import codec, limits
from pipeline.core.contract import DocumentEntry
from pipeline.core.contract.digest import DigestRecord
from pipeline.core.errors import RecordError
from pipeline.core.records import LanguageCode
from pipeline.publish.site.document_page import document_page
from pipeline.publish.site.held_pages import HeldPage, hold
from pipeline.publish.site.index_page import Row, index_page, row
from pipeline.publish.site.paths import PAGE_ROWS, index_file, index_pages, page_file, shown_languages
from pipeline.write.checksums import is_plain
from pipeline.write.paths import DIGEST_FILE, DIGEST_FOLDER, DOCUMENTS
from pipeline.write.read_run import ReadDocument, read_written_document
from pipeline.write.stored_run import StoredRun


def site_pages(
    run: Path, stored: StoredRun, *, note: Callable[[str], None], is_held: bool = False
) -> Iterator[tuple[str, bytes]]:
    """Yield all pages with their paths in the run's folder: documents' pages first, the main index last.

    A document that cannot be read has no page; the index, and ``note``, say why. ``is_held`` is for
    ``read_written_document``.
    """
    digests = digest_languages(run)
    made: set[str] = set()
    for number in range(index_pages(len(stored.documents)), 0, -1):
        rows: list[Row] = []
        for entry in page_entries(stored, number):
            listed, found = read_entry(run, stored, entry, is_held=is_held)
            if found is not None and entry.id not in made:
                made.add(found.record.id)
                try:
                    yield from _of(stored, found)
                except RecordError as error:
                    listed = row(entry, None, stored.record, problem=error.message)
                except Exception as error:  # noqa: BLE001 - a forged record can contradict itself in any way
                    listed = row(entry, None, stored.record, problem=_contradicts(found.path, error))
            if listed.problem:
                note(listed.problem)
            rows.append(listed)
        yield index_file(number), index_page(stored, rows, number, digests=digests)


def page_entries(stored: StoredRun, number: int) -> Sequence[DocumentEntry]:
    """Return the entries that a page of the index lists."""
    return stored.documents[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]


def read_entry(
    run: Path, stored: StoredRun, entry: DocumentEntry, *, is_held: bool = False
) -> tuple[Row, ReadDocument | None]:
    """Return how an input is listed, and its document; None where the document cannot be read."""
    if entry.id is None or not entry.files:
        return row(entry, None, stored.record), None
    try:
        found = document(run, entry.id, is_held=is_held)
        return row(entry, found, stored.record), found
    except RecordError as error:
        problem = error.message
    except Exception as error:  # noqa: BLE001 - as above
        problem = _contradicts(run / DOCUMENTS / entry.id, error)
    return row(entry, None, stored.record, problem=problem), None


def _of(stored: StoredRun, found: ReadDocument) -> Iterator[tuple[str, bytes]]:
    """Yield a document's pages, one for each language; all or none.

    So all are made before the first is given. They are held meanwhile, large ones compressed; those for which
    there is no room are made again.
    """
    held: dict[LanguageCode, HeldPage] = {}
    room = limits.PAGES_HELD
    shown = shown_languages(found)
    for language in shown:
        page = hold(document_page(stored.record.run_id, found, language), room)
        if page is not None:
            room -= page.size
            held[language] = page
    for language in shown:
        kept = held.pop(language, None)
        content = kept.content() if kept else document_page(stored.record.run_id, found, language)
        yield page_file(found.record.id, language), content
        del content  # it may be large, and so may the next


def _contradicts(folder: Path, error: Exception) -> str:
    return f"{folder}: its records contradict themselves: {type(error).__name__}"


def document(run: Path, name: str, *, is_held: bool = False) -> ReadDocument:
    """Read a document of a run, which may be anybody's. Raises ``RecordError``."""
    if not is_plain(name) or "/" in name:
        raise RecordError(f"{run}: {name!r} is no document's id")
    place = f"{DOCUMENTS}/{name}"
    found = read_written_document(run, place, is_held=is_held, is_checked=False, with_texts=False)
    if found.record.id != name:
        raise RecordError(f"{found.path}: holds document {found.record.id!r}")
    return found


def digest_languages(run: Path) -> tuple[LanguageCode, ...]:
    """Return the languages of a run's digest; none where it has none that can be read.

    A forged one may name a million, or one a million times.
    """
    found = _digest(run)
    known = frozenset(languages.codes())
    return tuple(code for code in dict.fromkeys(found.languages) if code in known) if found else ()


def digest_files(run: Path) -> frozenset[str]:
    """Return the paths of the files of a run's digest: its record, and the files it lists if readable."""
    found = _digest(run)
    names = [DIGEST_FILE, *(file.path for file in found.files)] if found else [DIGEST_FILE]
    return frozenset(f"{DIGEST_FOLDER}/{name}" for name in names)


def _digest(run: Path) -> DigestRecord | None:
    try:
        return codec.read_record_below(DigestRecord, run, f"{DIGEST_FOLDER}/{DIGEST_FILE}")
    except RecordError:
        return None
