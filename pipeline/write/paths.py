"""Where everything lies in a run's folder: every name that a run writes stands here, and nowhere else."""

from __future__ import annotations

RUN_FILE = "run.json"
"""What was asked, and what became of each input."""
SUMS_FILE = "SHA256SUMS"
"""The digests of all other files, once the run has ended."""
SIGNATURE_FILE = f"{SUMS_FILE}.intoto.jsonl"
LOCK_FILE = ".lock"
"""Held by the run and its workers."""
JOURNAL_FILE = ".journal"
"""While the run is under way: a line ``<sha256 of document.json> <id>`` for each document that it wrote."""

DOCUMENTS = "documents"
"""A folder a document, by its id."""
DOCUMENT_FILE = "document.json"
VARIANT_FILE = "variant.json"
"""In a document's folder, in one a language."""
TRANSLATION_FILE = "translation.txt"
SUMMARY_FILE = "summary.txt"

DIGEST_FOLDER = "digest"
DIGEST_FILE = "digest.json"
READER_FOLDER = "reader"
INDEX_FILE = "index.html"
"""The first of the pages; the others are in ``READER_FOLDER``."""
PARTS = (DIGEST_FOLDER, READER_FOLDER)
"""Folders that a run may have beside its documents, made of these when the run had ended; and a file."""


def document_folder(name: str) -> str:
    """Return the path of a document's folder in a run's."""
    return f"{DOCUMENTS}/{name}"
