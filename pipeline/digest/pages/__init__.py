"""Pages of a digest: plain text, Markdown, one HTML file, an Atom feed.

Takes the digest's record and nothing else; gives the bytes of each page.
Open ``view.py`` first: it has what all four show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.core.contract.digest import DigestRecord
from pipeline.digest.pages import atom, html, markdown, text
from pipeline.digest.pages.view import View, view

PAGES: dict[str, Callable[[View], Iterator[str]]] = {
    "txt": text.text_digest,
    "md": markdown.markdown_digest,
    "html": html.html_digest,
    "atom.xml": atom.atom_digest,
}
"""Functions that make the pages, piece by piece, by the ending of the file."""


def pages(record: DigestRecord) -> dict[str, bytes]:
    """Return all pages by file name; they do not depend on the record's ``files`` and ``software``."""
    return {name: "".join(pieces).encode() for name, pieces in each_page(record)}


def each_page(record: DigestRecord) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the pages with their file names. They may be large: their pieces are made as they are taken."""
    for language in dict.fromkeys(record.languages):
        shown = view(record, language)
        for ending, make in PAGES.items():
            yield f"{language}.{ending}", make(shown)
