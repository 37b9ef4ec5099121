"""Reading of one input as a document: its bytes, all from one state of the file, are decoded and parsed."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import sys
import time
import unicodedata
from pathlib import Path
from typing import BinaryIO

from pipeline.core.errors import SourceError
from pipeline.core.files import streams
from pipeline.core.ports import Detector
from pipeline.core.records import Document
from pipeline.core.text.normalise import normalise
from pipeline.read import encoding, plain_text
from pipeline.read.find import Reference
from pipeline.read.formats import MARKDOWN, PARSERS, kind

MAX_BYTES = 32 * 2**20
"""The largest file that is read, in bytes. No report is that long, and a stray disk image must not starve a
run."""

READINGS = 3
"""How many times a file is read, at most, if it changes while it is read."""
PAUSE_SECONDS = 0.2
"""How long to wait before a file is read again, in seconds: whoever writes it may be done by then."""

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SLUG_LENGTH = 60


def read_document(reference: Reference, detector: Detector, *, stdin: BinaryIO | None = None) -> Document:
    """Read one input.

    ``detector`` helps to tell encodings apart. ``stdin`` replaces standard input. Raises ``SourceError``.
    """
    content = received(reference, stdin=stdin)
    where = "standard input" if reference.path is None else reference.origin
    if not content.strip():
        raise SourceError(f"{where}: is empty")
    decoded, name = encoding.decode(content, detector, where=where)
    extension = _extension(reference)
    # Cleaning comes first, so that the parsers' spans, and all later ones, count in the clean text.
    cleaned = normalise(_LINE_ENDS.sub("\n", decoded))
    parsed = PARSERS.get(extension, plain_text.parse)(cleaned.text)
    body, blocks = parsed.text, parsed.blocks
    if not any(body[block.start : block.end].strip() for block in blocks):
        raise SourceError(f"{where}: holds no text")
    title = next((body[block.start : block.end] for block in blocks if block.kind == "title"), None)
    credits_found = [body[block.start : block.end] for block in blocks if block.kind == "credit"]
    sha256 = hashlib.sha256(content).hexdigest()
    return Document(
        id=_id(slug(title or "") or slug(_stem(reference.path)) or "document", sha256, extension),
        origin=reference.origin,
        extension=extension,
        content=content,
        sha256=sha256,
        encoding=name,
        text=body,
        title=" ".join(title.split()) if title else None,
        credit="; ".join(credits_found) or None,
        blocks=blocks,
        marks=parsed.marks,
        normalised=cleaned.normalised,
        removed=cleaned.removed,
    )


def _id(words: str, sha256: str, extension: str) -> str:
    """Return a document's id: the same bytes read as text and as Markdown are two documents."""
    return "-".join([words, sha256[:8], *([MARKDOWN] if kind(extension) == MARKDOWN else [])])


def is_read_once(reference: Reference) -> bool:
    """Say whether an input's bytes can be received only once, as those of standard input or a pipe."""
    return reference.path is None or streams.is_stream(reference.path)


def received(reference: Reference, *, stdin: BinaryIO | None = None) -> bytes:
    """Return the bytes of one input; ``stdin`` as for ``read_document``. Raises ``SourceError``."""
    try:
        if reference.content is not None:
            content = reference.content
        elif reference.path is None:
            content = (stdin or sys.stdin.buffer).read(MAX_BYTES + 1)
        else:
            content = _whole(reference.path, reference.origin)
    except OSError as error:
        closed = reference.path is None and error.errno == errno.EBADF
        problem = "standard input is closed" if closed else error.strerror
        raise SourceError(f"{reference.origin}: cannot be read: {problem}") from error
    if len(content) > MAX_BYTES:
        raise SourceError(f"{reference.origin}: is larger than {MAX_BYTES // 2**20} MiB; split it first")
    return content


def _whole(path: Path, origin: str) -> bytes:
    """Return a file's bytes, all from one state of it: a file that changes meanwhile is read again."""
    for reading in range(READINGS):
        if reading:
            time.sleep(PAUSE_SECONDS)
        with streams.open_once(path) as file:
            before = os.fstat(file.fileno())
            content = file.read(MAX_BYTES + 1)
            after = os.fstat(file.fileno())
        sizes = (after.st_size or len(content), MAX_BYTES + 1)  # /proc has files without a size
        same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        if not stat.S_ISREG(after.st_mode) or (same and len(content) in sizes):
            return content
    raise SourceError(f"{origin}: changes while it is read; run again once it is written")


def slug(words: str) -> str:
    """Reduce words to lower-case ASCII letters, digits and single hyphens, 60 characters at most.

    Scripts other than Latin leave nothing.
    """
    spaced = re.sub(r"[^\w\s]", " ", words)  # before non-ASCII apostrophes and dashes vanish
    plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().lower()
    whole = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(whole) <= _SLUG_LENGTH:
        return whole
    return whole[: _SLUG_LENGTH + 1].rpartition("-")[0] or whole[:_SLUG_LENGTH]


def _stem(path: Path | None) -> str:
    """Return the name of an input without a title; the number that a shell gives a pipe is no name."""
    return "stdin" if path is None or path.parent.name == "fd" else path.stem


def _extension(reference: Reference) -> str:
    """Return the ending for the copy of the source; ``txt`` where the file's own is not known."""
    if reference.format is not None:
        return reference.format
    ending = "" if reference.path is None else reference.path.suffix.lower().lstrip(".")
    return ending if ending in PARSERS else "txt"
