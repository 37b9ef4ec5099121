"""Paths of the pages in a run's folder, and links between them and to the run's files."""

from __future__ import annotations

from pipeline.core.records import LanguageCode
from pipeline.write.checksums import is_plain
from pipeline.write.paths import INDEX_FILE, READER_FOLDER
from pipeline.write.read_run import ReadDocument

PAGE_ROWS = 200
"""Number of documents on a page of the index, few enough to be read at once and made quickly."""


def page_file(document: str, language: LanguageCode) -> str:
    """Return the path, in the run's folder, of a document's page in a language."""
    return f"{READER_FOLDER}/{document}.{language}.html"


def index_file(number: int) -> str:
    """Return the path of a page of the index; they count from 1."""
    return INDEX_FILE if number == 1 else f"{READER_FOLDER}/page-{number}.html"


def index_pages(documents: int) -> int:
    """Return how many pages the index of so many documents has."""
    return max(1, -(-documents // PAGE_ROWS))


def link(path: str, *, frm: str) -> str:
    """Return the relative link from one file of the run to another, both as paths in its folder."""
    return f"../{path}" if "/" in frm else path


def shown_languages(document: ReadDocument) -> tuple[LanguageCode, ...]:
    """Return the languages of the variants that have a page: those in the folder of their own language."""
    return tuple(
        name for name, language in document.languages.items() if name == language and is_plain(language)
    )
