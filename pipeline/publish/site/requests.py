"""Answers to requests for a path of a run: a page, made on request, or a file that its records list."""

from __future__ import annotations

import errno
import re
import threading
from pathlib import Path

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError
from pipeline.core.files import beneath
from pipeline.core.html.page import policy
from pipeline.digest.pages import html as digest_page
from pipeline.publish.site.document_page import document_page
from pipeline.publish.site.index_page import index_page
from pipeline.publish.site.page import SITE_STYLE, site_page
from pipeline.publish.site.pages import digest_files, digest_languages, document, page_entries, read_entry
from pipeline.publish.site.paths import index_pages, page_file
from pipeline.write import stored_run
from pipeline.write.checksums import is_plain
from pipeline.write.paths import DIGEST_FOLDER, DOCUMENTS, INDEX_FILE, READER_FOLDER
from pipeline.write.stored_run import StoredRun

_INDEX = re.compile(r"page-([1-9][0-9]{0,5})\.html\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAnswer:
    """The answer for a path."""

    content: bytes = b""
    policy: str = ""
    """The page's Content-Security-Policy; empty for what is shown as plain text."""
    elsewhere: str = ""
    """The path to redirect to."""


class RunReader:
    """A reader of a run's folder, which answers requests by path."""

    def __init__(self, run: Path) -> None:
        """Answer for the run in ``run``. Raises ``RecordError`` where that holds none."""
        self._run = run
        self._held = stored_run.read_stored(run)
        self._turn = threading.Lock()
        """Held while a page is made. That of a large document takes 200 MiB, and browsers ask for six at
        once."""

    def answer(self, path: str) -> PageAnswer | None:
        """Return what stands at a path in the run's folder; None where nothing does.

        Raises ``RecordError`` where something is there and cannot be read.
        """
        if path == "":
            path = INDEX_FILE
        folder, _, rest = path.partition("/")
        is_folder = folder == DOCUMENTS and path.endswith("/")
        if path != INDEX_FILE and not is_plain(path.removesuffix("/") if is_folder else path):
            return None
        if path == INDEX_FILE or folder == READER_FOLDER:
            with self._turn:
                made = self._page(rest)
            return None if made is None else PageAnswer(content=made, policy=policy(SITE_STYLE))
        if is_folder:
            with self._turn:
                return self._first_page(rest.removesuffix("/"))
        if folder == DIGEST_FOLDER:
            return self._file(path) if path in digest_files(self._run) else None
        return self._file(path) if self._is_listed(path) else None

    def _stored(self) -> StoredRun:
        """Read the run's record, again whenever another has taken its place: a run may be at work on it."""
        self._held = stored_run.again(self._run, self._held)
        return self._held

    def _is_listed(self, path: str) -> bool:
        folder, _, rest = path.partition("/")
        name, _, inside = rest.partition("/")
        entry = self._stored().written.get(name) if folder == DOCUMENTS else None
        return entry is not None and any(file.path == inside for file in entry.files)

    def _page(self, name: str) -> bytes | None:
        run = self._stored()
        if not name:
            return self._index(run, 1)
        if number := _INDEX.match(name):
            return self._index(run, int(number[1]))
        place, _, language = name.removesuffix(".html").rpartition(".")
        if place not in run.written:
            return None
        try:
            return document_page(run.record.run_id, document(self._run, place), language)
        except KeyError:
            return None

    def _first_page(self, name: str) -> PageAnswer | None:
        """Redirect from a document's folder, which digests link to, to its page in the first language."""
        run = self._stored()
        entry = run.written.get(name)
        if entry is None:
            return None
        languages = read_entry(self._run, run, entry)[0].languages
        return PageAnswer(elsewhere=f"/{page_file(name, languages[0])}") if languages else None

    def _index(self, run: StoredRun, number: int) -> bytes | None:
        if not 1 <= number <= index_pages(len(run.documents)):
            return None
        rows = [read_entry(self._run, run, entry)[0] for entry in page_entries(run, number)]
        return index_page(run, rows, number, digests=digest_languages(self._run))

    def _file(self, path: str) -> PageAnswer | None:
        is_page = path.startswith(f"{DIGEST_FOLDER}/") and path.endswith(".html")
        try:
            content = beneath.read_below(self._run, path)
            return PageAnswer(content=content, policy=policy(digest_page.DIGEST_STYLE) if is_page else "")
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
                return None
            raise RecordError(f"{self._run / path}: cannot be read: {error.strerror}") from error


def plain_answer(words: str) -> PageAnswer:
    """Return a page of a few words."""
    whole = site_page("notice", title="depeche", words=words)
    return PageAnswer(content=whole, policy=policy(SITE_STYLE))
