"""Inputs to documents: finding the files that the user named, and reading each.

A kind of source is one module with ``parse(text) -> Parsed``, named in ``PARSERS`` by the file
names' endings that it takes.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.core.errors import SourceError, printable
from pipeline.core.files import durable, streams
from pipeline.core.ports import Detector
from pipeline.core.records import Document, FileDigest
from pipeline.core.text.normalise import normalise
from pipeline.read import encoding, places, text
from pipeline.read.markdown import document
from pipeline.read.parsed import Parsed

MAX_BYTES = 32 * 2**20
"""A larger file is refused: no report is that long, and a run must not be starved by a stray disk image."""

READINGS = 3
"""How often a file is read that changes while it is read."""
PAUSE_SECONDS = 0.2
"""Before it is read again: whoever writes it may be done by then."""

Parser = Callable[[str], Parsed]

PARSERS: dict[str, Parser] = {
    "txt": text.parse,
    "text": text.parse,
    "md": document.parse,
    "markdown": document.parse,
}

MARKDOWN = "md"
"""The kind of source that is Markdown."""

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SLUG_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An input that was named or found, not yet read."""

    origin: str
    """As the user named it; for files of a folder, the folder as named and the path below it. Signs
    that no line must hold are escaped (``errors.printable``): it stands in records and in messages."""
    path: Path | None
    """None for standard input."""
    content: bytes | None = None
    """The bytes, where they have been received already, as of what can be read only once."""
    format: str | None = None
    """One of ``PARSERS``, where it does not go by the file name's ending."""
    listed: tuple[tuple[str, tuple[FileDigest, ...]], ...] = ()
    """What earlier runs into the folder made of this input: ids of documents, and their files as recorded."""


def find_inputs(inputs: Sequence[str], *, outside: Path | None = None) -> Iterator[Reference | SourceError]:
    """Yield what the inputs name: files, folders (walked, hidden ones left out), globs, ``-``.

    Each file comes once, in a fixed order. What lies below ``outside`` is left out where a folder around it
    is walked: a run must not read what runs have written. An input that leads nowhere yields an error in its
    place.
    """
    seen: set[Path] = set()
    for name in inputs:
        found: Sequence[Reference | SourceError]
        try:
            found = _expand(name, outside)
        except OSError as error:
            found = [_wrong(name, f"cannot be read: {error.strerror}")]
        for item in found:
            if isinstance(item, Reference) and item.path is not None:
                real = item.path.resolve()
                if real in seen:
                    continue
                seen.add(real)
            yield item


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
    # Before anything counts in the text; the parsers' spans, and all later ones, are of the clean one.
    cleaned = normalise(_LINE_ENDS.sub("\n", decoded))
    parsed = PARSERS.get(extension, text.parse)(cleaned.text)
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


def kind(extension: str) -> str:
    """Return what kind of source a file name's ending stands for: the first ending of the same parser."""
    parser = PARSERS.get(extension, text.parse)
    return next(ending for ending, other in PARSERS.items() if other is parser)


def _id(words: str, sha256: str, extension: str) -> str:
    """Return a document's id: the same bytes read as text and as Markdown are two documents."""
    return "-".join([words, sha256[:8], *([MARKDOWN] if kind(extension) == MARKDOWN else [])])


def is_read_once(reference: Reference) -> bool:
    """Say whether an input's bytes can be received only once: standard input's, or a pipe's."""
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
    """Return a file's bytes, of one state of it: one that is written to meanwhile is read again."""
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
    spaced = re.sub(r"[^\w\s]", " ", words)  # before apostrophes and dashes vanish with what is not ASCII
    plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().lower()
    whole = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(whole) <= _SLUG_LENGTH:
        return whole
    return whole[: _SLUG_LENGTH + 1].rpartition("-")[0] or whole[:_SLUG_LENGTH]


def _expand(name: str, outside: Path | None) -> Sequence[Reference | SourceError]:
    if name == "-":
        return [Reference(origin="-", path=None)]
    if not name:
        return [SourceError("an empty input name leads nowhere; name a file, a folder or -")]
    path = Path(name)
    found = durable.mode(path)
    if stat.S_ISDIR(found):
        return _walk(path, outside) or [
            _wrong(name, f"holds no file that can be read ({' '.join(f'.{end}' for end in PARSERS)})")
        ]
    if found:
        return [Reference(origin=printable(name), path=path)]
    if any(sign in name for sign in "*?["):
        return _taken(places.matching(name)) or [_wrong(name, "no file matches")]
    problem = "is a broken link" if path.is_symlink() else "no such file or folder"
    return [_wrong(name, problem)]


def _reference(path: Path) -> Reference:
    return Reference(origin=printable(str(path)), path=path)


def _wrong(name: str, problem: str) -> SourceError:
    """Return what is wrong with an input that never came to be one."""
    origin = printable(name)
    error = SourceError(f"{origin}: {problem}")
    error.origin = origin
    return error


def _walk(folder: Path, outside: Path | None) -> list[Reference | SourceError]:
    left_out = (
        outside.resolve() if outside is not None and folder.resolve() in outside.resolve().parents else None
    )
    found = places.below(folder, besides=left_out)
    return _taken(
        item for item in found if isinstance(item, OSError) or item.suffix.lower().lstrip(".") in PARSERS
    )


def _taken(found: Iterable[places.FoundPath]) -> list[Reference | SourceError]:
    """Return the files among what was found, and what is wrong with names that may have been some."""
    taken: list[Reference | SourceError] = []
    for item in found:
        try:
            if isinstance(item, OSError):
                raise item
            mode = durable.mode(item)
        except OSError as error:
            taken.append(_wrong(os.fsdecode(error.filename), f"cannot be read: {error.strerror}"))
            continue
        if stat.S_ISREG(mode):
            taken.append(_reference(item))
        elif not mode and item.is_symlink():
            taken.append(_wrong(str(item), "is a broken link"))
    return taken


def _stem(path: Path | None) -> str:
    """Return what an input without a title is called; the number that a shell gives a pipe says nothing."""
    return "stdin" if path is None or path.parent.name == "fd" else path.stem


def _extension(reference: Reference) -> str:
    """Return the ending to keep for the copy of the source; ``txt`` where the file's own is not known."""
    if reference.format is not None:
        return reference.format
    ending = "" if reference.path is None else reference.path.suffix.lower().lstrip(".")
    return ending if ending in PARSERS else "txt"
