"""Pages of a digest: plain text, Markdown, one HTML file, an Atom feed.

Takes the digest's record and nothing else; gives the bytes of each page.
Open ``view.py`` first: it has what all four show.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.core.contract.digest import DigestRecord
from pipeline.digest.pages import atom, html, markdown, text
from pipeline.digest.pages.view import View, view

PAGES: dict[str, Callable[[View], str]] = {
    "txt": text.text_digest,
    "md": markdown.markdown_digest,
    "html": html.html_digest,
    "atom.xml": atom.atom_digest,
}
"""Functions that make the pages, by the ending of the file."""


def pages(record: DigestRecord) -> dict[str, bytes]:
    """Return all pages by file name; they do not depend on the record's ``files`` and ``software``."""
    return {
        f"{language}.{ending}": make(view(record, language)).encode()
        for language in record.languages
        for ending, make in PAGES.items()
    }
