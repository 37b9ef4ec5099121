"""The names of all files and folders that a run writes. They stand here, and nowhere else."""

from __future__ import annotations

RUN_FILE = "run.json"
"""The record of the run: its settings, and the outcome of each input."""
SUMS_FILE = "SHA256SUMS"
"""The list of the digests of all other files. It is written when the run ends."""
SIGNATURE_FILE = f"{SUMS_FILE}.intoto.jsonl"
LOCK_FILE = ".lock"
"""The lock that the run and its workers hold."""
JOURNAL_FILE = ".journal"
"""The journal, during the run: a line ``<sha256 of document.json> <id>`` for each document that it wrote."""

DOCUMENTS = "documents"
"""The folder with one folder per document, named by its id."""
DOCUMENT_FILE = "document.json"
VARIANT_FILE = "variant.json"
"""The record of a variant. It is in a folder per language, in the document's folder."""
TRANSLATION_FILE = "translation.txt"


SUMMARY_FILE = "summary.txt"

DIGEST_FOLDER = "digest"
DIGEST_FILE = "digest.json"
MAIL_FOLDER = "mail"
"""The folder of the mails that a delivery made of the digest, as ``.eml`` files. No list has them."""
MAIL_SUFFIX = ".eml"
READER_FOLDER = "reader"
INDEX_FILE = "index.html"
"""The first page. The others are in ``READER_FOLDER``."""
TABLES_FOLDER = "tables"
"""The folder with the tables that a run read, in each language."""
PARTS = (DIGEST_FOLDER, READER_FOLDER, TABLES_FOLDER)
"""Folders that may be made from a run's documents; ``INDEX_FILE`` belongs to them."""


def document_folder(name: str) -> str:
    """Return the path of a document's folder in a run's."""
    return f"{DOCUMENTS}/{name}"


def kept_file(extension: str) -> str:
    """Return the name of a translation in the format of its source, whose ending is ``extension``."""
    return f"translation.{extension}"
